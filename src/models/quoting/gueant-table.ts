/**
 * Exact quotes of Gueant 2017 (section 3.3) by inventory level: the closed form of `gueant.ts` is
 * their limit far from the limits of inventory. With tradeSize 1 and xi = gamma they are those of
 * Gueant, Lehalle and Fernandez-Tapia 2013, whose drift and impact are kept here for any size.
 */
import {
  finiteResult,
  requireFinite,
  requireNonNegative,
  requirePositive,
  requireWhole,
} from '../domain.js';
import { requireList } from '../shapes.js';
import { groundStateOf } from './ground-state.js';
import type { GueantParameters } from './gueant.js';
import { halfSpreadConstant, inverseC } from './intensity-terms.js';
import { type InventoryChain, propagate } from './inventory-chain.js';
import {
  LEVELS_PER_SIDE_MAX,
  type LongRunQuoteTable,
  levelsBetween,
  quoteTableOf,
  type ValuedQuoteTable,
} from './quote-table.js';

/** Arguments of {@link gueantLongRunTable}. */
export interface GueantTableInput extends GueantParameters {
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Levels on each side of flat inventory, a whole number from 1 to 500. */
  readonly levelsPerSide: number;
  /** Expected change of the fair value, price per time; default 0. */
  readonly drift?: number;
  /** Move of the fair value against each fill, price, 0 or more; default 0. */
  readonly impact?: number;
}

/** Arguments of {@link gueantTable}. */
export interface GueantFiniteTableInput extends GueantTableInput {
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
  /** Cost per squared base unit held at the end, price per base unit, 0 or more; default 0. */
  readonly terminalPenalty?: number;
}

interface LinearForm {
  readonly chain: InventoryChain;
  /** Inventory by level, base units. */
  readonly positions: readonly number[];
  /** Value function in quote currency per unit of ln v. */
  readonly valuePerLog: number;
  /** Distance at which a fill that costs no value is quoted, price. */
  readonly constant: number;
}

/**
 * With v = e^(k theta / D): decay = k / D (gamma sigma^2 q^2 / 2 - mu q), rates A C e^(-k impact/2).
 */
function linearForm(input: GueantTableInput): LinearForm {
  const { gamma, xi, intensityA, intensityK, tradeSize, sigma, levelsPerSide } = input;
  const { drift = 0, impact = 0 } = input;
  requireNonNegative({ gamma, xi, sigma, impact });
  requirePositive({ intensityA, intensityK, tradeSize });
  requireFinite({ drift });
  requireWhole({ levelsPerSide }, 1, LEVELS_PER_SIDE_MAX);
  const levels = levelsBetween(-levelsPerSide, levelsPerSide);
  const positions = levels.map((level) => level * tradeSize);
  const perValue = intensityK / tradeSize;
  const risk = (gamma * sigma * sigma) / 2;
  const decay = positions.map((q) => perValue * (risk * q - drift) * q);
  requireList('decay', decay);
  const aversion = xi * tradeSize;
  const rate =
    (intensityA / inverseC(aversion / intensityK)) * Math.exp(-intensityK * impact * 0.5);
  return {
    chain: { decay, askRate: rate, bidRate: rate },
    positions,
    ...finiteResult('gueantTable', {
      valuePerLog: tradeSize / intensityK,
      constant: halfSpreadConstant(aversion, intensityK) + impact / 2,
    }),
  };
}

/**
 * Exact quotes with a horizon: deltaBid = (theta(q) - theta(q + D)) / D + c1 + impact / 2.
 *
 * @throws DomainError when an argument is outside its range, the result overflows or the horizon is
 *   too long for the rates
 */
export function gueantTable(input: GueantFiniteTableInput): ValuedQuoteTable {
  const { tau, tradeSize, impact = 0, terminalPenalty = 0 } = input;
  requireNonNegative({ tau, terminalPenalty });
  const { chain, positions, valuePerLog, constant } = linearForm(input);
  const penalty = terminalPenalty + impact / (2 * tradeSize);
  const logInitial = positions.map((q) => (-penalty * q * q) / valuePerLog);
  requireList('terminal value', logInitial);
  const { relative, offset } = propagate(chain, logInitial, tau);
  const levels = { lowestPosition: positions[0] ?? 0, tradeSize };
  // Quotes come from values relative to one level: the common part has grown with the horizon.
  const own = relative.map((log) => valuePerLog * log);
  return finiteResult('gueantTable', {
    ...quoteTableOf('gueantTable', levels, own, (cost) => cost + constant),
    value: Array.from(own, (each) => valuePerLog * offset + each),
  });
}

/**
 * Exact quotes far from the horizon, which no longer depend on time.
 *
 * @throws DomainError when an argument is outside its range, the result overflows or there is no
 *   flow left after the impact
 */
export function gueantLongRunTable(input: GueantTableInput): LongRunQuoteTable {
  const { chain, positions, valuePerLog, constant } = linearForm(input);
  const { relative, eigenvalue } = groundStateOf(chain);
  const levels = { lowestPosition: positions[0] ?? 0, tradeSize: input.tradeSize };
  const value = Array.from(relative, (log) => valuePerLog * log);
  return finiteResult('gueantLongRunTable', {
    ...quoteTableOf('gueantLongRunTable', levels, value, (cost) => cost + constant),
    value,
    valueRate: -valuePerLog * eigenvalue,
  });
}
