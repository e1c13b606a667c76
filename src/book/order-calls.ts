/** Orders that the engine did not propose: asked for at the pre-trade gate, numbers in and out. */
import * as code from '../../assembly/codes.js';
import type { BookRegion } from '../kernel/index.js';
import { BookCalls, type Time } from './book-calls.js';
import type { VerdictView } from './order-view.js';
import type { Order, OrderVerdict } from './types.js';

const ACTIONS = { new: code.ACTION_NEW, amend: code.ACTION_AMEND, cancel: code.ACTION_CANCEL };

/** What a book in this thread answers at once. */
export abstract class OrderCalls extends BookCalls {
  /** The verdict on the order that was last checked or previewed, without copying. */
  abstract readonly verdict: VerdictView;

  /** Of a book that may be used. */
  protected abstract get region(): BookRegion;

  /** Runs a call into the kernel that may find the output full. */
  protected abstract guarded(call: () => number): number;

  /** Made once, so that a call allocates nothing. */
  readonly #apply = (): number => this.region.kernel.applyOrder(this.region.book);

  /**
   * The gate. Returns 0 when the order may be sent as it is, an `ORDER` code (128 and above) when it is
   * made smaller or denied, else a reject code; the numbers are in `verdict`, which denies what was
   * refused. The fast path for times in microseconds and ids up to 2^53. Parameters as in `BookCalls`.
   */
  override checkOrder(
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
    const { verdict } = this;
    verdict.deny();
    let result: number;
    if (typeof time === 'bigint' || typeof orderId === 'bigint') {
      const order = [instrument, orderId, action, side, lots, priceTicks, reduceOnly, replacesLots];
      result = this.send('checkOrder', time, order);
    } else {
      verdict.time(time);
      verdict.order(instrument, orderId, action, side, lots, priceTicks, reduceOnly, replacesLots);
      result = this.guarded(this.#apply);
    }
    if (result === 0) return verdict.code;
    verdict.refuse(result);
    return result;
  }

  /** The verdict that an order would get as of the last frame; nothing happens. */
  previewOrder(order: Order): OrderVerdict {
    const { region, verdict } = this;
    const { instrument, orderId, lots, action = 'new', side } = order;
    const { priceTicks = 0, reduceOnly = false, replacesLots = 0 } = order;
    const sideNumber = side === 'buy' ? code.SIDE_BUY : code.SIDE_SELL;
    const only = reduceOnly ? 1 : 0;
    const word = ACTIONS[action];
    verdict.deny();
    verdict.order(instrument, orderId, word, sideNumber, lots, priceTicks, only, replacesLots);
    const rejectCode = region.kernel.previewOrder(region.book);
    if (rejectCode !== 0) verdict.refuse(rejectCode);
    return verdict.report();
  }
}
