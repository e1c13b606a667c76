/** Typed calls off the hot path: each is one frame of the protocol. */
import * as code from '../../assembly/codes.js';
import type { FieldValue, InputFrameName } from '../frames/index.js';
import { fitReason } from './operator-reason.js';
import type { Fill } from './types.js';

/** Whole microseconds since the epoch, or nanoseconds as a bigint. */
export type Time = number | bigint;

/** Every call returns 0 when applied, else a reject code, and then nothing has changed. */
export abstract class BookCalls {
  /** Any frame by name, fields in the order of the protocol. */
  abstract send(
    name: InputFrameName,
    time: Time,
    values: readonly FieldValue[],
    sequence?: number | bigint,
  ): number;

  /** An own execution; applied once by its id. */
  fill(fill: Fill): number {
    return this.send('fill', fill.time, [
      fill.instrument,
      fill.fillId,
      fill.side === 'buy' ? code.SIDE_BUY : code.SIDE_SELL,
      fill.priceTicks,
      fill.sizeLots,
      fill.liquidity === 'taker' ? code.LIQUIDITY_TAKER : code.LIQUIDITY_MAKER,
      fill.purpose === 'hedge' ? code.PURPOSE_HEDGE : code.PURPOSE_QUOTE,
      fill.fee ?? null,
      fill.feeAsset ?? null,
    ]);
  }

  /**
   * Own open orders as absolute totals, pending cancels included. `resting` is the part that the
   * next quote replaces in place; the rest counts against the room of new quotes.
   */
  working(
    instrument: number,
    time: Time,
    openBuyLots: number,
    openSellLots: number,
    restingBidLots: number,
    restingAskLots: number,
  ): number {
    const lots = [openBuyLots, openSellLots, restingBidLots, restingAskLots];
    return this.send('working', time, [instrument, ...lots]);
  }

  /**
   * May an order be sent that the engine did not propose? An allowed one counts as open at once. The
   * answer is an `orderVerdict` frame; `Book` returns it too.
   *
   * @param action 0 new, 1 amend, 2 cancel
   * @param side 0 buy, 1 sell
   * @param lots open size wanted
   * @param priceTicks 0 for a market order
   * @param reduceOnly 0 or 1: it may only close the position
   * @param replacesLots of an amend: what of the order is open already
   */
  checkOrder(
    instrument: number,
    time: Time,
    orderId: number | bigint,
    action: number,
    side: number,
    lots: number,
    priceTicks: number,
    reduceOnly = 0,
    replacesLots = 0,
  ): number {
    return this.send('checkOrder', time, [
      instrument,
      orderId,
      action,
      side,
      lots,
      priceTicks,
      reduceOnly,
      replacesLots,
    ]);
  }

  /** Valuation price in quote currency; from the first one on it replaces the mid. */
  mark(instrument: number, time: Time, price: number): number {
    return this.send('mark', time, [instrument, price]);
  }

  /** Reporting currency per unit of an asset. */
  assetRate(asset: number, time: Time, rate: number): number {
    return this.send('assetRate', time, [asset, rate]);
  }

  /** Funding: a long position pays rate x notional when the rate is above 0. */
  funding(instrument: number, time: Time, rate: number, markPrice: number): number {
    return this.send('funding', time, [instrument, rate, markPrice]);
  }

  /** Expiry: closes the position at a price in quote currency. */
  settle(instrument: number, time: Time, price: number): number {
    return this.send('settle', time, [instrument, price]);
  }

  /** Reconciliation: the position is now this; the difference is booked at the price. */
  position(instrument: number, time: Time, positionLots: number, priceTicks: number): number {
    return this.send('position', time, [instrument, positionLots, priceTicks]);
  }

  /** Cash in (above 0) or out. Capital is not PnL, an adjustment is. */
  cash(asset: number, time: Time, amount: number, purpose: 'capital' | 'adjustment'): number {
    const word = purpose === 'capital' ? code.CASH_CAPITAL : code.CASH_ADJUSTMENT;
    return this.send('cash', time, [asset, amount, word]);
  }

  /** External signal: shifts the fair value by bps of the mid. */
  alpha(instrument: number, time: Time, bps: number): number {
    return this.send('alpha', time, [instrument, bps]);
  }

  /**
   * The open hedge of an instrument has ended, `filledLots` of it filled in all. Without this a hedge
   * that is not filled wholly stays in flight.
   */
  hedgeResult(
    instrument: number,
    time: Time,
    hedgeId: number,
    filledLots: number,
    result: 'done' | 'cancelled' | 'rejected',
  ): number {
    const how = { done: code.RESULT_DONE, cancelled: code.RESULT_CANCELLED };
    const word = result === 'rejected' ? code.RESULT_REJECTED : how[result];
    return this.send('hedgeResult', time, [instrument, hedgeId, filledLots, word]);
  }

  /** Time passes: staleness is judged and every instrument requoted. */
  clock(time: Time): number {
    return this.send('clock', time, []);
  }

  /**
   * No quotes until `resume`. @param instrument all without it
   *
   * @param reason kept in the state, its first 64 bytes
   * @throws EvenkeelError `USAGE` without a reason
   */
  halt(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [
      instrument ?? null,
      code.STATE_HALTED,
      fitReason(reason),
    ]);
  }

  /** Only quotes that shrink the position. */
  reduce(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [
      instrument ?? null,
      code.STATE_REDUCING,
      fitReason(reason),
    ]);
  }

  /** Releases a halt, also one that a limit latched; a limit that is still broken halts again at once. */
  resume(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [
      instrument ?? null,
      code.STATE_ACTIVE,
      fitReason(reason),
    ]);
  }
}
