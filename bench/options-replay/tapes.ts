/** Tapes of the index: a recorded session moved to the level of a chain, or a made-up one with a chain. */
import { join } from 'node:path';
import { readDocument } from '../../src/config/index.js';
import { Book } from '../../src/index.js';
import { SeededRandom } from '../../src/random/index.js';
import { type MarketReceiver, readMarket, validateSession } from '../../src/replay/index.js';
import type { ChainRow } from '../options-table/chains.js';
import type { Touch } from './replay.js';

interface SessionDocument {
  readonly assets: unknown;
  readonly book: object;
  readonly instruments: readonly { readonly symbol: string; readonly tickSize: number }[];
  readonly session: { readonly sources: readonly { readonly instrument: string }[] };
}

/** Only what is of BTC. */
function onlyBtc(document: SessionDocument): SessionDocument {
  const { instruments, session } = document;
  const sources = session.sources.filter(({ instrument }) => instrument === 'BTC');
  return {
    ...document,
    instruments: instruments.filter(({ symbol }) => symbol === 'BTC'),
    session: { ...session, sources },
  };
}

/**
 * Touches of BTC in a recorded session, times `spot` over its first mid: the chain's strikes and ticks
 * stay those of the venue, and returns are those of the session.
 */
export async function recordedTape(
  examples: string,
  dataDir: string,
  spot: number,
): Promise<readonly Touch[]> {
  const document = readDocument(join(examples, 'hyperliquid.yaml')) as SessionDocument;
  const configuration = validateSession(onlyBtc(document), dataDir);
  const book = Book.fromConfiguration(configuration.book);
  const tape: Touch[] = [];
  let scale = 0;
  const receiver: MarketReceiver = {
    quote: (_, timeUs, bidTicks, askTicks) => {
      if (scale === 0) scale = spot / ((bidTicks + askTicks) / 2);
      tape.push({ timeUs, bid: bidTicks * scale, ask: askTicks * scale });
      return 0;
    },
    trade: () => 0,
    funding: () => 0,
  };
  await readMarket(configuration, book.instruments, [receiver]);
  return tape;
}

const SPOT = 60_000;
const STEP_US = 250_000;
const START_US = 1_767_600_000_000_000;
const SPREAD = 1;

/** A chain of four expiries under one smile. */
export function madeUpChain(): readonly ChainRow[] {
  return [7, 14, 35, 80].flatMap((days) =>
    Array.from({ length: 14 }, (_, place): ChainRow => {
      const strike = SPOT * (0.85 + Math.floor(place / 2) * 0.05);
      const forward = SPOT * (1 + days * 1e-4);
      const years = days / 365;
      const type = place % 2 === 0 ? 'call' : 'put';
      const volatility = 0.55 + 0.8 * Math.log(strike / forward) ** 2;
      const expiry = `${days}D`;
      const name = `${expiry}-${strike.toFixed(0)}-${type === 'call' ? 'C' : 'P'}`;
      return { name, expiry, type, strike, forward, years, price: 1, volatility, greeks: null };
    }),
  );
}

/** A random walk at 60 % a year. */
export function madeUpTape(seconds: number, seed: number): readonly Touch[] {
  const random = new SeededRandom(seed, 1);
  const deviation = 0.6 * Math.sqrt(STEP_US / (365 * 86_400e6));
  let mid = SPOT;
  return Array.from({ length: Math.floor((seconds * 1e6) / STEP_US) }, (_, step) => {
    mid *= Math.exp(deviation * random.normal());
    return { timeUs: START_US + step * STEP_US, bid: mid - SPREAD / 2, ask: mid + SPREAD / 2 };
  });
}
