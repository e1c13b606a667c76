/** What valid configurations are warned of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configurationWarnings, validateConfiguration } from '../../src/config/index.js';
import { smileWarnings } from '../../src/models/index.js';
import { derivatives } from './derivatives.js';

const CALM = { a: 0.01, b: 0.05, rho: -0.3, m: 0.02, sigma: 0.15 };
const VOGT = { a: -0.041, b: 0.1331, rho: 0.306, m: 0.3586, sigma: 0.4153 };

interface Expiry {
  readonly symbol: string;
  readonly month: number;
  readonly smile?: object;
  readonly underlying?: string;
}

function warningsOf(...expiries: readonly Expiry[]) {
  const sample = derivatives({ option: { volatility: 0.5, expiry: expiries[0]?.symbol } });
  const underlyings = [...sample.underlyings, { symbol: 'OTHER' }];
  const rows = expiries.map(({ month, underlying = 'BTC-INDEX', ...rest }) => {
    return { ...rest, underlying, time: `2026-0${month}-26T08:00:00Z` };
  });
  return configurationWarnings(validateConfiguration({ ...sample, underlyings, expiries: rows }));
}

describe('configurationWarnings', () => {
  it('are none for calm smiles and for expiries without one', () => {
    const later = { ...CALM, a: 0.02 };
    expect(
      warningsOf({ symbol: 'A', month: 6, smile: CALM }, { symbol: 'B', month: 9, smile: later }),
    ).toEqual([]);
    expect(warningsOf({ symbol: 'A', month: 6 })).toEqual([]);
  });

  it('name place, expiry, code and the two numbers', () => {
    const [warning, ...others] = warningsOf(
      { symbol: 'A', month: 6 },
      { symbol: 'B', month: 9, smile: VOGT },
    );
    const [found] = smileWarnings({ smiles: [VOGT] });
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ path: 'expiries[1].smile', expiry: 'B', code: 'BUTTERFLY' });
    expect(warning?.message).toContain(`density is ${Number(found?.measured.toPrecision(4))}`);
    expect(warning?.message).toContain(`ln(strike/forward) ${found?.k}`);
  });

  it.each([
    ['NEGATIVE_VARIANCE', { ...CALM, a: 0, b: 0 }],
    ['WING', { ...CALM, b: 1.9, a: 0.3 }],
  ])('tell %s', (code, smile) => {
    expect(warningsOf({ symbol: 'A', month: 6, smile }).map((each) => each.code)).toContain(code);
  });

  it('compare expiries of one underlying in the order of their time', () => {
    const later = { ...CALM, a: 0.005 };
    const found = warningsOf(
      { symbol: 'LATE', month: 9, smile: later },
      { symbol: 'OTHER-JUN', month: 6, smile: { ...CALM, a: 1 }, underlying: 'OTHER' },
      { symbol: 'BETWEEN', month: 7 },
      { symbol: 'EARLY', month: 6, smile: CALM },
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path: 'expiries[0].smile', expiry: 'LATE', code: 'CALENDAR' });
    expect(found[0]?.message).toContain('of EARLY that expires sooner');
  });

  it('never stop a configuration that is valid', () => {
    const size = fc.constantFrom(1e-15, 1e-8, 1e-3, 1, 1e3, 1e8, 1e15);
    const signed = fc.oneof(
      size,
      size.map((x) => -x),
      fc.constant(0),
    );
    const smile = fc.record({
      ...{
        a: fc.oneof(size, fc.constant(0)),
        b: fc.oneof(size, fc.constant(0)),
        m: signed,
        sigma: size,
      },
      rho: fc.constantFrom(-1, -1 + 2e-16, -0.5, 0, 0.5, 1 - 2e-16, 1),
    });
    fc.assert(
      fc.property(smile, smile, (one, other) => {
        const expiries = [
          { symbol: 'A', month: 6, smile: one },
          { symbol: 'B', month: 9, smile: other },
        ];
        for (const { message } of warningsOf(...expiries))
          expect(message).not.toContain('Infinity');
      }),
      { numRuns: 200 },
    );
  });
});
