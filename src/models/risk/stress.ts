/** Stress of a portfolio on one underlying by full revaluation. */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative, requirePositive } from '../domain.js';
import { blackScholesMertonPrice, inverseOptionPrice } from '../options/index.js';
import type { ExposureInput } from './exposure.js';
import { coinInput, type Holding, paysCoin, spotInput, unitsOf } from './holding.js';
import { type WorstScenario, worstScenario } from './worst-scenario.js';

/** What is stressed; its prices are those of {@link ExposureInput}. */
export type StressPortfolio = ExposureInput;

/** One change of the market. */
export interface StressShock {
  /** Relative move of the spot price, above -1. */
  readonly spotMove: number;
  /** Change of every volatility, absolute; volatility stays at 1e-6 or more. */
  readonly volatilityMove: number;
  /** Time that passes, 0 or more; options stop at their expiry. */
  readonly elapsedYears: number;
  /** Change of the interest rate, absolute. */
  readonly rateMove: number;
}

/** PnL of one shock. */
export interface StressPnl {
  /** Of what pays in quote currency. */
  readonly pnlQuote: number;
  /** Of what pays in the coin. */
  readonly pnlCoin: number;
  /** Both in quote currency, coins at the shocked price. */
  readonly pnlCash: number;
}

/** Result of {@link revaluePortfolio}; the worst is the one that loses most cash. */
export interface Revaluation extends WorstScenario {
  /** One per shock, in their order. */
  readonly pnls: readonly StressPnl[];
}

/** Least volatility under stress. */
const VOLATILITY_MIN = 1e-6;

/** Refuses shocks outside their ranges. @throws DomainError */
export function requireShock(shock: StressShock): void {
  const { spotMove, volatilityMove, elapsedYears, rateMove } = shock;
  requireFinite({ spotMove, volatilityMove, rateMove });
  requireNonNegative({ elapsedYears });
  if (spotMove <= -1) {
    throw new DomainError(`spotMove is ${spotMove}; allowed: above -1`, { spotMove });
  }
}

/** Value per unit, in quote currency or in coins; 0 where the PnL has a closed form. */
function unitValue(holding: Holding, spot: number, rate: number): number {
  if (holding.kind === 'option') {
    return blackScholesMertonPrice(spotInput(holding, { spot, rate }));
  }
  return holding.kind === 'inverseOption' ? inverseOptionPrice(coinInput(holding, spot)) : 0;
}

/** A holding with its value before any shock. */
interface Valued {
  readonly holding: Holding;
  readonly units: number;
  readonly valueBefore: number;
}

function pnlOf(
  { holding, units, valueBefore }: Valued,
  before: StressPortfolio,
  shock: StressShock,
) {
  const spot = before.spot * (1 + shock.spotMove);
  switch (holding.kind) {
    case 'linear':
      return units * before.spot * shock.spotMove;
    case 'inverse':
      return (units * shock.spotMove) / spot;
    default: {
      const { volatility, timeToExpiryYears } = holding;
      const moved = {
        ...holding,
        volatility: Math.max(volatility + shock.volatilityMove, VOLATILITY_MIN),
        timeToExpiryYears: Math.max(timeToExpiryYears - shock.elapsedYears, 0),
      };
      return units * (unitValue(moved, spot, before.rate + shock.rateMove) - valueBefore);
    }
  }
}

/** PnL sums of one shock. */
function shockedPnl(
  portfolio: StressPortfolio,
  valued: readonly Valued[],
  shock: StressShock,
): StressPnl {
  requireShock(shock);
  let pnlQuote = 0;
  let pnlCoin = 0;
  for (const one of valued) {
    const pnl = pnlOf(one, portfolio, shock);
    if (paysCoin(one.holding)) pnlCoin += pnl;
    else pnlQuote += pnl;
  }
  const pnlCash = pnlQuote + pnlCoin * portfolio.spot * (1 + shock.spotMove);
  return finiteResult('revaluePortfolio', { pnlQuote, pnlCoin, pnlCash });
}

/**
 * PnL of every shock by full revaluation. Options are valued by Black-Scholes-Merton without a
 * yield, inverse options on a forward equal to the spot price.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function revaluePortfolio(
  portfolio: StressPortfolio,
  shocks: readonly StressShock[],
): Revaluation {
  const { spot, rate, holdings } = portfolio;
  requirePositive({ spot });
  requireFinite({ rate });
  const valued = holdings.map((holding) => ({
    holding,
    units: unitsOf(holding),
    valueBefore: unitValue(holding, spot, rate),
  }));
  const pnls = shocks.map((shock) => shockedPnl(portfolio, valued, shock));
  return { pnls, ...worstScenario(pnls.map(({ pnlCash }) => pnlCash)) };
}

/**
 * Cash PnL on a grid of price and volatility.
 *
 * @param spotMoves relative, above -1; the rows
 * @param volatilityMoves absolute; the columns
 * @throws DomainError as {@link revaluePortfolio}
 */
export function stressMatrix(
  portfolio: StressPortfolio,
  spotMoves: readonly number[],
  volatilityMoves: readonly number[],
): number[][] {
  const still = { elapsedYears: 0, rateMove: 0 };
  const shocks = spotMoves.flatMap((spotMove) =>
    volatilityMoves.map((volatilityMove) => ({ spotMove, volatilityMove, ...still })),
  );
  const pnls = revaluePortfolio(portfolio, shocks).pnls.map(({ pnlCash }) => pnlCash);
  const columns = volatilityMoves.length;
  return spotMoves.map((_, row) => pnls.slice(row * columns, (row + 1) * columns));
}
