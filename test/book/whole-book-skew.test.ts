/** Whole-book skew: a fill in one instrument moves the quotes of every correlated one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import {
  factorSkewCoefficients,
  factorSkewQuotes,
  multiAssetFiniteCoefficients,
  multiAssetQuotes,
  skewExposures,
} from '../../src/models/index.js';
import { LOT, MID_TICKS, openBook, openInstrument, TICK } from './quoted-instrument.js';
import { START_US } from './sample.js';

const PRICE = MID_TICKS * TICK;
const SYMBOLS = ['A', 'B', 'C', 'D'] as const;
const flat = { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 0 };
const lotsOf = fc.tuple(...SYMBOLS.map(() => fc.integer({ min: -90, max: 90 })));
const signed = fc.double({ min: -1, max: 1, noNaN: true });
const loadingsOf = fc.tuple(...SYMBOLS.map(() => fc.tuple(signed, signed)));

function named<Value>(values: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(values.map((value, index) => [SYMBOLS[index] ?? '', value]));
}

function factorBook(factors: Record<string, unknown>, model: Record<string, unknown> = flat) {
  const instruments = SYMBOLS.map((symbol) => openInstrument(symbol, model));
  return openBook(instruments, { factors });
}

/** Skew of every instrument in price, read from what the engine explains. */
function skews(book: Book): number[] {
  return book.instruments.map(({ index }) => {
    const { bps, fair } = book.explain(index);
    return (bps.wholeBookSkew / 1e4) * fair;
  });
}

function take(book: Book, lots: readonly number[]): void {
  for (const [index, own] of lots.entries()) book.position(index, START_US, own, MID_TICKS);
}

