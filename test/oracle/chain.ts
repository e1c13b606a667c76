/** Section 11 of the contract: chains priced as a whole, and followed in between. */
import { type Greeks, greeksOf, NO_GREEKS } from './black76.js';
import type { Instrument } from './instrument.js';
import type { OracleBook } from './oracle-book.js';
import type { Expiry, OptionTerms, Underlying } from './underlyings.js';

const YEAR_NS = 31_536_000e9;

/** What the last re-mark said of an option. */
export interface Priced {
  readonly greeks: Greeks;
  /** 0 without one. */
  readonly volatility: number;
}

export const UNPRICED: Priced = { greeks: NO_GREEKS, volatility: 0 };

/** What an option is quoted around when it is by the model. */
export interface ModelMarket {
  /** 0 for no price. */
  ticks: number;
  /** Of the index, as of when the price was brought up to date. */
  time: number;
}

/** The options of an underlying, in the order of their first definition. */
export function chainOf(book: OracleBook, row: number): readonly Instrument[] {
  return book.derivatives.options.flatMap((index) => {
    const instrument = book.instrument(index);
    return instrument.underlying === row ? [instrument] : [];
  });
}

/** Years to an expiry from the frame being applied. */
function yearsTo(expiry: Expiry, timeNs: bigint): number {
  const left = expiry.timeNs - timeNs;
  return left > 0n ? Number(left) / YEAR_NS : 0;
}

function volatilityOf(option: OptionTerms, expiry: Expiry, forward: number, years: number): number {
  if (option.volatility !== null) return option.volatility;
  if (expiry.smile === null || years === 0) return 0;
  const { a, b, rho, m, sigma } = expiry.smile;
  const distance = Math.log(option.strike / forward) - m;
  const wing = rho * distance + Math.sqrt(distance * distance + sigma * sigma);
  return Math.sqrt(Math.max(0, a + b * wing) / years);
}

function price(book: OracleBook, option: OptionTerms, isCoin: boolean, index: number): Priced {
  const expiry = book.derivatives.expiries[option.expiry];
  if (expiry === undefined) throw new Error(`expiry ${option.expiry} is not defined`);
  const { carry, rate } = expiry;
  const years = yearsTo(expiry, book.timeNs);
  const volatility = volatilityOf(option, expiry, index * carry, years);
  if (volatility === 0 && years > 0) return UNPRICED;
  const sign = option.right === 0 ? 1 : -1;
  const { strike } = option;
  const market = { sign, isCoin, strike, index, carry, rate, years, volatility } as const;
  return { greeks: greeksOf(market), volatility };
}

function isPriced(book: OracleBook, option: OptionTerms): boolean {
  const expiry = book.derivatives.expiries[option.expiry];
  const isOver = expiry !== undefined && yearsTo(expiry, book.timeNs) === 0;
  return option.priced.volatility > 0 || isOver;
}

/** Prices every option, marks those that are marked by the model, judges their limits. */
export function remark(book: OracleBook, row: number): void {
  const underlying = book.derivatives.underlyings[row];
  if (underlying?.index == null) return;
  const chain = chainOf(book, row);
  const { index } = underlying;
  underlying.reference = { index, now: book.now };
  for (const instrument of chain) {
    const { option, terms } = instrument;
    if (option === null) continue;
    option.priced = price(book, option, isCoinSettled(instrument), index);
    if (option.markedByModel && isPriced(book, option)) {
      instrument.markedByFrame = true;
      book.storeMark(instrument, option.priced.greeks.price / terms.tickSize);
    }
    followModel(book, instrument);
  }
  for (const instrument of chain) book.judgeInstrument(instrument);
}

export function isCoinSettled({ terms }: Instrument): boolean {
  return terms.contract === 5;
}

/** The price now: P + (slope + curve d/2) d + decay t, never below 0; premium currency. */
export function priceNow(option: OptionTerms, underlying: Underlying, now: number): number {
  const { reference, index } = underlying;
  if (reference === null || index === null) return 0;
  const { greeks } = option.priced;
  const move = index - reference.index;
  const drift = (greeks.slope + greeks.curve * move * 0.5) * move;
  return Math.max(0, greeks.price + (drift + greeks.decay * (now - reference.now)));
}

/** Brings what an option is quoted around up to date. */
export function followModel(book: OracleBook, instrument: Instrument): void {
  const { option, underlying: row, terms } = instrument;
  const underlying = row === null ? undefined : book.derivatives.underlyings[row];
  if (option === null || option.model === null || underlying === undefined) return;
  const isKnown = underlying.reference !== null && isPriced(book, option);
  option.model.ticks = isKnown ? priceNow(option, underlying, book.now) / terms.tickSize : 0;
  option.model.time = underlying.indexTime;
}

/** Whether an index is beyond the band around where the chain was priced. */
export function hasMoved(book: OracleBook, row: number): boolean {
  const underlying = book.derivatives.underlyings[row];
  if (underlying?.index == null || chainOf(book, row).length === 0) return false;
  if (underlying.reference === null) return true;
  const move = Math.abs(underlying.index - underlying.reference.index);
  return move > underlying.reference.index * underlying.remarkFraction;
}

/** What a clock does: old chains are priced, prices of the others move on. */
export function followClock(book: OracleBook): void {
  book.derivatives.underlyings.forEach((underlying, row) => {
    if (underlying === undefined) return;
    const chain = chainOf(book, row);
    if (chain.length === 0) return;
    const isOld = book.now - (underlying.reference?.now ?? 0) >= underlying.remarkNs;
    if (isOld) remark(book, row);
    else for (const instrument of chain) followModel(book, instrument);
  });
}
