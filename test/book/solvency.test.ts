/** Margin and solvency: kept by differences, and a liquidation price that is one (semantics 14). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { START_US } from './sample.js';

const MID = 100_000;
const TICK = 0.5;
const MARGIN = { initial: 0.1, maintenance: 0.05, deduction: 0 };

function instrument(symbol: string, contract: string, margin: object) {
  const isInverse = contract === 'inverse';
  return {
    symbol,
    contract,
    base: 'BTC',
    settle: isInverse ? 'BTC' : 'USD',
    tickSize: TICK,
    lotSize: isInverse ? 1 : 0.001,
    multiplier: isInverse ? 100 : 1,
    quoting: { size: 10 },
    inventory: { maxPosition: 1_000_000 },
    model: { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 10 },
    risk: { collarBps: null },
    margin,
  };
}

function bookOf(changes: object = {}, sections: object = {}): Book {
  const margin = { ...MARGIN, ...changes };
  const book = Book.create({
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', balance: 10_000 },
      { symbol: 'BTC', balance: 1, rate: 50_000, rateInstrument: 'L' },
    ],
    instruments: [instrument('L', 'linear', margin), instrument('I', 'inverse', margin)],
    ...sections,
  });
  for (const index of [0, 1]) tick(book, index, MID);
  return book;
}

function tick(book: Book, index: number, mid: number): void {
  book.bookTicker(index, START_US, mid - 1, mid + 1, 1, 1);
}

describe('margin', () => {
  it('is initial for the worst case and maintenance for the position', () => {
    const book = bookOf({ deduction: 100 });
    book.position(0, START_US, 1000, MID);
    book.working(0, START_US, 500, 200, 0, 0);
    const [linear] = book.solvency().instruments;
    expect(linear?.initialMargin).toBeCloseTo(1.5 * 50_000 * 0.1, 8);
    expect(linear?.maintenanceMargin).toBeCloseTo(50_000 * 0.05 - 100, 8);
    book.position(0, START_US, 10, MID);
    expect(book.solvency().instruments[0]?.maintenanceMargin).toBe(0);
  });

  it('follows marks and rates, and adds up to the sums from scratch', () => {
    const step = fc.record({
      index: fc.constantFrom(0, 1),
      lots: fc.integer({ min: -2000, max: 2000 }),
      mid: fc.integer({ min: 60_000, max: 140_000 }),
      open: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
        const book = bookOf();
        for (const { index, lots, mid, open } of steps) {
          book.position(index, START_US, lots, MID);
          book.working(index, START_US, open, 0, 0, 0);
          tick(book, index, mid);
        }
        const { assets, instruments, initialMargin, maintenanceMargin } = book.solvency();
        const { assets: rates } = book.exposures();
        let initial = 0;
        let maintenance = 0;
        for (const { symbol, initialMargin: own, maintenanceMargin: kept } of instruments) {
          const settle = symbol === 'L' ? 'USD' : 'BTC';
          const rate = rates.find((each) => each.symbol === settle)?.rate ?? Number.NaN;
          initial += own * rate;
          maintenance += kept * rate;
        }
        expect(initialMargin).toBeCloseTo(initial, 6);
        expect(maintenanceMargin).toBeCloseTo(maintenance, 6);
        const inAssets = assets.reduce((sum, each) => sum + each.initialMargin, 0);
        const inInstruments = instruments.reduce((sum, each) => sum + each.initialMargin, 0);
        expect(inAssets).toBeCloseTo(inInstruments, 6);
      }),
      { numRuns: 50 },
    );
  });
});

describe('the liquidation price', () => {
  it.each([0, 1])('of instrument %i is where equity meets maintenance', (index) => {
    const lots = fc.integer({ min: 500, max: 5000 });
    fc.assert(
      fc.property(lots, fc.boolean(), fc.nat(400), (size, isShort, deduction) => {
        const book = bookOf(index === 0 ? { deduction } : {});
        book.position(index, START_US, isShort ? -size : size, MID);
        const before = book.solvency();
        const price = before.instruments[index]?.liquidationPrice ?? null;
        if (price === null) return;
        book.mark(index, START_US, price);
        const settle = index === 0 ? 'USD' : 'BTC';
        const after = book.solvency().assets.find(({ symbol }) => symbol === settle);
        const scale = index === 0 ? 1e-6 : 1e-10;
        const gap = Math.abs((after?.equity ?? 0) - (after?.maintenanceMargin ?? 1));
        expect(gap).toBeLessThan(scale);
      }),
      { numRuns: 60 },
    );
  });

  const usd = (balance: number) => ({
    assets: [
      { symbol: 'USD', balance },
      { symbol: 'BTC', rate: 50_000 },
    ],
  });

  it('knows that maintenance is never below 0', () => {
    const book = bookOf({ deduction: 2000 }, usd(10_000));
    book.position(0, START_US, 500, MID);
    const [linear] = book.solvency().instruments;
    expect(linear?.liquidationPrice).toBeCloseTo(30_000, 8);
    expect(linear?.bankruptcyPrice).toBeCloseTo(30_000, 8);
  });

  it('is there after a profit was withdrawn', () => {
    const book = bookOf({}, usd(10_000));
    book.position(0, START_US, 1000, MID);
    tick(book, 0, 2 * MID);
    book.send('cash', START_US, [0, -30_000, 0]);
    const [linear] = book.solvency().instruments;
    expect(linear?.liquidationPrice).toBeCloseTo(70_000 / 0.95, 6);
    expect(linear?.bankruptcyPrice).toBeCloseTo(70_000, 6);
    book.mark(0, START_US, linear?.liquidationPrice ?? 1);
    const [asset] = book.solvency().assets;
    expect(asset?.equity).toBeCloseTo(asset?.maintenanceMargin ?? 0, 6);
  });

  it('is none once equity has gone', () => {
    const book = bookOf({}, usd(10_000));
    book.position(0, START_US, 1000, MID);
    tick(book, 0, 0.7 * MID);
    expect(book.solvency()).toMatchObject({ verdict: 'INSOLVENT' });
    expect(book.solvency().instruments[0]).toMatchObject({
      liquidationPrice: null,
      bankruptcyPrice: null,
    });
  });

  it('counts what other positions need, but not for bankruptcy', () => {
    const margin = MARGIN;
    const instruments = ['L', 'M'].map((symbol) => instrument(symbol, 'linear', margin));
    const book = bookOf({}, { ...usd(10_000), instruments });
    for (const index of [0, 1]) book.position(index, START_US, 1000, MID);
    const [first] = book.solvency().instruments;
    expect(first?.bankruptcyPrice).toBeCloseTo(40_000, 6);
    expect(first?.liquidationPrice).toBeCloseTo(42_500 / 0.95, 6);
  });

  it('of an inverse contract knows the deduction as well', () => {
    const book = bookOf({ deduction: 0.01 });
    book.position(1, START_US, 1500, MID);
    const price = book.solvency().instruments[1]?.liquidationPrice ?? Number.NaN;
    book.mark(1, START_US, price);
    const asset = book.solvency().assets.find(({ symbol }) => symbol === 'BTC');
    expect(asset?.equity).toBeCloseTo(asset?.maintenanceMargin ?? 0, 10);
  });

  it('is none for a position that its collateral covers at any price', () => {
    const book = bookOf();
    book.position(0, START_US, 100, MID);
    expect(book.solvency().instruments[0]?.liquidationPrice).toBe(null);
    expect(book.solvency().verdict).toBe('SOLVENT');
  });
});

describe('the verdict', () => {
  it.each([
    [1000, 0, 'SOLVENT'],
    [13_000, 0, 'MARGIN_CALL'],
    [25_000, 0, 'LIQUIDATABLE'],
    [25_000, -20_000, 'INSOLVENT'],
  ])('of %i lots after cash of %i is %s', (lots, cash, verdict) => {
    const book = bookOf(
      {},
      {
        assets: [
          { symbol: 'USD', balance: 60_000 },
          { symbol: 'BTC', rate: 50_000 },
        ],
      },
    );
    book.position(0, START_US, lots, MID);
    book.send('cash', START_US, [0, cash * 5, 1]);
    expect(book.solvency().verdict).toBe(verdict);
  });

  it('can be guarded', () => {
    const guards = [{ measure: 'maintenanceRatio', soft: 0.4, hard: 0.8, atHard: 'flatten' }];
    const account = { mode: 'multiAsset' };
    const book = bookOf({}, { guards, book: { reportingAsset: 'USD', account } });
    book.position(0, START_US, 15_000, MID);
    expect(book.ladder().guards[0]).toMatchObject({ rung: 'widen', measure: 'maintenanceRatio' });
    expect(book.ladder().guards[0]?.value).toBeCloseTo(book.solvency().maintenanceRatio ?? 0, 12);
  });
});
