// Margin rates that grow with the position: tiers by notional, a slope by size (docs/semantics.md 14).
// `which` is OF_INITIAL or OF_MAINTENANCE.
import * as code from './codes';
import * as at from './layout';
import * as margin from './margin-layout';

export function tierAt(lane: usize, tier: i32): usize {
  return lane + margin.MARGIN_TIERS + <usize>tier * margin.TIER_BYTES;
}

export function tierCount(lane: usize): i32 {
  return <i32>load<f64>(lane, margin.MARGIN_TIER_COUNT);
}

export function isInverseContract(ledger: usize): bool {
  return load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
}

// Notional of a lot at a mark, settle asset; 0 before any.
export function notionalPerLot(ledger: usize, mark: f64): f64 {
  const level = mark > 0 ? (isInverseContract(ledger) ? 1 / mark : mark) : 0;
  return load<f64>(ledger, at.LEDGER_VALUE_SCALE) * level;
}

// Base units of so much notional; an inverse contract settles in its base.
export function sizeOf(ledger: usize, lots: f64, notional: f64): f64 {
  return isInverseContract(ledger) ? notional : lots * load<f64>(ledger, at.LEDGER_UNIT);
}

// Every tier's rate is of the notional inside it, which is (notional x rate - deduction) with the
// deductions that make the margin continuous where tiers meet.
export function scheduled(lane: usize, which: usize, notional: f64, size: f64): f64 {
  let rate = load<f64>(lane + which, margin.MARGIN_INITIAL_RATE);
  const slope = load<f64>(lane + which, margin.MARGIN_INITIAL_SLOPE);
  let amount = notional * (rate + slope * size);
  const count = tierCount(lane);
  for (let tier = 0; tier < count; tier++) {
    const row = tierAt(lane, tier);
    const excess = notional - load<f64>(row, margin.TIER_ABOVE);
    if (excess <= 0) break;
    const next = load<f64>(row + which, margin.TIER_INITIAL_RATE);
    amount += excess * (next - rate);
    rate = next;
  }
  return amount;
}
