/** Random numbers that fast-check drew, read one by one; shrinking makes them 0, the simplest choice. */
import fc from 'fast-check';

const RANGE = 2 ** 32;

export class Draws {
  readonly #values: readonly number[];
  #next = 0;

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  /** 0 .. 1, below 1. 0 when all are used up. */
  unit(): number {
    const value = this.#values[this.#next] ?? 0;
    this.#next += 1;
    return value / RANGE;
  }

  chance(probability: number): boolean {
    return this.unit() >= 1 - probability;
  }

  pick<const Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.unit() * items.length)] ?? items[0];
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  /** Uniform in the logarithm. */
  log(low: number, high: number): number {
    return low * (high / low) ** this.unit();
  }
}

export function draws(count: number): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(RANGE - 1), { minLength: count, maxLength: count, size: 'max' });
}

/**
 * Parameters of every property: shrinking a long stream may take for ever, and what it has found
 * after this time is good enough to begin with.
 */
export function runs(numRuns: number): fc.Parameters<unknown> {
  return { numRuns, interruptAfterTimeLimit: 200_000 };
}
