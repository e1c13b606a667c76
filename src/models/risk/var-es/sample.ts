/**
 * VaR and expected shortfall of observed or simulated profits by instrument: what each contributes,
 * and how far off the figures may be for want of scenarios.
 */
import { finiteResult, requireInside, requireWhole } from '../../domain.js';
import { type Rows, requireList, requireMatrix } from '../../shapes.js';
import type { RiskParts } from './factor.js';
import { historicalVar } from './historical.js';
import type { ValueAtRisk } from './parametric.js';
import { floorOf, interpolated, rankOf, sortedLosses } from './ranks.js';

/** Arguments of {@link sampleVar}. */
export interface SampleVarInput {
  /** Profit of each instrument (column) in each scenario (row), money; at least one of each. */
  readonly pnl: Rows;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
  /**
   * Scenarios on either side of the quantile that the VaR of an instrument is told from, 0 or more;
   * usual, and without it: half of those in the smaller tail, at least 1.
   */
  readonly window?: number;
}

/** Arguments of {@link sampleWeights}. */
export interface SampleWeightsInput extends Omit<SampleVarInput, 'pnl'> {
  /** Profit of the book in each scenario, money; at least one. */
  readonly pnl: readonly number[];
}

/** What {@link sampleWeights} returns: one weight per scenario. */
export interface SampleWeights extends RiskParts {
  /** Scenarios that the VaR is told from. */
  readonly windowCount: number;
}

/** What {@link sampleVar} returns. */
export interface SampleVar extends ValueAtRisk {
  /** Standard errors; null with fewer than 10 scenarios in a tail, which are too few to tell. */
  readonly standardErrors: ValueAtRisk | null;
  /** By instrument: their sum is the whole. */
  readonly instruments: RiskParts;
  /** Scenarios that the parts of the VaR were told from. */
  readonly windowCount: number;
}

const TAIL_MIN = 10;

/** Profit of the book in each scenario. */
function totalsOf(pnl: Rows): number[] {
  return pnl.map((row) => row.reduce((sum, profit) => sum + profit, 0));
}

/** Column sums of -pnl with a weight per scenario. */
function weightedLosses(pnl: Rows, weights: readonly number[]): number[] {
  const sums = (pnl[0] ?? []).map(() => 0);
  pnl.forEach((row, scenario) => {
    const weight = weights[scenario] ?? 0;
    if (weight === 0) return;
    row.forEach((profit, column) => {
      sums[column] = (sums[column] ?? 0) - weight * profit;
    });
  });
  return sums;
}

/** Weights of the tail: 1 beyond the boundary, what is left of the mass shared by those on it. */
function tailWeights(losses: readonly number[], sorted: Float64Array, tail: number): number[] {
  const count = sorted.length;
  const boundary = sorted[Math.max(count - Math.ceil(tail), 0)] ?? Number.NaN;
  const beyond = losses.filter((loss) => loss > boundary).length;
  const onIt = losses.filter((loss) => loss === boundary).length;
  return losses.map((loss) => {
    if (loss === boundary) return (tail - beyond) / onIt / tail;
    return loss > boundary ? 1 / tail : 0;
  });
}

/**
 * Weights of a straight line fitted to the scenarios of the window, read at the VaR: 1/m + (VaR -
 * mean) (loss - mean) / sum of squares. Weighted losses of the book are then the VaR itself, so that
 * those of the instruments add up to it.
 */
function quantileWeights(losses: readonly number[], low: number, high: number, at: number) {
  const inside = losses.map((loss) => loss >= low && loss <= high);
  const chosen = losses.filter((_, index) => inside[index]);
  // Distances from the VaR are small and exact where losses are large.
  const mean = chosen.reduce((sum, loss) => sum + (loss - at), 0) / chosen.length;
  const squares = chosen.reduce((sum, loss) => sum + (loss - at - mean) ** 2, 0);
  const tilt = squares > 0 ? -mean / squares : 0;
  const weights = losses.map((loss, index) =>
    inside[index] ? 1 / chosen.length + tilt * (loss - at - mean) : 0,
  );
  return { weights, windowCount: chosen.length };
}

