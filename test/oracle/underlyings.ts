/** Section 10 of the contract: underlyings, expiries, terms of options, exposures. Sums over everything. */
import * as codes from '../../assembly/codes.js';
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
}

/** Exposures without options; null where an index is needed and there is none. */
export interface Exposure {
  readonly index: number | null;
  readonly contractDelta: number | null;
  readonly collateralDelta: number;
  readonly worstUp: number | null;
  readonly worstDown: number | null;
  readonly netNotional: number | null;
  readonly grossNotional: number | null;
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
    const contractDelta = inBase(net, index);
    const up = inBase(
      sumOf(({ openBuy }) => openBuy),
      index,
    );
    const down = inBase(
      sumOf(({ openSell }) => openSell),
      index,
    );
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
    };
  }
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
