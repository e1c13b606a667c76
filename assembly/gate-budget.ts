// Message budgets: token buckets in whole nanoseconds, so that the same events give the same answers
// (docs/semantics.md 15). A bucket is kept as the time at which it will be full again.
import * as gate from './gate-layout';

const NS_PER_SECOND: f64 = 1e9;
const MAX_DEPTH_NS: f64 = 1152921504606846976; // 2^60: times and depths add up without overflow

// Nanoseconds per message, rounded up: never more messages than the rate.
function intervalOf(perSecond: f64): f64 {
  return Math.ceil(NS_PER_SECOND / perSecond);
}

// Whether a budget of this rate (NaN for none) and burst can be kept.
export function isBudget(perSecond: f64, burst: f64): bool {
  return isNaN(perSecond) || (burst >= 1 && intervalOf(perSecond) * burst <= MAX_DEPTH_NS);
}

// Sets a budget and fills it.
export function storeBudget(budget: usize, perSecond: f64, burst: f64): void {
  const interval: i64 = isNaN(perSecond) ? 0 : <i64>intervalOf(perSecond);
  store<i64>(budget, interval, gate.BUDGET_INTERVAL_NS);
  store<i64>(budget, interval * <i64>burst, gate.BUDGET_DEPTH_NS);
  store<i64>(budget, 0, gate.BUDGET_FULL_NS);
}

// Nanoseconds until the budget has a message to give; 0 when it has one now.
export function waitOf(budget: usize, now: i64): i64 {
  const interval = load<i64>(budget, gate.BUDGET_INTERVAL_NS);
  const missing = max(load<i64>(budget, gate.BUDGET_FULL_NS) - now, 0);
  return max(missing + interval - load<i64>(budget, gate.BUDGET_DEPTH_NS), 0);
}

// Takes a message; from an empty budget it takes none.
export function draw(budget: usize, now: i64): void {
  const full = max(load<i64>(budget, gate.BUDGET_FULL_NS), now);
  const next = full + load<i64>(budget, gate.BUDGET_INTERVAL_NS);
  const empty = now + load<i64>(budget, gate.BUDGET_DEPTH_NS);
  store<i64>(budget, min(next, empty), gate.BUDGET_FULL_NS);
}
