/** A book of several settle assets with margin, random events for it, and its margin from scratch. */
import fc from 'fast-check';
import { Book, type SolvencyReport } from '../../src/index.js';
import { shortOptionMargin, tieredMaintenance } from '../../src/models/index.js';
import { START_US } from './sample.js';

export const INDEX = 50_000;
const TICK = 0.5;
/** Of every contract but options. */
export const MID = INDEX / TICK;

export const SYMBOLS = ['L', 'I', 'M', 'C', 'P'] as const;
export const ASSETS = ['USD', 'BTC', 'USDT'] as const;
type Instrument = (typeof SYMBOLS)[number];
type Asset = (typeof ASSETS)[number];

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

const OPTIONS = {
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

/** What the tests said to a book and reports do not repeat. */
export interface Said {
  multi: boolean;
  haircut: number;
  readonly cash: Record<string, number>;
  readonly collateral: Record<string, number>;
  readonly open: Record<string, { buy: number; sell: number }>;
  reference: number;
}

export function nothingSaid(changes: MarginChanges = {}): Said {
  return {
    multi: changes.mode === 'multiAsset',
    haircut: changes.haircut ?? 0.1,
    cash: { ...(changes.balances ?? BALANCES) },
    collateral: {},
    open: {},
    reference: INDEX,
  };
}

type Event = (book: Book, said: Said) => number;

const contracts = fc.constantFrom(0, 1, 2);
const instruments = fc.constantFrom(0, 1, 2, 3, 4);
const symbolOf = (index: number): string => SYMBOLS[index] ?? '';

const position = fc.tuple(instruments, fc.integer({ min: -3000, max: 3000 })).map(
  ([index, lots]): Event =>
    (book) => {
      const ticks = index < 3 ? MID : 300;
      return book.position(index, START_US, index < 3 ? lots : lots % 40, ticks);
    },
);

const fill = fc
  .tuple(contracts, fc.integer({ min: -900, max: 900 }), fc.integer({ min: -3000, max: 3000 }))
  .map(
    ([index, lots, away]): Event =>
      (book) =>
        lots === 0
          ? 0
          : book.position(index, START_US, book.positionLots(index) + lots, MID + away),
  );

const working = fc.tuple(instruments, fc.nat(500), fc.nat(500)).map(
  ([index, buy, sell]): Event =>
    (book, said) => {
      const scale = index < 3 ? 1 : 0.1;
      const [bid, ask] = [Math.round(buy * scale), Math.round(sell * scale)];
      said.open[symbolOf(index)] = { buy: bid, sell: ask };
      return book.working(index, START_US, bid, ask, 0, 0);
    },
);

const moved = fc.tuple(contracts, fc.integer({ min: 70_000, max: 140_000 }), fc.boolean()).map(
  ([index, mid, isMark]): Event =>
    (book) => {
      if (isMark) return book.mark(index, START_US, mid * TICK);
      tick(book, index, mid);
      return 0;
    },
);

const optionMark = fc.tuple(fc.constantFrom(3, 4), fc.integer({ min: 1, max: 900 })).map(
  ([index, ticks]): Event =>
    (book) =>
      book.mark(index, START_US, ticks * (index === 3 ? 1e-4 : 1)),
);

const remark = fc.integer({ min: 35_000, max: 70_000 }).map(
  (price): Event =>
    (book, said) => {
      said.reference = price;
      return book.send('index', START_US, [0, price]) || book.send('remark', START_US, [0]);
    },
);

const cash = fc.tuple(fc.constantFrom(0, 1, 2), fc.integer({ min: -20, max: 20 })).map(
  ([asset, steps]): Event =>
    (book, said) => {
      const amount = steps * (asset === 1 ? 0.1 : 1000);
      const symbol = ASSETS[asset] ?? '';
      said.cash[symbol] = (said.cash[symbol] ?? 0) + amount;
      return book.send('cash', START_US, [asset, amount, 1]);
    },
);

const rate = fc.double({ min: 0.5, max: 2, noNaN: true }).map(
  (value): Event =>
    (book) =>
      book.send('assetRate', START_US, [2, value]),
);

const isolated = fc.tuple(contracts, fc.option(fc.integer({ min: 1, max: 90 }))).map(
  ([index, steps]): Event =>
    (book, said) => {
      const amount = steps === null ? null : steps * (index === 1 ? 0.01 : 100);
      said.collateral[symbolOf(index)] = amount ?? 0;
      return book.send('setIsolated', START_US, [index, amount]);
    },
);

const account = fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })).map(
  ([multi, haircut]): Event =>
    (book, said) => {
      said.multi = multi;
      said.haircut = haircut;
      return (
        book.send('setAccount', START_US, [multi ? 1 : 0]) ||
        book.send('setCollateral', START_US, [1, haircut])
      );
    },
);

