// Frames that set up margin and the account behind it (docs/semantics.md 14).
import { reviseCut } from './account';
import * as code from './codes';
import { advance } from './commit';
import * as decode from './decode';
import { checkAbove, checkAsset, checkAtMost, inconsistent, indexAt, numberAt } from './fields';
import * as at from './layout';
import { beginMargin, isOptionContract, isolate } from './margin';
import * as margin from './margin-layout';
import { tierAt, tierCount } from './margin-schedule';
import { assetRow, isAsset, ledgerLane, riskLane, stateOf } from './region';
import * as risk from './risk-layout';

export function onSetAccount(book: usize): i32 {
  const result = checkAtMost(book, 0, code.ACCOUNT_MULTI_ASSET);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  store<f64>(state, numberAt(book, 0), margin.BOOK_ACCOUNT_MODE);
  const count = load<i32>(state, at.BOOK_ASSET_CAPACITY);
  for (let asset = 0; asset < count; asset++) {
    if (isAsset(state, asset)) reviseCut(state, assetRow(state, asset));
  }
  return 0;
}

export function onSetCollateral(book: usize): i32 {
  const result = checkAsset(book, 0);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const row = assetRow(state, indexAt(book, 0));
  store<f64>(row, numberAt(book, 1), margin.ASSET_HAIRCUT);
  reviseCut(state, row);
  return 0;
}

// Rates of options are not of their notional: `setOptionMargin` says them.
function checkIsNoOption(book: usize): i32 {
  const contract = load<f64>(ledgerLane(stateOf(book), indexAt(book, 0)), at.LEDGER_CONTRACT);
  return contract >= code.CONTRACT_OPTION ? inconsistent(0, numberAt(book, 0), contract) : 0;
}

// Field `index` must not be above the one before it.
function checkFalls(book: usize, index: i32): i32 {
  if (numberAt(book, index) <= numberAt(book, index - 1)) return 0;
  return inconsistent(index, numberAt(book, index), numberAt(book, index - 1));
}

// Begins a schedule: slopes and further tiers come behind it.
export function onSetMargin(book: usize): i32 {
  let result = checkIsNoOption(book);
  if (result == 0) result = checkFalls(book, 2);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  store<f64>(lane, numberAt(book, 1), margin.MARGIN_INITIAL_RATE);
  store<f64>(lane, numberAt(book, 2), margin.MARGIN_MAINTENANCE_RATE);
  store<f64>(lane, numberAt(book, 3), margin.MARGIN_DEDUCTION);
  store<f64>(lane, 0, margin.MARGIN_INITIAL_SLOPE);
  store<f64>(lane, 0, margin.MARGIN_MAINTENANCE_SLOPE);
  store<f64>(lane, 0, margin.MARGIN_TIER_COUNT);
  beginMargin(state, indexAt(book, 0));
  return 0;
}

export function onSetMarginSlope(book: usize): i32 {
  let result = checkIsNoOption(book);
  if (result == 0) result = checkFalls(book, 2);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  store<f64>(lane, numberAt(book, 1), margin.MARGIN_INITIAL_SLOPE);
  store<f64>(lane, numberAt(book, 2), margin.MARGIN_MAINTENANCE_SLOPE);
  beginMargin(state, indexAt(book, 0));
  return 0;
}

// Tiers come in order; one that is said again ends the schedule.
function checkTier(book: usize): i32 {
  const lane = riskLane(stateOf(book), indexAt(book, 0));
  const last = <f64>min(tierCount(lane) + 1, code.MAX_MARGIN_TIERS);
  let result = checkAbove(book, 1, 0);
  if (result == 0) result = checkAtMost(book, 1, last);
  if (result != 0) return result;
  const tier = indexAt(book, 1);
  const before = tier == 1 ? 0 : load<f64>(tierAt(lane, tier - 2), margin.TIER_ABOVE);
  return numberAt(book, 2) > before ? 0 : inconsistent(2, numberAt(book, 2), before);
}

export function onSetMarginTier(book: usize): i32 {
  let result = checkIsNoOption(book);
  if (result == 0) result = checkTier(book);
  if (result == 0) result = checkFalls(book, 4);
  if (result != 0) return result;
  advance(book);
  const state = stateOf(book);
  const lane = riskLane(state, indexAt(book, 0));
  const row = tierAt(lane, indexAt(book, 1) - 1);
  store<f64>(row, numberAt(book, 2), margin.TIER_ABOVE);
  store<f64>(row, numberAt(book, 3), margin.TIER_INITIAL_RATE);
  store<f64>(row, numberAt(book, 4), margin.TIER_MAINTENANCE_RATE);
  store<f64>(lane, numberAt(book, 1), margin.MARGIN_TIER_COUNT);
  beginMargin(state, indexAt(book, 0));
  return 0;
}

// nil gives the collateral back.
export function onSetIsolated(book: usize): i32 {
  let result = checkIsNoOption(book);
  if (result == 0) result = checkAbove(book, 1, 0);
  if (result != 0) return result;
  advance(book);
  const collateral = numberAt(book, 1);
  const isIsolated = !isNaN(collateral);
  isolate(stateOf(book), indexAt(book, 0), isIsolated, isIsolated ? collateral : 0);
  return 0;
}

export function onSetOptionMargin(book: usize): i32 {
  const state = stateOf(book);
  const instrument = indexAt(book, 0);
  const lane = riskLane(state, instrument);
  const isOption = isOptionContract(ledgerLane(state, instrument));
  if (!isOption || load<f64>(lane, risk.RISK_OPTION) == 0) {
    decode.refuse(0, <f64>instrument, 0);
    return code.REJECT_NOT_AN_OPTION;
  }
  let result = checkFalls(book, 2);
  if (result == 0) result = checkFalls(book, 3);
  if (result != 0) return result;
  advance(book);
  store<f64>(lane, numberAt(book, 1), margin.MARGIN_INITIAL_RATE);
  store<f64>(lane, numberAt(book, 2), margin.MARGIN_FLOOR_RATE);
  store<f64>(lane, numberAt(book, 3), margin.MARGIN_MAINTENANCE_RATE);
  beginMargin(state, instrument);
  return 0;
}
