/**
 * Scan risk of one underlying by the 16 scenarios of SPAN (Standard Portfolio Analysis of Risk,
 * Chicago Mercantile Exchange).
 */
import { requireNonNegative } from '../domain.js';
import { type MarginHolding, type Scenario, scenarioPnls } from './scenario.js';
import { worstScenario } from './worst-scenario.js';

/** Arguments of {@link spanMargin}. */
export interface SpanMarginInput {
  readonly holdings: readonly MarginHolding[];
  /** Price scan range: largest ordinary move, quote currency, 0 or more. */
  readonly priceScanRange: number;
  /** Volatility scan range: largest ordinary move, absolute, 0 or more. */
  readonly volatilityScanRange: number;
  /** Extreme move in price scan ranges, 0 or more; usual 2 or 3. */
  readonly extremeMultiple: number;
  /** Share of the PnL of an extreme move that counts, 0 or more; usual about 1/3. */
  readonly extremeCover: number;
  /** Time that passes before positions are closed, 0 or more. */
  readonly elapsedYears: number;
}

/** Result of {@link spanMargin}, quote currency. */
export interface SpanMargin {
  /** PnL of the 16 scenarios, of the two extreme ones the covered share. */
  readonly pnls: readonly number[];
  /** Largest loss, 0 or more. */
  readonly scanRisk: number;
  /** First scenario with the lowest PnL, 0 .. 15. */
  readonly worstIndex: number | null;
}

/** Ordinary moves in price scan ranges; each with volatility up and down. */
const MOVES: readonly number[] = [0, 1 / 3, -1 / 3, 2 / 3, -2 / 3, 1, -1];
/** Least volatility of a scenario. */
const VOLATILITY_MIN = 1e-4;

function spanScenarios(input: SpanMarginInput): Scenario[] {
  const { priceScanRange, volatilityScanRange, extremeMultiple, extremeCover } = input;
  const { elapsedYears } = input;
  const forwardMoved = (multiple: number) => (forward: number) =>
    forward + multiple * priceScanRange;
  const ordinary = MOVES.flatMap((multiple) =>
    [volatilityScanRange, -volatilityScanRange].map((move) => ({
      forward: forwardMoved(multiple),
      volatility: (option: { readonly volatility: number }) =>
        Math.max(option.volatility + move, VOLATILITY_MIN),
      elapsedYears,
      weight: 1,
    })),
  );
  const extreme = [extremeMultiple, -extremeMultiple].map((multiple) => ({
    forward: forwardMoved(multiple),
    volatility: (option: { readonly volatility: number }) => option.volatility,
    elapsedYears,
    weight: extremeCover,
  }));
  return [...ordinary, ...extreme];
}

/**
 * Scan risk: price unchanged, then up and down by 1/3, 2/3 and 3/3 of the price scan range, each
 * with volatility up and down, then the extreme moves up and down at the present volatility.
 *
 * @throws DomainError when an argument is outside its range, a scenario takes the forward of an
 *   option to 0 or below, or the result overflows
 */
export function spanMargin(input: SpanMarginInput): SpanMargin {
  const { holdings, priceScanRange, volatilityScanRange, extremeMultiple, extremeCover } = input;
  requireNonNegative({ priceScanRange, volatilityScanRange, extremeMultiple, extremeCover });
  const pnls = scenarioPnls(holdings, spanScenarios(input), 'linear');
  const { worstLoss, worstIndex } = worstScenario(pnls);
  return { pnls, scanRisk: worstLoss, worstIndex };
}
