// Delta, gamma and vega together: the trades that weigh the variance of the next horizon against what they
// cost (docs/semantics.md 12).
import { slotCount, slotOf } from './hedge-cost';
import * as hedge from './hedge-layout';
import { curvatureAt, setCurvature, setProblem } from './hedge-problem';
import { solveHedge } from './hedge-solve';
import * as risk from './risk-layout';

const SWEEPS: i32 = 64;
const LOTS_TOLERANCE: f64 = 1e-4;

// Risk aversion times the covariance of what moves delta, gamma and vega: the index, half its square, and
// volatility.
let byDelta: f64 = 0;
let byGamma: f64 = 0;
let byVega: f64 = 0;
let byBoth: f64 = 0; // delta and vega

function weigh(row: usize): void {
  const aversion = load<f64>(row, hedge.HEDGE_ROW_A);
  const step = load<f64>(row, hedge.HEDGE_ROW_B) * load<f64>(row, risk.UNDERLYING_INDEX);
  const volatilityStep = load<f64>(row, hedge.HEDGE_ROW_C);
  const variance = step * step;
  byDelta = aversion * variance;
  byGamma = aversion * (0.5 * variance * variance);
  byVega = aversion * (volatilityStep * volatilityStep);
  byBoth = aversion * (load<f64>(row, hedge.HEDGE_ROW_D) * step * volatilityStep);
}

// Covariance of two sets of exposures, times the risk aversion.
function covary(
  delta: f64,
  gamma: f64,
  vega: f64,
  otherDelta: f64,
  otherGamma: f64,
  otherVega: f64,
): f64 {
  const own = byDelta * (delta * otherDelta) + byVega * (vega * otherVega);
  return own + byGamma * (gamma * otherGamma) + byBoth * (delta * otherVega + vega * otherDelta);
}

function covarySlots(slot: usize, other: usize): f64 {
  return covary(
    load<f64>(slot, hedge.HEDGE_SLOT_DELTA),
    load<f64>(slot, hedge.HEDGE_SLOT_GAMMA),
    load<f64>(slot, hedge.HEDGE_SLOT_VEGA),
    load<f64>(other, hedge.HEDGE_SLOT_DELTA),
    load<f64>(other, hedge.HEDGE_SLOT_GAMMA),
    load<f64>(other, hedge.HEDGE_SLOT_VEGA),
  );
}

// Distances of the exposures from their targets.
let delta: f64 = 0;
let gamma: f64 = 0;
let vega: f64 = 0;

function storeVariable(problem: usize, slot: usize, index: i32): void {
  const isUsable = load<f64>(slot, hedge.HEDGE_SLOT_VERDICT) == 0;
  const slope = covary(
    load<f64>(slot, hedge.HEDGE_SLOT_DELTA),
    load<f64>(slot, hedge.HEDGE_SLOT_GAMMA),
    load<f64>(slot, hedge.HEDGE_SLOT_VEGA),
    delta,
    gamma,
    vega,
  );
  const low = isUsable ? load<f64>(slot, hedge.HEDGE_SLOT_LOW) : 0;
  const high = isUsable ? load<f64>(slot, hedge.HEDGE_SLOT_HIGH) : 0;
  const buyCost = load<f64>(slot, hedge.HEDGE_SLOT_BUY_COST);
  const sellCost = load<f64>(slot, hedge.HEDGE_SLOT_SELL_COST);
  setProblem(problem, hedge.HEDGE_PROBLEM_SLOPE, index, slope);
  setProblem(problem, hedge.HEDGE_PROBLEM_BUY_COST, index, buyCost);
  setProblem(problem, hedge.HEDGE_PROBLEM_SELL_COST, index, sellCost);
  setProblem(problem, hedge.HEDGE_PROBLEM_LOW, index, low);
  setProblem(problem, hedge.HEDGE_PROBLEM_HIGH, index, high);
}

// Solves for the trades of all slots. Returns whether any of them can trade.
export function solveExposures(row: usize): bool {
  const problem = row + hedge.HEDGE_ROW_PROBLEM;
  const count = slotCount(row);
  weigh(row);
  delta = load<f64>(row, hedge.HEDGE_ROW_DELTA) - load<f64>(row, hedge.HEDGE_ROW_TARGET_DELTA);
  gamma = load<f64>(row, hedge.HEDGE_ROW_GAMMA) - load<f64>(row, hedge.HEDGE_ROW_TARGET_GAMMA);
  vega = load<f64>(row, hedge.HEDGE_ROW_VEGA) - load<f64>(row, hedge.HEDGE_ROW_TARGET_VEGA);
  let isAnyUsable = false;
  for (let index = 0; index < count; index++) {
    const slot = slotOf(row, index);
    if (load<f64>(slot, hedge.HEDGE_SLOT_VERDICT) == 0) isAnyUsable = true;
    storeVariable(problem, slot, index);
    for (let other = 0; other < index; other++) {
      const shared = covarySlots(slot, slotOf(row, other));
      setCurvature(problem, index, other, shared);
      setCurvature(problem, other, index, shared);
    }
    const impact = load<f64>(slot, hedge.HEDGE_SLOT_IMPACT);
    setCurvature(problem, index, index, covarySlots(slot, slot) + impact);
  }
  solveHedge(problem, count, SWEEPS, LOTS_TOLERANCE);
  return isAnyUsable;
}

// What the solution trades of a slot, lots.
export function solvedLots(row: usize, index: i32): f64 {
  const solution = row + hedge.HEDGE_ROW_PROBLEM + hedge.HEDGE_PROBLEM_X;
  return load<f64>(solution + ((<usize>index) << 3));
}

// Risk cost of one base unit of delta squared, twice.
export function deltaPenalty(): f64 {
  return byDelta;
}

// Risk cost that the solution saves; of all exposures when it trades nothing.
export function savedBySolution(row: usize, isTraded: bool): f64 {
  if (!isTraded) return 0.5 * covary(delta, gamma, vega, delta, gamma, vega);
  const problem = row + hedge.HEDGE_ROW_PROBLEM;
  const count = slotCount(row);
  let saved: f64 = 0;
  for (let index = 0; index < count; index++) {
    const lots = solvedLots(row, index);
    if (lots == 0) continue;
    const slope = load<f64>(problem + hedge.HEDGE_PROBLEM_SLOPE + ((<usize>index) << 3));
    const impact = load<f64>(slotOf(row, index), hedge.HEDGE_SLOT_IMPACT);
    let shared = -impact * lots;
    for (let other = 0; other < count; other++) {
      shared += curvatureAt(problem, index, other) * solvedLots(row, other);
    }
    saved -= lots * (slope + 0.5 * shared);
  }
  return saved;
}
