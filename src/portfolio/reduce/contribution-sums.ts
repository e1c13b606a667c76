/** Contributions of positions to VaR and ES, added up by portfolio and underlying in block order. */
import { EvenkeelError } from '../../errors.js';

/** Sums of one block; they can be passed to another thread. */
export interface BlockContributions {
  /** Portfolio x 2^32 + underlying, in the order of the first row of each. */
  readonly keys: Float64Array<ArrayBuffer>;
  /** VaR and ES of each, reporting currency. */
  readonly sums: Float64Array<ArrayBuffer>;
}

/** Part of an underlying, reporting currency. */
export interface UnderlyingPart {
  readonly underlying: number;
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

const PORTFOLIO_KEY = 2 ** 32;

/** Collects rows in their order. */
export class ContributionSums {
  readonly #places = new Map<number, number>();
  #sums = new Float64Array(1024);
  #nextBlock = 0;

  /** Adds a position. */
  add(portfolio: number, underlying: number, valueAtRisk: number, expectedShortfall: number): void {
    this.#add(portfolio * PORTFOLIO_KEY + underlying, valueAtRisk, expectedShortfall);
  }

  /** What was collected so far. */
  block(): BlockContributions {
    return {
      keys: Float64Array.from(this.#places.keys()),
      sums: this.#sums.slice(0, 2 * this.#places.size),
    };
  }

  /**
   * Adds a block; blocks come in their order.
   *
   * @throws EvenkeelError `USAGE` when another block is next
   */
  addBlock(block: number, { keys, sums }: BlockContributions): void {
    if (block !== this.#nextBlock) {
      throw new EvenkeelError('USAGE', `block ${block} comes before block ${this.#nextBlock}`, {
        block,
        next: this.#nextBlock,
      });
    }
    this.#nextBlock++;
    keys.forEach((key, place) => {
      this.#add(key, sums[2 * place] ?? 0, sums[2 * place + 1] ?? 0);
    });
  }

  /** Parts of every portfolio, in the order of underlyings. */
  parts(portfolios: number): readonly (readonly UnderlyingPart[])[] {
    const found: UnderlyingPart[][] = Array.from({ length: portfolios }, () => []);
    for (const [key, place] of this.#places) {
      const portfolio = Math.floor(key / PORTFOLIO_KEY);
      found[portfolio]?.push({
        underlying: key - portfolio * PORTFOLIO_KEY,
        valueAtRisk: this.#sums[2 * place] ?? 0,
        expectedShortfall: this.#sums[2 * place + 1] ?? 0,
      });
    }
    for (const parts of found) parts.sort((a, b) => a.underlying - b.underlying);
    return found;
  }

  #add(key: number, valueAtRisk: number, expectedShortfall: number): void {
    let place = this.#places.get(key);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(key, place);
      if (2 * place + 2 > this.#sums.length) this.#grow();
    }
    this.#sums[2 * place] = (this.#sums[2 * place] ?? 0) + valueAtRisk;
    this.#sums[2 * place + 1] = (this.#sums[2 * place + 1] ?? 0) + expectedShortfall;
  }

  #grow(): void {
    const grown = new Float64Array(2 * this.#sums.length);
    grown.set(this.#sums);
    this.#sums = grown;
  }
}
