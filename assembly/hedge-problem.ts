// The numbers of a minimum-variance problem at an address: fields of 8 numbers, matrices of 8 by 8.
import * as at from './hedge-layout';

export function numberAt(problem: usize, field: usize, index: i32): f64 {
  return load<f64>(problem + field + ((<usize>index) << 3));
}

export function setProblem(problem: usize, field: usize, index: i32, value: f64): void {
  store<f64>(problem + field + ((<usize>index) << 3), value);
}

export function curvatureAt(problem: usize, row: i32, column: i32): f64 {
  return numberAt(problem, at.HEDGE_PROBLEM_CURVATURE, (row << 3) + column);
}

export function setCurvature(problem: usize, row: i32, column: i32, value: f64): void {
  setProblem(problem, at.HEDGE_PROBLEM_CURVATURE, (row << 3) + column, value);
}
