/** Hedging through the arithmetic of the kernel: `hedging.json` and `dealer_hedging.json`. */
import * as hedge from '../../../assembly/hedge-layout.js';
import { SharedMemory } from '../../../src/kernel/index.js';
import { type CaseInput, matrix, number, numbers, type Runner, type Runners } from '../case.js';

const SWEEPS = 100_000;
const TOLERANCE = 1e-13;
const ADDRESS = 1024;
const SIZE_MAX = 8;

const memory = SharedMemory.reserve(ADDRESS + hedge.HEDGE_PROBLEM_BYTES);
const { kernel } = memory;

interface Problem {
  /** Rows of Q. */
  readonly curvature: readonly (readonly number[])[];
  readonly slope: readonly number[];
  readonly costs: readonly number[];
}

/** The minimiser as the kernel finds it, without bounds. */
function solve({ curvature, slope, costs }: Problem): number[] {
  const write = (field: number, index: number, value: number): void => {
    memory.floats[(ADDRESS + field + index * 8) >> 3] = value;
  };
  slope.forEach((own, index) => {
    curvature[index]?.forEach((value, column) => {
      write(hedge.HEDGE_PROBLEM_CURVATURE, index * SIZE_MAX + column, value);
    });
    write(hedge.HEDGE_PROBLEM_SLOPE, index, own);
    write(hedge.HEDGE_PROBLEM_BUY_COST, index, costs[index] ?? 0);
    write(hedge.HEDGE_PROBLEM_SELL_COST, index, costs[index] ?? 0);
    write(hedge.HEDGE_PROBLEM_LOW, index, Number.NEGATIVE_INFINITY);
    write(hedge.HEDGE_PROBLEM_HIGH, index, Number.POSITIVE_INFINITY);
  });
  kernel.solveHedge(ADDRESS, slope.length, SWEEPS, TOLERANCE);
  return slope.map(
    (_, index) => memory.floats[(ADDRESS + hedge.HEDGE_PROBLEM_X + index * 8) >> 3] ?? Number.NaN,
  );
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

/** Exposures of the instruments, their covariance with the rest, and what a solution leaves. */
function shapeOf(input: CaseInput) {
  const rows = matrix(input, 'G');
  const exposures = numbers(input, 'e');
  const covariance = matrix(input, 'S');
  const columns = (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
  const weighted = columns.map((column) => covariance.map((row) => dot(row, column)));
  return {
    curvature: weighted.map((own) => columns.map((column) => dot(own, column))),
    slope: weighted.map((own) => dot(own, exposures)),
    residual: (x: readonly number[]) =>
      exposures.map((own, index) => own + dot(rows[index] ?? [], x)),
    variance: (residual: readonly number[]) =>
      dot(
        residual,
        covariance.map((row) => dot(row, residual)),
      ),
  };
}

/** Minimum variance by the kernel: no costs, a ridge on the diagonal. */
function minimumVariance(input: CaseInput) {
  const shape = shapeOf(input);
  const ridge = number(input, 'ridge');
  const curvature = shape.curvature.map((row, index) =>
    row.map((value, column) => value + (column === index ? ridge : 0)),
  );
  const h = solve({ curvature, slope: shape.slope, costs: [] });
  const residual = shape.residual(h);
  return { h, residual, variance: shape.variance(residual) };
}

/** Minimum variance with L1 costs by the kernel. */
function costAware(input: CaseInput) {
  const shape = shapeOf(input);
  const gamma = number(input, 'gamma');
  const costs = numbers(input, 'cost');
  const x = solve({
    curvature: shape.curvature.map((row) => row.map((value) => gamma * value)),
    slope: shape.slope.map((value) => gamma * value),
    costs,
  });
  const paid = dot(costs, x.map(Math.abs));
  return { x, objective: (gamma / 2) * shape.variance(shape.residual(x)) + paid };
}

/** The band of Whalley and Wilmott with the kernel's half-width. */
function whalleyWilmott(input: CaseInput) {
  const [target, hedgeHeld] = [number(input, 'target'), number(input, 'hedge')];
  const halfWidth = kernel.whalleyWilmottHalfWidth(
    Math.exp(-number(input, 'r') * number(input, 'tau')),
    number(input, 'lambda'),
    number(input, 'S'),
    number(input, 'gamma'),
    number(input, 'riskAversion'),
  );
  const [lower, upper] = [target - halfWidth, target + halfWidth];
  const newHedge = Math.min(Math.max(hedgeHeld, lower), upper);
  return { halfWidth, lower, upper, newHedge, trade: newHedge - hedgeHeld };
}

/** The dealer's zone and rate by the kernel. */
function internalisation(input: CaseInput) {
  const [a, impact] = [number(input, 'a'), number(input, 'kImpact')];
  const [psi, eta, q] = [number(input, 'psi'), number(input, 'eta'), number(input, 'q')];
  const zone = kernel.internalisationThreshold(psi, impact, a);
  const isWithin = Math.abs(q) <= zone;
  return {
    threshold: Number.isFinite(zone) ? zone : null,
    rate: isWithin ? 0 : kernel.dealerRate(-(2 * a - impact) * q, psi, eta),
    action: isWithin ? 'internalise' : 'externalise',
  };
}

/** One exposure by the kernel. */
const softThreshold: Runner = (input) => {
  const cost = number(input, 'cost');
  return { x: kernel.softThreshold(number(input, 'a'), number(input, 'b'), cost, cost) };
};

/** The dealer's rate, and what it gains and costs per unit of time. */
const hedgeRate: Runner = (input) => {
  const [p, psi, eta] = [number(input, 'p'), number(input, 'psi'), number(input, 'eta')];
  const rate = kernel.dealerRate(p, psi, eta);
  const speed = Math.abs(rate);
  return { rate, H: eta * speed * speed, costRate: psi * speed + eta * speed * speed };
};

export const hedgingByKernel: Runners = {
  'whalleyWilmott (kernel)': whalleyWilmott,
  'minVariance (kernel)': minimumVariance,
  'l1Hedge (kernel)': costAware,
  'softThreshold (kernel)': softThreshold,
};

export const dealerByKernel: Runners = {
  'hedgeRate (kernel)': hedgeRate,
  'internalisation (kernel)': internalisation,
};
