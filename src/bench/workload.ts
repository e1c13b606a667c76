/**
 * The book and the ticks that every case shares: 16 linear instruments with everything switched on
 * and a position in each, so that a tick revalues PnL, equity and limits.
 */
import { Book, type Fill } from '../book/index.js';
import { encodeFrame } from '../frames/index.js';

export const INSTRUMENTS = 16;
export const START_US = 1_700_000_000_000_000;
/** Ticks begin a second after the positions. */
const FIRST_TICK_US = START_US + 1_000_000;
/** Ticks of the whole book are a millisecond apart. */
const TICK_US = 1000;
const MID_TICKS = 600_000;

/** Work done before any timing, whose quotes are the checksum. */
export const CHECKED_TICKS = 1000;

/**
 * Bid by the number of the tick: a walk there and back, so that it has no end and no jump. Its
 * steps are such that about one tick in ten moves a quote beyond the requote threshold.
 */
const WALK_TICKS = 4096;
const WALK = Int32Array.from(
  (() => {
    const bids = [MID_TICKS];
    let state = 1;
    while (bids.length < WALK_TICKS / 2) {
      // A small linear congruential generator (Numerical Recipes); its high bits are good enough.
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      bids.push((bids.at(-1) ?? 0) + ((state >>> 16) % 9) - 4);
    }
    return [...bids, ...bids.toReversed()];
  })(),
);

function bidTicksOf(index: number): number {
  return WALK[index & (WALK_TICKS - 1)] ?? MID_TICKS;
}

/** What ticks can be sent to. */
export interface TickTarget {
  bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number;
}

/** What can be given a market and positions. */
export interface FillTarget extends TickTarget {
  fill(fill: Fill): number;
}

/** Both sides of a published quote. */
export interface QuotedSides {
  readonly bidTicks: number;
  readonly bidLots: number;
  readonly askTicks: number;
  readonly askLots: number;
}

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
    model: { type: 'linear', halfSpreadBps: 2, volatilityMultiplier: 0.5, inventorySkewBps: 4 },
    volatility: { halfLifeSeconds: 60, sampleSeconds: 0.1, initialSigma: 5, floorSigma: 1 },
    risk: { maxAgeSeconds: 10, collarBps: 200 },
  };
}

/** Operator configuration of a book of such instruments. */
export function configuration(instruments = INSTRUMENTS, capacity = instruments): unknown {
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

/** Gives every instrument a market and a position, long and short in turn. */
export function takePositions(book: FillTarget, instruments = INSTRUMENTS): void {
  for (let index = 0; index < instruments; index++) {
    book.bookTicker(index, START_US, MID_TICKS, MID_TICKS + 1, 10, 20);
    const side = index % 2 === 0 ? 'buy' : 'sell';
    const fill = { instrument: index, time: START_US, fillId: index + 1, priceTicks: MID_TICKS };
    book.fill({ ...fill, side, sizeLots: 10 + index });
  }
}

/** An inline book with a market and a position in every instrument. */
export function positionedBook(): Book {
  const book = Book.create(configuration(), { output: 'discard' });
  takePositions(book);
  return book;
}

/** Sends the tick of a number: instruments in turn, a price that walks, a millisecond apart. */
export function sendTick(book: TickTarget, index: number): number {
  const bid = bidTicksOf(index);
  const timeUs = FIRST_TICK_US + index * TICK_US;
  return book.bookTicker(index % INSTRUMENTS, timeUs, bid, bid + 1, 10 + (index & 3), 20);
}

/** The fill of a number: instruments in turn, bought and sold in turn, so that nothing drifts. */
export function fillOf(index: number): Fill {
  return {
    instrument: index % INSTRUMENTS,
    time: FIRST_TICK_US,
    fillId: INSTRUMENTS + 1 + index,
    side: Math.floor(index / INSTRUMENTS) % 2 === 0 ? 'buy' : 'sell',
    priceTicks: bidTicksOf(index),
    sizeLots: 20 + 10 * (index % 5),
  };
}

/** Fields of a tick of a book with any number of instruments. */
export function tickOf(
  index: number,
  instruments = INSTRUMENTS,
): readonly [number, number, number, number, number] {
  const bid = bidTicksOf(index);
  return [index % instruments, bid, bid + 1, 10 + (index & 3), 20];
}

/** Ticks as msgpack frames, all at one moment, so that they can be applied repeatedly. */
export function tickFrames(count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, index) =>
    encodeFrame('bookTicker', 0, FIRST_TICK_US, tickOf(index)),
  );
}

/** Depends on every published price and size: the same quotes, the same text. */
export function quoteChecksum(
  quoteOf: (instrument: number) => QuotedSides,
  instruments = INSTRUMENTS,
): string {
  let sum = 0;
  for (let index = 0; index < instruments; index++) {
    const { bidTicks, bidLots, askTicks, askLots } = quoteOf(index);
    const bid = bidTicks * 7 + bidLots;
    const ask = askTicks * 11 + askLots;
    sum = (Math.imul(sum, 31) + bid + ask) >>> 0;
  }
  return sum.toString(16).padStart(8, '0');
}

/** The published quote of an inline book. */
export function quoteOfBook({ quotes }: Book): (instrument: number) => QuotedSides {
  return (index) => ({
    bidTicks: quotes.bidTicks(index),
    bidLots: quotes.bidLots(index),
    askTicks: quotes.askTicks(index),
    askLots: quotes.askLots(index),
  });
}