/** Everything that can move margin or what stands behind it. */
export const marginEvents = fc.array(
  fc.oneof(position, fill, working, moved, optionMark, remark, cash, rate, isolated, account),
  { minLength: 1, maxLength: 25 },
);

/** Margin of one instrument by the public model functions. */
function requirement(symbol: Instrument, lots: number, mark: number, reference: number) {
  const { initial, maintenance, floor = 0, deduction = 0, ...rest } = RATES[symbol];
  if (symbol === 'C' || symbol === 'P') {
    const { right, strike, isCoin } = OPTIONS[symbol];
    const coin = isCoin ? 1 : reference;
    const each = shortOptionMargin({
      type: right,
      spot: reference,
      strike,
      markCoin: mark / coin,
      initialRate: initial,
      initialFloor: floor,
      maintenanceRate: maintenance,
    });
    const units = Math.max(-lots, 0) * 0.1 * coin;
    return { initial: units * each.initialMargin, maintenance: units * each.maintenanceMargin };
  }
  const size = symbol === 'I' ? (Math.abs(lots) * 100) / mark : Math.abs(lots) * 0.001;
  const notional = symbol === 'I' ? size : size * mark;
  const { initialSlope = 0, maintenanceSlope = 0, tiers = [] } = rest;
  const byTiers = (key: 'initial' | 'maintenance', first: number): number =>
    tieredMaintenance(
      notional,
      [first, ...tiers.map((tier) => tier[key])].map((maintenanceRate, place) => ({
        notionalMax: tiers[place]?.above ?? Number.POSITIVE_INFINITY,
        maintenanceRate,
      })),
    ).maintenanceMargin;
  const grown = byTiers('maintenance', maintenance) + maintenanceSlope * size * notional;
  return {
    initial: byTiers('initial', initial) + initialSlope * size * notional,
    maintenance: Math.max(grown - deduction, 0),
  };
}

interface Sums {
  equity: number;
  isolated: number;
  balance: number;
  initial: number;
  maintenance: number;
}

const SETTLE: Readonly<Record<Instrument, Asset>> = {
  L: 'USD',
  I: 'BTC',
  M: 'USDT',
  C: 'BTC',
  P: 'USD',
};

/** Sums per asset of what every position needs and is worth now, from nothing but positions and marks. */
export function fromScratch(book: Book, said: Said) {
  const begin = (symbol: Asset): Sums => {
    const balance = said.cash[symbol] ?? 0;
    return { equity: balance, isolated: 0, balance, initial: 0, maintenance: 0 };
  };
  const sums = { USD: begin('USD'), BTC: begin('BTC'), USDT: begin('USDT') };
  for (const [index, symbol] of SYMBOLS.entries()) {
    const { positionLots: lots, mark, realised, unrealised } = book.positionOf(index);
    const own = sums[SETTLE[symbol]];
    own.equity += realised + unrealised;
    own.balance += realised;
    const collateral = said.collateral[symbol] ?? 0;
    if (collateral > 0) {
      own.isolated += collateral + unrealised;
      own.balance -= collateral;
      continue;
    }
    const open = said.open[symbol] ?? { buy: 0, sell: 0 };
    const of = (signed: number) => requirement(symbol, signed, mark ?? 0, said.reference);
    const worst = Math.max(of(lots + open.buy).initial, of(lots - open.sell).initial);
    own.initial += worst;
    own.maintenance += of(lots).maintenance;
  }
  return sums;
}

const SEVERITY = ['SOLVENT', 'MARGIN_CALL', 'LIQUIDATABLE', 'INSOLVENT'] as const;

/** What guards must say if the verdict is right: utilisation and maintenance above 1 or not. */
export function guardsOf({ verdict }: SolvencyReport) {
  const severity = SEVERITY.indexOf(verdict);
  return { isCalled: severity >= 1, isLiquidatable: severity >= 2 };
}
