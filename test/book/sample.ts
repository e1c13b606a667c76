/** A small book of four kinds that several tests start from. */
import { Book } from '../../src/index.js';

export const START_US = 1_700_000_000_000_000;

const quoting = { size: 10, sizeSkew: 0.5, minHalfSpreadBps: 1 };
const inventory = { target: 0, maxPosition: 100 };
const model = { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 };
const terms = { lotSize: 1, makerFee: -0.0001, takerFee: 0.0005, quoting, inventory, model };

export const SAMPLE = {
  book: {
    reportingAsset: 'USD',
    capacity: {
      ...{ instruments: 6, assets: 8, fillIds: 64 },
      ...{ underlyings: 2, expiries: 2, options: 4, guards: 4 },
    },
    limits: { maxDailyLoss: { reduce: 500, halt: 1000 } },
  },
  assets: [
    { symbol: 'USD', balance: 100_000 },
    { symbol: 'BTC', rate: 60_000, rateInstrument: 'BTC-INVERSE', balance: 1 },
    { symbol: 'SOL', rate: 150 },
  ],
  instruments: [
    { symbol: 'ETH-SPOT', contract: 'spot', base: 'ETH', settle: 'USD', tickSize: 0.01, ...terms },
    {
      symbol: 'BTC-LINEAR',
      contract: 'linear',
      base: 'BTC',
      settle: 'USD',
      tickSize: 0.1,
      ...terms,
      multiplier: 0.001,
    },
    {
      symbol: 'BTC-INVERSE',
      contract: 'inverse',
      base: 'BTC',
      settle: 'BTC',
      tickSize: 0.5,
      ...terms,
      multiplier: 100,
    },
    {
      symbol: 'SOL-QUANTO',
      contract: 'quanto',
      base: 'SOL',
      settle: 'BTC',
      tickSize: 0.01,
      ...terms,
      multiplier: 1e-6,
    },
  ],
} as const;

/** Mid prices in ticks. */
export const MID_TICKS = [300_000, 600_000, 120_000, 15_000] as const;

/** A sample book with a market in every instrument. */
export function quotedBook(): Book {
  const book = Book.create(SAMPLE);
  for (const [instrument, mid] of MID_TICKS.entries()) {
    book.bookTicker(instrument, START_US, mid - 1, mid + 1, 50, 50);
  }
  book.discardOutput();
  return book;
}
