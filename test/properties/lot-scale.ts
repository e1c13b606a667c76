/** Largest sizes that exposures of each underlying held so far: what their errors are measured against. */
import type { Greeks } from '../oracle/black76.js';
import type { Instrument, OracleBook } from '../oracle/index.js';
import { type ExposureScale, GREEK_TOLERANCE, type OptionScale } from './compare.js';

/** Sizes of one underlying. */
interface Sizes {
  /** Base units, and quote currency of inverse contracts. */
  base: number;
  quote: number;
  options: Record<keyof OptionScale, number>;
}

function none(): Sizes {
  const options = { units: 0, gamma: 0, vega: 0, thetaPerDay: 0, vanna: 0, volga: 0 };
  return { base: 0, quote: 0, options };
}

export class LotScale {
  readonly #rows: Sizes[] = [];

  update({ instruments, derivatives }: OracleBook): void {
    const now: Sizes[] = [];
    for (const instrument of instruments) {
      if (instrument === undefined || instrument.underlying === null) continue;
      const row = instrument.underlying;
      const { index = null, reference = null } = derivatives.underlyings[row] ?? {};
      const sizes = now[row] ?? none();
      now[row] = sizes;
      addTo(
        sizes,
        instrument,
        Math.abs((index ?? 0) - (reference?.index ?? index ?? 0)),
        index ?? 0,
      );
    }
    now.forEach((sizes, row) => {
      this.#rows[row] = largest(this.#rows[row] ?? none(), sizes);
    });
  }

  /** `money` is the largest sum of money so far, reporting currency. */
  of(row: number, { derivatives, ledger }: OracleBook, money: number): ExposureScale {
    const underlying = derivatives.underlyings[row];
    const index = underlying?.index ?? 1;
    const collateral = underlying?.collateral ?? null;
    const { base, quote, options } = this.#rows[row] ?? none();
    return {
      base: base + quote / index,
      quote: base * index + quote,
      collateral: collateral === null ? 0 : money / ledger.asset(collateral).rate,
      options,
    };
  }
}

function addTo(sizes: Sizes, instrument: Instrument, move: number, index: number): void {
  const { q, openBuy, openSell, pointValue, inverse, option, unit } = instrument;
  const lots = Math.abs(q) + openBuy + openSell;
  if (option === null) {
    sizes[inverse ? 'quote' : 'base'] += pointValue * lots;
    return;
  }
  const units = unit * lots;
  const { delta, gamma, vega, theta, vanna, volga }: Greeks = option.priced.greeks;
  // A move takes the error of gamma into delta.
  sizes.base += units * (1 + Math.abs(delta) + GREEK_TOLERANCE * Math.abs(gamma) * move);
  const { options } = sizes;
  options.units += units;
  // Theta and volga of an option are of the size of what it is worth even where they are next to nothing.
  options.gamma += units * Math.abs(gamma);
  options.vega += units * (Math.abs(vega) + 1e-3 * index);
  options.thetaPerDay += (units * (Math.abs(theta) + 1e-3 * index)) / 365;
  options.vanna += units * (Math.abs(vanna) + 1e-3);
  options.volga += units * (Math.abs(volga) + 1e-3 * index);
}

function largest(one: Sizes, other: Sizes): Sizes {
  const names = Object.keys(one.options) as (keyof OptionScale)[];
  const options = { ...one.options };
  for (const name of names) options[name] = Math.max(one.options[name], other.options[name]);
  return {
    base: Math.max(one.base, other.base),
    quote: Math.max(one.quote, other.quote),
    options,
  };
}
