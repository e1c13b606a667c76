/**
 * Gueant, Lehalle and Fernandez-Tapia, Dealing with the inventory risk: a solution to the market
 * making problem, Mathematics and Financial Economics 7(4) 2013 (arXiv:1105.3115), with drift of
 * the fair value (section 5.1) and impact of fills on it (section 5.2). Inventory counts lots.
 */
import { DomainError } from '../../errors.js';
import {
  finiteResult,
  requireFinite,
  requireNonNegative,
  requirePositive,
  requireWhole,
} from '../domain.js';
import { gueantLongRunTable, gueantTable } from './gueant-table.js';
import { halfSpreadConstant, inverseC } from './intensity-terms.js';
import {
  LEVELS_PER_SIDE_MAX,
  type LongRunQuoteTable,
  type ValuedQuoteTable,
} from './quote-table.js';

/** Parameters of the model. Any unit of time, the same throughout. */
export interface GlftParameters {
  /** Risk aversion, 1/(price x lot), 0 or more. */
  readonly gamma: number;
  /** Volatility, price per square root of time, 0 or more. */
  readonly sigma: number;
  /** Fill intensity at the fair value, 1/time, above 0. */
  readonly intensityA: number;
  /** Decay of the fill intensity, 1/price, above 0. */
  readonly intensityK: number;
  /** Expected change of the fair value, price per time; default 0. */
  readonly drift?: number;
  /** Move of the fair value against each fill, price, 0 or more; default 0. */
  readonly impact?: number;
}

/** Arguments of {@link glftQuotes}. */
export interface GlftInput extends GlftParameters {
  /** Signed inventory in lots, long above 0. */
  readonly position: number;
}

/** Distances of both quotes from the fair value, in price. */
export interface GlftQuotes {
  /** Fair value - bid; may be below 0. */
  readonly deltaBid: number;
  /** Ask - fair value; may be below 0. */
  readonly deltaAsk: number;
  /** Sum of both distances, at any inventory. */
  readonly spread: number;
  /** Shift of both quotes per lot. */
  readonly skewPerUnit: number;
  /** Part of the half-spread that does not come from inventory risk. */
  readonly constantHalfSpread: number;
}

/**
 * Closed form for small inventory far from the horizon (section 4 and 5): with
 * slope = sigma sqrt(gamma / (2 k A) (1 + gamma/k)^(1 + k/gamma)) e^(k impact / 4) and
 * c = ln(1 + gamma/k) / gamma + impact / 2,
 * deltaBid = c + ((2q + 1) / 2 - m) slope, deltaAsk = c - ((2q - 1) / 2 - m) slope,
 * m = drift / (gamma sigma^2) the inventory that the drift makes worth holding.
 *
 * @throws DomainError when an argument is outside its range, there is drift but no risk, or the
 *   result overflows
 */
export function glftQuotes(input: GlftInput): GlftQuotes {
  const { gamma, sigma, intensityA, intensityK, position, drift = 0, impact = 0 } = input;
  requireNonNegative({ gamma, sigma, impact });
  requirePositive({ intensityA, intensityK });
  requireFinite({ position, drift });
  const perRisk =
    Math.sqrt(inverseC(gamma / intensityK) / (2 * intensityK * intensityA)) *
    Math.exp((intensityK * impact) / 4);
  const risk = sigma * Math.sqrt(gamma);
  if (drift !== 0 && risk === 0) {
    throw new DomainError('with drift the closed form needs gamma and sigma above 0', {
      drift,
      gamma,
      sigma,
    });
  }
  const slope = risk * perRisk;
  const shift = position * slope - (drift === 0 ? 0 : (drift / risk) * perRisk);
  const constantHalfSpread = halfSpreadConstant(gamma, intensityK) + impact / 2;
  const half = constantHalfSpread + slope / 2;
  return finiteResult('glftQuotes', {
    deltaBid: half + shift,
    deltaAsk: half - shift,
    spread: 2 * half,
    skewPerUnit: slope,
    constantHalfSpread,
  });
}

/** Arguments of {@link glftLongRunTable}. */
export interface GlftTableInput extends GlftParameters {
  /** Largest inventory on either side in lots, a whole number from 1 to 500. */
  readonly maxLots: number;
}

/** Arguments of {@link glftTable}. */
export interface GlftFiniteTableInput extends GlftTableInput {
  /** Time to the end of the session, 0 or more. */
  readonly tau: number;
  /** Cost per squared lot held at the end, price per lot, 0 or more; default 0. */
  readonly terminalPenalty?: number;
}

/** One lot a fill and the same aversion to non-execution as to risk. */
function inLots({ gamma, maxLots }: GlftTableInput) {
  requireWhole({ maxLots }, 1, LEVELS_PER_SIDE_MAX);
  return { xi: gamma, tradeSize: 1, levelsPerSide: maxLots };
}

/**
 * Exact quotes by inventory with a horizon, theorem 1 and section 5.
 *
 * @throws DomainError when an argument is outside its range, the result overflows or the horizon is
 *   too long for the rates
 */
export function glftTable(input: GlftFiniteTableInput): ValuedQuoteTable {
  return gueantTable({ ...input, ...inLots(input) });
}

/**
 * Exact quotes by inventory far from the horizon, theorem 2 and section 5.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function glftLongRunTable(input: GlftTableInput): LongRunQuoteTable {
  return gueantLongRunTable({ ...input, ...inLots(input) });
}
