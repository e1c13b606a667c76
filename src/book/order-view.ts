/** The verdict on the last order, read straight from the kernel's memory: no copy, no object. */
import * as code from '../../assembly/codes.js';
import * as gate from '../../assembly/gate-layout.js';
import * as at from '../../assembly/layout.js';
import { codeName } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import type { OrderVerdict } from './types.js';

/** What a verdict tells the order manager to do, by its number. */
export const VERDICTS = ['allow', 'resize', 'deny'] as const;

/** Zero-copy access to the verdict on the order that was last checked or previewed. */
export class VerdictView {
  readonly #floats: Float64Array;
  readonly #book: number;

  constructor({ floats, book }: BookRegion) {
    this.#floats = floats;
    this.#book = book;
  }

  /** 0 allow, 1 resize, 2 deny. */
  get verdict(): number {
    return this.#read(gate.GATE_VERDICT);
  }

  /** Open size that may be sent; 0 when denied, and of a cancel. */
  get allowedLots(): number {
    return this.#read(gate.GATE_ALLOWED_LOTS);
  }

  /** Why the order is not allowed as it is, an `ORDER` code or the reject of its frame; 0 when it is. */
  get code(): number {
    return this.#read(gate.GATE_CODE);
  }

  /** What was measured, in the unit of the code. */
  get measure(): number {
    return this.#read(gate.GATE_MEASURE);
  }

  /** What is allowed, in the unit of the code. */
  get bound(): number {
    return this.#read(gate.GATE_BOUND);
  }

  /** Denies until the kernel has judged: an order whose frame is refused must not be sent. */
  deny(): void {
    this.#floats[(this.#book + gate.GATE_VERDICT) >> 3] = code.VERDICT_DENY;
    this.#floats[(this.#book + gate.GATE_ALLOWED_LOTS) >> 3] = 0;
    this.#floats[(this.#book + gate.GATE_CODE) >> 3] = 0;
    this.#floats[(this.#book + gate.GATE_MEASURE) >> 3] = 0;
    this.#floats[(this.#book + gate.GATE_BOUND) >> 3] = 0;
  }

  /** Puts an order where the kernel's calls look for it: the registers, in the order of its frame. */
  order(
    instrument: number,
    orderId: number,
    action: number,
    side: number,
    lots: number,
    priceTicks: number,
    reduceOnly: number,
    replacesLots: number,
  ): void {
    const first = (this.#book + at.IO_REGISTERS) >> 3;
    const floats = this.#floats;
    floats[first] = instrument;
    floats[first + 1] = orderId;
    floats[first + 2] = action;
    floats[first + 3] = side;
    floats[first + 4] = lots;
    floats[first + 5] = priceTicks;
    floats[first + 6] = reduceOnly;
    floats[first + 7] = replacesLots;
  }

  /** Puts the time of the order behind it. */
  time(timeUs: number): void {
    this.#floats[((this.#book + at.IO_REGISTERS) >> 3) + 8] = timeUs;
  }

  /** Says why there is no verdict: the order is denied with a reject code. */
  refuse(rejectCode: number): void {
    this.deny();
    this.#floats[(this.#book + gate.GATE_CODE) >> 3] = rejectCode;
  }

  /** A copy. */
  report(): OrderVerdict {
    const { verdict, allowedLots, measure, bound } = this;
    const reason = codeName(this.code, 'order');
    return { verdict: VERDICTS[verdict] ?? 'deny', allowedLots, reason, measure, bound };
  }

  #read(offset: number): number {
    return this.#floats[(this.#book + offset) >> 3] ?? Number.NaN;
  }
}
