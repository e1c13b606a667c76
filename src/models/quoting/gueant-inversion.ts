/** The closed form of Gueant 2017 read backwards: from coefficients or half-life to parameters. */
import { DomainError } from '../../errors.js';
import { finiteResult } from '../domain.js';
import type { GueantCoefficients } from './gueant.js';
import { inverseC, log1pRatio } from './intensity-terms.js';
import { inventoryHalfLife } from './inventory-half-life.js';

/** `gamma`: xi = gamma, constant absolute risk aversion; `zero`: xi = 0, mean-variance. */
export type XiMode = 'zero' | 'gamma';

/** What stays fixed while coefficients are turned into parameters. All above 0. */
export interface FlowTerms {
  /** Fill intensity at the fair value, 1/s. */
  readonly intensityA: number;
  /** Size of one fill in base units. */
  readonly tradeSize: number;
  readonly xiMode: XiMode;
}

/** Parameters of the closed form that follow from operator units. */
export interface GueantModelUnits {
  /** 1/quote currency. */
  readonly gamma: number;
  /** 1/quote currency; gamma or 0. */
  readonly xi: number;
  /** 1/price. */
  readonly intensityK: number;
}

// Newton on a convex function with slope 1 .. 2 gains digits in every step; a bound, not a tuning.
const NEWTON_STEPS_MAX = 100;

/**
 * Solves x (1 + x)^(1 + 1/x) = e^logTarget for x > 0. In u = ln x the logarithm of the left side is
 * increasing and convex with slope 2 - ln(1 + x) / x, between 1 and 2, so that Newton's method
 * converges from anywhere.
 */
function solveAversion(logTarget: number): number {
  let u = Math.min(logTarget - 1, logTarget / 2);
  for (let step = 0; step < NEWTON_STEPS_MAX; step += 1) {
    const x = Math.exp(u);
    const ratio = log1pRatio(x);
    const next = u - (u + Math.log1p(x) + ratio - logTarget) / (2 - ratio);
    if (Math.abs(next - u) <= 1e-15 * Math.max(1, Math.abs(u))) break;
    u = next;
  }
  return Math.exp(u);
}

/**
 * Parameters whose closed form has these coefficients. With x = xi D / k:
 * xi = 0: k = 1/c1, gamma = 2 A D k c2^2 / e;
 * xi = gamma: x (1 + x)^(1 + 1/x) = 2 A D^2 c2^2, k = ln(1 + x) / (x c1), gamma = x k / D.
 *
 * @throws DomainError when c1 is not above 0 or the result overflows
 */
export function gueantFromCoefficients(
  { c1, c2 }: GueantCoefficients,
  { intensityA, tradeSize, xiMode }: FlowTerms,
): GueantModelUnits {
  if (!(c1 > 0)) {
    throw new DomainError(
      `the inventory skew takes the whole half-spread (what is left: ${c1}); lower the skew`,
      { c1 },
    );
  }
  if (c2 === 0) return { gamma: 0, xi: 0, intensityK: 1 / c1 };
  if (xiMode === 'zero') {
    const intensityK = 1 / c1;
    const gamma = ((2 * intensityA * tradeSize * intensityK) / inverseC(0)) * c2 * c2;
    return finiteResult('gueantFromCoefficients', { gamma, xi: 0, intensityK });
  }
  const logTarget = Math.log(2 * intensityA) + 2 * (Math.log(tradeSize) + Math.log(c2));
  const x = solveAversion(logTarget);
  const intensityK = log1pRatio(x) / c1;
  const gamma = (x * intensityK) / tradeSize;
  return finiteResult('gueantFromCoefficients', { gamma, xi: gamma, intensityK });
}

// Shares of the half-spread at which the pull of the skew is looked at to bracket a solution.
const SCAN_STEPS = 512;

/**
 * Skew per base unit with this half-life at target inventory. A stronger skew leaves less constant
 * half-spread, so the pull grows and then falls: the smaller of two solutions is taken.
 *
 * @throws DomainError when the half-life is shorter than any skew reaches at this half-spread
 */
export function gueantSkewForHalfLife(
  halfLifeSeconds: number,
  halfSpread: number,
  sigma: number,
  flow: FlowTerms,
): number {
  // share: the part of the half-spread that goes with volatility, D sigma c2 / 2, 0 .. 1.
  const skewAt = (share: number): number => (2 * share * halfSpread) / flow.tradeSize;
  const pullAt = (share: number): number => {
    const skewPerUnit = skewAt(share);
    const coefficients = { c1: halfSpread * (1 - share), c2: skewPerUnit / sigma };
    const { intensityK } = gueantFromCoefficients(coefficients, flow);
    const { intensityA, tradeSize } = flow;
    const terms = { intensityA, intensityK, tradeSize, halfSpread, skewPerUnit };
    return Math.LN2 / (inventoryHalfLife(terms) ?? Number.POSITIVE_INFINITY);
  };
  const wanted = Math.LN2 / halfLifeSeconds;
  let fastest = 0;
  for (let step = 1; step < SCAN_STEPS; step += 1) {
    const pull = pullAt(step / SCAN_STEPS);
    fastest = Math.max(fastest, pull);
    if (pull < wanted) continue;
    return skewAt(bisect((step - 1) / SCAN_STEPS, step / SCAN_STEPS, (s) => pullAt(s) >= wanted));
  }
  const shortest = Math.LN2 / fastest;
  throw new DomainError(
    `a half-life of ${halfLifeSeconds} s cannot be reached; the shortest is ${shortest} s`,
    { halfLifeSeconds, shortest },
  );
}

/** Smallest binary64 above `low` and up to `high` from which `test` holds, true at `high`. */
function bisect(low: number, high: number, test: (value: number) => boolean): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (test(middle)) above = middle;
    else below = middle;
  }
}
