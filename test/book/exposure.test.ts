/** Exposures by underlying: reports, what moves them, what does not, and that nothing of them is lost. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as at from '../../assembly/pool-layout.js';
import { Book, encodeFrame } from '../../src/index.js';
import { type DerivativeChanges, derivatives } from '../config/derivatives.js';
import { LocalWorker } from '../pool/local-worker.js';
import { START_US } from './sample.js';

const [LINEAR, INVERSE, OPTION] = [0, 1, 2];
const TICK = 0.1;
const EMPTY = new Uint8Array();

function open(changes: DerivativeChanges = {}): Book {
  return Book.create(derivatives(changes), { output: 'discard' });
}

/** Long 0.1 linear at 60,000 and short 12 inverse contracts of 100 at 60,000. */
function held(): Book {
  const book = open();
  expect(book.position(LINEAR, START_US, 100, 600_000)).toBe(0);
  expect(book.position(INVERSE, START_US, -12, 120_000)).toBe(0);
  return book;
}

describe('the exposure of an underlying', () => {
  it('adds contracts and collateral in base units', () => {
    const book = held();
    const { contractDelta, ...report } = book.exposure(book.underlyingIndex('BTC-INDEX'));
    expect(report).toMatchObject({ symbol: 'BTC-INDEX', index: 60_000, collateralDelta: 2 });
    expect(contractDelta).toBeCloseTo(0.1 - 1200 / 60_000, 15);
    expect(report.delta).toBeCloseTo(2.08, 14);
    expect(report.dollarDelta).toBeCloseTo(124_800, 8);
    expect(report.netNotional).toBeCloseTo(6000 - 1200, 9);
    expect(report.grossNotional).toBeCloseTo(7200, 9);
    expect(report.leverage).toBeCloseTo(7200 / 120_000, 12);
  });

  it('follows the index, and what the account of the coin earns', () => {
    const book = held();
    book.mark(LINEAR, START_US + 1, 48_000);
    expect(book.exposure(0).index).toBe(48_000);
    expect(book.exposure(0).contractDelta).toBeCloseTo(0.1 - 1200 / 48_000, 15);
    book.mark(INVERSE, START_US + 2, 48_000);
    // A short that earned: 1200 (1/48000 - 1/60000) coins.
    expect(book.exposure(0).collateralDelta).toBeCloseTo(2 + 1200 / 48_000 - 1200 / 60_000, 14);
  });

  it('says the worst that open orders can make of it', () => {
    const book = held();
    book.working(LINEAR, START_US, 30, 20, 0, 0);
    book.working(INVERSE, START_US, 6, 0, 0, 0);
    const { delta, worstDelta } = book.exposure(0);
    expect(worstDelta.up).toBeCloseTo(Number(delta) + 0.03 + 600 / 60_000, 14);
    expect(worstDelta.down).toBeCloseTo(Number(delta) - 0.02, 14);
  });

  it('needs an index for what is not in its own units, and says null without', () => {
    const market = { underlying: { index: undefined, initialIndex: undefined } };
    const book = open({ ...market, expiry: { forward: undefined } });
    book.position(LINEAR, START_US, 100, 600_000);
    expect(book.exposure(0)).toMatchObject({ index: null, dollarDelta: null, netNotional: null });
    expect(book.exposure(0).contractDelta).toBeCloseTo(0.1, 15);
    book.position(INVERSE, START_US, 12, 120_000);
    expect(book.exposure(0)).toMatchObject({ contractDelta: null, delta: null, indexAgeNs: null });
    expect(book.exposures().book).toMatchObject({ dollarDelta: null, grossNotional: null });
  });

  it('knows how old the index is; a mark that is said again renews it', () => {
    const book = held();
    book.clock(START_US + 5);
    expect(book.exposure(0).indexAgeNs).toBe(5000);
    book.mark(LINEAR, START_US + 7, 60_000);
    expect(book.exposure(0).indexAgeNs).toBe(0);
    book.mark(LINEAR, START_US + 9, 60_000);
    book.clock(START_US + 10);
    expect(book.exposure(0).indexAgeNs).toBe(1000);
  });

  it('values a quanto contract at the rate of its last change, and at every clock', () => {
    const quanto = { contract: 'quanto', settle: 'BTC', lotSize: 1, multiplier: 1e-6 };
    const sizes = { quoting: { size: 10 }, inventory: { maxPosition: 500 } };
    const book = open({ instrument: { ...quanto, ...sizes }, underlying: { index: 'BTCUSD' } });
    book.send('defineAsset', START_US, [0, 50_000, null]);
    book.position(LINEAR, START_US, 100, 600_000);
    expect(book.exposure(0).contractDelta).toBeCloseTo(100 * 1e-6 * 50_000, 12);
    book.send('assetRate', START_US, [0, 40_000]);
    expect(book.exposure(0).contractDelta).toBeCloseTo(5, 12);
    book.clock(START_US + 1);
    expect(book.exposure(0).contractDelta).toBeCloseTo(4, 12);
    book.position(LINEAR, START_US + 2, 0, 600_000);
    expect(book.exposure(0).contractDelta).toBe(0);
  });

  it('is refused for what is no underlying', () => {
    const unknown = expect.objectContaining({ code: 'UNKNOWN_UNDERLYING' });
    expect(() => held().exposure(1)).toThrow(unknown);
    expect(() => held().underlyingIndex('BTC')).toThrow(unknown);
    expect(() => held().expiryIndex('BTC-JUL')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_EXPIRY' }),
    );
    expect(held().expiryIndex('BTC-JUN')).toBe(0);
  });

  it('sums up over underlyings, assets and factors', () => {
    const { book, underlyings, assets, factors } = held().exposures();
    expect(book.dollarDelta).toBe(underlyings[0]?.dollarDelta);
    expect(book.leverage).toBe(underlyings[0]?.leverage);
    expect(assets).toMatchObject([
      { symbol: 'BTC', equity: 2, rate: 60_000 },
      { symbol: 'USDT', equity: 0, rate: 1 },
    ]);
    expect(assets[0]?.grossNotional).toBeCloseTo(1200 / 60_000, 14);
    expect(assets[1]?.grossNotional).toBeCloseTo(6000, 9);
    expect(factors).toEqual([]);
  });
});

