/** Margin and liquidation through a book that holds the position: `Book.solvency`. */
import { Book, type InstrumentSolvency } from '../../../src/index.js';
import { type CaseInput, type CaseOutput, number, numbers, oneOf, records } from '../case.js';

const START_US = 1_700_000_000_000_000;
const ENTRY_TICKS = 2 ** 30;

interface Terms {
  readonly contract?: string;
  readonly settle?: string;
  readonly tickSize?: number;
  readonly lotSize?: number;
  readonly multiplier?: number;
  readonly margin?: object;
  readonly option?: object;
}

function instrument(terms: Terms, index: number): object {
  const { lotSize = 1 } = terms;
  return {
    ...{ symbol: `I${index}`, contract: 'linear', base: 'COIN', settle: 'USD', tickSize: 1 },
    lotSize,
    quoting: { size: lotSize },
    inventory: { maxPosition: lotSize * 2 },
    model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
    ...terms,
  };
}

function bookOf(instruments: readonly Terms[], sections: object = {}): Book {
  const assets = [{ symbol: 'COIN', rate: 1 }];
  const book = { reportingAsset: 'USD' };
  const all = { book, assets, instruments: instruments.map(instrument), ...sections };
  return Book.create(all, { output: 'discard' });
}

function accepted(code: number): void {
  if (code !== 0) throw new Error(`the book refuses a frame with code ${code}`);
}

/** Holds lots, entered at a price in ticks, at a mark. */
function hold(book: Book, index: number, lots: number, ticks: number, mark: number): void {
  accepted(book.mark(index, START_US, mark));
  accepted(book.position(index, START_US, lots, ticks));
}

function first(book: Book): InstrumentSolvency {
  const [own] = book.solvency().instruments;
  if (own === undefined) throw new Error('the book has no instrument with margin');
  return own;
}

/** A contract of the notional, settled in it, one lot at a mark of 1. */
function notionalBook(notional: number, margin: object): Book {
  const book = bookOf([{ multiplier: notional === 0 ? 1 : notional, margin }]);
  hold(book, 0, notional === 0 ? 0 : 1, 1, 1);
  return book;
}

function runTiers(input: CaseInput): CaseOutput {
  const rows = records(input, 'tiers').map((row) => ({
    cap: number(row, 'cap'),
    rate: number(row, 'mmr'),
  }));
  const [{ rate: maintenance } = { rate: 0 }, ...above] = rows;
  const tiers = above.map(({ rate }, place) => {
    return { above: rows[place]?.cap ?? 0, initial: rate, maintenance: rate };
  });
  const notional = number(input, 'notional');
  const book = notionalBook(notional, { initial: maintenance, maintenance, tiers });
  const { maintenanceMargin: mm, tier, maintenanceRate } = first(book);
  return { mm, tier, deduction: notional * maintenanceRate - mm };
}

/** An inverse contract settles in the coin: its notional is its size. A rate of nothing is that of little. */
function runSizeScaled(input: CaseInput): CaseOutput {
  const [size, price] = [number(input, 'size'), number(input, 'price')];
  const rates = { initial: number(input, 'base'), initialSlope: number(input, 'slope') };
  const of = (coins: number): InstrumentSolvency => {
    const margin = { ...rates, maintenance: 0 };
    const multiplier = coins * price;
    const book = bookOf([{ contract: 'inverse', settle: 'COIN', multiplier, margin }]);
    hold(book, 0, 1, 1, price);
    return first(book);
  };
  const { initialMargin: full, notional } = of(size === 0 ? 1e-13 : size);
  const margin = size === 0 ? 0 : full;
  return { rate: full / notional, margin, marginQuote: margin * price };
}

/** Where the position is safe, so that its liquidation is ahead. */
const safeMark = (entry: number, isHighSafe: boolean): number =>
  isHighSafe ? entry * 8 : entry / 8;

/**
 * Maintenance at the entry does not move with the mark: that of another position, at its own mark, which the
 * equity of the account must cover as well.
 */
