/**
 * Stress of a portfolio by its greeks: for triage of many small shocks. Above a few percent, or
 * close to an expiry, only full revaluation is right.
 */
import { finiteResult, requireFinite, requirePositive } from '../domain.js';
import { blackScholesMerton, inverseOption } from '../options/index.js';
import { coinInput, type Holding, paysCoin, spotInput, unitsOf } from './holding.js';
import { requireShock, type StressPnl, type StressPortfolio, type StressShock } from './stress.js';

/** Derivatives of the value of one unit in the currency it pays. */
interface Derivatives {
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
  readonly rho: number;
  readonly vanna: number;
  readonly volga: number;
}

const NO_VOLATILITY = { vega: 0, theta: 0, rho: 0, vanna: 0, volga: 0 };

function derivativesOf(holding: Holding, portfolio: StressPortfolio): Derivatives {
  const { spot } = portfolio;
  switch (holding.kind) {
    case 'linear':
      return { ...NO_VOLATILITY, delta: 1, gamma: 0 };
    case 'inverse':
      return { ...NO_VOLATILITY, delta: 1 / spot / spot, gamma: -2 / spot / spot / spot };
    case 'option':
      return blackScholesMerton(spotInput(holding, portfolio));
    case 'inverseOption': {
      const greeks = inverseOption(coinInput(holding, spot));
      return {
        delta: greeks.deltaCoin,
        gamma: greeks.gammaCoin,
        vega: greeks.vegaCoin,
        theta: greeks.thetaCoin,
        rho: 0,
        vanna: greeks.vannaCoin,
        volga: greeks.volgaCoin,
      };
    }
  }
}

/**
 * PnL of one shock to second order in price and volatility and first in time and rate: delta dS +
 * gamma dS^2 / 2 + vega dv + theta dt + rho dr + vanna dS dv + volga dv^2 / 2.
 *
 * @throws DomainError when an argument is outside its range, the result overflows, or an option is
 *   exactly at the money without volatility or time
 */
export function taylorPnl(portfolio: StressPortfolio, shock: StressShock): StressPnl {
  const { spot, rate, holdings } = portfolio;
  requirePositive({ spot });
  requireFinite({ rate });
  requireShock(shock);
  const { spotMove, volatilityMove, elapsedYears, rateMove } = shock;
  const change = spot * spotMove;
  let pnlQuote = 0;
  let pnlCoin = 0;
  for (const holding of holdings) {
    const by = derivativesOf(holding, portfolio);
    const unitPnl =
      change * (by.delta + (by.gamma * change) / 2 + by.vanna * volatilityMove) +
      volatilityMove * (by.vega + (by.volga * volatilityMove) / 2) +
      by.theta * elapsedYears +
      by.rho * rateMove;
    const pnl = unitsOf(holding) * unitPnl;
    if (paysCoin(holding)) pnlCoin += pnl;
    else pnlQuote += pnl;
  }
  const pnlCash = pnlQuote + pnlCoin * (spot + change);
  return finiteResult('taylorPnl', { pnlQuote, pnlCoin, pnlCash });
}