describe('any sequence of positions and orders', () => {
  const step = fc.record({
    instrument: fc.constantFrom(LINEAR, INVERSE),
    lots: fc.integer({ min: -(2 ** 30), max: 2 ** 30 }),
    open: fc.integer({ min: 0, max: 2 ** 20 }),
  });

  it('leaves the exposure that a sum over instruments has, and a flat book none', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const book = open();
        const lots = [0, 0];
        let largest = 0;
        for (const { instrument, lots: next, open: orders } of steps) {
          expect(book.position(instrument, START_US, next, 600_000)).toBe(0);
          expect(book.working(instrument, START_US, orders, orders, 0, 0)).toBe(0);
          lots[instrument] = next;
          largest = Math.max(largest, Math.abs(next));
          const { index, contractDelta } = book.exposure(0);
          const sum = 0.001 * (lots[LINEAR] ?? 0) + (100 * (lots[INVERSE] ?? 0)) / Number(index);
          expect(Math.abs(Number(contractDelta) - sum)).toBeLessThanOrEqual(1e-12 * largest);
        }
        for (const instrument of [LINEAR, INVERSE]) {
          book.position(instrument, START_US, 0, 600_000);
          book.working(instrument, START_US, 0, 0, 0, 0);
        }
        const { contractDelta, worstDelta, delta, grossNotional } = book.exposure(0);
        const residue = 1e-30 * 60 * largest;
        expect(Math.abs(Number(contractDelta))).toBeLessThanOrEqual(residue);
        expect(Math.abs(Number(grossNotional))).toBeLessThanOrEqual(60_000 * residue);
        expect(Number(worstDelta.up) - Number(delta)).toBeCloseTo(0, 12);
      }),
      { numRuns: 200 },
    );
  });
});

