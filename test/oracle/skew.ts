/** Sections 8 and 9 of the contract: quote tables, and the skew by the exposures of the whole book. */
import { toNumber } from './fixed.js';
import type { Instrument } from './instrument.js';
import type { Ledger } from './ledger.js';

/** One level as delivered, ticks. */
export interface TableLevel {
  readonly bid: number;
  readonly ask: number;
  readonly hasBid: boolean;
  readonly hasAsk: boolean;
}

/** Row of the book: what was written, and who quotes by it. */
export interface TableRow {
  readonly level: TableLevel;
  owner: Instrument | null;
}

export interface QuoteTable {
  readonly levels: readonly TableLevel[];
  readonly lowest: number;
  readonly step: number;
}

/** What a table says at one inventory. */
export interface TableQuote {
  readonly half: number;
  readonly skew: number;
  readonly hasBid: boolean;
  readonly hasAsk: boolean;
}

const NO_TABLE: TableQuote = { half: 0, skew: 0, hasBid: true, hasAsk: true };

/** Linear between levels, constant beyond them; a side needs both levels. */
export function tableQuote(table: QuoteTable | null, deviation: number): TableQuote {
  if (table === null) return NO_TABLE;
  const { levels, lowest, step } = table;
  const last = levels.length - 1;
  const place = Math.max(0, Math.min(last, (deviation - lowest) / step));
  const low = levels[Math.floor(place)];
  const high = levels[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new Error('a table without levels');
  const share = place - Math.floor(place);
  const bid = low.bid + share * (high.bid - low.bid);
  const ask = low.ask + share * (high.ask - low.ask);
  return {
    half: (bid + ask) / 2,
    skew: (bid - ask) / 2,
    hasBid: low.hasBid && high.hasBid,
    hasAsk: low.hasAsk && high.hasAsk,
  };
}

export interface Factors {
  readonly coefficient: number;
  readonly cap: number;
  readonly idiosyncratic: number;
  readonly loadings: readonly number[];
}

/** Position in reporting currency at the mark and rate of now. */
export function positionValue(instrument: Instrument, ledger: Ledger): number {
  if (instrument.q === 0) return 0;
  const { rate } = ledger.asset(instrument.terms.settleAsset);
  return rate * toNumber(instrument.notional(instrument.q, instrument.mark));
}

/** Fraction of fair. Sums over the whole book every time, where the kernel keeps sums. */
export function wholeBookSkew(
  instrument: Instrument,
  all: readonly (Instrument | undefined)[],
): number {
  const { factors } = instrument;
  if (factors === null) return 0;
  let covariance = factors.idiosyncratic * instrument.exposedValue;
  for (const other of all) {
    if (other === undefined || other.factors === null) continue;
    const common = dot(factors.loadings, other.factors.loadings);
    covariance += common * other.exposedValue;
  }
  const skew = factors.coefficient * covariance;
  return Math.max(-factors.cap, Math.min(factors.cap, skew));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}
