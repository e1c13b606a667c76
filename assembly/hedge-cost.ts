// What a lot of a hedge instrument moves, what it costs and how many there is room for: fills the slots of
// an underlying (docs/semantics.md 12).
import * as code from './codes';
import { collateralDelta, contractDelta } from './exposure';
import * as hedge from './hedge-layout';
import * as at from './layout';
import { settleNotional } from './ledger';
import { assetRow, ledgerLane, optionLane, quoteLane, riskLane, touchNow } from './region';
import * as risk from './risk-layout';

export function slotOf(row: usize, slot: i32): usize {
  return row + hedge.HEDGE_ROW_SLOTS + <usize>slot * hedge.HEDGE_SLOT_BYTES;
}

export function slotCount(row: usize): i32 {
  return <i32>load<f64>(row, hedge.HEDGE_ROW_COUNT);
}

export function instrumentOf(slot: usize): i32 {
  return <i32>load<f64>(slot, hedge.HEDGE_SLOT_INSTRUMENT) - 1;
}

// How far the index is from where the options were priced.
function moveOf(row: usize): f64 {
  const reference = load<f64>(row, risk.UNDERLYING_REFERENCE);
  return reference > 0 ? load<f64>(row, risk.UNDERLYING_INDEX) - reference : 0;
}

// Delta, gamma and vega of a lot.
function storeGreeks(state: usize, row: usize, slot: usize, lane: usize): void {
  const option = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  let delta = load<f64>(lane, risk.RISK_SCALE);
  let gamma: f64 = 0;
  let vega: f64 = 0;
  if (option >= 0) {
    const greeks = optionLane(state, option);
    const unit = load<f64>(greeks, risk.OPTION_UNIT);
    gamma = unit * load<f64>(greeks, risk.OPTION_GAMMA);
    delta = unit * load<f64>(greeks, risk.OPTION_DELTA) + gamma * moveOf(row);
    vega = unit * load<f64>(greeks, risk.OPTION_VEGA);
  } else {
    const ledger = ledgerLane(state, instrumentOf(slot));
    const isInverse = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
    if (isInverse) delta /= load<f64>(row, risk.UNDERLYING_INDEX);
  }
  store<f64>(slot, delta, hedge.HEDGE_SLOT_DELTA);
  store<f64>(slot, gamma, hedge.HEDGE_SLOT_GAMMA);
  store<f64>(slot, vega, hedge.HEDGE_SLOT_VEGA);
}

// Half the spread, the taker fee and the carry of the side, as a share of the value; never below 0.
function storeCosts(state: usize, slot: usize, lane: usize): void {
  const instrument = instrumentOf(slot);
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  const bid = load<f64>(quote, at.QUOTE_BID);
  const ask = load<f64>(quote, at.QUOTE_ASK);
  const mid = (bid + ask) * 0.5;
  if (!(mid > 0)) {
    store<f64>(slot, Infinity, hedge.HEDGE_SLOT_BUY_COST);
    store<f64>(slot, Infinity, hedge.HEDGE_SLOT_SELL_COST);
    store<f64>(slot, 0, hedge.HEDGE_SLOT_IMPACT);
    return;
  }
  const settle = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  const value = settleNotional(ledger, 1, mid) * load<f64>(settle, at.ASSET_RATE);
  const given = load<f64>(lane, hedge.HEDGE_LANE_HALF_SPREAD);
  const half = given < 0 ? ((ask - bid) * 0.5) / mid : given;
  const share = half + load<f64>(ledger, at.LEDGER_TAKER_FEE);
  const carry = load<f64>(lane, hedge.HEDGE_LANE_CARRY);
  const impact = load<f64>(lane, hedge.HEDGE_LANE_IMPACT) * value;
  store<f64>(slot, Math.max(share + carry, 0) * value, hedge.HEDGE_SLOT_BUY_COST);
  store<f64>(slot, Math.max(share - carry, 0) * value, hedge.HEDGE_SLOT_SELL_COST);
  store<f64>(slot, impact, hedge.HEDGE_SLOT_IMPACT);
}

// Lots that may be bought and sold: as for quotes, all open orders counted, and what shrinks the expected
// position always; in REDUCING only that.
function storeRoom(state: usize, slot: usize, lane: usize): void {
  const instrument = instrumentOf(slot);
  const quote = quoteLane(state, instrument);
  const ledger = ledgerLane(state, instrument);
  const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED);
  const openBuy = load<f64>(ledger, at.LEDGER_OPEN_BUY);
  const openSell = load<f64>(ledger, at.LEDGER_OPEN_SELL);
  const perLot =
    load<f64>(quote, at.QUOTE_NOTIONAL_FIXED) +
    load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK) * load<f64>(quote, at.QUOTE_MARK);
  const byValue = Math.floor(load<f64>(quote, at.QUOTE_MAX_NOTIONAL) / perLot);
  const most = Math.min(load<f64>(quote, at.QUOTE_MAX_POSITION), byValue);
  let high = Math.max(0, -expected - openBuy);
  let low = Math.max(0, expected - openSell);
  if (stateOfInstrument(state, quote) == code.STATE_ACTIVE) {
    high = Math.max(high, most - expected - openBuy);
    low = Math.max(low, most + expected - openSell);
  }
  const largest = load<f64>(lane, hedge.HEDGE_LANE_MAX_LOTS);
  store<f64>(slot, Math.min(high, largest), hedge.HEDGE_SLOT_HIGH);
  store<f64>(slot, -Math.min(low, largest), hedge.HEDGE_SLOT_LOW);
}

