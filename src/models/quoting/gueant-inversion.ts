/** The closed form of Gueant 2017 read backwards: from coefficients to parameters. */
import { DomainError } from '../../errors.js';
import { finiteResult } from '../domain.js';
import type { GueantCoefficients } from './gueant.js';
import { inverseC, log1pRatio } from './intensity-terms.js';

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
  flow: FlowTerms,
): GueantModelUnits {
  if (!(c1 > 0)) {
    throw new DomainError(
      `the inventory skew takes the whole half-spread (what is left: ${c1}); lower the skew`,
      { c1 },
    );
  }
  if (c2 === 0) return { gamma: 0, xi: 0, intensityK: 1 / c1 };
  const intensityK = flow.xiMode === 'zero' ? 1 / c1 : log1pRatio(aversionRatio(c2, flow)) / c1;
  const gamma = gueantAversion(c2, intensityK, flow);
  const xi = flow.xiMode === 'zero' ? 0 : gamma;
  return finiteResult('gueantFromCoefficients', { gamma, xi, intensityK });
}

/** x = gamma D / k of the form with xi = gamma, from its coefficient c2 above 0. */
function aversionRatio(c2: number, { intensityA, tradeSize }: FlowTerms): number {
  return solveAversion(Math.log(2 * intensityA) + 2 * (Math.log(tradeSize) + Math.log(c2)));
}

/**
 * Risk aversion gamma whose closed form has the coefficient c2 at a known decay k.
 *
 * @param c2 square root of time per base unit, 0 or more
 * @param intensityK 1/price, above 0
 * @returns 1/quote currency
 */
export function gueantAversion(c2: number, intensityK: number, flow: FlowTerms): number {
  const { intensityA, tradeSize, xiMode } = flow;
  if (c2 === 0) return 0;
  if (xiMode === 'gamma') return (aversionRatio(c2, flow) * intensityK) / tradeSize;
  return ((2 * intensityA * tradeSize * intensityK) / inverseC(0)) * c2 * c2;
}
