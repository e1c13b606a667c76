// From a point of the minimum-variance problem to the best point with the same variables in use and the
// same signs, or to the first place on the way where one of them reaches 0 or its bound (feature-sign
// search, Lee, Battle, Raina and Ng 2006).
import * as at from './hedge-layout';
import { curvatureAt, numberAt, setProblem } from './hedge-problem';

// Share of its own curvature that is added to each variable's: where variables depend on each other the
// jump then leads far along what the curvature does not notice, down the costs, until one is out of use.
// It lowers the objective all the same; rounds that follow take the rest of the way.
const RIDGE: f64 = 1e-10;

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

// Cholesky factor of the curvature of the variables in use. False when rounding leaves none.
function factorise(problem: usize): bool {
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = curvatureAt(problem, usedAt(row), usedAt(column));
      for (let inner = 0; inner < column; inner++) {
        rest -= factorAt(problem, row, inner) * factorAt(problem, column, inner);
      }
      if (row == column) rest += RIDGE * curvatureAt(problem, usedAt(row), usedAt(row));
      if (row == column && !(rest > 0)) return false;
      const value = row == column ? Math.sqrt(rest) : rest / factorAt(problem, column, column);
      setProblem(problem, at.HEDGE_PROBLEM_FACTOR, (row << 3) + column, value);
    }
  }
  return true;
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

export function jump(problem: usize, count: i32): void {
  collect(problem, count);
  if (size < 2 || !factorise(problem)) return;
  solve(problem, count);
  let length: f64 = 1;
  let first = -1;
  for (let place = 0; place < size; place++) {
    const step = numberAt(problem, at.HEDGE_PROBLEM_STEP, place);
    if (step == 0) continue;
    const index = usedAt(place);
    const x = numberAt(problem, at.HEDGE_PROBLEM_X, index);
    const reach = (wallOf(problem, index, step) - x) / step;
    if (reach < length) {
      length = reach;
      first = place;
    }
  }
  for (let place = 0; place < size; place++) {
    const index = usedAt(place);
    const step = numberAt(problem, at.HEDGE_PROBLEM_STEP, place);
    const x = numberAt(problem, at.HEDGE_PROBLEM_X, index) + length * step;
    setProblem(
      problem,
      at.HEDGE_PROBLEM_X,
      index,
      place == first ? wallOf(problem, index, step) : x,
    );
  }
}
