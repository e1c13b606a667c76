// Liquidation and bankruptcy: the mark at which what stands behind a position meets the margin it needs,
// or nothing, while every other mark stays (docs/semantics.md 14). Over the notional n of the position at
// the mark, settle asset, what stands behind it less what others need is a line; margin is a curve per tier.
import { assetCollateral, bookCollateral, isMultiAsset } from './account';
import * as dd from './double-double';
import * as at from './layout';
import { isOptionContract } from './margin';
import * as margin from './margin-layout';
import {
  isInverseContract,
  notionalPerLot,
  scheduled,
  sizeOf,
  tierAt,
  tierCount,
} from './margin-schedule';
import { assetRow, isInstrument, ledgerLane, quoteLane, riskLane } from './region';

const SLACK: f64 = 1e-12; // relative, where two tiers meet

// The position that is looked at.
let ledger: usize = 0;
let lane: usize = 0;
let lots: f64 = 0; // without sign
let held: f64 = 0; // notional at the mark
let isInverse: bool = false;

// The line: what stands behind it at a notional of 0, and what a unit of notional adds.
let fixed: f64 = 0;
let perNotional: f64 = 0;

// The solution nearest to the mark, as price / mark.
let ratio: f64 = 0;
let nearest: f64 = 0;

function setLine(cushion: f64, direction: f64, perNotionalElse: f64): void {
  fixed = cushion - direction * held;
  perNotional = direction + perNotionalElse;
}

// A MULTI_ASSET account also moves with the asset whose rate is this mark. Returns whether that is still a
// line over n: of another asset for a contract linear in the mark, of its own for an inverse one.
function setPooledLine(
  state: usize,
  row: usize,
  mark: f64,
  direction: f64,
  own: f64,
  isBare: bool,
): bool {
  const needed = isBare ? 0 : dd.valueAt(state + margin.BOOK_MAINTENANCE_HI);
  const cushion = bookCollateral(state) - needed;
  const rate = load<f64>(row, at.ASSET_RATE);
  const follower = <i32>load<f64>(ledger, at.LEDGER_RATE_ASSET) - 1;
  if (follower < 0) {
    setLine(cushion / rate + own, direction, 0);
    return true;
  }
  const moving = assetRow(state, follower);
  if ((moving == row) != isInverse) return false;
  const due = isBare ? 0 : dd.valueAt(moving + margin.ASSET_MAINTENANCE_HI);
  const coins = assetCollateral(moving) - due;
  const rest = cushion - coins * load<f64>(moving, at.ASSET_RATE);
  const price = mark * load<f64>(ledger, at.LEDGER_TICK_SIZE);
  if (isInverse) setLine(coins + own, direction, rest / (price * held));
  else setLine(rest / rate + own, direction, (coins * price) / (rate * held));
  return true;
}

// Looks at a position. `isBare`: without margin. Returns whether there is a line.
function look(state: usize, instrument: i32, isBare: bool): bool {
  ledger = ledgerLane(state, instrument);
  lane = riskLane(state, instrument);
  const quote = quoteLane(state, instrument);
  const mark = load<f64>(quote, at.QUOTE_MARK);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  isInverse = isInverseContract(ledger);
  lots = Math.abs(position);
  held = lots * notionalPerLot(ledger, mark);
  if (load<f64>(ledger, at.LEDGER_HAS_MARGIN) == 0 || isOptionContract(ledger)) return false;
  if (!(held > 0)) return false;
  const direction: f64 = position > 0 != isInverse ? 1 : -1;
  if (load<f64>(lane, margin.MARGIN_IS_ISOLATED) != 0) {
    setLine(load<f64>(lane, margin.MARGIN_ISOLATED_EQUITY), direction, 0);
    return true;
  }
  const own = isBare ? 0 : load<f64>(lane, margin.MARGIN_MAINTENANCE);
  const row = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  if (isMultiAsset(state)) return setPooledLine(state, row, mark, direction, own, isBare);
  const needed = isBare ? 0 : dd.valueAt(row + margin.ASSET_MAINTENANCE_HI);
  setLine(assetCollateral(row) - needed + own, direction, 0);
  return true;
}

function consider(notional: f64): void {
  if (!(notional > 0 && notional < Infinity)) return;
  const price = isInverse ? held / notional : notional / held;
  const distance = Math.abs(price - 1);
  if (!(distance < nearest)) return;
  nearest = distance;
  ratio = price;
}

