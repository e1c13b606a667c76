// From a point of the minimum-variance problem to the best point with the same variables in use and the
// same signs, or to the first place on the way where one of them reaches 0 or its bound (feature-sign
// search, Lee, Battle, Raina and Ng 2006).
import * as at from './hedge-layout';
import { curvatureAt, numberAt, setProblem } from './hedge-problem';

// Pivots below this share of their own curvature are rounding: variables depend on each other.
const DEPENDENT: f64 = 1e-12;

// Variables in use, 4 bits each, the first lowest, and how many.
let used: u64 = 0;
let size: i32 = 0;

function usedAt(place: i32): i32 {
  return <i32>((used >> ((<u64>place) << 2)) & 15);
}

// Those that are neither 0 nor at a bound.
function collect(problem: usize, count: i32): void {
  used = 0;
  size = 0;
  for (let index = 0; index < count; index++) {
    const x = numberAt(problem, at.HEDGE_PROBLEM_X, index);
    const isInside =
      x > numberAt(problem, at.HEDGE_PROBLEM_LOW, index) &&
      x < numberAt(problem, at.HEDGE_PROBLEM_HIGH, index);
    if (x == 0 || !isInside) continue;
    used |= (<u64>index) << ((<u64>size) << 2);
    size++;
  }
}

function factorAt(problem: usize, row: i32, column: i32): f64 {
  return numberAt(problem, at.HEDGE_PROBLEM_FACTOR, (row << 3) + column);
}

// Cholesky factor of the curvature of the variables in use. The first row that depends on those before
// it, -1 for none.
function factorise(problem: usize): i32 {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = curvatureAt(problem, usedAt(row), usedAt(column));
      for (let inner = 0; inner < column; inner++) {
        rest -= factorAt(problem, row, inner) * factorAt(problem, column, inner);
      }
      const own = curvatureAt(problem, usedAt(row), usedAt(row));
      if (row == column && !(rest > DEPENDENT * own)) return row;
      const value = row == column ? Math.sqrt(rest) : rest / factorAt(problem, column, column);
      setProblem(problem, at.HEDGE_PROBLEM_FACTOR, (row << 3) + column, value);
    }
  }
  return -1;
}

// Slope of the objective along a variable in use, its cost included.
function slopeOf(problem: usize, count: i32, index: i32): f64 {
  const isBought = numberAt(problem, at.HEDGE_PROBLEM_X, index) > 0;
  let slope = numberAt(problem, at.HEDGE_PROBLEM_SLOPE, index);
  for (let other = 0; other < count; other++) {
    slope += curvatureAt(problem, index, other) * numberAt(problem, at.HEDGE_PROBLEM_X, other);
  }
  const buyCost = numberAt(problem, at.HEDGE_PROBLEM_BUY_COST, index);
  return isBought ? slope + buyCost : slope - numberAt(problem, at.HEDGE_PROBLEM_SELL_COST, index);
}

// The direction to where all slopes are 0: forward, then backward through the factor.
function solve(problem: usize, count: i32): void {
  for (let row = 0; row < size; row++) {
    let rest = -slopeOf(problem, count, usedAt(row));
    for (let column = 0; column < row; column++) {
      rest -= factorAt(problem, row, column) * numberAt(problem, at.HEDGE_PROBLEM_STEP, column);
    }
    setProblem(problem, at.HEDGE_PROBLEM_STEP, row, rest / factorAt(problem, row, row));
  }
  for (let row = size - 1; row >= 0; row--) {
    let rest = numberAt(problem, at.HEDGE_PROBLEM_STEP, row);
    for (let column = row + 1; column < size; column++) {
      rest -= factorAt(problem, column, row) * numberAt(problem, at.HEDGE_PROBLEM_STEP, column);
    }
    setProblem(problem, at.HEDGE_PROBLEM_STEP, row, rest / factorAt(problem, row, row));
  }
}

// Where a variable that moves in a direction has to stop: at 0, or at the bound beyond it.
function wallOf(problem: usize, index: i32, step: f64): f64 {
  const x = numberAt(problem, at.HEDGE_PROBLEM_X, index);
  if (x > 0) return step < 0 ? 0 : numberAt(problem, at.HEDGE_PROBLEM_HIGH, index);
  return step > 0 ? 0 : numberAt(problem, at.HEDGE_PROBLEM_LOW, index);
}

// The direction that trades a dependent variable against those before it: the curvature does not notice.
function neutral(problem: usize, count: i32, dependent: i32): void {
  for (let row = dependent - 1; row >= 0; row--) {
    let rest = -factorAt(problem, dependent, row);
    for (let column = row + 1; column < dependent; column++) {
      rest -= factorAt(problem, column, row) * numberAt(problem, at.HEDGE_PROBLEM_STEP, column);
    }
    setProblem(problem, at.HEDGE_PROBLEM_STEP, row, rest / factorAt(problem, row, row));
  }
  setProblem(problem, at.HEDGE_PROBLEM_STEP, dependent, 1);
  let slope = slopeOf(problem, count, usedAt(dependent));
  for (let row = 0; row < dependent; row++) {
    const step = numberAt(problem, at.HEDGE_PROBLEM_STEP, row);
    slope += step * slopeOf(problem, count, usedAt(row));
  }
  for (let row = 0; row < size; row++) {
    const step = row > dependent ? 0 : numberAt(problem, at.HEDGE_PROBLEM_STEP, row);
    setProblem(problem, at.HEDGE_PROBLEM_STEP, row, slope > 0 ? -step : step);
  }
}

// Goes a length along the direction, or to the first wall on the way. Returns whether it met one.
function move(problem: usize, length: f64): bool {
  let reached = length;
  let first = -1;
  for (let place = 0; place < size; place++) {
    const step = numberAt(problem, at.HEDGE_PROBLEM_STEP, place);
    if (step == 0) continue;
    const index = usedAt(place);
    const x = numberAt(problem, at.HEDGE_PROBLEM_X, index);
    const reach = (wallOf(problem, index, step) - x) / step;
    if (reach < reached) {
      reached = reach;
      first = place;
    }
  }
  if (reached == Infinity) return false;
  for (let place = 0; place < size; place++) {
    const index = usedAt(place);
    const step = numberAt(problem, at.HEDGE_PROBLEM_STEP, place);
    const x = numberAt(problem, at.HEDGE_PROBLEM_X, index);
    const next = place == first ? wallOf(problem, index, step) : x + reached * step;
    setProblem(problem, at.HEDGE_PROBLEM_X, index, next);
  }
  return first >= 0;
}

// Every wall takes one variable out of use, so there are at most as many moves as variables.
export function jump(problem: usize, count: i32): void {
  for (let moves = 0; moves < count; moves++) {
    collect(problem, count);
    if (size < 2) return;
    const dependent = factorise(problem);
    if (dependent < 0) solve(problem, count);
    else neutral(problem, count, dependent);
    if (!move(problem, dependent < 0 ? 1 : Infinity)) return;
  }
}
