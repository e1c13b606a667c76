/** Which side took liquidity when the source does not say. */

/**
 * The quote rule: at the ask or above bought, at the bid or below sold, inside the spread the nearer
 * side. At the mid, or without a quote, the tick rule: above the last trade bought, below sold, equal
 * as the last one; the first trade counts as bought.
 */
export class AggressorRule {
  readonly #bid: Float64Array;
  readonly #ask: Float64Array;
  readonly #lastTicks: Float64Array;
  readonly #lastSide: Uint8Array;

  constructor(instruments: number) {
    this.#bid = new Float64Array(instruments);
    this.#ask = new Float64Array(instruments);
    this.#lastTicks = new Float64Array(instruments);
    this.#lastSide = new Uint8Array(instruments);
  }

  /** A valid touch. */
  quote(instrument: number, bidTicks: number, askTicks: number): void {
    this.#bid[instrument] = bidTicks;
    this.#ask[instrument] = askTicks;
  }

  /** 0 bought, 1 sold. */
  infer(instrument: number, priceTicks: number): number {
    const twiceMid = (this.#bid[instrument] as number) + (this.#ask[instrument] as number);
    const above = twiceMid === 0 ? 0 : 2 * priceTicks - twiceMid;
    const side = above === 0 ? this.#byTick(instrument, priceTicks) : above > 0 ? 0 : 1;
    this.#lastTicks[instrument] = priceTicks;
    this.#lastSide[instrument] = side;
    return side;
  }

  #byTick(instrument: number, priceTicks: number): number {
    const last = this.#lastTicks[instrument] as number;
    if (last === 0 || priceTicks === last) return this.#lastSide[instrument] as number;
    return priceTicks > last ? 0 : 1;
  }
}
