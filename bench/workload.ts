/** The book and the ticks that the inline cases measure: everything on, a position in every instrument. */
import { Book, encodeFrame, encodeFrames, type InputFrame } from '../src/index.js';

export const START_US = 1_700_000_000_000_000;
const MID_TICKS = 600_000;

function instrument(index: number): Record<string, unknown> {
  return {
    symbol: `I${index}`,
    contract: 'linear',
    base: 'BTC',
    settle: 'USD',
    tickSize: 0.1,
    lotSize: 0.001,
    makerFee: 0.0001,
    takerFee: 0.0005,
    quoting: { size: 0.01, sizeSkew: 0.5, microWeight: 0.5, minHalfSpreadBps: 0.5 },
    inventory: { target: 0, maxPosition: 0.5, maxNotional: 1_000_000 },
    model: {
      type: 'gueantLehalleFernandezTapia',
      gamma: 0.001,
      xi: 0.001,
      intensityA: 1,
      intensityK: 0.5,
    },
    volatility: { halfLifeSeconds: 60, sampleSeconds: 0.1, initialSigma: 5, floorSigma: 1 },
    risk: { maxAgeSeconds: 10, collarBps: 200 },
  };
}

export function configuration(instruments: number, capacity = instruments): unknown {
  return {
    book: {
      reportingAsset: 'USD',
      capacity: { instruments: Math.max(2, capacity), assets: 8, fillIds: 65_536 },
      limits: { maxDailyLoss: { reduce: 1e8, halt: 1e9 }, maxDrawdown: { reduce: 1e8, halt: 1e9 } },
    },
    assets: [
      { symbol: 'USD', balance: 1e7 },
      { symbol: 'BTC', rate: 60_000 },
    ],
    instruments: Array.from({ length: instruments }, (_, index) => instrument(index)),
  };
}

/** A book with a market and a position in every instrument. */
export function positionedBook(instruments: number): Book {
  const book = Book.create(configuration(instruments), { output: 'discard' });
  for (let index = 0; index < instruments; index++) {
    book.bookTicker(index, START_US, MID_TICKS, MID_TICKS + 1, 10, 20);
    const side = index % 2 === 0 ? 'buy' : 'sell';
    const fill = { instrument: index, time: START_US, fillId: index + 1, priceTicks: MID_TICKS };
    book.fill({ ...fill, side, sizeLots: 10 + index });
  }
  return book;
}

/** Fields of a tick: a price that moves by up to six ticks, one microsecond after the one before. */
export function tickOf(
  index: number,
  instruments: number,
): readonly [number, number, number, number, number] {
  const bid = MID_TICKS + (index % 7);
  return [index % instruments, bid, bid + 1, 10 + (index & 3), 20];
}

/** Ticks as one msgpack stream; all at the same time, so that the stream can be applied repeatedly. */
export function tickStream(count: number, instruments: number): Uint8Array {
  const frames = Array.from({ length: count }, (_, index): InputFrame => {
    return {
      name: 'bookTicker',
      sequence: 0,
      time: START_US + 1e6,
      values: tickOf(index, instruments),
    };
  });
  return encodeFrames(frames);
}

/** Depends on every published price and size: the same quotes, the same text. */
export function quoteChecksum(book: Book, instruments: number): string {
  let sum = 0;
  for (let index = 0; index < instruments; index++) {
    const { quotes } = book;
    const bid = quotes.bidTicks(index) * 7 + quotes.bidLots(index);
    const ask = quotes.askTicks(index) * 11 + quotes.askLots(index);
    sum = (Math.imul(sum, 31) + bid + ask) >>> 0;
  }
  return sum.toString(16);
}

/** A book of many instruments, defined by frames: a configuration of a million would dwarf the sweep. */
export function wideBook(instruments: number): Book {
  const book = Book.create(configuration(1, instruments), { output: 'discard' });
  for (let index = 1; index < instruments; index++) {
    const settings = [
      encodeFrame('defineInstrument', 0, 0, [
        index,
        1,
        1,
        0,
        0,
        0.1,
        0.001,
        1,
        1,
        0,
        0.0001,
        0.0005,
      ]),
      encodeFrame('setQuoting', 0, 0, [index, 10, 0.5, 0.5, 1, 0.5, 500, 0, 500, 0.8, 5, 0.5, 0.1]),
      encodeFrame('setGueant', 0, 0, [index, 0.001, 0.001, 1, 0.5, 0.01, null]),
      encodeFrame('setVolatility', 0, 0, [index, 60, 0.1, 5, 1]),
      encodeFrame('setInventory', 0, 0, [index, 0, 500, 1e6]),
      encodeFrame('setRisk', 0, 0, [index, 10, 200]),
    ];
    book.apply(Buffer.concat(settings));
  }
  for (let index = 0; index < instruments; index++) {
    const [, bid, ask, bidLots, askLots] = tickOf(index, instruments);
    book.bookTicker(index, START_US, bid, ask, bidLots, askLots);
  }
  return book;
}
