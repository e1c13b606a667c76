/** Liquidation prices: where the kernel's own mark makes collateral meet maintenance (semantics 14). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book } from '../../src/index.js';
import { liquidationDistance } from '../../src/models/index.js';
import { MID, marginBook, tick } from './margin-book.js';
import { marginEvents, nothingSaid } from './margin-events.js';
import { START_US } from './sample.js';

/** What stands behind the position, what it and its like need, and the size of the sums. */
function standing(book: Book, index: number): { cushion: number; needed: number; scale: number } {
  const report = book.solvency();
  const own = report.instruments.find(({ instrument }) => instrument === index);
  const settle = ['USD', 'BTC', 'USDT'][index];
  const asset = report.assets.find(({ symbol }) => symbol === settle);
  const { isolated = null, maintenanceMargin = 0, notional = 0 } = own ?? {};
  if (isolated !== null) {
    return { cushion: isolated.equity, needed: maintenanceMargin, scale: Math.abs(notional) };
  }
  const account = report.mode === 'multiAsset' ? report : asset;
  const { collateral = 0, maintenanceMargin: needed = 0, equity = 0 } = account ?? {};
  const gross = report.mode === 'multiAsset' ? report.grossNotional : Math.abs(notional);
  return { cushion: collateral, needed, scale: gross + Math.abs(equity) + needed };
}

