/** One instrument at a time and all at once give the same bits: a tick keeps one lane, a sweep both. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import { MID_TICKS, SAMPLE, START_US } from './sample.js';

interface Step {
  readonly instrument: number;
  readonly move: number;
  readonly lots: number;
  readonly fill: number;
}

const steps = fc.array(
  fc.record({
    instrument: fc.nat(3),
    move: fc.integer({ min: -40, max: 40 }),
    lots: fc.integer({ min: 0, max: 90 }),
    fill: fc.integer({ min: -25, max: 25 }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** Requote thresholds off, so that every change of a term shows in the published quote. */
const EAGER = {
  ...SAMPLE,
  instruments: SAMPLE.instruments.map((terms) => ({
    ...terms,
    quoting: { ...terms.quoting, requoteThresholdBps: 0, requoteSizeRatio: 0 },
  })),
};

/** The same with quote tables in half of the instruments and factors that all share. */
const SKEWED = {
  ...EAGER,
  instruments: EAGER.instruments.map((terms, index) =>
    index % 2 === 0
      ? {
          ...terms,
          model: {
            type: 'gueantLehalleFernandezTapiaExact',
            gamma: 1e-3,
            intensityA: 1,
            intensityK: 0.5,
            referenceSigma: 2,
            tradeSize: 10,
            referencePrice: 60_000,
          },
          quoting: { ...terms.quoting, maxHalfSpreadBps: 5000 },
        }
      : terms,
  ),
  factors: {
    riskAversion: 1e-3,
    horizonSeconds: 10,
    loadings: Object.fromEntries(
      EAGER.instruments.map(({ symbol }, index) => [symbol, [1e-4, index * 1e-4]]),
    ),
  },
};

function apply(book: Book, step: Step, index: number): void {
  const mid = (MID_TICKS[step.instrument] ?? 0) + step.move;
  const time = START_US + index * 250_000;
  book.bookTicker(step.instrument, time, mid - 1, mid + 2, step.lots, 10);
  if (step.fill === 0) return;
  book.fill({
    instrument: step.instrument,
    time,
    fillId: index + 1,
    side: step.fill > 0 ? 'buy' : 'sell',
    priceTicks: mid,
    sizeLots: Math.abs(step.fill),
  });
}

/** Everything published, with versions: a replacement shows even when it brings the same values. */
function published(book: Book): unknown {
  return book.instruments.map(({ index }) => book.quote(index));
}

describe.each([
  ['closed forms', EAGER],
  ['tables and factors', SKEWED],
])('requoting all, %s', (_, configuration) => {
  it('changes nothing that single requotes have computed: the bits are equal', () => {
    fc.assert(
      fc.property(steps, (events) => {
        const book = Book.create(configuration, { output: 'discard' });
        for (const [index, step] of events.entries()) {
          apply(book, step, index);
          // Every instrument again through its own lane, then all through the sweep.
          for (const { index: instrument } of book.instruments) {
            book.alpha(instrument, START_US + index * 250_000, step.move);
          }
          const single = published(book);
          book.clock(START_US + index * 250_000);
          expect(published(book)).toEqual(single);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('publishes by sweep what single requotes publish', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: -20, max: 20 }), (events, alpha) => {
        const one = Book.create(configuration);
        for (const [index, step] of events.entries()) apply(one, step, index);
        const all = Book.restore(configuration, one.snapshot());
        const time = START_US + 60 * 250_000;
        // Same state but for one alpha: the even lane is requoted by its frame, then by the sweep.
        for (const book of [one, all]) book.halt(time, 'test');
        for (const book of [one, all]) expect(book.alpha(0, time, alpha)).toBe(0);
        for (const book of [one, all]) book.resume(time, 'test');
        one.clock(time);
        all.alpha(0, time, alpha);
        for (const { index } of one.instruments) expect(all.quote(index)).toEqual(one.quote(index));
      }),
      { numRuns: 100 },
    );
  });

  it('leaves the empty lane of an odd book alone', () => {
    const odd = { ...EAGER, instruments: EAGER.instruments.slice(0, 3) };
    const book = Book.create(odd);
    for (let instrument = 0; instrument < 3; instrument++) {
      const mid = MID_TICKS[instrument] ?? 0;
      book.bookTicker(instrument, START_US, mid - 1, mid + 1, 1, 1);
    }
    book.drain();
    book.clock(START_US + 1);
    book.halt(START_US + 2, 'stop');
    const quotes = book.drainFrames().filter((frame) => frame.name === 'quote');
    expect(quotes.map((frame) => frame.instrument)).toEqual([0, 1, 2]);
  });
});
