/** From the paths of a strategy to its figures. */
import type { PathResults } from './block.js';
import type { NamedStrategy } from './configuration.js';
import type { Market } from './market.js';
import { QUANTILES, quantileOf, type Spread, spreadOf } from './statistics.js';

/** A quantile of the PnL. */
export interface Quantile {
  readonly share: number;
  readonly value: number;
}

/** One strategy over its paths. Money in the currency of the price, positions and fills in fills. */
export interface StrategyReport {
  readonly strategy: NamedStrategy;
  /** Paths that were simulated to their end. */
  readonly paths: number;
  /** Figures; null with fewer than two paths. */
  readonly figures: StrategyFigures | null;
}

/** Figures of a strategy. */
export interface StrategyFigures {
  readonly pnl: Spread & {
    readonly quantiles: readonly Quantile[];
    /** Mean / deviation over the horizon, not annualised; null without deviation. */
    readonly sharpe: number | null;
  };
  /** Parts of the mean PnL: edge of the fills against the mid, and what the mid did to the position. */
  readonly spreadPnl: number;
  readonly inventoryPnl: number;
  /** Position at the end. */
  readonly finalPosition: Spread;
  /** Fills of both sides. */
  readonly fills: Spread;
  /** Quoted ask - bid, mean over time and paths, price; null when both were never quoted. */
  readonly averageSpread: number | null;
}

/** A finished or interrupted simulation. The same input gives the same report. */
export interface SimulationReport {
  readonly market: Market;
  readonly seed: number;
  /** Paths that were asked for. */
  readonly paths: number;
  readonly end: 'complete' | 'interrupted';
  readonly strategies: readonly StrategyReport[];
}

/** Reports the paths of a strategy. */
export function reportStrategy(strategy: NamedStrategy, results: PathResults): StrategyReport {
  const paths = results.fills.length;
  const figures = paths < 2 ? null : figuresOf(results);
  return { strategy, paths, figures };
}

function figuresOf(results: PathResults): StrategyFigures {
  const { spreadPnl, inventoryPnl, positionLots, fills, averageSpread } = results;
  const pnl = spreadPnl.map((value, path) => value + (inventoryPnl[path] as number));
  const spread = spreadOf(pnl);
  const sorted = pnl.sort();
  const quoted = averageSpread.filter((value) => !Number.isNaN(value));
  return {
    pnl: {
      ...spread,
      quantiles: QUANTILES.map((share) => ({ share, value: quantileOf(sorted, share) })),
      sharpe: spread.std === 0 ? null : spread.mean / spread.std,
    },
    spreadPnl: spreadOf(spreadPnl).mean,
    inventoryPnl: spreadOf(inventoryPnl).mean,
    finalPosition: spreadOf(positionLots),
    fills: spreadOf(fills),
    averageSpread: quoted.length === 0 ? null : spreadOf(quoted).mean,
  };
}
