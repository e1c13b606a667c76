/**
 * Cartea, Jaimungal and Penalva, Algorithmic and High-Frequency Trading, Cambridge 2015, section
 * 10.2: a market maker with a running penalty on inventory and flow that may differ by side. Both
 * sides share the decay kappa; with two the growth is not linear. Inventory counts lots.
 */
import { finiteResult, requireNonNegative, requirePositive, requireWhole } from '../domain.js';
import { requireList } from '../shapes.js';
import { groundStateOf } from './ground-state.js';
import { type InventoryChain, propagate } from './inventory-chain.js';
import {
  type LongRunQuoteTable,
  levelsBetween,
  QUOTE_TABLE_LEVELS_MAX,
  type QuoteTable,
  quoteTableOf,
  type ValuedQuoteTable,
} from './quote-table.js';

/** Arguments of {@link carteaJaimungalLongRunTable}. Any unit of time, the same throughout. */
export interface CarteaJaimungalInput {
  /** Rate of buy market orders, which fill the ask: lambda+, 1/time, 0 or more. */
  readonly buyOrderRate: number;
  /** Rate of sell market orders, which fill the bid: lambda-, 1/time, 0 or more. */
  readonly sellOrderRate: number;
  /** Decay of the probability that an order reaches the quote, 1/price, above 0. */
  readonly kappa: number;
  /** Running penalty per squared lot, price/(lot x time), 0 or more. */
  readonly phi: number;
  /** Least inventory in lots, a whole number; may be above 0. */
  readonly minLots: number;
  /** Largest inventory in lots, a whole number above minLots, at most 1000 above it. */
  readonly maxLots: number;
}

/** Arguments of {@link carteaJaimungalTable}. */
export interface CarteaJaimungalFiniteInput extends CarteaJaimungalInput {
  /** Cost per squared lot held at the end, price per lot, 0 or more. */
  readonly alpha: number;
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
}

/** Bound of either limit of inventory. */
const LOTS_MAX = 2 ** 50;

/** With omega = e^(kappa h): decay = phi kappa q^2, rates lambda+ / e and lambda- / e. */
function linearForm(input: CarteaJaimungalInput): {
  readonly chain: InventoryChain;
  readonly positions: readonly number[];
} {
  const { buyOrderRate, sellOrderRate, kappa, phi, minLots, maxLots } = input;
  requireNonNegative({ buyOrderRate, sellOrderRate, phi });
  requirePositive({ kappa });
  requireWhole({ minLots }, -LOTS_MAX, LOTS_MAX);
  requireWhole({ maxLots }, minLots + 1, minLots + QUOTE_TABLE_LEVELS_MAX - 1);
  const positions = levelsBetween(minLots, maxLots);
  const decay = positions.map((q) => phi * kappa * q * q);
  requireList('decay', decay);
  const chain = { decay, askRate: buyOrderRate / Math.E, bidRate: sellOrderRate / Math.E };
  return { chain, positions };
}

/**
 * Exact quotes with a horizon: deltaBid = h(q) - h(q + 1) + 1 / kappa, deltaAsk = h(q) - h(q - 1) +
 * 1 / kappa. A side without market orders keeps this distance, though nothing will fill it.
 *
 * @throws DomainError when an argument is outside its range, the result overflows or the horizon is
 *   too long for the rates
 */
export function carteaJaimungalTable(input: CarteaJaimungalFiniteInput): ValuedQuoteTable {
  const { alpha, kappa, minLots, tau } = input;
  requireNonNegative({ alpha, tau });
  const { chain, positions } = linearForm(input);
  const logInitial = positions.map((q) => -alpha * kappa * q * q);
  requireList('terminal value', logInitial);
  const { relative, offset } = propagate(chain, logInitial, tau);
  return finiteResult('carteaJaimungalTable', {
    ...tableOf(minLots, kappa, relative),
    value: Array.from(relative, (log) => (offset + log) / kappa),
  });
}

/**
 * Exact quotes far from the horizon, which no longer depend on time.
 *
 * @throws DomainError when an argument is outside its range, a side has no market orders or the
 *   result overflows
 */
export function carteaJaimungalLongRunTable(input: CarteaJaimungalInput): LongRunQuoteTable {
  const { kappa, minLots } = input;
  const { chain } = linearForm(input);
  const { buyOrderRate, sellOrderRate } = input;
  requirePositive({ buyOrderRate, sellOrderRate });
  const { relative, eigenvalue } = groundStateOf(chain);
  return finiteResult('carteaJaimungalLongRunTable', {
    ...tableOf(minLots, kappa, relative),
    value: Array.from(relative, (log) => log / kappa),
    valueRate: -eigenvalue / kappa,
  });
}

/** Quotes from ln omega up to a constant. */
function tableOf(minLots: number, kappa: number, logValues: Float64Array): QuoteTable {
  const own = logValues.map((log) => log / kappa);
  const levels = { lowestPosition: minLots, tradeSize: 1 };
  return quoteTableOf('carteaJaimungalTable', levels, own, (cost) => cost + 1 / kappa);
}
