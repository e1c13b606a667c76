/** Largest sizes that exposures of each underlying held so far: what their errors are measured against. */
import type { OracleBook } from '../oracle/index.js';
import type { ExposureScale } from './compare.js';

export class LotScale {
  /** By underlying: base units, and quote currency of inverse contracts. */
  readonly #base: number[] = [];
  readonly #quote: number[] = [];

  update({ instruments }: OracleBook): void {
    const now = { base: [] as number[], quote: [] as number[] };
    for (const instrument of instruments) {
      if (instrument === undefined || instrument.underlying === null) continue;
      const { underlying, q, openBuy, openSell, pointValue, inverse } = instrument;
      const sums = inverse ? now.quote : now.base;
      const size = pointValue * (Math.abs(q) + openBuy + openSell);
      sums[underlying] = (sums[underlying] ?? 0) + size;
    }
    raise(this.#base, now.base);
    raise(this.#quote, now.quote);
  }

  /** `money` is the largest sum of money so far, reporting currency. */
  of(row: number, { derivatives, ledger }: OracleBook, money: number): ExposureScale {
    const underlying = derivatives.underlyings[row];
    const index = underlying?.index ?? 1;
    const collateral = underlying?.collateral ?? null;
    const [base, quote] = [this.#base[row] ?? 0, this.#quote[row] ?? 0];
    return {
      base: base + quote / index,
      quote: base * index + quote,
      collateral: collateral === null ? 0 : money / ledger.asset(collateral).rate,
    };
  }
}

function raise(largest: number[], now: readonly number[]): void {
  now.forEach((size, row) => {
    largest[row] = Math.max(largest[row] ?? 0, size);
  });
}
