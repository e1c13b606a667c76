/**
 * A small seeded generator (sfc32, 96 bits of state and a counter): the same seed and stream give the
 * same numbers everywhere. Different streams begin in different states, which its step, a bijection,
 * keeps apart.
 */
export class SeededRandom {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spare = Number.NaN;

  /**
   * @param seed integer 0 .. 2^32-1
   * @param stream integer 0 .. 2^32-1: which of the sequences of this seed
   */
  constructor(seed: number, stream = 0) {
    this.#a = 0x9e3779b9;
    this.#b = 0x243f6a88 ^ stream;
    this.#c = seed >>> 0;
    // The first outputs of close seeds are alike; afterwards they are not.
    for (let round = 0; round < 16; round++) this.#next();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.#next() / 4294967296;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return -Math.log1p(-this.uniform());
  }

  /** Standard normal (polar method). */
  normal(): number {
    if (!Number.isNaN(this.#spare)) {
      const value = this.#spare;
      this.#spare = Number.NaN;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const r = x * x + y * y;
      if (r === 0 || r >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(r)) / r);
      this.#spare = y * scale;
      return x * scale;
    }
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}
