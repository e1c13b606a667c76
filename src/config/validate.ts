/** Validates a configuration as a whole: schema, what must agree across keys, complete defaults. */
import * as z from 'zod';
import { ConfigurationError } from '../errors.js';
import { guardSchema } from './guard-schema.js';
import { symbol } from './ranges.js';
import { type AssetTerms, instrumentTermsSchema, resolveAssets } from './resolve-assets.js';
import { resolveFactors } from './resolve-factors.js';
import { checkBookGate } from './resolve-gate.js';
import { resolveGuards } from './resolve-guards.js';
import { checkHedges } from './resolve-hedges.js';
import { resolveInstrument } from './resolve-instrument.js';
import { checkDerivatives, resolveExpiries, resolveUnderlyings } from './resolve-underlyings.js';
import {
  assetSchema,
  type BookInput,
  bookSchema,
  configurationSchema,
  factorsSchema,
  instrumentSchema,
} from './schema.js';
import type {
  BookConfiguration,
  FactorsConfiguration,
  GuardConfiguration,
  InstrumentConfiguration,
  LimitsConfiguration,
  Thresholds,
} from './types.js';
import { expirySchema, underlyingSchema } from './underlying-schema.js';
import { Violations } from './violations.js';

/**
 * Validates a configuration and completes it: every default applied, lots counted, model units and
 * operator units derived.
 *
 * @param value what a YAML or JSON document holds
 * @throws ConfigurationError with every violation found, not only the first
 */
export function validateConfiguration(value: unknown): BookConfiguration {
  const violations = new Violations();
  const parsed = configurationSchema.safeParse(value);
  if (!parsed.success) violations.addIssues(value, parsed.error.issues);
  // Parts are read one by one, so that one bad part does not hide what is wrong with the others.
  const parts = readableParts(value);
  const book = bookSchema.safeParse(parts.book).data;
  const instruments = parts.instruments.flatMap((entry, index) => {
    const { data } = instrumentSchema.safeParse(entry);
    if (data === undefined) return [];
    return resolveInstrument(data, ['instruments', index], violations) ?? [];
  });
  const assets = checkAssets(parts, violations);
  if (book !== undefined) checkLimits(book, violations);
  checkBookGate(book?.gate, violations);
  if (book !== undefined) checkCapacity(book, parts.instruments.length, assets.length, violations);
  if (book !== undefined) checkTableLevels(book, instruments, violations);
  const factors = checkFactors(parts, violations);
  const derivatives = checkUnderlyings(parts, assets, violations);
  if (book !== undefined) checkRows(book, derivatives, instruments, violations);
  const guards = checkGuards(parts, assets, derivatives.underlyings, instruments, violations);
  if (book !== undefined) checkGuardCapacity(book, guards, violations);
  checkDuplicates('assets', parts.assets, violations);
  checkDuplicates('instruments', parts.instruments, violations);
  checkDuplicates('underlyings', parts.underlyings, violations);
  checkDuplicates('expiries', parts.expiries, violations);
  if (book === undefined || violations.all.length > 0) {
    throw new ConfigurationError(violations.all);
  }
  const { limits, gate = null, ...rest } = book;
  const own = { ...rest, gate };
  const settled = { ...own, limits: resolveLimits(limits) };
  return { ...settled, assets, ...derivatives, instruments, guards, factors };
}

interface Parts {
  readonly book: unknown;
  readonly assets: readonly unknown[];
  readonly instruments: readonly unknown[];
  readonly underlyings: readonly unknown[];
  readonly expiries: readonly unknown[];
  readonly guards: readonly unknown[];
  readonly factors?: unknown;
}

function readableParts(value: unknown): Parts {
  const entries = z.array(z.unknown()).catch([]);
  const factors = z.unknown().optional();
  const parts = z.object({
    book: z.unknown(),
    assets: entries,
    instruments: entries,
    underlyings: entries,
    expiries: entries,
    guards: entries,
    factors,
  });
  const lists = { assets: [], instruments: [], underlyings: [], expiries: [], guards: [] };
  const nothing = { book: undefined, ...lists, factors: undefined };
  return parts.catch(nothing).parse(value);
}

