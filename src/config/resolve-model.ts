/**
 * From the `model` section to model units and operator units. A section is in model units or in
 * operator units, never in both; the other units are derived when the reference is known.
 */
import type * as z from 'zod';
import { MAX_NUMBER, MIN_POSITIVE } from '../../assembly/codes.js';
import { DomainError } from '../errors.js';
import {
  avellanedaStoikovModelUnits,
  avellanedaStoikovOperatorUnits,
  type GueantOperatorInput,
  gueantModelUnits,
  gueantOperatorUnits,
  type OperatorUnits,
  type ReferenceTerms,
} from '../models/index.js';
import {
  type AvellanedaStoikovModelInput,
  type GueantModelInput,
  type ModelInput,
  type TableModelInput,
  unitSchemas,
} from './model-schema.js';
import { resolveOptionModel } from './resolve-option-model.js';
import {
  resolveAvellanedaStoikovInfinite,
  resolveCarteaJaimungal,
  resolveGueantExact,
  resolveGueantLogistic,
  type TableSection,
} from './resolve-table.js';
import type { AvellanedaStoikovModel, GueantModel, ModelConfiguration } from './types.js';
import type { Path, Violations } from './violations.js';

/** The instrument around a model, and where it stands. Sizes in base units or contracts. */
export interface ModelSection {
  readonly path: Path;
  readonly violations: Violations;
  readonly inverse: boolean;
  readonly isOption: boolean;
  readonly multiplier: number;
  readonly size: number;
  readonly maxPosition: number;
  readonly tickSize: number;
  readonly lotSize: number;
  /** Sizes in whole lots; null after a violation. */
  readonly lots: TableSection['lots'] | null;
}

/** A model in both units. */
export interface ResolvedModel {
  readonly model: ModelConfiguration;
  /** Null when the reference is not known. */
  readonly operatorUnits: OperatorUnits | null;
}

/** Model and operator units of an instrument's model; null after a violation was added. */
export function resolveModel(input: ModelInput, section: ModelSection): ResolvedModel | null {
  try {
    const resolved = resolveByType(input, section);
    return resolved !== null && fitsFrames(resolved.model, section) ? resolved : null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    section.violations.addConflict(section.path, input, error.message);
    return null;
  }
}

function resolveByType(input: ModelInput, section: ModelSection): ResolvedModel | null {
  switch (input.type) {
    case 'linear': {
      const { inventorySkewBps, halfSpreadBps } = input;
      const inventoryHalfLifeSeconds = null;
      const operatorUnits = { inventorySkewBps, halfSpreadBps, inventoryHalfLifeSeconds };
      return { model: input, operatorUnits };
    }
    case 'avellanedaStoikov':
      return resolveAvellanedaStoikov(input, section);
    case 'gueantLehalleFernandezTapia':
      return resolveGueant(input, section);
    case 'optionGreeks':
    case 'optionDelta':
    case 'optionVega': {
      const model = resolveOptionModel(input, section);
      return model && { model, operatorUnits: null };
    }
    default:
      return resolveTable(input, section);
  }
}

/** Null also when the table cannot be laid out because the sizes are not whole lots. */
function resolveTable(input: TableModelInput, section: ModelSection): ResolvedModel | null {
  const { lots, path, violations, tickSize, lotSize, inverse, multiplier } = section;
  if (lots === null) return null;
  const price = inverse ? (input.referencePrice ?? null) : 1;
  const basePerLot = price === null ? null : (lotSize * multiplier) / price;
  const table = { path, violations, tickSize, basePerLot, lots };
  const model = solveTable(input, table);
  return model && { model, operatorUnits: null };
}

function solveTable(input: TableModelInput, table: TableSection): ModelConfiguration | null {
  switch (input.type) {
    case 'gueantLehalleFernandezTapiaExact':
      return resolveGueantExact(input, table);
    case 'carteaJaimungal':
      return resolveCarteaJaimungal(input, table);
    case 'avellanedaStoikovInfinite':
      return resolveAvellanedaStoikovInfinite(input, table);
    case 'gueantLogistic':
      return resolveGueantLogistic(input, table);
  }
}

