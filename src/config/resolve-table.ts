/** From the section of an exact model to its quote table: levels, solution, ticks and lots. */
import {
  avellanedaStoikovInfiniteTable,
  carteaJaimungalLongRunTable,
  carteaJaimungalTable,
  gueantLogisticTable,
  gueantLongRunTable,
  gueantTable,
  QUOTE_TABLE_LEVELS_MAX,
  type QuoteTable,
} from '../models/index.js';
import { wholeLots } from './lots.js';
import type {
  AvellanedaStoikovInfiniteModelInput,
  CarteaJaimungalModelInput,
  GueantExactModelInput,
  GueantLogisticModelInput,
  TableModelInput,
} from './model-schema.js';
import type {
  AvellanedaStoikovInfiniteModel,
  CarteaJaimungalModel,
  GueantExactModel,
  GueantLogisticModel,
  InventoryTable,
  TableLevel,
} from './types.js';
import type { Path, Violations } from './violations.js';

/** The instrument around an exact model. */
export interface TableSection {
  readonly path: Path;
  readonly violations: Violations;
  readonly tickSize: number;
  /** Base units of one lot; null for an inverse contract without reference price. */
  readonly basePerLot: number | null;
  readonly lots: { readonly quote: number; readonly target: number; readonly maxPosition: number };
}

interface Levels {
  readonly tradeSize: number;
  readonly lotsPerLevel: number;
  /** Whole levels that reach the limit below and above the target. */
  readonly below: number;
  readonly above: number;
}

/**
 * Levels from limit to limit: the side that would lead beyond is not quoted at the last one, which is
 * how the models bound inventory. Null after a violation.
 */
function levelsOf(
  { tradeSize }: TableModelInput,
  { path, violations, basePerLot, lots }: TableSection,
): Levels | null {
  if (basePerLot === null) {
    violations.add([...path, 'referencePrice'], undefined, 'a price, as the contract is inverse');
    return null;
  }
  const lotsPerLevel =
    tradeSize === undefined
      ? lots.quote
      : (wholeLots(tradeSize, basePerLot) ?? tradeSize / basePerLot);
  const below = Math.ceil((lots.maxPosition + lots.target) / lotsPerLevel);
  const above = Math.ceil((lots.maxPosition - lots.target) / lotsPerLevel);
  const most = (QUOTE_TABLE_LEVELS_MAX - 1) / 2;
  if (!(Math.max(below, above) <= most)) {
    const allowed = `a size of which ${most} fills reach the limit on either side of the target`;
    violations.add([...path, 'tradeSize'], tradeSize, allowed);
    return null;
  }
  return { tradeSize: lotsPerLevel * basePerLot, lotsPerLevel, below, above };
}

/** Exact Gueant; null after a violation. @throws DomainError when there is no solution */
export function resolveGueantExact(
  input: GueantExactModelInput,
  section: TableSection,
): GueantExactModel | null {
  const levels = levelsOf(input, section);
  if (levels === null) return null;
  const { horizonSeconds, referencePrice = null, referenceSigma, ...parameters } = input;
  const xi = input.xi === 'gamma' ? input.gamma : input.xi;
  const { tradeSize } = levels;
  const levelsPerSide = Math.max(levels.below, levels.above);
  const model = { ...parameters, xi, sigma: referenceSigma, tradeSize, levelsPerSide };
  const solved =
    horizonSeconds === undefined
      ? gueantLongRunTable(model)
      : gueantTable({ ...model, tau: horizonSeconds });
  const table = tableOf(solved, -levelsPerSide, levels, section);
  const rest = { xi, tradeSize, referencePrice, referenceSigma };
  return { ...parameters, ...rest, horizonSeconds: horizonSeconds ?? null, table };
}

/** Cartea-Jaimungal; null after a violation. @throws DomainError when there is no solution */
export function resolveCarteaJaimungal(
  input: CarteaJaimungalModelInput,
  section: TableSection,
): CarteaJaimungalModel | null {
  const levels = levelsOf(input, section);
  if (levels === null) return null;
  const { horizonSeconds, referencePrice = null, referenceSigma = null, ...parameters } = input;
  const model = { ...parameters, minLots: -levels.below, maxLots: levels.above };
  const solved =
    horizonSeconds === undefined
      ? carteaJaimungalLongRunTable(model)
      : carteaJaimungalTable({ ...model, tau: horizonSeconds });
  const table = tableOf(solved, model.minLots, levels, section);
  const rest = { tradeSize: levels.tradeSize, referencePrice, referenceSigma };
  return { ...parameters, ...rest, horizonSeconds: horizonSeconds ?? null, table };
}

/** Avellaneda-Stoikov without an end; null after a violation. @throws DomainError without a solution */
export function resolveAvellanedaStoikovInfinite(
  input: AvellanedaStoikovInfiniteModelInput,
  section: TableSection,
): AvellanedaStoikovInfiniteModel | null {
  const levels = levelsOf(input, section);
  if (levels === null) return null;
  const { type, gamma, k, discountRate, referencePrice = null, referenceSigma } = input;
  const { tradeSize } = levels;
  const levelsPerSide = Math.max(levels.below, levels.above);
  const rate = discountRate === undefined ? {} : { discountRate };
  const model = { gamma, sigma: referenceSigma, k, tradeSize, levelsPerSide, ...rate };
  const table = tableOf(avellanedaStoikovInfiniteTable(model), -levelsPerSide, levels, section);
  const own = {
    type,
    gamma,
    k,
    discountRate: discountRate ?? null,
    referencePrice,
    referenceSigma,
  };
  return { ...own, tradeSize, horizonSeconds: null, table };
}

/** Logistic intensity; null after a violation. @throws DomainError when there is no solution */
export function resolveGueantLogistic(
  input: GueantLogisticModelInput,
  section: TableSection,
): GueantLogisticModel | null {
  const levels = levelsOf(input, section);
  if (levels === null) return null;
  const { horizonSeconds, referencePrice = null, referenceSigma, ...parameters } = input;
  const { tradeSize } = levels;
  const levelsPerSide = Math.max(levels.below, levels.above);
  const model = { ...parameters, sigma: referenceSigma, tradeSize, levelsPerSide };
  const solved = gueantLogisticTable({ ...model, tau: horizonSeconds });
  const table = tableOf(solved, -levelsPerSide, levels, section);
  return { ...parameters, tradeSize, referencePrice, referenceSigma, horizonSeconds, table };
}

/** A solution in ticks and lots. */
function tableOf(
  { deltaBid, deltaAsk }: QuoteTable,
  lowestLevel: number,
  { lotsPerLevel }: Levels,
  { tickSize }: TableSection,
): InventoryTable {
  const bids = filled(deltaBid);
  const asks = filled(deltaAsk.toReversed()).toReversed();
  const levels = deltaBid.map((bid, level): TableLevel => {
    const [bidTicks = 0, askTicks = 0] = [bids[level], asks[level]];
    const sides = bid === null ? 'ask' : deltaAsk[level] === null ? 'bid' : 'both';
    return { bidTicks: bidTicks / tickSize, askTicks: askTicks / tickSize, sides };
  });
  return { lowestLots: lowestLevel * lotsPerLevel, lotsPerLevel, levels };
}

/** Distances with that of the level before where there is none; the first level has one. */
function filled(distances: readonly (number | null)[]): number[] {
  let last = 0;
  return distances.map((distance) => {
    last = distance ?? last;
    return last;
  });
}