function stateOfInstrument(state: usize, quote: usize): f64 {
  return Math.max(load<f64>(quote, at.QUOTE_STATE), <f64>load<i32>(state, at.BOOK_STATE));
}

// Why an instrument cannot hedge now; 0 when it can.
function verdictOf(state: usize, instrument: i32, lane: usize): i32 {
  if (load<f64>(lane, hedge.HEDGE_LANE_ROLE) != hedge.HEDGE_ROLE_ENABLED) {
    return code.HEDGE_NO_INSTRUMENT;
  }
  const current = load<f64>(lane, hedge.HEDGE_LANE_STATE);
  if (current == hedge.HEDGE_STATE_UNCONFIRMED) return code.HEDGE_UNCONFIRMED;
  if (current != hedge.HEDGE_STATE_IDLE) return code.HEDGE_IN_FLIGHT;
  const quote = quoteLane(state, instrument);
  const age = load<f64>(state, at.BOOK_NOW) - load<f64>(touchNow(state, instrument));
  const hasMarket = load<f64>(quote, at.QUOTE_BID) > 0;
  if (!hasMarket || age > load<f64>(quote, at.QUOTE_MAX_AGE)) return code.HEDGE_STALE_MARKET;
  return stateOfInstrument(state, quote) == code.STATE_HALTED ? code.HEDGE_LIMITED : 0;
}

// Everything a decision needs to know of the hedge instruments of an underlying.
export function assess(state: usize, row: usize): void {
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    const slot = slotOf(row, index);
    const instrument = instrumentOf(slot);
    const lane = riskLane(state, instrument);
    storeGreeks(state, row, slot, lane);
    storeCosts(state, slot, lane);
    storeRoom(state, slot, lane);
    store<f64>(slot, <f64>verdictOf(state, instrument, lane), hedge.HEDGE_SLOT_VERDICT);
  }
}

// Sum over the slots of what is expected beyond the position in the exposures, in the unit of a greek.
function inFlight(state: usize, row: usize, greek: usize): f64 {
  let sum: f64 = 0;
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    const slot = slotOf(row, index);
    const lane = riskLane(state, instrumentOf(slot));
    const lots = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - load<f64>(lane, risk.RISK_LOTS);
    if (lots != 0) sum += lots * load<f64>(slot + greek);
  }
  return sum;
}

// The exposures that count: as they stand, with expected positions of the hedge instruments. False when
// delta takes an index and there is none.
export function storeExposures(state: usize, row: usize): bool {
  const delta = contractDelta(row) + collateralDelta(state, row);
  if (isNaN(delta)) return false;
  const gamma = load<f64>(row, risk.UNDERLYING_GAMMA);
  const vega = load<f64>(row, risk.UNDERLYING_VEGA);
  store<f64>(row, delta + inFlight(state, row, hedge.HEDGE_SLOT_DELTA), hedge.HEDGE_ROW_DELTA);
  store<f64>(row, gamma + inFlight(state, row, hedge.HEDGE_SLOT_GAMMA), hedge.HEDGE_ROW_GAMMA);
  store<f64>(row, vega + inFlight(state, row, hedge.HEDGE_SLOT_VEGA), hedge.HEDGE_ROW_VEGA);
  return true;
}

// Cost per base unit of trading so much delta (above 0 bought) by a slot, the impact of `size` of it
// included; infinite when it has no delta.
export function unitCost(slot: usize, wanted: f64, size: f64): f64 {
  const delta = load<f64>(slot, hedge.HEDGE_SLOT_DELTA);
  if (delta == 0) return Infinity;
  const side = delta * wanted > 0 ? hedge.HEDGE_SLOT_BUY_COST : hedge.HEDGE_SLOT_SELL_COST;
  const impact = (load<f64>(slot, hedge.HEDGE_SLOT_IMPACT) * 0.5 * size) / (delta * delta);
  return load<f64>(slot + side) / Math.abs(delta) + impact;
}

// The slot that trades so much delta most cheaply, among those that can hedge (or all that are enabled,
// `isAny`); -1 for none.
export function cheapestSlot(row: usize, wanted: f64, size: f64, isAny: bool): i32 {
  let best = -1;
  let bestCost: f64 = Infinity;
  const count = slotCount(row);
  for (let index = 0; index < count; index++) {
    const slot = slotOf(row, index);
    const verdict = load<f64>(slot, hedge.HEDGE_SLOT_VERDICT);
    if (isAny ? verdict == code.HEDGE_NO_INSTRUMENT : verdict != 0) continue;
    const cost = unitCost(slot, wanted, size);
    if (cost < bestCost) {
      best = index;
      bestCost = cost;
    }
  }
  return best;
}
