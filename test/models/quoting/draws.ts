/** Random models for the tests of quoting, and the value equation they have to solve. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { GueantFiniteTableInput, QuoteTable } from '../../../src/models/index.js';
import { logarithmic } from '../arbitraries.js';

/** |got - expected| within a share of the expected value, or of a scale. */
export const nearShare = (
  got: number | null | undefined,
  expected: number,
  share: number,
  scale = Math.abs(expected),
): void => {
  const error = Math.abs((got ?? Number.NaN) - expected);
  expect(error, `${got} is not ${expected}`).toBeLessThanOrEqual(share * scale);
};

const whole = (min: number, max: number) => fc.integer({ min, max });

/**
 * Tables of Gueant in units of the model: volatility and horizon such that risk matters within the
 * horizon, xi up to a few times k / D.
 */
export const gueantTableInput = fc
  .record({
    intensityA: logarithmic(-2, 1),
    intensityK: logarithmic(-2, 2),
    tradeSize: logarithmic(-2, 2),
    risk: logarithmic(-4, 0.5),
    averse: fc.oneof(fc.constant(0), logarithmic(-6, 0.5)),
    sigma: logarithmic(-2, 1),
    trades: logarithmic(-2, 1.5),
    levelsPerSide: whole(1, 12),
    penalty: fc.oneof(fc.constant(0), logarithmic(-4, 0)),
  })
  .map(({ risk, averse, trades, penalty, ...rest }): GueantFiniteTableInput => {
    const { intensityA, intensityK, tradeSize, sigma } = rest;
    // decay(1) = k D gamma sigma^2 / 2 is this share of A.
    const gamma = (2 * risk * intensityA) / (intensityK * tradeSize * sigma ** 2);
    return {
      ...rest,
      gamma,
      xi: (averse * intensityK) / tradeSize,
      tau: trades / intensityA,
      terminalPenalty: penalty / (intensityK * tradeSize),
    };
  });

/** Deviation of two tables in the scale of a quote. */
export function tableDistance(left: QuoteTable, right: QuoteTable, scale: number): number {
  const side = (a: readonly (number | null)[], b: readonly (number | null)[]): number =>
    a.reduce<number>((worst, value, level) => {
      const other = b[level] ?? null;
      if (value === null || other === null) return value === other ? worst : Number.NaN;
      return Math.max(worst, Math.abs(value - other) / (scale + Math.abs(value)));
    }, 0);
  expect(left.deltaBid.length).toBe(right.deltaBid.length);
  return Math.max(side(left.deltaBid, right.deltaBid), side(left.deltaAsk, right.deltaAsk));
}