/**
 * Standard errors: of the VaR a quarter of the distance of the order statistics two binomial
 * deviations sqrt(n c (1 - c)) of the rank below and above; of the ES, with k = n (1 - c) losses beyond the
 * VaR, sqrt((variance of those + c (ES - VaR)^2) / k) (Manistre and Hancock 2005).
 */
function standardErrorsOf(
  sorted: Float64Array,
  confidence: number,
  { valueAtRisk, expectedShortfall }: ValueAtRisk,
): ValueAtRisk | null {
  const count = sorted.length;
  const tail = count * (1 - confidence);
  if (Math.min(tail, count * confidence) < TAIL_MIN) return null;
  const place = rankOf(count, confidence) - 1;
  const reach = 2 * Math.sqrt(tail * confidence);
  const above = interpolated(sorted, place + reach);
  const below = interpolated(sorted, place - reach);
  const beyond = sorted.subarray(count - floorOf(tail));
  const squares = beyond.reduce((sum, loss) => sum + (loss - expectedShortfall) ** 2, 0);
  const spread = squares / beyond.length + confidence * (expectedShortfall - valueAtRisk) ** 2;
  return finiteResult('sampleVar', {
    valueAtRisk: (above - below) / 4,
    expectedShortfall: Math.sqrt(spread / tail),
  });
}

/**
 * Weights of scenarios by which losses of the book add up to its VaR and ES as `historicalVar` has them; the
 * same sums of the losses of an instrument are what it contributes. Of the ES they are those of the tail.
 * Of the VaR they are those of a straight line through the scenarios whose rank is within the window, read
 * where the book loses just the VaR. Scenarios in which the book loses the same weigh the same.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function sampleWeights(input: SampleWeightsInput): SampleWeights {
  const { pnl, confidence } = input;
  const { valueAtRisk } = historicalVar({ pnl, confidence });
  const count = pnl.length;
  const tail = count * (1 - confidence);
  const usual = Math.max(Math.floor(Math.min(tail, count * confidence) / 2), 1);
  const { window = usual } = input;
  requireWhole({ window }, 0);
  const losses = pnl.map((profit) => 0 - profit);
  const sorted = sortedLosses(pnl);
  const place = rankOf(count, confidence) - 1;
  const low = sorted[Math.max(place - window, 0)] ?? Number.NaN;
  const high = sorted[Math.min(place + window, count - 1)] ?? Number.NaN;
  const { weights, windowCount } = quantileWeights(losses, low, high, valueAtRisk);
  return finiteResult('sampleWeights', {
    valueAtRisk: weights,
    expectedShortfall: tailWeights(losses, sorted, tail),
    windowCount,
  });
}

/**
 * VaR and ES of the scenarios as `historicalVar`. An instrument contributes to the ES its mean loss
 * over the same tail, and to the VaR its mean loss where the book loses just that, E[loss of the
 * instrument | loss of the book = VaR] (Tasche 1999), both by `sampleWeights`.
 *
 * @throws DomainError when an argument is outside its range, rows differ in length or the result
 *   overflows
 */
export function sampleVar(input: SampleVarInput): SampleVar {
  const { pnl, confidence } = input;
  requireMatrix('pnl', pnl, { rows: pnl.length, columns: pnl[0]?.length ?? 0 });
  requireList('pnl[0]', pnl[0] ?? [], 1);
  requireInside({ confidence }, 0, 1);
  const totals = totalsOf(pnl);
  const whole = historicalVar({ pnl: totals, confidence });
  const { valueAtRisk, expectedShortfall } = whole;
  const weights = sampleWeights({ ...input, pnl: totals });
  const instruments = finiteResult('sampleVar', {
    valueAtRisk: weightedLosses(pnl, weights.valueAtRisk),
    expectedShortfall: weightedLosses(pnl, weights.expectedShortfall),
  });
  const standardErrors = standardErrorsOf(sortedLosses(totals), confidence, whole);
  const { windowCount } = weights;
  return { valueAtRisk, expectedShortfall, standardErrors, instruments, windowCount };
}
