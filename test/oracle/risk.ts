/** Trading states: limits of one instrument and of the book, hysteresis, latch. */
import * as codes from '../../assembly/codes.js';
import { toNumber } from './fixed.js';
import type { Instrument } from './instrument.js';
import type { Ledger } from './ledger.js';

/** A state change, as `riskState` reports it. */
export interface Verdict {
  readonly state: number;
  readonly limit: number;
  readonly measure: number;
  readonly bound: number;
}

export interface BookLimits {
  /** All Infinity for none. */
  readonly maxGrossNotional: number;
  readonly lossReduce: number;
  readonly lossHalt: number;
  readonly drawdownReduce: number;
  readonly drawdownHalt: number;
  readonly recoverRatio: number;
}

export const NO_LIMITS: BookLimits = {
  maxGrossNotional: Number.POSITIVE_INFINITY,
  lossReduce: Number.POSITIVE_INFINITY,
  lossHalt: Number.POSITIVE_INFINITY,
  drawdownReduce: Number.POSITIVE_INFINITY,
  drawdownHalt: Number.POSITIVE_INFINITY,
  recoverRatio: 1,
};

/** New automatic state of an instrument, or null when it stays. */
export function judgeInstrument(instrument: Instrument, recoverRatio: number): Verdict | null {
  const limits = instrument.inventoryLimits;
  if (limits === null) return null;
  const lots = Math.abs(instrument.q);
  const value = quoteNotional(instrument);
  if (instrument.automaticState === codes.STATE_ACTIVE) {
    if (lots > limits.maxPosition) {
      return reducing(codes.LIMIT_POSITION, lots, limits.maxPosition);
    }
    if (value > limits.maxNotional) {
      return reducing(codes.LIMIT_NOTIONAL, value, limits.maxNotional);
    }
    return null;
  }
  const recovered =
    lots <= recoverRatio * limits.maxPosition &&
    (limits.maxNotional === Number.POSITIVE_INFINITY || value <= recoverRatio * limits.maxNotional);
  return recovered ? RECOVERED : null;
}

/** Quote currency value of the position at the mark; 0 before any mark. */
export function quoteNotional(instrument: Instrument): number {
  if (instrument.q === 0) return 0;
  return (
    Math.abs(instrument.q) *
    (instrument.notionalFixed + instrument.notionalPerTick * instrument.mark)
  );
}

/** Sum of |q| x value of a lot in reporting currency. */
export function grossNotional(
  instruments: readonly (Instrument | undefined)[],
  ledger: Ledger,
): number {
  let sum = 0;
  for (const instrument of instruments) {
    if (instrument === undefined || instrument.q === 0) continue;
    const { terms, unit, mark } = instrument;
    const lot = instrument.inverse ? unit / terms.tickSize / mark : unit * terms.tickSize * mark;
    sum += Math.abs(instrument.q) * lot * ledger.asset(terms.settleAsset).rate;
  }
  return sum;
}

/** Settle asset of what settles in one. */
export function grossIn(asset: number, instruments: readonly (Instrument | undefined)[]): number {
  return instruments.reduce((sum, instrument) => {
    if (instrument === undefined || instrument.terms.settleAsset !== asset) return sum;
    const { q, mark } = instrument;
    return q === 0 ? sum : sum + toNumber(instrument.notional(Math.abs(q), mark));
  }, 0);
}

/** What the book limits measure. */
export interface BookMeasures {
  readonly loss: number;
  readonly drawdown: number;
  readonly gross: number;
}

export function measureBook(
  limits: BookLimits,
  ledger: Ledger,
  instruments: readonly (Instrument | undefined)[],
): BookMeasures {
  const limitsGross = limits.maxGrossNotional !== Number.POSITIVE_INFINITY;
  return {
    loss: toNumber(ledger.dayOpen - ledger.equity),
    drawdown: toNumber(ledger.peak - ledger.equity),
    gross: limitsGross ? grossNotional(instruments, ledger) : 0,
  };
}

/** The hard breach that latches HALTED, or null. */
export function hardBreach(limits: BookLimits, { loss, drawdown }: BookMeasures): Verdict | null {
  if (loss > limits.lossHalt) return halted(codes.LIMIT_LOSS_HALT, loss, limits.lossHalt);
  if (drawdown > limits.drawdownHalt) {
    return halted(codes.LIMIT_DRAWDOWN_HALT, drawdown, limits.drawdownHalt);
  }
  return null;
}

/** New soft state of the book, or null when it stays. It is judged under a latch as well. */
export function judgeSoft(
  reduces: boolean,
  limits: BookLimits,
  { loss, drawdown, gross }: BookMeasures,
): Verdict | null {
  const soft = [
    [codes.LIMIT_LOSS_REDUCE, loss, limits.lossReduce],
    [codes.LIMIT_DRAWDOWN_REDUCE, drawdown, limits.drawdownReduce],
    [codes.LIMIT_GROSS_NOTIONAL, gross, limits.maxGrossNotional],
  ] as const;
  if (!reduces) {
    const breach = soft.find(([, measure, bound]) => measure > bound);
    return breach === undefined ? null : reducing(breach[0], breach[1], breach[2]);
  }
  const recovered = soft.every(
    ([, measure, bound]) =>
      bound === Number.POSITIVE_INFINITY || measure <= limits.recoverRatio * bound,
  );
  return recovered ? RECOVERED : null;
}

const RECOVERED: Verdict = {
  state: codes.STATE_ACTIVE,
  limit: codes.LIMIT_RECOVERED,
  measure: 0,
  bound: 0,
};

function reducing(limit: number, measure: number, bound: number): Verdict {
  return { state: codes.STATE_REDUCING, limit, measure, bound };
}

function halted(limit: number, measure: number, bound: number): Verdict {
  return { state: codes.STATE_HALTED, limit, measure, bound };
}
