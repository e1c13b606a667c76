/** Signs, symmetries and domains of what a contract earns, and of the irregular-time average. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import * as models from '../../src/models/index.js';
import { logarithmic } from './arbitraries.js';

const position = fc.double({ min: -50, max: 50, noNaN: true });

describe('contracts', () => {
  it('pays nothing for a round trip at one price, and the opposite to the other side', () => {
    const kinds = fc.constantFrom<models.PayoffKind>('linear', 'inverse');
    const price = logarithmic(-3, 5);
    fc.assert(
      fc.property(kinds, price, price, position, (kind, entry, exit, size) => {
        const trip = { kind, multiplier: 10, position: size, entry, exit };
        expect(models.roundTripPnl({ ...trip, exit: entry }) + 0).toBe(0);
        const other = models.roundTripPnl({ ...trip, position: -size });
        expect(models.roundTripPnl(trip) + other).toBe(0);
        expect(Math.sign(models.roundTripPnl(trip) * size * (exit - entry))).not.toBe(-1);
      }),
    );
  });
});

const ewma = { intervals: [1], returns: [1], halfLife: 1, initialVariance: 0 };
const trip = { kind: 'inverse', multiplier: 1, position: 1, entry: 1, exit: 1 } as const;
const option = { kind: 'inverse', type: 'put', strike: 1, settlementPrice: 1 } as const;
const expiry = { ...option, position: 1, premium: 0, multiplier: 1 };

describe('domains', () => {
  it.each<[string, () => unknown]>([
    ['a missing interval', () => models.ewmaIrregular({ ...ewma, intervals: [] })],
    ['dt = 0', () => models.ewmaIrregular({ ...ewma, intervals: [0] })],
    ['NaN return', () => models.ewmaIrregular({ ...ewma, returns: [Number.NaN] })],
    ['inverse at 0', () => models.roundTripPnl({ ...trip, exit: 0 })],
    ['coin payoff at 0', () => models.optionExpiryPnl({ ...expiry, settlementPrice: 0 })],
    ['premium < 0', () => models.optionExpiryPnl({ ...expiry, premium: -1 })],
  ])('%s', (_, action) => {
    expect(action).toThrow(DomainError);
  });
});
