/** What a seed decides: one stream of numbers per purpose, so that one draw more here moves nothing there. */
import { SeededRandom } from '../../src/random/index.js';

export class Draw {
  readonly #random: SeededRandom;

  constructor(seed: number, stream: number) {
    this.#random = new SeededRandom(seed, stream);
  }

  /** 0 .. 1, below 1. */
  unit(): number {
    return this.#random.uniform();
  }

  normal(): number {
    return this.#random.normal();
  }

  exponential(mean: number): number {
    return mean * this.#random.exponential();
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** Whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** Uniform in the logarithm. */
  log(low: number, high: number): number {
    return low * (high / low) ** this.unit();
  }

  pick<const Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.unit() * items.length)] ?? items[0];
  }

  /** A key, by its weight. */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
    const entries = Object.entries(weights) as [Key, number][];
    let left = this.unit() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return entries[0]?.[0] as Key;
  }
}