function runLiquidation(
  input: CaseInput,
  isInverse: boolean,
  units: number,
  deduction: number,
): CaseOutput {
  const entry = number(input, 'entry');
  const rate = number(input, 'mmr');
  const isAtMark = oneOf(input, 'basis', ['mark', 'entry']) === 'mark';
  const worth = isInverse ? units / entry : units * entry;
  const margin = isAtMark
    ? { initial: rate, maintenance: rate, deduction }
    : { initial: 0, maintenance: 0 };
  const settle = isInverse ? 'COIN' : 'USD';
  const contract = isInverse ? 'inverse' : 'linear';
  const terms = { contract, settle, tickSize: entry / ENTRY_TICKS, multiplier: units, margin };
  const fixed = { initial: 1, maintenance: 1, deduction: 0 };
  const other = { settle: 'USD', multiplier: Math.max(worth * rate - deduction, 1e-15) };
  const book = bookOf([
    terms,
    isInverse
      ? { ...other, contract: 'quanto', settle, margin: fixed }
      : { ...other, margin: fixed },
  ]);
  const lots = number(input, 'side');
  accepted(book.send('cash', START_US, [isInverse ? 0 : 1, number(input, 'collateral'), 0]));
  hold(book, 0, lots, ENTRY_TICKS, safeMark(entry, lots > 0));
  if (!isAtMark) hold(book, 1, 1, 1, 1);
  const { liquidationPrice: liq, bankruptcyPrice: bankruptcy } = first(book);
  return { liq, bankruptcy };
}

function runShortOption(input: CaseInput): CaseOutput {
  const right = oneOf(input, 'type', ['call', 'put']);
  const book = bookOf(
    [
      {
        ...{ contract: 'inverseOption', settle: 'COIN', tickSize: 1e-6 },
        option: { expiry: 'E', right, strike: number(input, 'K'), volatility: 1, mark: 'market' },
        margin: {
          initial: number(input, 'imRate'),
          floor: number(input, 'imFloor'),
          maintenance: number(input, 'mmRate'),
        },
      },
    ],
    {
      underlyings: [{ symbol: 'U', initialIndex: number(input, 'S') }],
      expiries: [{ symbol: 'E', underlying: 'U', time: '2026-01-01T00:00:00Z' }],
    },
  );
  hold(book, 0, -1, 1, number(input, 'mark'));
  const { initialMargin: im, maintenanceMargin: mm } = first(book);
  return { im, mm };
}

/**
 * Positions of one lot, entered at 1 tick. What is not realised is that of the largest: its size is set by
 * the value at the entry, its mark by the notional.
 */
function accountBook(input: CaseInput): Book {
  const notionals = numbers(input, 'notionals');
  const gross = notionals.reduce((sum, notional) => sum + Math.abs(notional), 0);
  const initial = number(input, 'im') / gross;
  const margin = { initial, maintenance: number(input, 'mm') / gross };
  const entries = notionals.map(Math.abs);
  const balances = records(input, 'collateral').map((row, index) => ({
    symbol: `A${index}`,
    balance: number(row, 'amount'),
    rate: number(row, 'price'),
    haircut: number(row, 'haircut'),
  }));
  const places = notionals.map((notional, place) => [Math.abs(notional), place] as const);
  const [, largest = 0] = places.sort(([a], [b]) => b - a)[0] ?? [];
  const side = Math.sign(notionals[largest] ?? 1);
  const unrealised = number(input, 'unrealized');
  const value = Math.abs(notionals[largest] ?? 0) - side * unrealised;
  const fits = value > 0 && Math.abs(unrealised) > 1e-6 * value;
  if (fits) entries[largest] = value;
  const terms = entries.map((multiplier): Terms => ({ multiplier, margin }));
  const book = bookOf(terms, {
    book: { reportingAsset: 'USD', account: { mode: 'multiAsset' } },
    assets: [...balances, { symbol: 'COIN', rate: 1 }],
  });
  for (const [place, notional] of notionals.entries()) {
    hold(book, place, Math.sign(notional), 1, Math.abs(notional) / (entries[place] ?? 1));
  }
  // More than positions could lose, or less than their marks could say, is cash in the quote currency,
  // which counts in full likewise.
  if (!fits) accepted(book.send('cash', START_US, [balances.length + 1, unrealised, 1]));
  return book;
}

function runAccount(input: CaseInput): CaseOutput {
  const report = accountBook(input).solvency();
  const { collateral: equity, leverage, maintenanceRatio: marginRatio, verdict } = report;
  return {
    equity,
    gross: report.grossNotional,
    net: report.netNotional,
    leverage,
    marginRatio,
    available: report.free,
    liquidatable: verdict === 'LIQUIDATABLE' || verdict === 'INSOLVENT',
    solvent: verdict !== 'INSOLVENT',
  };
}

export const kernelRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'tieredMaintenance (kernel)': runTiers,
  'sizeScaledMargin (kernel)': runSizeScaled,
  'liqLinear (kernel)': (input) =>
    runLiquidation(input, false, number(input, 'qty'), number(input, 'deduction')),
  'liqInverse (kernel)': (input) => runLiquidation(input, true, number(input, 'notional'), 0),
  'shortOption (kernel)': runShortOption,
  'account (kernel)': runAccount,
};
