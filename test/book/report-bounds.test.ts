/** Reports and calls where they end: spent budgets, no limit, no market, the longest frame, the fullest output. */
import { describe, expect, it } from 'vitest';
import { REJECT_UNKNOWN_INSTRUMENT } from '../../assembly/codes.js';
import { regionOfImage } from '../../src/book/open-region.js';
import { validateConfiguration } from '../../src/config/index.js';
import { encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { MID_TICKS, quotedBook, SAMPLE, START_US } from './sample.js';

const MID = MID_TICKS[0];

/** The sample with something else in its first instrument. */
function bookWith(changes: object, options: object = {}): Book {
  const [first, ...rest] = SAMPLE.instruments;
  const book = Book.create(
    { ...SAMPLE, instruments: [{ ...first, ...changes }, ...rest] },
    options,
  );
  book.bookTicker(0, START_US, MID - 1, MID + 1, 50, 50);
  return book;
}

describe('the report of a gate', () => {
  const budgets = { messages: { perSecond: 2, burst: 3 }, cancels: { perSecond: 2, burst: 3 } };

  it('counts a budget down to nothing, and says when it is full again', () => {
    const book = bookWith({ gate: budgets });
    expect(book.gate(0).messages).toMatchObject({ left: 3, burst: 3 });
    for (let id = 1; id <= 3; id++) book.checkOrder(0, START_US, id, 0, 0, 1, MID);
    expect(book.gate(0).messages).toEqual({ left: 0, burst: 3, fullInNs: 1.5e9 });
    expect(book.gate(0).cancels).toMatchObject({ left: 3, fullInNs: 0 });
    book.clock(START_US + 500_000);
    expect(book.gate(0).messages).toEqual({ left: 1, burst: 3, fullInNs: 1e9 });
    expect(book.gate(0).book.messages).toBeNull();
  });

  it('says how long orders have been pending, and nothing without any', () => {
    const book = bookWith({});
    expect(book.gate(0).pending).toEqual({ buyLots: 0, sellLots: 0, ageNs: null });
    book.checkOrder(0, START_US, 1, 0, 1, 5, MID);
    book.clock(START_US + 3);
    expect(book.gate(0).pending).toEqual({ buyLots: 0, sellLots: 5, ageNs: 3000 });
  });

  it('forgets fills in a row after the pause', () => {
    const book = bookWith({ gate: { repeats: { fills: 4, pauseSeconds: 1 } } });
    const fill = { instrument: 0, side: 'buy', priceTicks: MID, sizeLots: 1 } as const;
    for (const fillId of [1, 2]) book.fill({ ...fill, time: START_US, fillId });
    expect(book.gate(0).fillsInARow).toBe(2);
    book.clock(START_US + 1_000_000);
    expect(book.gate(0).fillsInARow).toBe(0);
  });

  it('previews what is refused as a denial, with sides and reduce-only', () => {
    const book = quotedBook();
    const order = { instrument: 0, orderId: 1, lots: 5, priceTicks: MID } as const;
    expect(book.previewOrder({ ...order, side: 'sell' }).verdict).toBe('allow');
    const only = book.previewOrder({ ...order, side: 'sell', reduceOnly: true });
    expect(only).toMatchObject({ verdict: 'deny', reason: 'REDUCE_ONLY' });
    expect(book.previewOrder({ ...order, instrument: 5, side: 'buy' })).toMatchObject({
      verdict: 'deny',
      allowedLots: 0,
    });
  });
});

describe('an explanation', () => {
  it('names floor, cap and tick of the half-spread', () => {
    const binding = (quoting: object, halfSpreadBps: number): string =>
      bookWith({
        model: { type: 'linear', halfSpreadBps, inventorySkewBps: 0 },
        quoting: { size: 10, sizeSkew: 0, ...quoting },
      }).explain(0).binding.halfSpread;
    expect(binding({ minHalfSpreadBps: 5 }, 2)).toBe('FLOOR');
    expect(binding({ minHalfSpreadBps: 0, maxHalfSpreadBps: 20 }, 40)).toBe('CAP');
    expect(binding({ minHalfSpreadBps: 0 }, 1e-4)).toBe('TICK');
  });
});

describe('a report', () => {
  it('has no cost to flatten without a market', () => {
    const book = Book.create(SAMPLE);
    book.position(1, START_US, 7, MID_TICKS[1]);
    const found = book.flattenCost(1);
    expect(found).toMatchObject({ code: 'NO_MARKET', measure: 7, cost: null });
  });

  it('of an underlying leaves out expiries without options', () => {
    const book = Book.create({
      ...SAMPLE,
      underlyings: [{ symbol: 'U', initialIndex: 100 }],
      expiries: [
        {
          symbol: 'E',
          underlying: 'U',
          time: '2030-01-01T08:00:00Z',
          smile: { a: 0.02, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 },
        },
      ],
    });
    expect(book.exposure(0).expiries).toEqual([]);
  });
});

describe('a symbol', () => {
  it('that is not there is an error with its kind', () => {
    const book = quotedBook();
    expect(book.instrumentIndex('BTC-LINEAR')).toBe(1);
    const named = (code: string): unknown => expect.objectContaining({ code });
    expect(() => book.instrumentIndex('X')).toThrow(named('UNKNOWN_INSTRUMENT'));
    expect(() => book.underlyingIndex('X')).toThrow(named('UNKNOWN_UNDERLYING'));
    expect(() => book.expiryIndex('X')).toThrow(named('UNKNOWN_EXPIRY'));
  });
});

describe('scenarios', () => {
  it('of an underlying leave out what follows another, and collateral that it has none of', () => {
    const [first, second, ...rest] = SAMPLE.instruments;
    const underlyings = [
      { symbol: 'U', initialIndex: 100 },
      { symbol: 'V', initialIndex: 100 },
    ];
    const instruments = [{ ...first, underlying: 'U' }, { ...second, underlying: 'V' }, ...rest];
    const book = Book.create({ ...SAMPLE, underlyings, instruments });
    for (const index of [0, 1]) {
      const mid = MID_TICKS[index] ?? 0;
      book.bookTicker(index, START_US, mid - 1, mid + 1, 5, 5);
      book.position(index, START_US, 7, mid);
    }
    for (const [index, symbol] of ['ETH-SPOT', 'BTC-LINEAR'].entries()) {
      const { contributions, collateral } = book.scenarios(index);
      expect(contributions.map((one) => one.symbol)).toEqual([symbol]);
      expect(Math.abs(collateral)).toBe(0);
    }
  });
});

describe('a call', () => {
  it('for an order that is no frame is refused by a code, and takes 64-bit ids', () => {
    const book = quotedBook();
    const time = BigInt(START_US) * 1000n;
    expect(book.checkOrder(0, time, 2n ** 52n, 0, 0, 1, MID)).toBe(0);
    const before = book.stateHash();
    expect(book.checkOrder(5, time, 7n, 0, 0, 1, MID)).toBe(REJECT_UNKNOWN_INSTRUMENT);
    expect(book.stateHash()).toBe(before);
  });

  it('that discards output goes on when it is full, whatever the call', () => {
    const refused = encodeFrame('bookTicker', 0, START_US, [5, 1, 2, 3, 4]);
    const stream = Buffer.concat(Array.from({ length: 40_000 }, () => refused));
    const keeps = bookWith({}, { output: 'keep' });
    const book = bookWith({}, { output: 'discard' });
    expect(keeps.apply(stream).outputFull).toBe(true);
    expect(book.apply(stream)).toEqual({
      ...{ consumedBytes: stream.length, framesApplied: 0, framesRejected: 40_000 },
      outputFull: false,
    });
    for (let step = 0; step < 30_000; step++) {
      const time = START_US + step;
      book.apply(refused);
      if (step % 3 === 0) expect(book.bookTicker(0, time, MID - 1, MID + 1, 50, 50)).toBe(0);
      else if (step % 3 === 1) expect(book.trade(0, time, MID, 1, 0)).toBe(0);
      else expect(book.send('clock', time, [])).toBe(0);
    }
  });

  it('with a reason that makes the frame too long is refused before it', () => {
    const book = quotedBook();
    const before = book.stateHash();
    const values = [null, 2, 'x'.repeat(600)];
    expect(() => book.send('tradingState', START_US, values)).toThrow(
      expect.objectContaining({ code: 'USAGE' }),
    );
    expect(book.stateHash()).toBe(before);
  });

  it('with a number for a text, or a text for a number, says what belongs there', () => {
    const book = quotedBook();
    expect(() => book.send('tradingState', START_US, [null, 2, 7])).toThrow(/must be a text/);
    expect(() => book.send('clock', START_US, [])).not.toThrow();
    expect(() => book.send('cash', START_US, [0, 'x', 0])).toThrow(/must be a number/);
  });
});

describe('a book of an image', () => {
  it('or a snapshot that claims another length is refused', () => {
    const image = quotedBook().snapshot();
    const view = new DataView(image.buffer);
    view.setBigUint64(24, view.getBigUint64(24, true) + 8n, true);
    expect(() => Book.restore(SAMPLE, image)).toThrow(/state length/);
  });

  it('of another size is refused', () => {
    const configuration = validateConfiguration(SAMPLE);
    expect(() => regionOfImage(configuration, new Uint8Array(9))).toThrow(
      expect.objectContaining({ code: 'INVARIANT' }),
    );
  });
});