describe('the liquidation price', () => {
  it('is where collateral meets maintenance, in both modes, in every tier, isolated or not', () => {
    const found = new Map<string, number>();
    fc.assert(
      fc.property(
        marginEvents,
        fc.boolean(),
        fc.constantFrom(0, 1, 2),
        (events, isMulti, index) => {
          const changes = { mode: isMulti ? 'multiAsset' : 'singleAsset' };
          const book = marginBook(changes);
          const said = nothingSaid(changes);
          for (const event of events) event(book, said);
          const own = book.solvency().instruments[index];
          if (own === undefined || own.liquidationPrice === null) return;
          const kind = `${index} ${said.multi} ${own.isolated !== null}`;
          found.set(kind, (found.get(kind) ?? 0) + 1);
          expect(book.mark(index, START_US, own.liquidationPrice)).toBe(0);
          const { cushion, needed, scale } = standing(book, index);
          const moved = Math.max(1, own.liquidationPrice / 50_000, 50_000 / own.liquidationPrice);
          expect(Math.abs(cushion - needed)).toBeLessThan(
            1e-9 * moved * (scale + Math.abs(own.notional)),
          );
        },
      ),
      { numRuns: 600 },
    );
    expect(found.size).toBeGreaterThan(8);
  });

  it('is the nearest: between it and the mark the position is covered', () => {
    fc.assert(
      fc.property(
        marginEvents,
        fc.boolean(),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (events, isMulti, part) => {
          const changes = { mode: isMulti ? 'multiAsset' : 'singleAsset' };
          const book = marginBook(changes);
          const said = nothingSaid(changes);
          for (const event of events) event(book, said);
          const own = book.solvency().instruments[0];
          const mark = book.positionOf(0).mark ?? Number.NaN;
          if (own === undefined || own.distance === 0 || own.notional === 0) return;
          const far = own.liquidationPrice ?? mark * (part < 0.5 ? 0.01 : 100);
          book.mark(0, START_US, mark + (far - mark) * part);
          const { cushion, needed, scale } = standing(book, 0);
          expect(cushion - needed).toBeGreaterThan(-1e-9 * scale * 100);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('of multiAsset knows that the mark is the rate of the coin that backs it', () => {
    const balances = { USD: 0, BTC: 1, USDT: 0 };
    const rates = { L: { initial: 0.1, maintenance: 0.05 } };
    const book = marginBook({ mode: 'multiAsset', haircut: 0.1, balances, rates });
    book.position(0, START_US, 1000, MID);
    const price = book.solvency().instruments[0]?.liquidationPrice ?? Number.NaN;
    // 0.9 P + (P - 50,000) = 0.05 P
    expect(price).toBeCloseTo(50_000 / (0.9 + 1 - 0.05), 6);
    const alone = marginBook({ balances, rates });
    alone.position(0, START_US, 1000, MID);
    expect(alone.solvency().instruments[0]).toMatchObject({ liquidationPrice: null, distance: 0 });
  });

  it('of an isolated position takes nothing but its own collateral', () => {
    const rates = { L: { initial: 0.1, maintenance: 0.05, isolatedCollateral: 6000 } };
    const book = marginBook({ rates });
    book.position(0, START_US, 1000, MID);
    const [own] = book.solvency().instruments;
    expect(own?.liquidationPrice).toBeCloseTo((50_000 - 6000) / 0.95, 6);
    expect(own?.bankruptcyPrice).toBeCloseTo(44_000, 6);
    book.position(2, START_US, -5000, MID);
    expect(book.solvency().instruments[0]?.liquidationPrice).toBe(own?.liquidationPrice);
  });

  it('has a distance in standard deviations, and a probability of being touched', () => {
    const book = marginBook();
    book.send('setVolatility', START_US, [0, 60, 1, 5, 5]);
    book.position(0, START_US, -500, MID);
    const horizonSeconds = 3600;
    const [own] = book.solvency({ horizonSeconds }).instruments;
    const year = 365 * 86_400;
    const wanted = liquidationDistance({
      price: 50_000,
      liquidation: own?.liquidationPrice ?? Number.NaN,
      volatility: (5 / 50_000) * Math.sqrt(year),
      horizonYears: horizonSeconds / year,
    });
    expect(own?.sigmas).toBeCloseTo(wanted.sigmas, 9);
    expect(own?.touchProbability).toBeCloseTo(wanted.touchProbability, 12);
    expect(own?.distance).toBeCloseTo(Math.abs((own?.liquidationPrice ?? 0) / 50_000 - 1), 12);
    expect(() => book.solvency({ horizonSeconds: 0 })).toThrow(/horizonYears/);
  });

  it('is none for options, flat positions and what no mark endangers', () => {
    const book = marginBook();
    book.position(0, START_US, 100, MID);
    book.position(3, START_US, -10, 300);
    for (const index of [0, 1, 3]) {
      const own = book.solvency().instruments[index];
      expect(own).toMatchObject({ liquidationPrice: null, bankruptcyPrice: null, distance: null });
    }
  });
});

describe('guards of the distance', () => {
  const floor = { measure: 'liquidationDistance', soft: 0.2, hard: 0.1, atHard: 'stopNew' };
  const guards = [{ ...floor, instrument: 'L', leanStart: 0.5 }, floor];
  const rates = { L: { initial: 0.1, maintenance: 0.05 }, M: { initial: 0.1, maintenance: 0.05 } };

  it('climb as it falls and let go beyond the recover ratio', () => {
    const book = marginBook({ guards, rates });
    const rungs = () => book.ladder().guards.map(({ rung }) => rung);
    book.position(0, START_US, 1000, MID);
    const price = book.solvency().instruments[0]?.liquidationPrice ?? Number.NaN;
    const at = (distance: number) => book.mark(0, START_US, price / (1 - distance));
    at(0.3);
    expect(rungs()).toEqual(['normal', 'normal']);
    expect(book.ladder().guards[0]?.value).toBeCloseTo(0.3, 9);
    expect(book.ladder().guards[0]?.utilisation).toBeCloseTo(0.1 / 0.3, 9);
    at(0.19);
    expect(rungs()).toEqual(['widen', 'widen']);
    at(0.24);
    expect(rungs()).toEqual(['widen', 'widen']);
    at(0.26);
    expect(rungs()).toEqual(['normal', 'normal']);
    at(0.125);
    expect(book.ladder().guards[0]?.lean).toBeGreaterThan(0.5);
    at(0.09);
    expect(rungs()).toEqual(['stopNew', 'stopNew']);
    book.position(0, START_US, 0, MID);
    expect(rungs()).toEqual(['normal', 'normal']);
    expect(book.ladder().guards[1]?.value).toBe(Number.POSITIVE_INFINITY);
  });

  it('of the book look at the nearest position, which another asset may hold', () => {
    const book = marginBook({ guards: [floor], rates });
    book.position(0, START_US, 200, MID);
    book.position(2, START_US, 900, MID);
    const distances = book.solvency().instruments.flatMap(({ distance }) => distance ?? []);
    expect(distances.length).toBeGreaterThan(0);
    expect(book.ladder().guards[0]?.value).toBe(Math.min(...distances));
    tick(book, 2, 0.8 * MID);
    expect(book.ladder().guards[0]).toMatchObject({ value: 0, rung: 'stopNew' });
  });

  it('must have the hard limit below the soft one', () => {
    const wrong = [{ ...floor, soft: 0.1, hard: 0.2 }];
    expect(() => marginBook({ guards: wrong })).toThrow(/at least hard 0.2/);
    const book = marginBook({ guards: [floor] });
    const before = book.stateHash();
    expect(book.send('setGuard', START_US, [0, 0, 0, 17, 0.1, 0.2, 1, 2, 1, 1, 1, 0])).not.toBe(0);
    expect(book.stateHash()).toBe(before);
  });
});