function checkAssets({ book, assets, instruments }: Parts, violations: Violations) {
  const reporting = z.object({ reportingAsset: symbol }).safeParse(book).data;
  const terms = instruments.flatMap<AssetTerms>(
    (entry) => instrumentTermsSchema.safeParse(entry).data ?? [],
  );
  const inputs = assets.flatMap((entry) => assetSchema.safeParse(entry).data ?? []);
  const isComplete = terms.length === instruments.length && inputs.length === assets.length;
  // With a part missing the question which asset has a rate has no answer yet.
  if (reporting === undefined || !isComplete) return [];
  return resolveAssets({ ...reporting, assets: inputs, instruments: terms }, violations);
}

/** Null also while the section or a symbol cannot be read. */
function checkFactors(
  { factors, instruments }: Parts,
  violations: Violations,
): FactorsConfiguration | null {
  const input = factorsSchema.safeParse(factors).data;
  const named = z.array(z.object({ symbol })).safeParse(instruments).data;
  if (input === undefined || named === undefined) return null;
  const symbols = named.map((entry) => entry.symbol);
  return resolveFactors(input, symbols, violations);
}

function checkDuplicates(
  section: 'assets' | 'instruments' | 'underlyings' | 'expiries',
  entries: readonly unknown[],
  violations: Violations,
): void {
  const firstIndex = new Map<string, number>();
  entries.forEach((entry, index) => {
    const named = z.object({ symbol: z.string() }).safeParse(entry).data;
    if (named === undefined) return;
    const first = firstIndex.get(named.symbol);
    if (first === undefined) firstIndex.set(named.symbol, index);
    else {
      const allowed = `a symbol of its own; ${section}[${first}] has this one`;
      violations.add([section, index, 'symbol'], named.symbol, allowed);
    }
  });
}

function checkCapacity(
  { capacity }: BookInput,
  instrumentCount: number,
  assetCount: number,
  violations: Violations,
): void {
  const counts = { instruments: instrumentCount, assets: assetCount };
  for (const key of ['instruments', 'assets'] as const) {
    if (capacity[key] >= counts[key]) continue;
    const allowed = `${counts[key]} or more: so many are configured or named`;
    violations.add(['book', 'capacity', key], capacity[key], allowed);
  }
}

/** Sections about derivatives, as far as they can be read. */
function checkUnderlyings(
  parts: Parts,
  assets: readonly { readonly symbol: string }[],
  violations: Violations,
): Pick<BookConfiguration, 'underlyings' | 'expiries'> {
  const inputs = parts.instruments.flatMap((entry, index) => {
    const { data } = instrumentSchema.safeParse(entry);
    return data === undefined ? [] : [{ input: data, path: ['instruments', index] }];
  });
  const underlyingInputs = parts.underlyings.flatMap(
    (entry) => underlyingSchema.safeParse(entry).data ?? [],
  );
  const expiryInputs = parts.expiries.flatMap((entry) => expirySchema.safeParse(entry).data ?? []);
  const isComplete =
    inputs.length === parts.instruments.length &&
    underlyingInputs.length === parts.underlyings.length &&
    expiryInputs.length === parts.expiries.length;
  // With an entry missing the question what a name stands for has no answer yet.
  if (!isComplete) return { underlyings: [], expiries: [] };
  const names = {
    assets: assets.map(({ symbol }) => symbol),
    instruments: inputs.map(({ input }) => input),
  };
  const underlyings = resolveUnderlyings(underlyingInputs, names, violations);
  const expiries = resolveExpiries(expiryInputs, underlyings, violations);
  checkDerivatives(inputs, underlyings, expiries, violations);
  checkHedges(inputs, underlyings, expiries, violations);
  return { underlyings, expiries };
}

