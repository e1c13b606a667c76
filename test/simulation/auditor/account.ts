/** What an instrument and an asset are to the auditor: exact sums of what was said to have happened. */
import { fixed, over, size, times } from './fixed.js';

export const INVERSE = 2;
const NONE = 0n;

/** How the mark of an instrument comes about. */
export type MarkSource = 'none' | 'touch' | 'frame' | 'trade';

export class Asset {
  cash = NONE;
  /** Sizes of all that was ever added. */
  passed = NONE;
  rate = fixed(1);
  follows: number | null = null;
}

/** A side of the published quote. */
export interface Published {
  price: number;
  lots: number;
}

export class Instrument {
  readonly inverse: boolean;
  readonly isOption: boolean;
  /** Settle asset per lot and level. */
  readonly scale: bigint;
  position = 0;
  /** Signed sum of lots x level of what is open, by average cost. */
  cost = NONE;
  realised = NONE;
  fees = NONE;
  funding = NONE;
  #mark = 0;
  /** Since the position or the mark moved last. */
  #pnl: bigint | null = null;
  #gross: bigint | null = null;
  markSource: MarkSource = 'none';
  makerFee: number;
  takerFee: number;

  bid = 0;
  ask = 0;
  tickerTime: bigint | null = null;
  maxAgeNs = Number.POSITIVE_INFINITY;
  collar = Number.POSITIVE_INFINITY;
  postOnly = false;
  maxPosition = Number.POSITIVE_INFINITY;
  maxNotional = Number.POSITIVE_INFINITY;

  /** Of the last `working` frame, and what the gate has allowed since. */
  openBuy = 0;
  openSell = 0;
  otherBuy = 0;
  otherSell = 0;
  pendingSince: bigint | null = null;
  quotedBid: Published = { price: 0, lots: 0 };
  quotedAsk: Published = { price: 0, lots: 0 };
  largestBid = 0;
  largestAsk = 0;

  /** By `riskState` frames. */
  state = 0;
  underlying: number | null = null;

  constructor(
    readonly index: number,
    readonly contract: number,
    readonly settleAsset: number,
    readonly feeAsset: number,
    readonly tickSize: number,
    readonly unit: number,
    readonly minLots: number,
    fees: readonly [number, number],
  ) {
    this.inverse = contract === INVERSE;
    this.isOption = contract > 3;
    this.scale = this.inverse
      ? over(fixed(unit), fixed(tickSize))
      : times(fixed(unit), fixed(tickSize));
    this.makerFee = fees[0];
    this.takerFee = fees[1];
  }

  level(ticks: number): bigint {
    return this.inverse ? -over(fixed(1), fixed(ticks)) : fixed(ticks);
  }

  /** Settle asset. */
  notional(lots: number, ticks: number): bigint {
    return times(this.scale, BigInt(lots) * size(this.level(ticks)));
  }

  /** Ticks; 0 before any. */
  get mark(): number {
    return this.#mark;
  }

  set mark(ticks: number) {
    this.#mark = ticks;
    this.#forget();
  }

  #forget(): void {
    this.#pnl = null;
    this.#gross = null;
  }

  /** Realised and unrealised, settle asset. */
  pnl(): bigint {
    this.#pnl ??= times(this.scale, this.realised + this.unrealisedLevel());
    return this.#pnl;
  }

  unrealisedLevel(): bigint {
    if (this.position === 0) return -this.cost;
    return BigInt(this.position) * this.level(this.mark) - this.cost;
  }

  gross(): bigint {
    const lots = Math.abs(this.position);
    this.#gross ??= lots === 0 ? NONE : this.notional(lots, this.mark);
    return this.#gross;
  }

  /** Average cost: what closes takes its share of the cost with it. Returns the traded value. */
  trade(lots: number, ticks: number): bigint {
    if (this.markSource === 'none') {
      this.markSource = 'trade';
      this.mark = ticks;
    }
    const level = this.level(ticks);
    const isSame = this.position === 0 || Math.sign(this.position) === Math.sign(lots);
    const closed = isSame ? 0 : Math.min(Math.abs(lots), Math.abs(this.position));
    if (closed > 0) {
      const signed = Math.sign(this.position) * closed;
      const part = (this.cost * BigInt(signed)) / BigInt(this.position);
      this.realised += BigInt(signed) * level - part;
      this.cost -= part;
      this.position -= signed;
    }
    const opened = lots + (lots < 0 ? closed : -closed);
    this.cost += BigInt(opened) * level;
    this.position += opened;
    this.#forget();
    return this.notional(Math.abs(lots), ticks);
  }
}
