/** What a report says about margin and inventory: units by contract, rates, what is shown. */
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/errors.js';
import {
  BUILT_IN_DOCUMENT,
  builtInSession,
  replay,
  validateSession,
} from '../../src/replay/index.js';
import { halfLife } from '../../src/replay/report/format.js';

const short = { seed: 5, durationSeconds: 300 };

describe('efficiency of a generated session', () => {
  it('values inventory in the settle asset, inverse contracts in coins', async () => {
    const configuration = builtInSession(short);
    const { controlled } = await replay(configuration, { baseline: false });
    const contracts = configuration.book.instruments.map(({ contract }) => contract);
    expect(new Set(contracts)).toEqual(new Set(['linear', 'inverse']));
    const prices = configuration.session.generated?.prices ?? [];
    for (const [index, own] of controlled.instruments.entries()) {
      const price = prices[index] ?? Number.NaN;
      const multiplier = configuration.book.instruments[index]?.multiplier ?? Number.NaN;
      const each = contracts[index] === 'inverse' ? multiplier / price : multiplier * price;
      // Prices move, and positions are valued each second and at fills.
      expect(own.meanInventoryValue / (own.meanAbsInventory * each)).toBeCloseTo(1, 1);
      const hours = own.marginHours / 0.1 / own.meanInventoryValue;
      expect(hours * 3600).toBeCloseTo(300, -1);
      expect(own.pnlPerMarginHour).toBeCloseTo(own.pnl / own.marginHours, 9);
      expect(own.inventoryTurnover).toBeCloseTo(own.turnover / own.meanInventoryValue, 6);
    }
    const rates = controlled.instruments.map(({ settleAsset }) =>
      settleAsset === 'BTC' ? (prices[0] ?? Number.NaN) : 1,
    );
    const sum = controlled.instruments.reduce(
      (total, own, index) => total + own.marginHours * (rates[index] ?? Number.NaN),
      0,
    );
    expect(controlled.marginHours / sum).toBeCloseTo(1, 1);
    expect(controlled.capitalTurnover).toBeCloseTo(controlled.turnover / 100_000, 9);
  });

  it('the margin rate scales margin-hours and nothing else', async () => {
    const at = async (marginRate: number) => {
      const { session, ...rest } = builtInSession(short);
      return replay({ ...rest, session: { ...session, marginRate } }, { baseline: false });
    };
    const [full, half] = [await at(1), await at(0.5)];
    expect(half.controlled.marginHours).toBe(full.controlled.marginHours / 2);
    expect(half.controlled.pnlPerMarginHour).toBe(2 * (full.controlled.pnlPerMarginHour ?? 0));
    expect(half.controlled.stateHash).toBe(full.controlled.stateHash);
    expect(half.assumptions.marginRate).toBe(0.5);
  });

  it.each([0, -0.1, 1.01, Number.NaN, 'ten'])('refuses a margin rate of %s', (marginRate) => {
    const document = BUILT_IN_DOCUMENT as { readonly session: object };
    const session = { ...document.session, marginRate };
    expect(() => validateSession({ ...document, session })).toThrow(ConfigurationError);
  });
});

describe('half-life as it is shown', () => {
  const none = { persistence: 0.9, standardError: 0.1, halfLifeSeconds: null };
  const open = { halfLifeSecondsMin: null, halfLifeSecondsMax: null };

  it.each([
    [{ ...none, ...open, verdict: 'constant' }, '-'],
    [{ ...none, ...open, verdict: 'tooFew' }, '-'],
    [{ ...none, ...open, verdict: 'noPersistence' }, 'below 1 s'],
    [{ ...none, ...open, verdict: 'noReversion' }, 'not reverting'],
    [{ ...none, ...open, verdict: 'noReversion', halfLifeSecondsMin: 90 }, 'above 90.0 s'],
    [
      { ...none, verdict: 'reverting', halfLifeSeconds: 9, ...open, halfLifeSecondsMin: 5 },
      '9.0 s (5.0 s or more)',
    ],
    [
      {
        ...none,
        verdict: 'reverting',
        halfLifeSeconds: 9,
        halfLifeSecondsMin: 5,
        halfLifeSecondsMax: 300,
      },
      '9.0 s (5.0 s to 5.0 min)',
    ],
  ] as const)('%j', (reversion, text) => {
    expect(halfLife(reversion)).toBe(text);
  });
});
