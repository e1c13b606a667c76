/** Books of linear instruments around which nothing binds: quotes are what the model says. */
import { Book } from '../../src/index.js';
import { START_US } from './sample.js';

export const TICK = 0.01;
export const LOT = 0.1;
export const MID_TICKS = 100_000;

/** Limit of every instrument, lots. */
export const LIMIT_LOTS = 100;

export function openInstrument(
  symbol: string,
  model: Record<string, unknown>,
  inventory: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    symbol,
    contract: 'linear',
    base: symbol,
    settle: 'USD',
    tickSize: TICK,
    lotSize: LOT,
    quoting: {
      size: 1,
      sizeSkew: 0,
      postOnly: false,
      maxHalfSpreadBps: 9000,
      maxSkewBps: 9000,
      softWall: { start: 0.999, skewBps: 0 },
      requoteThresholdBps: 0,
    },
    inventory: { maxPosition: LIMIT_LOTS * LOT, ...inventory },
    model,
    risk: { collarBps: null },
  };
}

/** A book with a market at a mid of `MID_TICKS` in every instrument. */
export function openBook(
  instruments: readonly Record<string, unknown>[],
  sections: Record<string, unknown> = {},
): { readonly book: Book; readonly configuration: unknown } {
  const capacity = { instruments: 4, assets: 8, fillIds: 512, tableLevels: 256 };
  const owner = { reportingAsset: 'USD', capacity };
  const configuration = { book: owner, instruments, ...sections };
  const book = Book.create(configuration);
  for (const { index } of book.instruments) {
    book.bookTicker(index, START_US, MID_TICKS - 1, MID_TICKS + 1, 1, 1);
  }
  book.discardOutput();
  return { book, configuration };
}
