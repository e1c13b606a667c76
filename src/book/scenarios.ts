/** What the book would lose on an underlying over a grid of prices and volatilities: scenario margin. */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import type { BookConfiguration } from '../config/index.js';
import { DomainError } from '../errors.js';
import type { BookRegion } from '../kernel/index.js';
import { gridMargin, type MarginHolding } from '../models/index.js';
import { type OptionReport, optionReport } from './option-report.js';
import { positionReport } from './reports.js';
import { unknownSymbol } from './symbols.js';
import type { InstrumentTerms } from './types.js';

/** The grid; every price move with every volatility move. */
export interface ScenarioGrid {
  /** Relative moves of the index, above -1; default 9 from -16 % to 16 %. */
  readonly priceMoves?: readonly number[];
  /** Relative moves of volatility at 30 days to expiry; default -25 %, 0, 45 %. */
  readonly volatilityMoves?: readonly number[];
  /** Far moves of the index at the largest volatility move, with the share of their PnL that counts. */
  readonly extended?: readonly { readonly priceMove: number; readonly weight: number }[];
  /** Exponent of 30 / days on volatility moves, below and from 30 days on; default 0.30 and 0.13. */
  readonly shortPower?: number;
  readonly longPower?: number;
}

/** One scenario, quote currency of the index. */
export interface ScenarioPnl {
  readonly priceMove: number;
  readonly volatilityMove: number;
  readonly weight: number;
  /** Times `weight`. */
  readonly pnl: number;
}

/** What an underlying would lose. */
export interface ScenarioReport {
  readonly underlying: number;
  readonly symbol: string;
  readonly index: number;
  readonly scenarios: readonly ScenarioPnl[];
  /** The one that loses most; its PnL may be above 0. */
  readonly worst: ScenarioPnl;
  /** Scenario margin: what the worst loses, 0 or more. */
  readonly margin: number;
  /** PnL of every instrument in the worst scenario, weighted; with `collateral` they add up to it. */
  readonly contributions: readonly { readonly symbol: string; readonly pnl: number }[];
  /** The same of the coin account. */
  readonly collateral: number;
}

const PRICE_MOVES = [-0.16, -0.12, -0.08, -0.04, 0, 0.04, 0.08, 0.12, 0.16];
const VOLATILITY_MOVES = [-0.25, 0, 0.45];
const VOLATILITY_MIN = 1e-6;

interface Scenario {
  readonly priceMove: number;
  readonly volatilityMove: number;
  readonly weight: number;
}

function scenariosOf(grid: ScenarioGrid): readonly Scenario[] {
  const { priceMoves = PRICE_MOVES, volatilityMoves = VOLATILITY_MOVES, extended = [] } = grid;
  const largest = Math.max(...volatilityMoves);
  return [
    ...priceMoves.flatMap((priceMove) =>
      volatilityMoves.map((volatilityMove) => ({ priceMove, volatilityMove, weight: 1 })),
    ),
    ...extended.map((far) => ({ ...far, volatilityMove: largest })),
  ];
}

/** Terms of an option as the book has them: a frame may have given it new ones. */
function optionHolding(
  region: BookRegion,
  terms: InstrumentTerms,
  option: OptionReport,
  position: number,
  index: number,
): MarginHolding {
  if (!option.priced) {
    throw new DomainError(`${terms.symbol} has no price yet: no re-mark, or no volatility`, {
      symbol: terms.symbol,
      volatility: option.volatility,
    });
  }
  const slot = region.float(region.riskLane(terms.index) + risk.RISK_OPTION) - 1;
  const lane = region.optionLane(slot);
  return {
    type: region.float(lane + risk.OPTION_SIGN) > 0 ? 'call' : 'put',
    position,
    forward: (option.forward * index) / option.index,
    strike: region.float(lane + risk.OPTION_STRIKE),
    volatility: option.volatility,
    timeToExpiryYears: option.yearsToExpiry,
  };
}

function holdingOf(
  region: BookRegion,
  terms: InstrumentTerms,
  index: number,
): MarginHolding | null {
  const { position, mark } = positionReport(region, terms);
  if (position === 0) return null;
  const units = position * terms.multiplier;
  const option = optionReport(region, terms);
  if (option === null) return { type: 'future', position: units, forward: mark ?? index };
  return optionHolding(region, terms, option, units, index);
}

