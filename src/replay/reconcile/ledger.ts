/** The book that the fills go through: one instrument per symbol, no quoting. */
import { APPLIED } from '../../../assembly/codes.js';
import { Book, type PositionReport } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import { codeName } from '../../frames/index.js';
import type { PreparedFill, PreparedSymbol } from './prepare.js';

/** What a fill did to its position. */
export interface LedgerEntry {
  readonly lotsBefore: number;
  readonly lotsAfter: number;
  /** Quote currency; null when flat. */
  readonly entryBefore: number | null;
  /** Realised PnL of this fill, settle asset. */
  readonly pnl: number;
}

/** Far above any position of the fills: the ledger never limits anything. */
const NO_LIMIT_LOTS = 2 ** 49;

/** Least and most fill ids that a book remembers. */
const FILL_IDS = { least: 8, most: 16_777_216 } as const;

/** Fill ids to reserve for so many fills: a power of two. */
export function fillIdCapacity(fills: number): number {
  const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, fills)));
  return Math.min(FILL_IDS.most, Math.max(FILL_IDS.least, wanted));
}

/** A {@link Book} that is fed fills and positions only. */
export class Ledger {
  readonly #book: Book;
  // Files do not agree on clocks; the order of the fills is all that accounting needs.
  #time = 1;
  // Ids of venues are unique per symbol at best, those of a book have to be in all of it.
  #lastFillId = 0;

  constructor(symbols: readonly PreparedSymbol[]) {
    this.#book = Book.create(configuration(symbols), { output: 'discard' });
  }

  /** Position of an instrument and what became of it so far. */
  position(instrument: number): PositionReport {
    return this.#book.positionOf(instrument);
  }

  /** Applies one fill and says what it realised. */
  fill(instrument: number, { raw, priceTicks, sizeLots, fee }: PreparedFill): LedgerEntry {
    const before = this.#book.positionOf(instrument);
    this.#lastFillId += 1;
    const result = this.#book.fill({
      instrument,
      time: this.#nextTime(),
      fillId: this.#lastFillId,
      side: raw.side,
      priceTicks,
      sizeLots,
      liquidity: raw.liquidity,
      fee,
    });
    check(result, `row ${raw.row}`);
    const after = this.#book.positionOf(instrument);
    return {
      lotsBefore: before.positionLots,
      lotsAfter: after.positionLots,
      entryBefore: before.averageEntry,
      pnl: after.realised - before.realised,
    };
  }

  /** Sets the position to what the venue says; the difference is booked at the price. */
  align(instrument: number, lots: number, priceTicks: number): void {
    check(this.#book.position(instrument, this.#nextTime(), lots, priceTicks), 'position');
  }

  #nextTime(): number {
    this.#time += 1;
    return this.#time;
  }
}

function check(result: number, what: string): void {
  if (result === APPLIED) return;
  const code = codeName(result, 'reject');
  throw new EvenkeelError('DATA', `${what} was refused by the book: ${code}`, { what, code });
}

// Names of the book only: those of files may be anything, and the same for two accounts.
function configuration(symbols: readonly PreparedSymbol[]): unknown {
  const assets = new Map<string, string>();
  for (const { terms } of symbols) {
    for (const asset of [terms.settle, terms.base]) {
      if (!assets.has(asset)) assets.set(asset, `asset-${assets.size}`);
    }
  }
  const named = (asset: string): string => assets.get(asset) ?? '';
  const names = [...assets.values()];
  return {
    book: {
      reportingAsset: names[0] ?? 'asset',
      capacity: {
        instruments: Math.max(2, symbols.length + (symbols.length % 2)),
        assets: Math.max(1, names.length),
        fillIds: fillIdCapacity(symbols.reduce((sum, { fills }) => sum + fills.length, 0)),
      },
    },
    assets: names.map((symbol) => ({ symbol, rate: 1 })),
    instruments: symbols.map(({ terms }, index) => ({
      symbol: `instrument-${index}`,
      contract: terms.contract,
      base: named(terms.base),
      settle: named(terms.settle),
      tickSize: terms.tickSize,
      lotSize: terms.lotSize,
      multiplier: terms.multiplier,
      quoting: { size: terms.lotSize },
      inventory: { maxPosition: terms.lotSize * NO_LIMIT_LOTS },
      model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 0 },
    })),
  };
}