describe('settlement at expiry', () => {
  it.each([
    ['out of the money', 0, -5 * 0.02],
    ['in the money, in coin', 0.0715, 5 * (0.0715 - 0.02)],
  ])('an option in coin %s', (_, payoff, pnl) => {
    const book = open({ option: { volatility: 0.5, mark: 'market' } });
    const time = START_US;
    const purchase = { instrument: OPTION, time, fillId: 1, side: 'buy' } as const;
    expect(book.fill({ ...purchase, priceTicks: 200, sizeLots: 5 })).toBe(0);
    expect(book.settle(OPTION, START_US + 1, payoff)).toBe(0);
    expect(book.positionOf(OPTION)).toMatchObject({ positionLots: 0, mark: payoff });
    expect(book.positionOf(OPTION).net).toBeCloseTo(pnl, 14);
    const [coin] = book.exposures().assets;
    expect(coin?.equity).toBeCloseTo(2 + pnl, 14);
    expect(book.exposure(0)).toMatchObject({ optionNotional: 0 });
  });

  it('an option in quote currency, sold', () => {
    const terms = { contract: 'option', option: { expiry: 'BTC-JUN', right: 'put', strike: 5e4 } };
    const book = Book.create({
      ...derivatives({
        instrument: { ...terms, underlying: undefined },
        underlying: { index: undefined },
      }),
      assets: [{ symbol: 'BTC', rate: 60_000, balance: 2 }],
    });
    const time = START_US;
    const sale = { instrument: LINEAR, time, fillId: 1, side: 'sell' } as const;
    expect(book.fill({ ...sale, priceTicks: 15_000, sizeLots: 100 })).toBe(0);
    expect(book.settle(LINEAR, START_US + 1, 700.05)).toBe(0);
    expect(book.positionOf(LINEAR).net).toBeCloseTo(0.1 * (15_000 * TICK - 700.05), 9);
  });

  it('a new option may take the place of one that expired', () => {
    const book = open({ option: { volatility: 0.5 } });
    const time = START_US;
    const terms = [OPTION, 0, 1, 70_000, 0.4, 0, 0];
    book.fill({ instrument: OPTION, time, fillId: 1, side: 'buy', priceTicks: 200, sizeLots: 5 });
    expect(book.send('defineOption', START_US, terms)).toBe(17);
    book.settle(OPTION, START_US + 1, 0);
    expect(book.send('defineOption', START_US + 1, terms)).toBe(0);
  });
});

describe('the state of exposures', () => {
  it('is put back by a what-if, also by the first trade of what the index follows', () => {
    for (const book of [open(), held()]) {
      const before = book.stateHash();
      const time = START_US + 1;
      for (const instrument of [LINEAR, INVERSE, OPTION]) {
        book.whatIf({ instrument, time, fillId: 9, side: 'buy', priceTicks: 650, sizeLots: 5 });
        expect(book.stateHash()).toBe(before);
      }
    }
  });

  it('is part of a snapshot, which knows terms of options and what follows what', () => {
    const book = held();
    const snapshot = book.snapshot();
    const restored = Book.restore(derivatives(), snapshot);
    expect(restored.stateHash()).toBe(book.stateHash());
    expect(restored.exposures()).toEqual(book.exposures());
    const others: DerivativeChanges[] = [
      { option: { strike: 66_000 } },
      { option: { right: 'put' } },
      { expiry: { time: '2026-06-27T08:00:00Z' } },
      { underlying: { collateral: 'USDT' } },
      { underlying: { index: 'BTCUSD' } },
      { instrument: { underlying: undefined } },
      { capacity: { guards: 2 } },
    ];
    for (const changes of others) {
      expect(() => Book.restore(derivatives(changes), snapshot)).toThrow(
        expect.objectContaining({ code: 'SNAPSHOT' }),
      );
    }
    expect(Book.restore(derivatives({ option: { volatility: 3 } }), snapshot).equity).toBe(
      book.equity,
    );
  });

  it('is in the image that a successor of a dead worker begins with', () => {
    const worker = new LocalWorker();
    const capacity = { instruments: 4, assets: 4, fillIds: 16, tableLevels: 0 };
    const configuration = derivatives({ capacity: { ...capacity, options: 8, guards: 8 } });
    const { region } = worker.open(0, configuration);
    const inline = Book.create(configuration);
    const position = encodeFrame('position', 0, START_US, [INVERSE, -12, 120_000]);
    const index = encodeFrame('index', 0, START_US, [0, 61_000]);
    const volatility = encodeFrame('impliedVol', 0, START_US, [OPTION, 0.7]);
    for (const frame of [position, index, volatility]) {
      worker.send(0, frame);
      worker.send(0, EMPTY, at.RECORD_IS_IMAGE);
      worker.serve();
      inline.apply(frame);
      worker.die();
      expect(region.hash()).toBe(inline.stateHash());
    }
  });
});

describe('an expiry', () => {
  it('that moves to another underlying leaves its forward and smile behind', () => {
    const book = open({ option: { volatility: 0.5 } });
    const expiryNs = BigInt(START_US) * 1000n + 10n ** 15n;
    const [define, forward] = [
      (underlying: number) => book.send('defineExpiry', START_US, [1, underlying, expiryNs, 0]),
      () => book.send('forward', START_US, [1, 61_000]),
    ];
    expect(book.send('defineUnderlying', START_US, [1, null, null, null, null])).toBe(0);
    expect([define(0), forward(), define(1)]).toEqual([0, 0, 0]);
    // A forward is a ratio to an index that there is none of.
    expect(forward()).toBe(17);
    expect(book.send('defineExpiry', START_US, [0, 1, expiryNs, 0])).toBe(17);
  });
});
