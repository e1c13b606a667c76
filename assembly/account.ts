// What stands behind cross margin (docs/semantics.md 14): of an asset its equity, of a MULTI_ASSET account
// that of the book, less isolated positions and haircuts. Kept by differences like everything else.
import * as code from './codes';
import * as dd from './double-double';
import * as at from './layout';
import * as margin from './margin-layout';
import { assetRow } from './region';

export function isMultiAsset(state: usize): bool {
  return load<f64>(state, margin.BOOK_ACCOUNT_MODE) == code.ACCOUNT_MULTI_ASSET;
}

// Equity of an asset that backs no cross margin, asset.
export function withheld(row: usize): f64 {
  return dd.valueAt(row + margin.ASSET_ISOLATED_HI) + load<f64>(row, margin.ASSET_CUT);
}

export function assetCollateral(row: usize): f64 {
  return dd.valueAt(row + at.ASSET_EQUITY_HI) - withheld(row);
}

// Reporting currency.
export function bookCollateral(state: usize): f64 {
  return dd.valueAt(state + at.BOOK_EQUITY_HI) - dd.valueAt(state + margin.BOOK_WITHHELD_HI);
}

function withhold(state: usize, row: usize, change: f64): void {
  dd.accumulate(state + margin.BOOK_WITHHELD_HI, change * load<f64>(row, at.ASSET_RATE));
}

// The haircut is of what the asset's balance is worth; a debt counts in full, PnL that is not realised too.
export function reviseCut(state: usize, row: usize): void {
  const balance = Math.max(dd.valueAt(row + margin.ASSET_BALANCE_HI), 0);
  const cut = isMultiAsset(state) ? load<f64>(row, margin.ASSET_HAIRCUT) * balance : 0;
  const change = cut - load<f64>(row, margin.ASSET_CUT);
  if (change == 0) return;
  store<f64>(row, cut, margin.ASSET_CUT);
  withhold(state, row, change);
}

// Cash, or PnL that was realised.
export function addBalance(state: usize, asset: i32, amount: f64): void {
  const row = assetRow(state, asset);
  dd.accumulate(row + margin.ASSET_BALANCE_HI, amount);
  if (load<f64>(row, margin.ASSET_HAIRCUT) != 0) reviseCut(state, row);
}

// Collateral and unrealised PnL of an isolated position are `equity` now.
export function setIsolatedEquity(state: usize, row: usize, lane: usize, equity: f64): void {
  const change = equity - load<f64>(lane, margin.MARGIN_ISOLATED_EQUITY);
  if (change == 0) return;
  store<f64>(lane, equity, margin.MARGIN_ISOLATED_EQUITY);
  dd.accumulate(row + margin.ASSET_ISOLATED_HI, change);
  withhold(state, row, change);
}

function ratio(amount: f64, collateral: f64): f64 {
  if (collateral > 0) return amount / collateral;
  return amount > 0 || collateral < 0 ? Infinity : 0;
}

// The largest ratio of the accounts that margin is due in: of the book, or of every asset by itself. An
// asset without margin may be owed, as long as the book is not.
function worstRatio(state: usize, ofBook: usize, ofAsset: usize): f64 {
  const pooled = bookCollateral(state);
  if (isMultiAsset(state)) return ratio(dd.valueAt(state + ofBook), pooled);
  let worst = ratio(0, pooled);
  const count = load<i32>(state, margin.BOOK_MARGIN_ASSETS);
  for (let asset = 0; asset < count; asset++) {
    const row = assetRow(state, asset);
    if (load<f64>(row, margin.ASSET_MARGINED) == 0) continue;
    worst = Math.max(worst, ratio(dd.valueAt(row + ofAsset), assetCollateral(row)));
  }
  return worst;
}

// Initial margin as a share of what stands behind it; infinite where nothing does.
export function marginUtilisation(state: usize): f64 {
  return worstRatio(state, margin.BOOK_INITIAL_HI, margin.ASSET_INITIAL_HI);
}

// Maintenance margin likewise: above 1 the account can be liquidated.
export function maintenanceRatio(state: usize): f64 {
  return worstRatio(state, margin.BOOK_MAINTENANCE_HI, margin.ASSET_MAINTENANCE_HI);
}
