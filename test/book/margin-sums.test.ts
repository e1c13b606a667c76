/** Margin and what stands behind it: kept by differences as from scratch, in every mode (semantics 14). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book, type SolvencyReport } from '../../src/index.js';
import { ASSETS, MID, marginBook, marginConfiguration } from './margin-book.js';
import { marginEvents, nothingSaid, type Said } from './margin-events.js';
import { fromScratch, guardsOf } from './margin-scratch.js';
import { START_US } from './sample.js';

const near = (got: number | undefined, wanted: number, scale: number): void => {
  expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThan(1e-9 * Math.max(scale, 1));
};

function expectSums(book: Book, said: Said): void {
  const report = book.solvency();
  const rates = book.exposures().assets;
  const pooled = { collateral: 0, initial: 0, maintenance: 0 };
  for (const [asset, symbol] of ASSETS.entries()) {
    const wanted = fromScratch(book, said)[symbol];
    const got = report.assets[asset];
    const rate = rates[asset]?.rate ?? Number.NaN;
    const haircut = said.multi && symbol === 'BTC' ? said.haircut * Math.max(wanted.balance, 0) : 0;
    const collateral = wanted.equity - wanted.isolated - haircut;
    const scale = Math.abs(wanted.equity) + Math.abs(wanted.isolated) + wanted.initial + 1e5;
    near(got?.equity, wanted.equity, scale);
    near(got?.balance, wanted.balance, scale);
    near(got?.collateral, collateral, scale);
    near(got?.initialMargin, wanted.initial, scale);
    near(got?.maintenanceMargin, wanted.maintenance, scale);
    pooled.collateral += collateral * rate;
    pooled.initial += wanted.initial * rate;
    pooled.maintenance += wanted.maintenance * rate;
  }
  near(report.collateral, pooled.collateral, 1e7);
  near(report.initialMargin, pooled.initial, 1e7);
  near(report.maintenanceMargin, pooled.maintenance, 1e7);
  near(report.equity - report.isolated - report.haircut, report.collateral, 1e7);
}

describe('margin by differences', () => {
  it('is what positions, orders, marks, rates, haircuts and isolated collateral make it', () => {
    fc.assert(
      fc.property(marginEvents, fc.boolean(), (events, isMulti) => {
        const changes = { mode: isMulti ? 'multiAsset' : 'singleAsset' };
        const book = marginBook(changes);
        const said = nothingSaid(changes);
        for (const event of events) {
          expect(event(book, said)).toBe(0);
          book.discardOutput();
        }
        expectSums(book, said);
        const restored = Book.restore(marginConfiguration(changes), book.snapshot());
        expect(restored.stateHash()).toBe(book.stateHash());
        expect(restored.solvency()).toEqual(book.solvency());
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nothing behind when everything is closed', () => {
    fc.assert(
      fc.property(marginEvents, (events) => {
        const book = marginBook();
        const said = nothingSaid();
        for (const event of events) event(book, said);
        for (const index of [0, 1, 2, 3, 4]) {
          book.working(index, START_US, 0, 0, 0, 0);
          book.send('settle', START_US, [index, index < 3 ? 50_000 : 0]);
        }
        const { initialMargin, maintenanceMargin, assets } = book.solvency();
        expect([initialMargin, maintenanceMargin]).toEqual([0, 0]);
        for (const asset of assets) expect([asset.margined, asset.initialMargin]).toEqual([0, 0]);
      }),
      { numRuns: 60 },
    );
  });

  it('is left as it was by a what-if', () => {
    const book = marginBook({ mode: 'multiAsset' });
    book.position(0, START_US, 500, MID);
    book.send('setIsolated', START_US, [2, 500]);
    const before = book.stateHash();
    for (const instrument of [0, 1, 2, 3, 4]) {
      const priceTicks = instrument < 3 ? MID : 300;
      const fill = { instrument, time: START_US, fillId: 1, priceTicks, sizeLots: 10 };
      expect(book.whatIf({ ...fill, side: 'sell' }).code).toBe(0);
      expect(book.stateHash()).toBe(before);
    }
  });
});

describe('the verdict', () => {
  const measured = (report: SolvencyReport) => {
    const { utilisation, maintenanceRatio } = report;
    const above = (ratio: number | null): boolean => (ratio ?? Number.POSITIVE_INFINITY) > 1;
    return { isCalled: above(utilisation), isLiquidatable: above(maintenanceRatio) };
  };

  it('agrees with the guards in both modes', () => {
    const limit = { hard: 1, atHard: 'reduceOnly' };
    const guards = [
      { measure: 'marginUtilisation', ...limit },
      { measure: 'maintenanceRatio', ...limit },
    ];
    // Random events alone seldom ruin a pooled account.
    const withdrawn = fc.constantFrom(0, 0, 0, 1e8);
    const seen = new Set<string>();
    fc.assert(
      fc.property(marginEvents, fc.boolean(), withdrawn, (events, isMulti, usd) => {
        const changes = { mode: isMulti ? 'multiAsset' : 'singleAsset', guards };
        const book = marginBook(changes);
        const said = nothingSaid(changes);
        for (const event of events) event(book, said);
        expect(book.send('cash', START_US, [0, -usd, 1])).toBe(0);
        book.send('clock', START_US, []);
        const report = book.solvency();
        seen.add(`${report.mode} ${report.verdict}`);
        const [utilisation, maintenance] = book.ladder().guards;
        const infinite = Number.POSITIVE_INFINITY;
        expect(utilisation?.value).toBe(report.utilisation ?? infinite);
        expect(maintenance?.value).toBe(report.maintenanceRatio ?? infinite);
        expect(measured(report)).toEqual(guardsOf(report));
      }),
      { numRuns: 250 },
    );
    for (const mode of ['singleAsset', 'multiAsset']) {
      expect([...seen]).toEqual(expect.arrayContaining([`${mode} SOLVENT`, `${mode} INSOLVENT`]));
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('of singleAsset is of the worst asset, of multiAsset of all together', () => {
    const balances = { USD: 1000, BTC: 10, USDT: 0 };
    const single = marginBook({ balances });
    const multi = marginBook({ balances, mode: 'multiAsset' });
    for (const book of [single, multi]) book.position(0, START_US, 1000, MID);
    expect(single.solvency()).toMatchObject({ verdict: 'LIQUIDATABLE' });
    expect(single.solvency().assets[0]).toMatchObject({ verdict: 'LIQUIDATABLE' });
    expect(multi.solvency()).toMatchObject({ verdict: 'SOLVENT', mode: 'multiAsset' });
    expect(multi.solvency().assets[0]).toMatchObject({ verdict: null });
    expect(multi.solvency().haircut).toBeCloseTo(0.1 * 10 * 50_000, 6);
    expect(single.solvency().haircut).toBe(0);
  });

  it('takes a haircut off what is held, not off a debt or PnL that is not realised', () => {
    const book = marginBook({ mode: 'multiAsset', haircut: 0.5 });
    const report = () => book.solvency().assets[1];
    expect(report()?.collateral).toBe(0.5);
    book.send('cash', START_US, [1, -3, 1]);
    expect(report()?.collateral).toBe(-2);
    book.send('cash', START_US, [1, 3, 1]);
    book.position(1, START_US, 1000, MID);
    book.mark(1, START_US, 100_000);
    expect(report()?.collateral).toBeCloseTo(0.5 + 1, 12);
    book.position(1, START_US, 0, 200_000);
    expect(report()?.collateral).toBeCloseTo(0.5 * (1 + 1), 12);
  });
});

describe('isolated margin', () => {
  it('is taken out of what stands behind the rest and has a verdict of its own', () => {
    const book = marginBook();
    book.position(0, START_US, 100, MID);
    book.send('setIsolated', START_US, [0, 600]);
    expect(book.solvency()).toMatchObject({ verdict: 'SOLVENT', isolated: 600 });
    expect(book.solvency().assets[0]).toMatchObject({ collateral: 19_400, balance: 19_400 });
    expect(book.solvency().instruments[0]?.isolated).toMatchObject({ verdict: 'SOLVENT' });
    expect(book.solvency().initialMargin).toBe(0);
    book.mark(0, START_US, 43_000);
    const [own] = book.solvency().instruments;
    expect(own?.isolated).toMatchObject({ equity: -100, verdict: 'INSOLVENT' });
    expect(book.solvency().assets[0]?.collateral).toBeCloseTo(19_400, 9);
    book.send('setIsolated', START_US, [0, null]);
    expect(book.solvency().assets[0]?.collateral).toBeCloseTo(19_300, 9);
    expect(book.solvency().instruments[0]?.isolated).toBe(null);
  });
});

describe('bad frames', () => {
  it.each([
    ['setAccount', [2], 'FIELD_RANGE'],
    ['setCollateral', [3, 0.1], 'UNKNOWN_ASSET'],
    ['setMargin', [3, 0.1, 0.05, 0], 'INCONSISTENT'],
    ['setMargin', [0, 0.1, 0.2, 0], 'INCONSISTENT'],
    ['setMarginSlope', [0, 0.1, 0.2], 'INCONSISTENT'],
    ['setMarginSlope', [4, 0.1, 0.1], 'INCONSISTENT'],
    ['setMarginTier', [0, 0, 10, 0.1, 0.1], 'FIELD_RANGE'],
    ['setMarginTier', [0, 4, 1e6, 0.5, 0.5], 'FIELD_RANGE'],
    ['setMarginTier', [0, 2, 30_000, 0.5, 0.5], 'INCONSISTENT'],
    ['setMarginTier', [0, 3, 90_000, 0.5, 0.6], 'INCONSISTENT'],
    ['setIsolated', [0, 0], 'FIELD_RANGE'],
    ['setIsolated', [3, 1], 'INCONSISTENT'],
    ['setOptionMargin', [0, 0.2, 0.1, 0.1], 'NOT_AN_OPTION'],
    ['setOptionMargin', [3, 0.1, 0.2, 0.1], 'INCONSISTENT'],
    ['setOptionMargin', [3, 0.3, 0.1, 0.2], 'INCONSISTENT'],
  ] as const)('%s %j is %s and changes nothing', (name, values, reason) => {
    const book = marginBook();
    book.position(0, START_US, 100, MID);
    const before = book.stateHash();
    expect(book.send(name, START_US, [...values])).not.toBe(0);
    expect(book.stateHash()).toBe(before);
    expect(book.rejects()).toEqual({ [reason]: 1 });
  });
});
