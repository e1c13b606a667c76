/**
 * Gueant 2017 with a logistic fill intensity: the closed form of eqs 4.3 and 4.4 and the exact
 * quotes of eq. 3.9 by inventory level, for a dealer who is not averse to non-execution (xi = 0).
 */
import {
  finiteResult,
  requireFinite,
  requireNonNegative,
  requirePositive,
  requireWhole,
} from '../domain.js';
import { requireList } from '../shapes.js';
import { solveHamiltonJacobi } from './hamilton-jacobi.js';
import {
  bestLogisticQuote,
  type LogisticIntensity,
  logisticEarning,
} from './logistic-intensity.js';
import {
  LEVELS_PER_SIDE_MAX,
  levelsBetween,
  quoteTableOf,
  type ValuedQuoteTable,
} from './quote-table.js';

/** Parameters of the model. Any unit of time, the same throughout. */
export interface GueantLogisticParameters extends LogisticIntensity {
  /** Risk aversion, 1/quote currency, 0 or more. */
  readonly gamma: number;
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Size of one fill in base units, above 0. */
  readonly tradeSize: number;
}

/** Arguments of {@link gueantLogisticQuotes}. */
export interface GueantLogisticInput extends GueantLogisticParameters {
  /** Signed inventory in base units, long above 0. */
  readonly position: number;
}

/** Distances of both quotes from the fair value, in price. */
export interface GueantLogisticQuotes {
  /** Fair value - bid; may be below 0. */
  readonly deltaBid: number;
  /** Ask - fair value; may be below 0. */
  readonly deltaAsk: number;
  /** What one more base unit of inventory costs, price per base unit of inventory. */
  readonly costPerUnit: number;
  /** H''(0), base units per time and price. */
  readonly earningCurvature: number;
}

function requireParameters(parameters: GueantLogisticParameters): void {
  const { lambda, alpha, beta, gamma, sigma, tradeSize } = parameters;
  requirePositive({ lambda, beta, tradeSize });
  requireNonNegative({ gamma, sigma });
  requireFinite({ alpha });
}

/**
 * Closed form: with g = sigma sqrt(gamma / (2 H''(0))) the best quotes against the costs
 * (D/2 + q) g of the bid and (D/2 - q) g of the ask.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantLogisticQuotes(input: GueantLogisticInput): GueantLogisticQuotes {
  const { gamma, sigma, tradeSize, position } = input;
  requireParameters(input);
  requireFinite({ position });
  const { earningCurvature } = bestLogisticQuote(input, 0, tradeSize);
  const costPerUnit = sigma * Math.sqrt(gamma / (2 * earningCurvature));
  const quote = (cost: number): number => bestLogisticQuote(input, cost, tradeSize).delta;
  return finiteResult('gueantLogisticQuotes', {
    deltaBid: quote((tradeSize / 2 + position) * costPerUnit),
    deltaAsk: quote((tradeSize / 2 - position) * costPerUnit),
    costPerUnit,
    earningCurvature,
  });
}

/** Arguments of {@link gueantLogisticTable}. */
export interface GueantLogisticTableInput extends GueantLogisticParameters {
  /** Levels on each side of flat inventory, a whole number from 1 to 500. */
  readonly levelsPerSide: number;
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
  /** Cost per squared base unit held at the end, price per base unit, 0 or more; default 0. */
  readonly terminalPenalty?: number;
}

/**
 * Exact quotes by inventory, accurate to about 1e-9 of 1 / beta: the best quotes against
 * (theta(q) - theta(q +- D)) / D, theta from eq. 3.9.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gueantLogisticTable(input: GueantLogisticTableInput): ValuedQuoteTable {
  const { gamma, sigma, tradeSize, levelsPerSide, tau, terminalPenalty = 0, beta } = input;
  requireParameters(input);
  requireNonNegative({ tau, terminalPenalty });
  requireWhole({ levelsPerSide }, 1, LEVELS_PER_SIDE_MAX);
  const levels = levelsBetween(-levelsPerSide, levelsPerSide);
  const positions = levels.map((level) => level * tradeSize);
  const holdingCost = positions.map((q) => ((gamma * sigma * sigma) / 2) * q * q);
  const initial = positions.map((q) => -terminalPenalty * q * q);
  requireList('holding cost', holdingCost);
  requireList('terminal value', initial);
  const { relative, offset } = solveHamiltonJacobi({
    holdingCost,
    initial,
    tau,
    tradeSize,
    quoteScale: 1 / beta,
    earn: (cost) => logisticEarning(input, cost, tradeSize),
  });
  const inventory = { lowestPosition: positions[0] ?? 0, tradeSize };
  const quote = (cost: number): number => bestLogisticQuote(input, cost, tradeSize).delta;
  return finiteResult('gueantLogisticTable', {
    ...quoteTableOf('gueantLogisticTable', inventory, relative, quote),
    value: Array.from(relative, (own) => offset + own),
  });
}
