/** Random portfolios on one underlying. */
import fc from 'fast-check';
import type { Holding } from '../../../src/models/index.js';
import { forwardOption } from '../options/draws.js';

const position = fc.double({ min: -20, max: 20, noNaN: true });

/** Up to five holdings of all kinds with strikes around a spot price. */
export function holdingsAt(spot: number): fc.Arbitrary<Holding[]> {
  const future = fc.record({
    kind: fc.constantFrom('linear' as const, 'inverse' as const),
    position,
    multiplier: fc.constantFrom(0.01, 1, 10),
  });
  const option = fc
    .record({
      kind: fc.constantFrom('option' as const, 'inverseOption' as const),
      position,
      multiplier: fc.constantFrom(0.01, 1),
      drawn: forwardOption,
    })
    .map(({ drawn, ...rest }) => ({
      ...rest,
      type: drawn.type,
      strike: (spot * drawn.strike) / drawn.forward,
      volatility: Math.max(drawn.volatility, 0.2),
      timeToExpiryYears: Math.max(drawn.timeToExpiryYears, 0.02),
    }));
  return fc.array(fc.oneof(future, option), { maxLength: 5 });
}
