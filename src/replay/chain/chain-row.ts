/** An option chain as it was recorded, whatever file it comes from. */

/** An option of a chain. */
export interface ChainRow {
  readonly name: string;
  readonly right: 'call' | 'put';
  /** Quote currency of the underlying. */
  readonly strike: number;
  /** Of its expiry when the row was recorded, quote currency. */
  readonly forward: number;
  /** 1/sqrt(year); not above 0 when none was published. */
  readonly volatility: number;
  /** Premium as the venue marks it; coin where settled in coin. */
  readonly price: number;
  /** Milliseconds since the epoch. */
  readonly expiryMs: number;
  /** When the row was recorded, likewise. */
  readonly takenMs: number;
}

/** All of one underlying. */
export interface OptionChain {
  /** Index price when it was recorded, quote currency. */
  readonly index: number;
  readonly rows: readonly ChainRow[];
}