function checkGuards(
  parts: Parts,
  assets: readonly { readonly symbol: string }[],
  underlyings: readonly { readonly symbol: string }[],
  instruments: readonly InstrumentConfiguration[],
  violations: Violations,
): readonly GuardConfiguration[] {
  // With an instrument missing the question which index a symbol has has no answer yet.
  if (instruments.length < parts.instruments.length) return [];
  const inputs = parts.guards.flatMap((entry) => guardSchema.safeParse(entry).data ?? []);
  if (inputs.length < parts.guards.length) return [];
  const names = {
    assets: assets.map(({ symbol: name }) => name),
    underlyings: underlyings.map(({ symbol: name }) => name),
    instruments,
  };
  return resolveGuards(inputs, names, violations);
}

function checkGuardCapacity(
  { capacity }: BookInput,
  guards: readonly GuardConfiguration[],
  violations: Violations,
): void {
  if (capacity.guards >= guards.length) return;
  const allowed = `${guards.length} or more: so many are configured`;
  violations.add(['book', 'capacity', 'guards'], capacity.guards, allowed);
}

/** Underlyings, expiries and options must fit into the memory that is reserved for them. */
function checkRows(
  { capacity }: BookInput,
  { underlyings, expiries }: Pick<BookConfiguration, 'underlyings' | 'expiries'>,
  instruments: readonly InstrumentConfiguration[],
  violations: Violations,
): void {
  // Options are kept in pairs, each of one underlying: a pair may be half empty.
  const ofUnderlying = underlyings.map(({ symbol }) => {
    const own = new Set(expiries.filter((e) => e.underlying === symbol).map((e) => e.symbol));
    return instruments.filter(({ option }) => option !== undefined && own.has(option.expiry))
      .length;
  });
  const options = ofUnderlying.reduce((sum, count) => sum + count + (count % 2), 0);
  const needs = { underlyings: underlyings.length, expiries: expiries.length, options };
  for (const key of ['underlyings', 'expiries', 'options'] as const) {
    if (capacity[key] >= needs[key]) continue;
    const allowed = `${needs[key]} or more: so many are configured`;
    violations.add(['book', 'capacity', key], capacity[key], allowed);
  }
}

/** The quote tables must fit into the memory that is reserved for them. */
function checkTableLevels(
  { capacity }: BookInput,
  instruments: readonly InstrumentConfiguration[],
  violations: Violations,
): void {
  const needed = instruments.reduce(
    (sum, { model }) => sum + ('table' in model ? model.table.levels.length : 0),
    0,
  );
  if (needed <= capacity.tableLevels) return;
  const allowed = `${needed} or more: so many levels do the quote tables have`;
  violations.add(['book', 'capacity', 'tableLevels'], capacity.tableLevels, allowed);
}

function checkLimits({ limits }: BookInput, violations: Violations): void {
  const resolved = resolveLimits(limits);
  for (const key of ['maxDailyLoss', 'maxDrawdown'] as const) {
    const { reduce, halt } = resolved[key];
    if (reduce === null || halt === null || reduce <= halt) continue;
    violations.add(['book', 'limits', key, 'reduce'], reduce, `at most halt ${halt}`);
  }
}

function resolveLimits(limits: BookInput['limits']): LimitsConfiguration {
  const { maxGrossNotional, maxDailyLoss, maxDrawdown, recoverRatio } = limits;
  return {
    maxGrossNotional,
    maxDailyLoss: resolveThresholds(maxDailyLoss),
    maxDrawdown: resolveThresholds(maxDrawdown),
    recoverRatio,
  };
}

/** A single number is the hard threshold. */
function resolveThresholds(limit: BookInput['limits']['maxDailyLoss']): Thresholds {
  if (limit === null) return { reduce: null, halt: null };
  return typeof limit === 'number' ? { reduce: null, halt: limit } : limit;
}
