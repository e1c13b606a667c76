// Minimum variance with a price on every lot: min x'Qx/2 + b'x + sum of costs, low <= x <= high, by rounds
// of two moves: a sweep of coordinate descent, which finds out what is worth using, and a jump to where
// that is best together (hedge-jump.ts), without which alike instruments creep. Neither raises the
// objective, so any number of rounds is better than no trade; for positive curvature they end at the only
// optimum.
import { softThreshold } from './hedge-band';
import { jump } from './hedge-jump';
import * as at from './hedge-layout';
import { curvatureAt, numberAt, setProblem } from './hedge-problem';

// What a lot costs per root of the variance that it brings in: alike instruments are tried cheapest first,
// so that dear ones do not creep out of the solution.
function priceOf(problem: usize, index: i32): f64 {
  const curvature = curvatureAt(problem, index, index);
  if (!(curvature > 0)) return Infinity;
  const buy = numberAt(problem, at.HEDGE_PROBLEM_BUY_COST, index);
  const sell = numberAt(problem, at.HEDGE_PROBLEM_SELL_COST, index);
  return Math.min(buy, sell) / Math.sqrt(curvature);
}

// The index that comes next after price and place of the last one; -1 at the end.
function nextOf(problem: usize, count: i32, lastPrice: f64, last: i32): i32 {
  let best = -1;
  let bestPrice: f64 = Infinity;
  for (let index = 0; index < count; index++) {
    const price = priceOf(problem, index);
    const isLater = price > lastPrice || (price == lastPrice && index > last);
    if (isLater && price < bestPrice) {
      best = index;
      bestPrice = price;
    }
  }
  return best;
}

// How many indexes the order below holds.
let places: i32 = 0;

// The indexes in the order in which they are visited, 4 bits each, the first lowest.
function orderOf(problem: usize, count: i32): u64 {
  let order: u64 = 0;
  places = 0;
  for (let next = nextOf(problem, count, -1, -1); next >= 0; ) {
    order |= (<u64>next) << ((<u64>places) << 2);
    places++;
    next = nextOf(problem, count, priceOf(problem, next), next);
  }
  return order;
}

// Moves one variable to its best value and returns by how much it moved.
function descend(problem: usize, count: i32, index: i32): f64 {
  const before = numberAt(problem, at.HEDGE_PROBLEM_X, index);
  const own = curvatureAt(problem, index, index);
  let slope = numberAt(problem, at.HEDGE_PROBLEM_SLOPE, index) - own * before;
  for (let other = 0; other < count; other++) {
    slope += curvatureAt(problem, index, other) * numberAt(problem, at.HEDGE_PROBLEM_X, other);
  }
  const free = softThreshold(
    own,
    slope,
    numberAt(problem, at.HEDGE_PROBLEM_BUY_COST, index),
    numberAt(problem, at.HEDGE_PROBLEM_SELL_COST, index),
  );
  const low = numberAt(problem, at.HEDGE_PROBLEM_LOW, index);
  const high = numberAt(problem, at.HEDGE_PROBLEM_HIGH, index);
  const best = free < low ? low : free > high ? high : free;
  setProblem(problem, at.HEDGE_PROBLEM_X, index, best);
  return Math.abs(best - before);
}

// Solves the problem at an address in at most so many sweeps, begun without a trade; they end when none
// moves a variable by more than the tolerance. Variables without curvature stay 0.
export function solveHedge(problem: usize, count: i32, sweeps: i32, tolerance: f64): void {
  for (let index = 0; index < count; index++) setProblem(problem, at.HEDGE_PROBLEM_X, index, 0);
  const order = orderOf(problem, count);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let largest: f64 = 0;
    for (let place = 0; place < places; place++) {
      const index = <i32>((order >> ((<u64>place) << 2)) & 15);
      largest = Math.max(largest, descend(problem, count, index));
    }
    if (largest <= tolerance) return;
    jump(problem, count);
  }
}
