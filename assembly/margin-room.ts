// How much of an order the equity behind its instrument can carry (docs/semantics.md 15).
import { assetCollateral, bookCollateral, isMultiAsset } from './account';
import * as dd from './double-double';
import * as at from './layout';
import { requiredOf } from './margin';
import * as margin from './margin-layout';
import { assetRow, ledgerLane, riskLane } from './region';

// Initial margin that the instrument may need, settle asset: its own and what is free in its account. An
// order that does not raise it may be sent in any case.
export function marginBudget(state: usize, instrument: i32): f64 {
  const ledger = ledgerLane(state, instrument);
  if (load<f64>(ledger, at.LEDGER_HAS_MARGIN) == 0) return Infinity;
  const lane = riskLane(state, instrument);
  const own = load<f64>(lane, margin.MARGIN_INITIAL);
  if (load<f64>(lane, margin.MARGIN_IS_ISOLATED) != 0) {
    return Math.max(own, load<f64>(lane, margin.MARGIN_ISOLATED_EQUITY));
  }
  const row = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  if (isMultiAsset(state)) {
    const free = bookCollateral(state) - dd.valueAt(state + margin.BOOK_INITIAL_HI);
    return own + Math.max(free, 0) / load<f64>(row, at.ASSET_RATE);
  }
  return own + Math.max(assetCollateral(row) - dd.valueAt(row + margin.ASSET_INITIAL_HI), 0);
}

// Initial margin when `lots` are held towards the side.
export function marginOf(state: usize, instrument: i32, isBuy: bool, lots: f64): f64 {
  return requiredOf(state, instrument, margin.OF_INITIAL, isBuy ? lots : -lots);
}

// Most lots of `least` .. `most` on top of `worst` whose margin the budget covers; `least` if none are.
// Margin rises with the position, so halving finds it.
export function marginRoom(
  state: usize,
  instrument: i32,
  isBuy: bool,
  worst: f64,
  least: f64,
  most: f64,
  budget: f64,
): f64 {
  let covered = least;
  let beyond = most + 1;
  while (beyond - covered > 1) {
    const middle = Math.floor((covered + beyond) * 0.5);
    if (marginOf(state, instrument, isBuy, worst + middle) <= budget) covered = middle;
    else beyond = middle;
  }
  return covered;
}
