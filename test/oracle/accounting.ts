/** Section 4 of the contract: marks, fills, closes. Exact; no binary64 but the inputs. */
import { MAX_LOTS, MAX_MONEY } from '../../assembly/codes.js';
import { type Fixed, fixed, magnitude } from './fixed.js';
import type { Instrument } from './instrument.js';
import type { Ledger } from './ledger.js';

const MONEY_LIMIT = fixed(MAX_MONEY);

export type TradeBucket = 'spread' | 'hedge' | 'adjustment';

/** What a trade would make of an instrument. */
export interface TradePlan {
  readonly q: number;
  readonly cost: Fixed;
  readonly realised: Fixed;
  /** d * (u(mark) - u(p)). */
  readonly edge: Fixed;
}

/** Signed `lots` at `ticks`, without writing. `mark` is the mark it is measured against. */
export function planTrade(
  instrument: Instrument,
  lots: number,
  ticks: number,
  mark: number,
): TradePlan {
  const { q, cost, realised } = instrument;
  const level = instrument.level(ticks);
  const edge = BigInt(lots) * (instrument.level(mark) - level);
  if (q === 0 || Math.sign(q) === Math.sign(lots) || lots === 0) {
    return { q: q + lots, cost: cost + BigInt(lots) * level, realised, edge };
  }
  const closed = Math.min(Math.abs(lots), Math.abs(q));
  const side = Math.sign(q);
  const part = closed === Math.abs(q) ? cost : (cost * BigInt(closed)) / BigInt(Math.abs(q));
  const realisedNow = realised + BigInt(side * closed) * level - part;
  const rest = Math.abs(lots) - closed;
  if (rest === 0) return { q: q - side * closed, cost: cost - part, realised: realisedNow, edge };
  const opened = Math.sign(lots) * rest;
  return { q: opened, cost: BigInt(opened) * level, realised: realisedNow, edge };
}

/** True when the trade might leave the ranges in which the kernel is exact. */
export function overflows(instrument: Instrument, lots: number, ticks: number): boolean {
  const { q, cost, realised } = instrument;
  if (Math.abs(q + lots) > MAX_LOTS) return true;
  const traded = BigInt(lots) * instrument.level(ticks);
  return magnitude(cost) + magnitude(realised) + magnitude(traded) > MONEY_LIMIT;
}

export function commitTrade(
  ledger: Ledger,
  instrument: Instrument,
  plan: TradePlan,
  bucket: TradeBucket,
): void {
  instrument.q = plan.q;
  instrument.cost = plan.cost;
  instrument.realised = plan.realised;
  ledger.attribute(instrument, bucket, plan.edge);
  ledger.revalue(instrument);
}

/**
 * Stores a mark. The kernel accrues the move of the mark lazily; exact arithmetic may do it at once.
 * The move is valued before a rate that follows the mark changes.
 */
export function storeMark(ledger: Ledger, instrument: Instrument, ticks: number): void {
  const before = instrument.mark;
  if (before === ticks) return;
  instrument.mark = ticks;
  if (instrument.q !== 0) {
    const move = instrument.level(ticks) - instrument.level(before);
    ledger.attribute(instrument, 'inventory', BigInt(instrument.q) * move);
    ledger.revalue(instrument);
  }
  if (ledger.followsMarks) ledger.followMark(instrument);
}
