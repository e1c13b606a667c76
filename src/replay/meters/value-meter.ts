/** What an inventory was worth, for how long. */

const US_PER_HOUR = 3.6e9;

/** Adds up value times hours of one instrument. */
export class ValueMeter {
  #value = 0;
  #since = Number.NaN;
  #valueUs = 0;

  /** The inventory is worth `value`, 0 or more, from `time` (us) on. */
  change(time: number, value: number): void {
    this.#elapse(time);
    this.#value = value;
  }

  /** Value times hours up to `time` (us). */
  hours(time: number): number {
    this.#elapse(time);
    return this.#valueUs / US_PER_HOUR;
  }

  #elapse(time: number): void {
    if (this.#value > 0) this.#valueUs += this.#value * (time - this.#since);
    this.#since = time;
  }
}
