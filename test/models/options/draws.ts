/** Random options and numerical differentiation for the tests of option and risk models. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { between, logarithmic } from '../arbitraries.js';

/** Spot options up to four standard deviations from the money. */
export const spotOption = fc
  .record({
    type: fc.constantFrom('call' as const, 'put' as const),
    spot: logarithmic(-3, 5),
    deviations: between(-4, 4),
    rate: between(-0.05, 0.15),
    dividendYield: between(-0.05, 0.15),
    volatility: logarithmic(-1.3, 0.2),
    timeToExpiryYears: logarithmic(-3, 0.5),
  })
  .map(({ deviations, ...rest }) => {
    const total = rest.volatility * Math.sqrt(rest.timeToExpiryYears);
    const carry = (rest.rate - rest.dividendYield) * rest.timeToExpiryYears;
    return { ...rest, strike: rest.spot * Math.exp(carry + deviations * total) };
  });

/** Options on a forward, from the same market. */
export const forwardOption = spotOption.map(({ spot, rate, dividendYield: _, ...rest }) => ({
  ...rest,
  forward: spot,
  discountFactor: Math.exp(-rate * rest.timeToExpiryYears),
}));

/** Numbers that break models: extreme, not finite, signed zeros. */
export const anyNumber = fc.oneof(
  fc.double(),
  fc.double({ min: 0, max: 10, noNaN: true }),
  fc.constantFrom(0, -0, 5e-324, 1e-160, 1e160, 1e308, Infinity, -Infinity, Number.NaN),
);

/** df/dx by five points; the error falls with the fourth power of the step. */
export function derivative(f: (x: number) => number, x: number, step: number): number {
  return (f(x - 2 * step) - 8 * f(x - step) + 8 * f(x + step) - f(x + 2 * step)) / (12 * step);
}

export function near(got: number, expected: number, tolerance: number): void {
  expect(Math.abs(got - expected), `${got} is not ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Every number the model gives is finite, or it refuses with a DomainError. */
export function expectNoNaN(model: () => unknown): void {
  let result: unknown;
  try {
    result = model();
  } catch (error) {
    expect(error).toBeInstanceOf(DomainError);
    return;
  }
  const pending = [result];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
    else if (typeof value === 'object' && value !== null) pending.push(...Object.values(value));
  }
}
