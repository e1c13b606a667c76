/** Whether the book can carry what it holds: margin, liquidation prices, the verdict (docs/solvency.md). */
import * as at from '../../assembly/layout.js';
import * as margin from '../../assembly/margin-layout.js';
import type { BookRegion } from '../kernel/index.js';
import { inverseLiquidation, type LiquidationPrices, linearLiquidation } from '../models/index.js';
import { positionReport } from './reports.js';
import type { InstrumentTerms } from './types.js';

/** `MARGIN_CALL`: initial margin above equity. `LIQUIDATABLE`: maintenance is. `INSOLVENT`: no equity. */
export type SolvencyVerdict = 'SOLVENT' | 'MARGIN_CALL' | 'LIQUIDATABLE' | 'INSOLVENT';

/** One collateral asset, in that asset. */
export interface AssetSolvency {
  readonly asset: number;
  readonly symbol: string;
  readonly equity: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  /** equity - initialMargin; below 0 a margin call. */
  readonly free: number;
  /** initialMargin / equity; null when there is margin and no equity. */
  readonly utilisation: number | null;
  readonly verdict: SolvencyVerdict;
}

/** One position with margin rates. Margin in settle asset, prices in quote currency. */
export interface InstrumentSolvency {
  readonly instrument: number;
  readonly symbol: string;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  /**
   * Mark at which the equity of its settle asset meets its maintenance margin while every other
   * mark stays; null when none above 0 does, or when it is there already.
   */
  readonly liquidationPrice: number | null;
  /** Mark at which that equity is 0, likewise. */
  readonly bankruptcyPrice: number | null;
  /** |liquidationPrice / mark - 1|; null without one. */
  readonly distance: number | null;
}

/** Money in reporting currency where not said otherwise. */
export interface SolvencyReport {
  readonly equity: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  readonly free: number;
  /** initialMargin / equity; null when there is margin and no equity. */
  readonly utilisation: number | null;
  /** maintenanceMargin / equity, likewise; at 1 the book can be liquidated. */
  readonly maintenanceRatio: number | null;
  readonly verdict: SolvencyVerdict;
  readonly assets: readonly AssetSolvency[];
  readonly instruments: readonly InstrumentSolvency[];
}

function share(amount: number, equity: number): number | null {
  if (amount <= 0) return 0;
  return equity > 0 ? amount / equity : null;
}

function verdictOf(equity: number, initial: number, maintenance: number): SolvencyVerdict {
  if (equity < 0 || (equity === 0 && maintenance > 0)) return 'INSOLVENT';
  if (maintenance > equity) return 'LIQUIDATABLE';
  return initial > equity ? 'MARGIN_CALL' : 'SOLVENT';
}

function assetSolvency(region: BookRegion, asset: number, symbol: string): AssetSolvency {
  const row = region.assetRow(asset);
  const equity = region.wide(row + at.ASSET_EQUITY_HI);
  const initialMargin = region.wide(row + margin.ASSET_INITIAL_HI);
  const maintenanceMargin = region.wide(row + margin.ASSET_MAINTENANCE_HI);
  return {
    asset,
    symbol,
    equity,
    initialMargin,
    maintenanceMargin,
    free: equity - initialMargin,
    utilisation: share(initialMargin, equity),
    verdict: verdictOf(equity, initialMargin, maintenanceMargin),
  };
}

const NEVER: LiquidationPrices = { liquidation: null, bankruptcy: null };

/** Cross margin: all of the asset's equity stands behind the position, less what others need. */
function liquidationOf(
  region: BookRegion,
  terms: InstrumentTerms,
  asset: AssetSolvency,
): LiquidationPrices {
  const lane = region.riskLane(terms.index);
  const { averageEntry, position, unrealised } = positionReport(region, terms);
  const own = region.float(lane + margin.MARGIN_MAINTENANCE);
  const others = asset.maintenanceMargin - own;
  const collateral = asset.equity - unrealised - others;
  if (averageEntry === null || collateral < 0 || asset.verdict === 'LIQUIDATABLE') return NEVER;
  const units = position * terms.multiplier;
  const shared = {
    entry: averageEntry,
    collateral,
    maintenanceRate: region.float(lane + margin.MARGIN_MAINTENANCE_RATE),
    basis: 'mark',
  } as const;
  if (terms.contract === 'inverse') return inverseLiquidation({ ...shared, notional: units });
  const deduction = region.float(lane + margin.MARGIN_DEDUCTION);
  return linearLiquidation({ ...shared, position: units, deduction });
}

function instrumentSolvency(
  region: BookRegion,
  terms: InstrumentTerms,
  assets: readonly AssetSolvency[],
): InstrumentSolvency | null {
  const lane = region.riskLane(terms.index);
  const isMargined = region.float(region.ledgerLane(terms.index) + at.LEDGER_HAS_MARGIN) !== 0;
  const asset = assets.find(({ symbol }) => symbol === terms.settleAsset);
  if (!isMargined || asset === undefined) return null;
  const { liquidation, bankruptcy } = liquidationOf(region, terms, asset);
  const { mark } = positionReport(region, terms);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    initialMargin: region.float(lane + margin.MARGIN_INITIAL),
    maintenanceMargin: region.float(lane + margin.MARGIN_MAINTENANCE),
    liquidationPrice: liquidation,
    bankruptcyPrice: bankruptcy,
    distance: liquidation === null || mark === null ? null : Math.abs(liquidation / mark - 1),
  };
}

/** Of every asset, of every instrument with margin rates, and of the book. */
export function solvencyReport(
  region: BookRegion,
  instruments: readonly InstrumentTerms[],
  symbols: readonly string[],
): SolvencyReport {
  const { state } = region;
  const equity = region.wide(state + at.BOOK_EQUITY_HI);
  const initialMargin = region.wide(state + margin.BOOK_INITIAL_HI);
  const maintenanceMargin = region.wide(state + margin.BOOK_MAINTENANCE_HI);
  const assets = symbols.map((symbol, asset) => assetSolvency(region, asset, symbol));
  return {
    equity,
    initialMargin,
    maintenanceMargin,
    free: equity - initialMargin,
    utilisation: share(initialMargin, equity),
    maintenanceRatio: share(maintenanceMargin, equity),
    verdict: verdictOf(equity, initialMargin, maintenanceMargin),
    assets,
    instruments: instruments.flatMap((terms) => instrumentSolvency(region, terms, assets) ?? []),
  };
}
