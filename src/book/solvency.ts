/** Whether the book can carry what it holds: margin, liquidation prices, the verdict (docs/solvency.md). */
import * as at from '../../assembly/layout.js';
import * as margin from '../../assembly/margin-layout.js';
import type { BookRegion } from '../kernel/index.js';
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
  /** The worst of the book's and of the assets that margin is due in. */
  readonly verdict: SolvencyVerdict;
  readonly assets: readonly AssetSolvency[];
  readonly instruments: readonly InstrumentSolvency[];
}

/** A part of equity; null when there is an amount and no equity. */
export function share(amount: number, equity: number): number | null {
  if (amount <= 0) return 0;
  return equity > 0 ? amount / equity : null;
}

function verdictOf(equity: number, initial: number, maintenance: number): SolvencyVerdict {
  if (equity < 0 || (equity === 0 && maintenance > 0)) return 'INSOLVENT';
  if (maintenance > equity) return 'LIQUIDATABLE';
  return initial > equity ? 'MARGIN_CALL' : 'SOLVENT';
}

const SEVERITY: readonly SolvencyVerdict[] = [
  'SOLVENT',
  'MARGIN_CALL',
  'LIQUIDATABLE',
  'INSOLVENT',
];

function worstOf(verdicts: readonly SolvencyVerdict[]): SolvencyVerdict {
  const worst = Math.max(...verdicts.map((verdict) => SEVERITY.indexOf(verdict)));
  return SEVERITY[worst] ?? 'SOLVENT';
}

/** Equity and margins of an account, or of one asset of it. */
export type MarginedEquity = Pick<AssetSolvency, 'equity' | 'initialMargin' | 'maintenanceMargin'>;

/**
 * The worst verdict of the whole and of the assets that margin is due in: one that nothing is margined in
 * may be owed, it stands in the equity of the whole.
 */
export function solvencyVerdict(
  whole: MarginedEquity,
  assets: readonly MarginedEquity[],
): SolvencyVerdict {
  const margined = assets.filter(
    ({ initialMargin, maintenanceMargin }) => initialMargin + maintenanceMargin > 0,
  );
  return worstOf(
    [whole, ...margined].map(({ equity, initialMargin, maintenanceMargin }) =>
      verdictOf(equity, initialMargin, maintenanceMargin),
    ),
  );
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

/** Marks that an asset's equity and maintenance margin meet at; null where no price above 0 does it. */
interface CriticalPrices {
  readonly liquidation: number | null;
  readonly bankruptcy: number | null;
}

/** A position and all that stands behind it, in settle asset. */
interface CrossPosition {
  /** Signed base units, or quote currency of an inverse contract. */
  readonly units: number;
  readonly entry: number;
  /** Equity without the position's own unrealised PnL; below 0 after profits were withdrawn. */
  readonly collateral: number;
  /** Maintenance margin of other positions. */
  readonly others: number;
  readonly rate: number;
  readonly deduction: number;
}

const attainable = (price: number): number | null =>
  price > 0 && price < Number.POSITIVE_INFINITY ? price : null;

/**
 * collateral + q (P - E) = others + max(|q| P m - d, 0). The two cases of the maximum have a solution
 * each; the one with margin counts where it needs any.
 */
function linearPrices(position: CrossPosition): CriticalPrices {
  const { units, entry, collateral, others, rate, deduction } = position;
  const side = Math.sign(units);
  const cushion = (collateral - others + deduction) / units;
  const margined = (entry - cushion) / (1 - side * rate);
  const isNeeded = Math.abs(units) * margined * rate >= deduction;
  const free = entry - (collateral - others) / units;
  return {
    liquidation: attainable(isNeeded ? margined : free),
    bankruptcy: attainable(entry - collateral / units),
  };
}

/** The same in x = 1 / P: collateral + N (1/E - x) = others + max(|N| m x - d, 0). */
function inversePrices(position: CrossPosition): CriticalPrices {
  const { units, entry, collateral, others, rate, deduction } = position;
  const worth = units / entry;
  const size = Math.abs(units);
  const margined = (collateral - others + worth + deduction) / (units + size * rate);
  const isNeeded = size * rate * margined >= deduction;
  const free = (collateral - others + worth) / units;
  return {
    liquidation: attainable(1 / (isNeeded ? margined : free)),
    bankruptcy: attainable(units / (collateral + worth)),
  };
}

/** Cross margin: all of the asset's equity stands behind the position. */
function criticalPrices(
  region: BookRegion,
  terms: InstrumentTerms,
  asset: AssetSolvency,
): CriticalPrices {
  const lane = region.riskLane(terms.index);
  const { averageEntry, position, unrealised } = positionReport(region, terms);
  const isOver = asset.verdict === 'LIQUIDATABLE' || asset.verdict === 'INSOLVENT';
  if (averageEntry === null || isOver) return { liquidation: null, bankruptcy: null };
  const cross = {
    units: position * terms.multiplier,
    entry: averageEntry,
    collateral: asset.equity - unrealised,
    others: asset.maintenanceMargin - region.float(lane + margin.MARGIN_MAINTENANCE),
    rate: region.float(lane + margin.MARGIN_MAINTENANCE_RATE),
    deduction: region.float(lane + margin.MARGIN_DEDUCTION),
  };
  return terms.contract === 'inverse' ? inversePrices(cross) : linearPrices(cross);
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
  const { liquidation, bankruptcy } = criticalPrices(region, terms, asset);
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
    verdict: solvencyVerdict({ equity, initialMargin, maintenanceMargin }, assets),
    assets,
    instruments: instruments.flatMap((terms) => instrumentSolvency(region, terms, assets) ?? []),
  };
}
