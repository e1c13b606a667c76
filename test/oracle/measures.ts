/** What guards watch, each from scratch (section 13 of the contract). */
import * as codes from '../../assembly/codes.js';
import { toNumber } from './fixed.js';
import type { GuardTerms } from './guards.js';
import type { Instrument } from './instrument.js';
import type { OracleBook } from './oracle-book.js';
import { grossIn } from './risk.js';

/** Null while it takes an index that is not known. */
export function measureOf(terms: GuardTerms, book: OracleBook): number | null {
  switch (terms.scope) {
    case codes.GUARD_OF_INSTRUMENT:
      return ofInstrument(terms.measure, book.instrument(terms.of));
    case codes.GUARD_OF_UNDERLYING:
      return ofUnderlying(terms.measure, terms.of, book);
    case codes.GUARD_OF_ASSET:
      return grossIn(terms.of, book.instruments);
    case codes.GUARD_OF_FACTOR:
      return Math.abs(factorExposure(terms.of, book));
    default:
      return ofBook(terms, book);
  }
}

/** Quote currency of a lot at the mark; of a linear contract 0 before any. */
export function lotAtMark({ notionalFixed, notionalPerTick, mark }: Instrument): number {
  return notionalFixed + notionalPerTick * (Number.isNaN(mark) ? 0 : mark);
}

function ofInstrument(measure: number, instrument: Instrument): number {
  const { q, openBuy, openSell } = instrument;
  const worst = Math.max(Math.abs(q + openBuy), Math.abs(q - openSell));
  return measure === codes.MEASURE_POSITION ? worst : worst * lotAtMark(instrument);
}

function ofUnderlying(measure: number, row: number, book: OracleBook): number | null {
  const exposure = book.exposure(row);
  const { index, worstUp, worstDown, netNotional, grossNotional } = exposure;
  const isKnown = worstUp !== null && worstDown !== null;
  const delta = isKnown ? Math.max(Math.abs(worstUp), Math.abs(worstDown)) : null;
  switch (measure) {
    case codes.MEASURE_DELTA:
      return delta;
    case codes.MEASURE_DOLLAR_DELTA:
      return delta === null ? null : delta * (index ?? 0);
    case codes.MEASURE_GROSS:
      return grossNotional;
    case codes.MEASURE_NET:
      return netNotional === null ? null : Math.abs(netNotional);
    case codes.MEASURE_DOLLAR_GAMMA:
      return (Math.abs(exposure.gamma) * (index ?? 0) ** 2) / 100;
    case codes.MEASURE_VEGA:
      return Math.max(Math.abs(exposure.worstVegaUp), Math.abs(exposure.worstVegaDown));
    case codes.MEASURE_THETA:
      return Math.abs(exposure.thetaPerDay);
    default:
      throw new Error(`measure ${measure} is not one of an underlying`);
  }
}

function ofBook({ measure, parameter }: GuardTerms, book: OracleBook): number {
  const { ledger, equity } = book;
  switch (measure) {
    case codes.MEASURE_GROSS:
      return book.grossNotional;
    case codes.MEASURE_LEVERAGE:
      return leverage(book.grossNotional, equity);
    case codes.MEASURE_LOSS:
      return toNumber(ledger.dayOpen - ledger.equity);
    case codes.MEASURE_DRAWDOWN:
      return Math.max(0, toNumber(ledger.peak - ledger.equity));
    case codes.MEASURE_VALUE_AT_RISK:
      return parameter * Math.sqrt(variance(book));
    default:
      throw new Error(`measure ${measure} is not modelled`);
  }
}

function leverage(gross: number, equity: number): number {
  if (gross === 0) return 0;
  return equity > 0 ? gross / equity : Number.POSITIVE_INFINITY;
}

function variance(book: OracleBook): number {
  let sum = 0;
  for (let factor = 0; factor < codes.FACTORS_MAX; factor += 1) {
    sum += factorExposure(factor, book) ** 2;
  }
  for (const instrument of book.instruments) {
    sum += (instrument?.factors?.idiosyncratic ?? 0) * (instrument?.exposedValue ?? 0) ** 2;
  }
  return sum;
}

export function factorExposure(factor: number, { instruments }: OracleBook): number {
  return instruments.reduce((sum, instrument) => {
    const loading = instrument?.factors?.loadings[factor] ?? 0;
    return sum + loading * (instrument?.exposedValue ?? 0);
  }, 0);
}

const MEASURES: readonly (readonly number[])[] = [
  [8, 10, 11, 12, 13, 15, 16],
  [8],
  [3, 4, 5, 6, 7, 8, 9],
  [1, 2],
  [14],
];

/** Whether a scope has this measure. */
export function isMeasured(scope: number, measure: number): boolean {
  return MEASURES[scope]?.includes(measure) ?? false;
}