function considerBetween(notional: f64, low: f64, high: f64): void {
  if (notional >= low * (1 - SLACK) && notional <= high * (1 + SLACK)) consider(notional);
}

// Where the line meets curve n^2 + rate n - deduction, which is margin between `low` and `high`.
function considerTier(low: f64, high: f64, curve: f64, rate: f64, deduction: f64): void {
  const slope = rate - perNotional;
  const level = fixed + deduction;
  const least = deduction > 0 ? Math.max(low, neededFrom(curve, rate, deduction)) : low;
  if (curve == 0) {
    considerBetween(level / slope, least, high);
    return;
  }
  const root = Math.sqrt(slope * slope + 4 * curve * level);
  const half = -0.5 * (slope + (slope > 0 ? root : -root));
  considerBetween(half / curve, least, high);
  considerBetween(-level / half, least, high);
}

// Notional from which the margin is above 0.
function neededFrom(curve: f64, rate: f64, deduction: f64): f64 {
  if (curve == 0) return deduction / rate;
  return (2 * deduction) / (rate + Math.sqrt(rate * rate + 4 * curve * deduction));
}

function considerTiers(): void {
  const steep = load<f64>(lane, margin.MARGIN_MAINTENANCE_SLOPE);
  const curve = isInverse ? steep : 0;
  const bySize = isInverse ? 0 : steep * sizeOf(ledger, lots, held);
  let rate = load<f64>(lane, margin.MARGIN_MAINTENANCE_RATE);
  let deduction = load<f64>(lane, margin.MARGIN_DEDUCTION);
  let low: f64 = 0;
  const count = tierCount(lane);
  for (let tier = 0; tier < count; tier++) {
    const row = tierAt(lane, tier);
    const high = load<f64>(row, margin.TIER_ABOVE);
    considerTier(low, high, curve, rate + bySize, deduction);
    const next = load<f64>(row, margin.TIER_MAINTENANCE_RATE);
    deduction += high * (next - rate);
    rate = next;
    low = high;
  }
  considerTier(low, Infinity, curve, rate + bySize, deduction);
}

// Where the line is 0 and no margin is needed: the deduction is all of it.
function considerUnneeded(): void {
  const notional = -fixed / perNotional;
  const amount = scheduled(lane, margin.OF_MAINTENANCE, notional, sizeOf(ledger, lots, notional));
  if (amount <= load<f64>(lane, margin.MARGIN_DEDUCTION)) consider(notional);
}

// Mark at which margin is no longer covered, as a share of the mark: 0 when that is so already, infinite
// where no mark above 0 does it or it cannot be said.
function liquidationRatio(state: usize, instrument: i32): f64 {
  if (!look(state, instrument, false)) return Infinity;
  const own = load<f64>(lane, margin.MARGIN_MAINTENANCE);
  const standing = fixed + perNotional * held;
  if (standing < own || (own > 0 && standing <= 0)) return 0;
  nearest = Infinity;
  considerTiers();
  considerUnneeded();
  return nearest < Infinity ? ratio : Infinity;
}

// Distance of the liquidation price as a share of the mark; infinite without one.
export function liquidationDistance(state: usize, instrument: i32): f64 {
  const price = liquidationRatio(state, instrument);
  if (price == 0) return 0;
  return price < Infinity ? Math.abs(price - 1) : Infinity;
}

// The smallest of all positions.
export function nearestLiquidation(state: usize): f64 {
  let smallest: f64 = Infinity;
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    if (!isInstrument(state, instrument)) continue;
    smallest = Math.min(smallest, liquidationDistance(state, instrument));
  }
  return smallest;
}

function priceOf(state: usize, instrument: i32, share: f64): f64 {
  if (!(share > 0 && share < Infinity)) return NaN;
  const mark = load<f64>(quoteLane(state, instrument), at.QUOTE_MARK);
  return share * mark * load<f64>(ledgerLane(state, instrument), at.LEDGER_TICK_SIZE);
}

// Quote currency; NaN where there is none above 0, or it is passed already.
export function liquidationPrice(state: usize, instrument: i32): f64 {
  return priceOf(state, instrument, liquidationRatio(state, instrument));
}

export function bankruptcyPrice(state: usize, instrument: i32): f64 {
  if (!look(state, instrument, true) || fixed + perNotional * held < 0) return NaN;
  nearest = Infinity;
  consider(-fixed / perNotional);
  return nearest < Infinity ? priceOf(state, instrument, ratio) : NaN;
}
