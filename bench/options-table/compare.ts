/** Our price, volatility and greeks of every row of a chain against the venue's. */
import { DomainError, OptionPricer } from '../../src/index.js';
import { impliedVolatility, inverseImpliedVolatility } from '../../src/models/index.js';
import type { Chain, ChainRow } from './chains.js';

/** What is compared, in the venue's units. */
export const QUANTITIES = [
  'price',
  'volatility',
  'delta',
  'gamma',
  'vega',
  'theta',
  'rho',
] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** One row's difference, ours less the venue's. */
export interface Difference {
  readonly row: ChainRow;
  readonly ours: number;
  readonly venue: number;
}

/** All of a chain. */
export interface Comparison {
  readonly chain: Chain;
  readonly differences: Readonly<Record<Quantity, readonly Difference[]>>;
  /** Rows that cannot be compared, by why. */
  readonly excluded: Readonly<Record<string, number>>;
}

const DAYS = 365;

/** Why a row says nothing that could be compared; null when it does. */
function exclusion({ years, volatility, price }: ChainRow): string | null {
  if (!(years > 0)) return 'expired';
  if (!(volatility > 0)) return 'no volatility published';
  return price > 0 ? null : 'no price';
}

/**
 * What the venue prints: Deribit's theta is that of a day, or of the rest of the life where that is
 * shorter, and never more than the option is worth.
 */
function printedTheta(perDay: number, row: ChainRow, isCoin: boolean): number {
  if (!isCoin) return perDay;
  const worth = row.price * row.forward;
  return -Math.min(Math.abs(perDay) * Math.min(1, row.years * DAYS), worth);
}

function volatilityOf(row: ChainRow, isCoin: boolean): number | null {
  const { type, forward, strike, years: timeToExpiryYears, price } = row;
  const shared = { type, forward, strike, timeToExpiryYears };
  try {
    return isCoin
      ? inverseImpliedVolatility({ ...shared, priceCoin: price })
      : impliedVolatility({ ...shared, discountFactor: 1, price });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return null;
  }
}

/** Compares the rows of a chain, priced by the kernel at the venue's volatility. */
export function compareChain(chain: Chain): Comparison {
  const excluded: Record<string, number> = {};
  const exclude = (why: string): void => {
    excluded[why] = (excluded[why] ?? 0) + 1;
  };
  const rows = chain.rows.filter((row) => {
    const why = exclusion(row);
    if (why !== null) exclude(why);
    return why === null;
  });
  const priced = new OptionPricer(rows.length).price({
    forward: rows.map(({ forward }) => forward),
    strike: rows.map(({ strike }) => strike),
    timeToExpiryYears: rows.map(({ years }) => years),
    volatility: rows.map(({ volatility }) => volatility),
    discountFactor: rows.map(() => 1),
    rate: rows.map(() => 0),
    sign: rows.map(({ type }) => (type === 'call' ? 1 : -1)),
    isCoin: rows.map(() => (chain.isCoin ? 1 : 0)),
  });
  const differences = Object.fromEntries(
    QUANTITIES.map((quantity) => [quantity, [] as Difference[]]),
  ) as Record<Quantity, Difference[]>;
  rows.forEach((row, index) => {
    const at = (column: ArrayLike<number>): number => column[index] ?? Number.NaN;
    const add = (quantity: Quantity, ours: number, venue: number): void => {
      differences[quantity].push({ row, ours, venue });
    };
    const worth = chain.isCoin ? row.forward : 1;
    add('price', at(priced.price), row.price);
    const volatility = volatilityOf(row, chain.isCoin);
    if (volatility === null) exclude('price outside the no-arbitrage range');
    else add('volatility', volatility * 100, row.volatility * 100);
    if (row.greeks === null) return;
    add('delta', at(priced.delta), row.greeks.delta);
    add('gamma', at(priced.gamma), row.greeks.gamma);
    add('vega', (at(priced.vega) * worth) / 100, row.greeks.vega);
    const perDay = (at(priced.theta) * worth) / DAYS;
    add('theta', printedTheta(perDay, row, chain.isCoin), row.greeks.theta);
    add('rho', (at(priced.rho) * worth) / 100, row.greeks.rho);
  });
  return { chain, differences, excluded };
}
