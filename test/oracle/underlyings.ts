/** Section 10 of the contract: underlyings, expiries, terms of options, exposures. Sums over everything. */
import * as codes from '../../assembly/codes.js';
import type { Greeks } from './black76.js';
import type { ModelMarket, Priced } from './chain.js';
import { type Fixed, fixed, multiply, toNumber } from './fixed.js';
import type { Instrument } from './instrument.js';
import type { Ledger } from './ledger.js';

/** What several instruments are contracts on. */
export interface Underlying {
  collateral: number | null;
  /** The instrument whose mark is the index. */
  follows: number | null;
  /** Quote currency; null before any. */
  index: number | null;
  /** When it was said; 0 before. */
  indexTime: number;
  /** Where and when the options were priced last. */
  reference: { readonly index: number; readonly now: number } | null;
  /** Move of the index, and age, that price them again; Infinity for never. */
  remarkFraction: number;
  remarkNs: number;
}

export interface Smile {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
}

export interface Expiry {
  underlying: number;
  timeNs: bigint;
  rate: number;
  /** Forward over index. */
  carry: number;
  smile: Smile | null;
}

/** Terms of an option. */
export interface OptionTerms {
  readonly expiry: number;
  readonly right: number;
  readonly strike: number;
  /** Null takes the smile. */
  volatility: number | null;
  readonly markedByModel: boolean;
  /** What it is quoted around; null for its own touch. */
  readonly model: ModelMarket | null;
  priced: Priced;
}

/** Exposures; null where an index is needed and there is none. */
export interface Exposure {
  readonly index: number | null;
  readonly contractDelta: number | null;
  readonly collateralDelta: number;
  readonly worstUp: number | null;
  readonly worstDown: number | null;
  readonly netNotional: number | null;
  readonly grossNotional: number | null;
  readonly optionNotional: number | null;
  readonly gamma: number;
  readonly vega: number;
  readonly thetaPerDay: number;
  readonly vanna: number;
  readonly volga: number;
  readonly worstVegaUp: number;
  readonly worstVegaDown: number;
}

/** Base units and quote currency; the one becomes the other by the index. */
interface Sum {
  base: Fixed;
  quote: Fixed;
}

const OPTIONS: readonly number[] = [codes.CONTRACT_OPTION, codes.CONTRACT_INVERSE_OPTION];

export function isOption({ terms }: Instrument): boolean {
  return OPTIONS.includes(terms.contract);
}

/** Rows that are defined, and what instruments have to do with them. */
export class Derivatives {
  readonly underlyings: (Underlying | undefined)[] = [];
  readonly expiries: (Expiry | undefined)[] = [];
  /** Instruments with terms of an option, in the order of their first definition. */
  readonly options: number[] = [];

  /** Row of the underlying that follows the mark of an instrument, -1 for none. */
  follower(instrument: number): number {
    return this.underlyings.findIndex((underlying) => underlying?.follows === instrument);
  }

  exposure(
    row: number,
    instruments: readonly (Instrument | undefined)[],
    ledger: Ledger,
  ): Exposure {
    const underlying = this.underlyings[row];
    if (underlying === undefined) throw new Error(`underlying ${row} is not defined`);
    const { index, collateral } = underlying;
    const sumOf = (lots: (instrument: Instrument) => number): Sum => {
      const sum = { base: 0n, quote: 0n };
      for (const instrument of instruments) {
        if (instrument?.underlying !== row || isOption(instrument)) continue;
        const unit = instrument.inverse ? 'quote' : 'base';
        sum[unit] += multiply(fixed(instrument.pointValue), fixed(lots(instrument)));
      }
      return sum;
    };
    const net = sumOf(({ q }) => q);
    const gross = sumOf(({ q }) => Math.abs(q));
    const held = instruments.filter((one) => one?.underlying === row && isOption(one));
    const options = sumOptions(held as Instrument[]);
    const move = index === null ? 0 : index - (underlying.reference?.index ?? index);
    const contractDelta = plus(inBase(net, index), options.delta + options.gamma * move);
    const buys = sumOf(({ openBuy }) => openBuy);
    const sells = sumOf(({ openSell }) => openSell);
    const up = plus(inBase(buys, index), options.deltaUp);
    const down = plus(inBase(sells, index), options.deltaDown);
    const asset = collateral === null ? null : ledger.asset(collateral);
    const collateralDelta = asset === null ? 0 : toNumber(asset.cash + asset.profit);
    const delta = contractDelta === null ? null : contractDelta + collateralDelta;
    return {
      index,
      contractDelta,
      collateralDelta,
      worstUp: delta === null || up === null ? null : delta + up,
      worstDown: delta === null || down === null ? null : delta - down,
      netNotional: inQuote(net, index),
      grossNotional: inQuote(gross, index),
      optionNotional: options.units === 0 ? 0 : index === null ? null : options.units * index,
      gamma: options.gamma,
      vega: options.vega,
      thetaPerDay: options.theta / 365,
      vanna: options.vanna,
      volga: options.volga,
      worstVegaUp: options.vega + options.vegaUp,
      worstVegaDown: options.vega - options.vegaDown,
    };
  }
}

function plus(linear: number | null, options: number): number | null {
  return linear === null ? null : linear + options;
}

/** Sums over options by the greeks of their last re-mark. */
export function sumOptions(instruments: readonly Instrument[]) {
  const sum = (of: (instrument: Instrument, greeks: Greeks) => number): number =>
    instruments.reduce((total, instrument) => {
      const { option, unit } = instrument;
      return option === null ? total : total + unit * of(instrument, option.priced.greeks);
    }, 0);
  const isCall = ({ option }: Instrument): boolean => option?.right === codes.RIGHT_CALL;
  return {
    units: sum(({ q }) => Math.abs(q)),
    delta: sum(({ q }, { delta }) => q * delta),
    gamma: sum(({ q }, { gamma }) => q * gamma),
    vega: sum(({ q }, { vega }) => q * vega),
    theta: sum(({ q }, { theta }) => q * theta),
    vanna: sum(({ q }, { vanna }) => q * vanna),
    volga: sum(({ q }, { volga }) => q * volga),
    // A bought call and a sold put add delta.
    deltaUp: sum((one, { delta }) => (isCall(one) ? one.openBuy : -one.openSell) * delta),
    deltaDown: sum((one, { delta }) => (isCall(one) ? one.openSell : -one.openBuy) * delta),
    vegaUp: sum(({ openBuy }, { vega }) => openBuy * vega),
    vegaDown: sum(({ openSell }, { vega }) => openSell * vega),
  };
}

function inBase({ base, quote }: Sum, index: number | null): number | null {
  if (quote === 0n) return toNumber(base);
  return index === null ? null : toNumber(base) + toNumber(quote) / index;
}

function inQuote({ base, quote }: Sum, index: number | null): number | null {
  if (base === 0n) return toNumber(quote);
  return index === null ? null : toNumber(base) * index + toNumber(quote);
}

/** What a lot adds to the delta as of now: base units, of inverse contracts quote currency. */
export function pointValueOf({ terms, unit }: Instrument, ledger: Ledger): number {
  const isQuanto = terms.contract === codes.CONTRACT_QUANTO;
  return isQuanto ? unit * ledger.asset(terms.settleAsset).rate : unit;
}