function resolveAvellanedaStoikov(
  input: AvellanedaStoikovModelInput,
  section: ModelSection,
): ResolvedModel | null {
  const { type, horizonSeconds, endTime } = input;
  const endTimeSeconds = endTime === null ? null : Date.parse(endTime) / 1000;
  const rest = { type, horizonSeconds, endTimeSeconds };
  const schemas = unitSchemas.avellanedaStoikov;
  const units = unitsOf(input, ['gamma', 'k'], section);
  if (units === null) return null;
  if (units === 'operator') {
    const given = read(schemas.operator, input, section);
    const reference = given && referenceOf(given, section);
    if (!given || !reference?.terms) return null;
    const { inventorySkewBps, halfSpreadBps } = given;
    const written = { inventorySkewBps, halfSpreadBps };
    const tied = { ...reference.terms, tau: horizonSeconds };
    const derived = avellanedaStoikovModelUnits(written, tied);
    const model: AvellanedaStoikovModel = { ...rest, ...derived, ...reference.reported };
    return { model, operatorUnits: { ...written, inventoryHalfLifeSeconds: null } };
  }
  const given = read(schemas.model, input, section);
  const reference = given && referenceOf(given, section);
  if (!given || !reference) return null;
  const { gamma, k } = given;
  const model: AvellanedaStoikovModel = { ...rest, gamma, k, ...reference.reported };
  const { terms } = reference;
  const tied = terms && { ...terms, tau: horizonSeconds };
  return { model, operatorUnits: tied && avellanedaStoikovOperatorUnits({ gamma, k }, tied) };
}

function resolveGueant(input: GueantModelInput, section: ModelSection): ResolvedModel | null {
  const { type, intensityA } = input;
  const schemas = unitSchemas.gueant;
  const units = unitsOf(input, ['gamma', 'intensityK'], section);
  if (units === null) return null;
  if (units === 'operator') {
    const given = read(schemas.operator, input, section);
    const pull = pullOf(input, section);
    const reference = given && referenceOf(given, section);
    if (!given || !pull || !reference?.terms) return null;
    const terms = { ...reference.terms, intensityA };
    const written = { halfSpreadBps: given.halfSpreadBps, ...pull };
    const xiMode = given.xi === 0 ? 'zero' : 'gamma';
    const derived = gueantModelUnits(written, { ...terms, xiMode });
    const model: GueantModel = { type, intensityA, ...derived, ...reference.reported };
    // What the operator wrote is reported as written, without the rounding of the way back.
    return { model, operatorUnits: { ...gueantOperatorUnits(derived, terms), ...written } };
  }
  const given = read(schemas.model, input, section);
  const reference = given && referenceOf(given, section);
  if (!given || !reference) return null;
  const { gamma, intensityK } = given;
  const parameters = { gamma, intensityK, xi: given.xi === 'gamma' ? gamma : given.xi };
  const model: GueantModel = { type, intensityA, ...parameters, ...reference.reported };
  const terms = reference.terms && { ...reference.terms, intensityA };
  return { model, operatorUnits: terms && gueantOperatorUnits(parameters, terms) };
}

const OPERATOR_KEYS = ['inventorySkewBps', 'inventoryHalfLifeSeconds', 'halfSpreadBps'];

/** The kind of units of a section; null after a violation when it is both or neither. */
function unitsOf(
  input: ModelInput,
  modelKeys: readonly string[],
  { path, violations }: ModelSection,
): 'model' | 'operator' | null {
  const given = Object.entries(input).flatMap(([key, value]) => (value === undefined ? [] : key));
  const isModel = given.some((key) => modelKeys.includes(key));
  const isOperator = given.some((key) => OPERATOR_KEYS.includes(key));
  if (isModel !== isOperator) return isModel ? 'model' : 'operator';
  const model = modelKeys.join(' and ');
  const message = `write either model units (${model}) or operator units (bps), not both`;
  violations.addConflict(path, input, message);
  return null;
}