/** A point of a quanto contract is worth its settle asset. */
function pointValue(
  region: BookRegion,
  terms: InstrumentTerms,
  { assets }: BookConfiguration,
): number {
  if (terms.contract !== 'quanto') return 1;
  const settle = assets.findIndex(({ symbol }) => symbol === terms.settleAsset);
  return region.float(region.assetRow(settle) + at.ASSET_RATE);
}

/** PnL of one instrument in every scenario, quote currency: coins are worth what the scenario says. */
function instrumentPnls(
  holding: MarginHolding,
  terms: InstrumentTerms,
  scenarios: readonly Scenario[],
  index: number,
  powers: { readonly shortPower: number; readonly longPower: number },
): readonly number[] {
  const isCoin = terms.contract === 'inverse' || terms.contract === 'inverseOption';
  const settlement = isCoin ? 'inverse' : 'linear';
  const shared = { volatilityMin: VOLATILITY_MIN, ...powers };
  const { pnls } = gridMargin({ holdings: [holding], scenarios, settlement, ...shared });
  return pnls.map((pnl, place) => {
    const price = index * (1 + (scenarios[place]?.priceMove ?? 0));
    return isCoin ? pnl * price : pnl;
  });
}

/**
 * The book's positions on an underlying over the grid, priced in full; volatilities and forwards are
 * those of the last re-mark.
 *
 * @throws EvenkeelError `UNKNOWN_UNDERLYING`
 * @throws DomainError when a move is outside its range, the grid is empty, or the index or the price
 *   of an option that is held is not known yet
 */
export function scenarioReport(
  region: BookRegion,
  configuration: BookConfiguration,
  instruments: readonly InstrumentTerms[],
  underlying: number,
  grid: ScenarioGrid,
): ScenarioReport {
  const configured = configuration.underlyings[underlying];
  if (configured === undefined) {
    throw unknownSymbol('UNKNOWN_UNDERLYING', underlying, configuration.underlyings);
  }
  const row = region.underlyingRow(underlying);
  const index = region.float(row + risk.UNDERLYING_INDEX);
  if (!(index > 0)) {
    throw new DomainError(`${configured.symbol} has no index yet`, { underlying, index });
  }
  const scenarios = scenariosOf(grid);
  if (scenarios.length === 0) throw new DomainError('the grid has no scenario', { scenarios: 0 });
  const powers = { shortPower: grid.shortPower ?? 0.3, longPower: grid.longPower ?? 0.13 };
  const own = instruments.flatMap((terms) => {
    const attached = region.float(region.riskLane(terms.index) + risk.RISK_UNDERLYING) - 1;
    const holding = attached === underlying ? holdingOf(region, terms, index) : null;
    if (holding === null) return [];
    const point = pointValue(region, terms, configuration);
    const pnls = instrumentPnls(holding, terms, scenarios, index, powers);
    return [{ symbol: terms.symbol, pnls: pnls.map((pnl) => pnl * point) }];
  });
  const account = region.float(row + risk.UNDERLYING_COLLATERAL) - 1;
  const coins = account < 0 ? 0 : region.wide(region.assetRow(account) + at.ASSET_EQUITY_HI);
  const collaterals = scenarios.map(({ priceMove, weight }) => coins * index * priceMove * weight);
  const found = scenarios.map((scenario, place) => {
    const sum = own.reduce((total, { pnls }) => total + (pnls[place] ?? 0), 0);
    return { ...scenario, pnl: sum + (collaterals[place] ?? 0) };
  });
  const worstPlace = found.reduce(
    (least, { pnl }, place) => (pnl < (found[least]?.pnl ?? 0) ? place : least),
    0,
  );
  const worst = found[worstPlace] ?? { priceMove: 0, volatilityMove: 0, weight: 0, pnl: 0 };
  return {
    underlying,
    symbol: configured.symbol,
    index,
    scenarios: found,
    worst,
    margin: Math.max(0, -worst.pnl),
    contributions: own.map(({ symbol, pnls }) => ({ symbol, pnl: pnls[worstPlace] ?? 0 })),
    collateral: collaterals[worstPlace] ?? 0,
  };
}
