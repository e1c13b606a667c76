/** Forwards of a chain by put-call parity, and what they do to its implied volatilities. */
import { DomainError } from '../../src/index.js';
import { impliedVolatility, type ParityForward, parityForward } from '../../src/models/index.js';
import type { Chain, ChainRow } from './chains.js';
import { expiriesOf } from './smiles.js';

/** How far implied volatilities are from the venue's, in points. */
export interface VolatilityError {
  /** Rows with an implied volatility. */
  readonly rows: number;
  readonly median: number;
}

/** An expiry by parity. */
export interface ExpiryParity {
  readonly expiry: string;
  readonly spot: number;
  /** Null where parity gives none, with why. */
  readonly parity: ParityForward | null;
  readonly refusal: string;
  readonly atSpot: VolatilityError;
  readonly atForward: VolatilityError;
}

/** Strikes that count: further away the right of early exercise is worth more. */
const REACH = 0.2;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

function volatilityError(
  rows: readonly ChainRow[],
  forward: number,
  discountFactor: number,
): VolatilityError {
  const errors = rows.flatMap(({ type, strike, years: timeToExpiryYears, price, volatility }) => {
    const option = { type, strike, forward, discountFactor, timeToExpiryYears, price };
    try {
      return [Math.abs(impliedVolatility(option) - volatility) * 100];
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return [];
    }
  });
  return { rows: errors.length, median: median(errors) };
}

/** Both sides of a strike: the price of the last trade is all there is. */
function quotesOf(rows: readonly ChainRow[], side: ChainRow['type']) {
  return rows
    .filter(({ type, price }) => type === side && price > 0)
    .map(({ strike, price }) => ({ strike, bid: price, ask: price }));
}

function estimate(rows: readonly ChainRow[]): Pick<ExpiryParity, 'parity' | 'refusal'> {
  try {
    const parity = parityForward(quotesOf(rows, 'call'), quotesOf(rows, 'put'), { reach: REACH });
    return { parity, refusal: '' };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { parity: null, refusal: error.message };
  }
}

/** The expiries of a chain, the next one first. */
export function parityOf(chain: Chain): readonly ExpiryParity[] {
  return expiriesOf(chain).map(([expiry, all]) => {
    const rows = all.filter(({ years, price }) => years > 0 && price > 0);
    const spot = all[0]?.forward ?? Number.NaN;
    const found = estimate(rows);
    const forward = found.parity?.forward ?? spot;
    const compared = rows.filter(({ volatility }) => volatility > 0);
    return {
      ...{ expiry, spot, ...found },
      atSpot: volatilityError(compared, spot, 1),
      atForward: volatilityError(compared, forward, found.parity?.discountFactor ?? 1),
    };
  });
}