/** The section as one kind of units needs it; null after the violations were added. */
function read<T extends z.ZodType>(
  schema: T,
  input: ModelInput,
  { path, violations }: ModelSection,
): z.output<T> | null {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  violations.addIssues(input, parsed.error.issues, path);
  return null;
}

/** Exactly one of skew and half-life; null after a violation. */
function pullOf(
  { inventorySkewBps, inventoryHalfLifeSeconds }: GueantModelInput,
  { path, violations }: ModelSection,
): DistributiveOmit<GueantOperatorInput, 'halfSpreadBps'> | null {
  if (inventoryHalfLifeSeconds === undefined) {
    if (inventorySkewBps !== undefined) return { inventorySkewBps };
  } else if (inventorySkewBps === undefined) {
    return { inventoryHalfLifeSeconds };
  }
  const allowed = 'either inventorySkewBps or inventoryHalfLifeSeconds';
  violations.add([...path, 'inventorySkewBps'], inventorySkewBps, allowed);
  return null;
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

interface Reference {
  /** What the model reports; null for what was not given. */
  readonly reported: Pick<
    AvellanedaStoikovModel,
    'tradeSize' | 'referencePrice' | 'referenceSigma'
  >;
  /** What ties bps to prices; null unless price and volatility were given. */
  readonly terms: ReferenceTerms | null;
}

/** Sizes in base units and the reference; null after a violation. */
function referenceOf(
  input: AvellanedaStoikovModelInput | GueantModelInput,
  section: ModelSection,
): Reference | null {
  const { referencePrice = null, referenceSigma = null } = input;
  const { inverse, multiplier, size, path, violations } = section;
  if (inverse && referencePrice === null) {
    violations.add([...path, 'referencePrice'], undefined, 'a price, as the contract is inverse');
    return null;
  }
  const basePerSize = multiplier / (inverse ? (referencePrice ?? 1) : 1);
  const tradeSize = input.tradeSize ?? size * basePerSize;
  const maxPosition = section.maxPosition * basePerSize;
  const reported = { tradeSize, referencePrice, referenceSigma };
  if (referencePrice === null || referenceSigma === null) return { reported, terms: null };
  return { reported, terms: { referencePrice, sigma: referenceSigma, maxPosition, tradeSize } };
}

/** Derived parameters must fit into frames as configured ones do. */
function fitsFrames(model: ModelConfiguration, { path, violations }: ModelSection): boolean {
  if (model.type === 'linear' || 'parameters' in model) return true;
  if ('table' in model) return tableFitsFrames(model, path, violations);
  const { gamma, tradeSize } = model;
  const decay =
    model.type === 'avellanedaStoikov' ? { k: model.k } : { intensityK: model.intensityK };
  const outside = Object.entries({ tradeSize, ...decay })
    .map(([name, value]) => ({ name, value, least: MIN_POSITIVE }))
    .concat({ name: 'gamma', value: gamma, least: 0 })
    .filter(({ value, least }) => value < least || value > MAX_NUMBER);
  for (const { name, value, least } of outside) {
    const allowed = `units from which ${least} .. ${MAX_NUMBER} follows`;
    violations.add([...path, name], value, allowed);
  }
  return outside.length === 0;
}

/** Distances far beyond any price are a mistake of units. */
function tableFitsFrames(
  { table, type }: Extract<ModelConfiguration, { table: unknown }>,
  path: Path,
  violations: Violations,
): boolean {
  const far = table.levels.find(
    ({ bidTicks, askTicks }) => Math.max(Math.abs(bidTicks), Math.abs(askTicks)) > MAX_NUMBER,
  );
  if (far !== undefined) {
    violations.add(path, type, `parameters from which distances up to ${MAX_NUMBER} ticks follow`);
  }
  return far === undefined;
}
