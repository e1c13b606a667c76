/**
 * Portfolio margin over a table of price and volatility shocks, as crypto exchanges publish it:
 * volatility moves more for short expiries, and far moves count in part.
 */
import { DomainError } from '../../errors.js';
import type { PayoffKind } from '../accounting/index.js';
import { requireFinite, requireNonNegative } from '../domain.js';
import { type MarginHolding, type MarginOption, scenarioPnls } from './scenario.js';
import { type WorstScenario, worstScenario } from './worst-scenario.js';

/** One row of the table. */
export interface GridScenario {
  /** Relative move of every forward, above -1. */
  readonly priceMove: number;
  /** Relative move of volatility at 30 days to expiry. */
  readonly volatilityMove: number;
  /** Share of the PnL that counts, 0 or more; 1 for ordinary moves. */
  readonly weight: number;
}

/** Arguments of {@link gridMargin}. */
export interface GridMarginInput {
  readonly holdings: readonly MarginHolding[];
  readonly scenarios: readonly GridScenario[];
  /** PnL in quote currency (`linear`) or in coins (`inverse`). */
  readonly settlement: PayoffKind;
  /** Least volatility of a scenario, 0 or more. */
  readonly volatilityMin: number;
  /** Exponent of 30 / days below 30 days to expiry; usual 0.30. */
  readonly shortPower: number;
  /** The same from 30 days on; usual 0.13. */
  readonly longPower: number;
}

/** Result of {@link gridMargin}, in the currency of settlement. */
export interface GridMargin extends WorstScenario {
  /** Weighted PnL of each scenario. */
  readonly pnls: readonly number[];
}

const DAYS_PER_YEAR = 365;
const REFERENCE_DAYS = 30;

/** Factor on a volatility move: (30 / days)^power, days from 1 up. */
function termFactor(timeToExpiryYears: number, { shortPower, longPower }: GridMarginInput): number {
  const days = DAYS_PER_YEAR * timeToExpiryYears;
  const power = days < REFERENCE_DAYS ? shortPower : longPower;
  return (REFERENCE_DAYS / Math.max(1, days)) ** power;
}

function movedVolatility(option: MarginOption, move: number, input: GridMarginInput): number {
  const factor = 1 + move * termFactor(option.timeToExpiryYears, input);
  return Math.max(option.volatility * factor, input.volatilityMin);
}

/**
 * Largest weighted loss over the table; volatility becomes
 * max(volatility (1 + move (30 / max(1, days))^power), volatilityMin).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function gridMargin(input: GridMarginInput): GridMargin {
  const { holdings, scenarios, settlement, volatilityMin, shortPower, longPower } = input;
  requireNonNegative({ volatilityMin });
  requireFinite({ shortPower, longPower });
  const moves = scenarios.map(({ priceMove, volatilityMove, weight }) => {
    requireFinite({ priceMove, volatilityMove });
    if (priceMove <= -1) {
      throw new DomainError(`priceMove is ${priceMove}; allowed: above -1`, { priceMove });
    }
    return {
      forward: (forward: number) => forward * (1 + priceMove),
      volatility: (option: MarginOption) => movedVolatility(option, volatilityMove, input),
      elapsedYears: 0,
      weight,
    };
  });
  const pnls = scenarioPnls(holdings, moves, settlement);
  return { pnls, ...worstScenario(pnls) };
}