describe('the engine and the multi-asset model agree', () => {
  it('in the factor form of Bergault, Evangelista, Gueant and Vieira, and quote it to one tick', () => {
    fc.assert(
      fc.property(loadingsOf, lotsOf, (loadings, lots) => {
        const side = { intensityA: 0.6, intensityK: 0.8 };
        const coefficients = factorSkewCoefficients({
          assets: SYMBOLS.map(() => ({ bid: side, ask: side, tradeSize: 1 })),
          gamma: 0.002,
          xi: 0.002,
          loadings,
          factorCovariance: [
            [0.04, 0.01],
            [0.01, 0.02],
          ],
        });
        const { skewLoadings, halfSpreadBid } = coefficients;
        const perReturn = skewLoadings.map((row) => row.map((loading) => loading / PRICE));
        const factors = { riskAversion: 1, horizonSeconds: 1, maxSkewBps: 5000 };
        const instruments = SYMBOLS.map((symbol, index) => {
          const halfSpreadBps = ((halfSpreadBid[index] ?? 0) / PRICE) * 1e4;
          return openInstrument(symbol, { ...flat, halfSpreadBps });
        });
        const sections = { factors: { ...factors, loadings: named(perReturn) } };
        const { book } = openBook(instruments, sections);
        take(book, lots);
        const exposures = skewExposures(
          coefficients,
          lots.map((own) => own * LOT),
        );
        const { deltaBid, deltaAsk } = factorSkewQuotes(coefficients, exposures);
        for (const [index, skew] of skews(book).entries()) {
          const [bid = 0, ask = 0] = [deltaBid[index], deltaAsk[index]];
          expect(skew).toBeCloseTo((bid - ask) / 2, 9);
          const quote = book.quote(index);
          expect(Math.abs(quote.bid.priceTicks - (MID_TICKS - bid / TICK))).toBeLessThan(1 + 1e-6);
          expect(Math.abs(quote.ask.priceTicks - (MID_TICKS + ask / TICK))).toBeLessThan(1 + 1e-6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('with a short horizon, where the full matrix model tends to gamma T Sigma q', () => {
    fc.assert(
      fc.property(loadingsOf, lotsOf, (loadings, lots) => {
        const [riskAversion, horizonSeconds, idiosyncratic] = [0.001, 1e-3, 1e-7];
        const returns = loadings.map((row) => row.map((loading) => loading * 1e-3));
        const section = { riskAversion, horizonSeconds, maxSkewBps: 5000 };
        const rest = { idiosyncratic: named(SYMBOLS.map(() => idiosyncratic)) };
        const { book } = factorBook({ ...section, loadings: named(returns), ...rest });
        take(book, lots);
        const covariance = returns.map((a, row) =>
          returns.map((b, column) => {
            const common = a.reduce((sum, one, factor) => sum + one * (b[factor] ?? 0), 0);
            return PRICE * PRICE * (common + (row === column ? idiosyncratic : 0));
          }),
        );
        const side = { intensityA: 1, intensityK: 1 };
        const assets = SYMBOLS.map(() => ({ bid: side, ask: side, tradeSize: 1 }));
        const model = { assets, gamma: riskAversion, xi: riskAversion, covariance };
        const coefficients = multiAssetFiniteCoefficients({ ...model, tau: horizonSeconds });
        const positions = lots.map((own) => own * LOT);
        const { deltaBid, deltaAsk } = multiAssetQuotes(coefficients, positions);
        for (const [index, skew] of skews(book).entries()) {
          const expected = ((deltaBid[index] ?? 0) - (deltaAsk[index] ?? 0)) / 2;
          expect(Math.abs(skew - expected)).toBeLessThan(1e-6);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('whole-book skew', () => {
  it('relaxes the quotes of an instrument when an offsetting correlated position exists', () => {
    const beta = fc.double({ min: 0.05, max: 1, noNaN: true });
    const own = fc.integer({ min: 5, max: 90 });
    fc.assert(
      fc.property(beta, beta, own, fc.boolean(), (first, second, lots, isShort) => {
        const loadings = { A: [first * 1e-3], B: [second * 1e-3] };
        const section = { riskAversion: 0.01, horizonSeconds: 10, maxSkewBps: 5000 };
        const { book } = factorBook({ ...section, loadings });
        const sign = isShort ? -1 : 1;
        const skewOfA = (): number => sign * (skews(book)[0] ?? Number.NaN);
        book.position(0, START_US, sign * lots, MID_TICKS);
        const alone = skewOfA();
        const quoted = book.quote(0);
        expect(alone).toBeGreaterThan(0);
        // Not so much that it turns the exposure round.
        const offset = Math.max(1, Math.floor((lots * first) / second / 2));
        if (offset * second > lots * first) return;
        book.position(1, START_US, -sign * Math.min(90, offset), MID_TICKS);
        expect(skewOfA()).toBeLessThan(alone);
        expect(skewOfA()).toBeGreaterThanOrEqual(0);
        const relaxed = book.quote(0);
        for (const side of ['bid', 'ask'] as const) {
          const moved = sign * (relaxed[side].priceTicks - quoted[side].priceTicks);
          expect(moved).toBeGreaterThanOrEqual(0);
        }
        // A position that adds to the exposure does the opposite.
        book.position(1, START_US, sign * Math.min(90, offset), MID_TICKS);
        expect(skewOfA()).toBeGreaterThan(alone);
      }),
      { numRuns: 200 },
    );
  });

  const section = {
    riskAversion: 0.01,
    horizonSeconds: 10,
    maxSkewBps: 40,
    loadings: { A: [1e-3, 0], B: [8e-4, 5e-4], C: [0, 1e-3] },
    idiosyncratic: { D: 1e-6 },
  };

  const fill = (book: Book, instrument: number, fillId: number, lots: number): number =>
    book.fill({
      instrument,
      time: START_US,
      fillId,
      side: lots > 0 ? 'buy' : 'sell',
      priceTicks: MID_TICKS,
      sizeLots: Math.abs(lots),
    });

  const quotedInstruments = (book: Book): number[] =>
    book.drainFrames().flatMap((frame) => (frame.name === 'quote' ? [frame.instrument] : []));

  it('publishes the quotes of all instruments that share a factor, and of no other', () => {
    const { book } = factorBook(section);
    fill(book, 0, 1, 20);
    expect(quotedInstruments(book)).toEqual([0, 1]);
    fill(book, 1, 2, 20);
    expect(quotedInstruments(book)).toEqual([0, 1, 2]);
    fill(book, 3, 3, 20);
    expect(quotedInstruments(book)).toEqual([3]);
    book.bookTicker(0, START_US, MID_TICKS + 99, MID_TICKS + 101, 1, 1);
    expect(quotedInstruments(book)).toEqual([0]);
  });

  it('is added to the own skew, explained beside it, and capped', () => {
    const { book } = factorBook(section, { ...flat, inventorySkewBps: 20 });
    fill(book, 0, 1, 50);
    const { bps } = book.explain(0);
    expect(bps.inventorySkew).toBeCloseTo(10, 9);
    // gamma T x variance x value: 0.01 x 10 x 1e-6 x (50 lots x 0.1 x 1000)
    expect(bps.wholeBookSkew).toBeCloseTo(0.01 * 10 * 1e-6 * 5000 * 1e4, 9);
    expect(book.explain(1).bps.wholeBookSkew).toBeCloseTo(0.01 * 10 * 8e-7 * 5000 * 1e4, 9);
    expect(book.explain(2).bps.wholeBookSkew).toBe(0);
    const capped = factorBook({ ...section, riskAversion: 1000 }).book;
    fill(capped, 0, 1, 50);
    expect(capped.explain(0).bps.wholeBookSkew).toBeCloseTo(40, 9);
    fill(capped, 0, 2, -90);
    expect(capped.explain(1).bps.wholeBookSkew).toBeCloseTo(-40, 9);
  });

  it('is gone when the book is flat again, whatever passed through', () => {
    const { book } = factorBook(section);
    for (let step = 1; step <= 300; step++)
      fill(book, step % 3, step, ((step * 37) % 61) - 30.5 > 0 ? 7 : -5);
    take(book, [0, 0, 0, 0]);
    for (const skew of skews(book)) expect(Math.abs(skew)).toBeLessThan(1e-20);
  });

  it('values positions again at the clock, not at ticks', () => {
    const { book } = factorBook(section);
    fill(book, 0, 1, 50);
    const before = book.explain(1).bps.wholeBookSkew;
    book.bookTicker(0, START_US, 2 * MID_TICKS - 1, 2 * MID_TICKS + 1, 1, 1);
    expect(book.explain(1).bps.wholeBookSkew).toBe(before);
    book.clock(START_US + 1);
    expect(book.explain(1).bps.wholeBookSkew).toBeCloseTo(2 * before, 12);
  });

  it('goes with a snapshot; a what-if shows it and leaves no trace', () => {
    const { book, configuration } = factorBook(section);
    fill(book, 0, 1, 30);
    const hash = book.stateHash();
    const next = { instrument: 1, time: START_US, fillId: 2, priceTicks: MID_TICKS, sizeLots: 40 };
    const expected = book.whatIf({ ...next, side: 'buy' }).quote;
    expect(book.stateHash()).toBe(hash);
    const copy = Book.restore(configuration, book.snapshot());
    for (const one of [book, copy]) one.fill({ ...next, side: 'buy' });
    expect(copy.stateHash()).toBe(book.stateHash());
    expect(copy.quote(1)).toMatchObject({ bid: expected.bid, ask: expected.ask });
    expect(skews(copy)).toEqual(skews(book));
  });
});
