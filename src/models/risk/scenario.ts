/** Scenario margin: what it holds and the PnL of each scenario. */
import { type PayoffKind, roundTripPnl } from '../accounting/index.js';
import { requireFinite, requireNonNegative } from '../domain.js';
import { black76Price, inverseOptionPrice, type OptionType } from '../options/index.js';
import { requireList } from '../shapes.js';

/** Futures position under scenario margin. */
export interface MarginFuture {
  readonly type: 'future';
  /** Signed, long above 0: base units, or quote units when settled in the coin. */
  readonly position: number;
  /** Price for its expiry, quote currency; above 0 when settled in the coin. */
  readonly forward: number;
}

/** Option position under scenario margin. */
export interface MarginOption {
  readonly type: OptionType;
  /** Signed, long above 0, base units. */
  readonly position: number;
  /** Price of the underlying for its expiry, quote currency, above 0 in every scenario. */
  readonly forward: number;
  /** Quote currency, above 0. */
  readonly strike: number;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: number;
  /** 0 or more. */
  readonly timeToExpiryYears: number;
}

/** One position; all of a portfolio have the same underlying. */
export type MarginHolding = MarginFuture | MarginOption;

/** A market that might come, told by what becomes of the present one. */
export interface Scenario {
  readonly forward: (forward: number) => number;
  readonly volatility: (option: MarginOption) => number;
  /** 0 or more; options stop at their expiry. */
  readonly elapsedYears: number;
  /** Share of the PnL that counts, 0 or more. */
  readonly weight: number;
}

/** Undiscounted value of one unit of an option, in quote currency or in coins. */
function unitValue(option: MarginOption, settlement: PayoffKind): number {
  if (settlement === 'inverse') return inverseOptionPrice(option);
  const { type, forward, strike, volatility, timeToExpiryYears } = option;
  const discountFactor = 1;
  return black76Price({ type, forward, strike, discountFactor, volatility, timeToExpiryYears });
}

function moved(option: MarginOption, scenario: Scenario): MarginOption {
  return {
    ...option,
    forward: scenario.forward(option.forward),
    volatility: scenario.volatility(option),
    timeToExpiryYears: Math.max(option.timeToExpiryYears - scenario.elapsedYears, 0),
  };
}

/** PnL of one holding in each scenario, before weights. */
function holdingPnls(
  holding: MarginHolding,
  scenarios: readonly Scenario[],
  settlement: PayoffKind,
): number[] {
  const { position, forward: entry } = holding;
  requireFinite({ position });
  if (holding.type === 'future') {
    const future = { kind: settlement, multiplier: 1, position, entry };
    return scenarios.map(({ forward }) => roundTripPnl({ ...future, exit: forward(entry) }));
  }
  const before = unitValue(holding, settlement);
  return scenarios.map((scenario) => {
    const after = unitValue(moved(holding, scenario), settlement);
    return position * (after - before);
  });
}

/**
 * Weighted PnL of a portfolio in each scenario. Options are priced by Black-76 without
 * discounting, settled in quote currency (`linear`) or in the coin (`inverse`).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function scenarioPnls(
  holdings: readonly MarginHolding[],
  scenarios: readonly Scenario[],
  settlement: PayoffKind,
): number[] {
  for (const { elapsedYears, weight } of scenarios) requireNonNegative({ elapsedYears, weight });
  const table = holdings.map((holding) => holdingPnls(holding, scenarios, settlement));
  const pnls = scenarios.map(
    ({ weight }, index) => weight * table.reduce((sum, row) => sum + (row[index] ?? 0), 0),
  );
  requireList('pnls', pnls);
  return pnls;
}
