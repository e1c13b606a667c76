/** The plain baseline is honest: it gives the quotes of the book, tick for tick and fill for fill. */
import { describe, expect, it } from 'vitest';
import { PlainBook } from '../../src/bench/baselines/plain-book.js';
import { positionedPlainBook } from '../../src/bench/baselines/plain-workload.js';
import { configuration, START_US } from '../../src/bench/index.js';
import { INSTRUMENTS, positionedBook, quoteOfBook, sendTick } from '../../src/bench/workload.js';
import { Book, type Fill, validateConfiguration } from '../../src/index.js';

/** Small, with limits that random fills reach. */
const TIGHT = {
  ...(configuration(2) as object),
  book: {
    reportingAsset: 'USD',
    capacity: { instruments: 2, assets: 4, fillIds: 64 },
    limits: { maxGrossNotional: 40_000, maxDailyLoss: { reduce: 40, halt: 200 } },
  },
};

function expectSameQuotes(book: Book, plain: PlainBook, instruments: number, when: string): void {
  const quoteOf = quoteOfBook(book);
  for (let index = 0; index < instruments; index++) {
    const { version: _, ...published } = plain.instruments[index]?.published ?? { version: 0 };
    const bidReason = book.quotes.bidReason(index);
    const askReason = book.quotes.askReason(index);
    const expected = { ...quoteOf(index), bidReason, askReason };
    expect({ when, index, ...published }).toEqual({ when, index, ...expected });
  }
}

describe('plain book', () => {
  it('gives the quotes and the equity of the book over the workload', () => {
    const book = positionedBook();
    const plain = positionedPlainBook();
    let replaced = 0;
    for (let index = 0; index < 8000; index++) {
      const before = book.quotes.version(index % INSTRUMENTS);
      expect([sendTick(book, index), sendTick(plain, index)]).toEqual([0, 0]);
      if (book.quotes.version(index % INSTRUMENTS) !== before) replaced++;
      if (index % 97 === 0) expectSameQuotes(book, plain, INSTRUMENTS, `tick ${index}`);
    }
    expect(Math.abs(plain.equity / book.equity - 1)).toBeLessThan(1e-12);
    // The workload is one that moves quotes: about one tick in ten.
    expect(replaced / 8000).toBeGreaterThan(0.05);
    expect(replaced / 8000).toBeLessThan(0.3);
  });

  it('agrees over fills, into limits and out of them', () => {
    const book = Book.create(TIGHT, { output: 'discard' });
    const plain = new PlainBook(validateConfiguration(TIGHT));
    const states = new Set<string>();
    let state = 1;
    const draw = (below: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return (state >>> 8) % below;
    };
    for (let step = 0; step < 2500; step++) {
      const timeUs = START_US + step * 50_000;
      const mid = 600_000 + draw(1200) - 600;
      const instrument = draw(2);
      for (const each of [book, plain]) {
        each.bookTicker(instrument, timeUs, mid, mid + 1 + (step % 3), 5, 7);
      }
      const side = draw(2) === 0 ? 'buy' : 'sell';
      const sizeLots = 1 + draw(120);
      const fill: Fill = {
        instrument,
        time: timeUs,
        fillId: step + 1,
        side,
        priceTicks: mid,
        sizeLots,
      };
      if (step % 3 === 0) for (const each of [book, plain]) expect(each.fill(fill)).toBe(0);
      states.add(book.risk().state);
      expectSameQuotes(book, plain, 2, `step ${step} ${book.risk().state} ${book.risk().limit}`);
    }
    expect([...states].sort()).toEqual(['ACTIVE', 'HALTED', 'REDUCING']);
  });

  it.each([
    ['an unknown instrument', [9, START_US, 1, 2, 1, 1]],
    ['a crossed book', [0, START_US, 2, 2, 1, 1]],
    ['a price that is none', [0, START_US, Number.NaN, 2, 1, 1]],
    ['a negative size', [0, START_US, 1, 2, -1, 1]],
    ['time that goes back', [0, START_US - 1, 1, 2, 1, 1]],
  ] as [string, Parameters<PlainBook['bookTicker']>][])(
    'refuses %s and changes nothing',
    (_, tick) => {
      const plain = new PlainBook(validateConfiguration(configuration(2)));
      plain.bookTicker(0, START_US, 600_000, 600_001, 5, 5);
      const before = structuredClone(plain.instruments[0]);
      expect(plain.bookTicker(...tick)).not.toBe(0);
      expect(structuredClone(plain.instruments[0])).toEqual(before);
    },
  );

  it('refuses a configuration that is beyond it', () => {
    const inverse = validateConfiguration(configuration(2));
    const [first] = inverse.instruments;
    const foreign = { ...inverse, instruments: [{ ...first, contract: 'inverse' }] };
    expect(() => new PlainBook(foreign as typeof inverse)).toThrow(/linear only/);
  });
});
