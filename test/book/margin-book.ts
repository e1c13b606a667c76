/** A book of several settle assets with margin. */
import { Book } from '../../src/index.js';
import { START_US } from './sample.js';

export const INDEX = 50_000;
export const TICK = 0.5;
/** Of every contract but options. */
export const MID = INDEX / TICK;

export const SYMBOLS = ['L', 'I', 'M', 'C', 'P'] as const;
export const ASSETS = ['USD', 'BTC', 'USDT'] as const;
export type Instrument = (typeof SYMBOLS)[number];
export type Asset = (typeof ASSETS)[number];

interface Tier {
  readonly above: number;
  readonly initial: number;
  readonly maintenance: number;
}

interface Rates {
  readonly initial: number;
  readonly maintenance: number;
  readonly deduction?: number;
  readonly initialSlope?: number;
  readonly maintenanceSlope?: number;
  readonly tiers?: readonly Tier[];
  readonly floor?: number;
  readonly isolatedCollateral?: number;
}

const TIERS: readonly Tier[] = [
  { above: 30_000, initial: 0.15, maintenance: 0.08 },
  { above: 80_000, initial: 0.3, maintenance: 0.2 },
];

/** By symbol: a linear contract whose mark is the rate of BTC, an inverse one, one in another currency. */
export const RATES: Readonly<Record<Instrument, Rates>> = {
  L: { initial: 0.1, maintenance: 0.05, deduction: 200, tiers: TIERS },
  I: { initial: 0.02, maintenance: 0.01, initialSlope: 0.01, maintenanceSlope: 0.005 },
  M: { initial: 0.05, maintenance: 0.03, initialSlope: 0.02, maintenanceSlope: 0.01, tiers: TIERS },
  C: { initial: 0.15, floor: 0.1, maintenance: 0.075 },
  P: { initial: 0.15, floor: 0.1, maintenance: 0.075 },
};

export const OPTIONS = {
  C: { contract: 'inverseOption', right: 'call', strike: 55_000, tickSize: 1e-4, isCoin: true },
  P: { contract: 'option', right: 'put', strike: 48_000, tickSize: 1, isCoin: false },
} as const;

const common = {
  base: 'BTC',
  quoting: { size: 10 },
  inventory: { maxPosition: 1_000_000 },
  model: { type: 'linear', halfSpreadBps: 10, inventorySkewBps: 10 },
  risk: { collarBps: null, maxAgeSeconds: null },
};

function contract(symbol: string, kind: string, settle: string, margin: Rates): object {
  const isInverse = kind === 'inverse';
  return {
    ...common,
    symbol,
    contract: kind,
    settle,
    tickSize: TICK,
    lotSize: isInverse ? 1 : 0.001,
    multiplier: isInverse ? 100 : 1,
    margin,
  };
}

function option(symbol: 'C' | 'P', margin: Rates): object {
  const { contract: kind, right, strike, tickSize, isCoin } = OPTIONS[symbol];
  const settle = isCoin ? 'BTC' : 'USD';
  const terms = { expiry: 'E', right, strike, volatility: 0.6 };
  return {
    ...common,
    symbol,
    contract: kind,
    settle,
    tickSize,
    lotSize: 0.1,
    margin,
    option: terms,
  };
}

export interface MarginChanges {
  readonly mode?: string;
  readonly haircut?: number;
  readonly balances?: Readonly<Record<string, number>>;
  readonly rates?: Readonly<Partial<Record<Instrument, Rates>>>;
  readonly guards?: readonly object[];
}

export const BALANCES: Readonly<Record<string, number>> = { USD: 20_000, BTC: 1, USDT: 10_000 };

/** Configuration of the book; markets arrive by `marginBook`. */
export function marginConfiguration(changes: MarginChanges = {}): object {
  const { mode = 'singleAsset', haircut = 0.1, guards = [] } = changes;
  const balances = changes.balances ?? BALANCES;
  const of = (symbol: Instrument): Rates => changes.rates?.[symbol] ?? RATES[symbol];
  const time = new Date(START_US / 1000 + 30 * 86_400_000).toISOString();
  return {
    book: {
      reportingAsset: 'USD',
      account: { mode },
      capacity: { instruments: 6, assets: 4, fillIds: 64, options: 4, guards: 4 },
    },
    assets: [
      { symbol: 'USD', balance: balances.USD ?? 0 },
      { symbol: 'BTC', balance: balances.BTC ?? 0, rate: INDEX, rateInstrument: 'L', haircut },
      { symbol: 'USDT', balance: balances.USDT ?? 0, rate: 0.99 },
    ],
    underlyings: [{ symbol: 'BTC', initialIndex: INDEX, remark: { thresholdBps: 200 } }],
    expiries: [{ symbol: 'E', underlying: 'BTC', time }],
    instruments: [
      contract('L', 'linear', 'USD', of('L')),
      contract('I', 'inverse', 'BTC', of('I')),
      contract('M', 'linear', 'USDT', of('M')),
      option('C', of('C')),
      option('P', of('P')),
    ],
    guards,
  };
}

export function marginBook(changes: MarginChanges = {}): Book {
  const book = Book.create(marginConfiguration(changes));
  for (const index of [0, 1, 2]) tick(book, index, MID);
  return book;
}

export function tick(book: Book, index: number, mid: number): void {
  book.bookTicker(index, START_US, mid - 1, mid + 1, 1, 1);
}
