/** The largest fall of a PnL below its highest point so far. */
export class DrawdownMeter {
  #peak = 0;
  #worst = 0;

  /** A value of the PnL, which began at 0. */
  add(pnl: number): void {
    if (pnl > this.#peak) this.#peak = pnl;
    else if (this.#peak - pnl > this.#worst) this.#worst = this.#peak - pnl;
  }

  get worst(): number {
    return this.#worst;
  }
}
