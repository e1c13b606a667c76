/** Covariance of many instruments: by pairs with errors, and by few factors with its fit. */
import { DomainError } from '../errors.js';
import {
  denseCovariance,
  estimateFactorCovariance,
  type FactorCovariance,
} from '../models/index.js';

/** Returns on a common grid. */
export interface ReturnPanel {
  readonly symbols: readonly string[];
  /** One row per step, one log return per symbol. */
  readonly returns: readonly (readonly number[])[];
  /** Seconds of a step; null when it is not known, and everything is then per step. */
  readonly stepSeconds: number | null;
}

/** What {@link estimateCovariance} finds; log returns per second, or per step. */
export interface CovarianceEstimate {
  readonly symbols: readonly string[];
  readonly steps: number;
  readonly stepSeconds: number | null;
  /** Sample correlations. */
  readonly correlations: readonly (readonly number[])[];
  /** Standard error of a correlation r, (1 - r^2) / sqrt n. */
  readonly correlationErrors: readonly (readonly number[])[];
  /** Variance of each log return. */
  readonly variances: readonly number[];
  /** Sigma = B F B' + D in the same units. */
  readonly factors: FactorCovariance;
  /** Root mean square and largest |difference| of the correlations of the factor form and the sample. */
  readonly residualRms: number;
  readonly residualMax: number;
}

/** Steps without which no covariance is estimated. */
export const LEAST_STEPS = 30;

/**
 * The sample's correlations and its factor form.
 *
 * @param factorCount default: as many as exceed noise, at least 1
 * @throws DomainError when there are fewer than 2 symbols or 30 steps, one does not move, or there
 *   are not so many factors
 */
export function estimateCovariance(panel: ReturnPanel, factorCount?: number): CovarianceEstimate {
  const { symbols, returns, stepSeconds } = panel;
  if (symbols.length < 2 || returns.length < LEAST_STEPS) {
    throw new DomainError(
      `a covariance needs 2 instruments and ${LEAST_STEPS} steps; ` +
        `these are ${symbols.length} and ${returns.length}`,
      { instruments: symbols.length, steps: returns.length },
    );
  }
  const perStep = estimateFactorCovariance({
    returns,
    ...(factorCount !== undefined && { factorCount }),
  });
  const { covariance, variances } = sampleCovariance(returns, symbols.length);
  const deviations = variances.map(Math.sqrt);
  const correlate = (matrix: readonly (readonly number[])[]): number[][] =>
    matrix.map((row, i) =>
      row.map((value, j) => value / ((deviations[i] ?? 0) * (deviations[j] ?? 0))),
    );
  const correlations = correlate(covariance);
  const root = Math.sqrt(returns.length);
  const scale = 1 / (stepSeconds ?? 1);
  return {
    symbols,
    steps: returns.length,
    stepSeconds,
    correlations,
    correlationErrors: correlations.map((row) => row.map((r) => Math.max(0, 1 - r * r) / root)),
    variances: variances.map((variance) => variance * scale),
    factors: {
      ...perStep,
      factorVariances: perStep.factorVariances.map((variance) => variance * scale),
      idiosyncraticVariances: perStep.idiosyncraticVariances.map((each) => each * scale),
    },
    ...residuals(correlations, correlate(denseCovariance(perStep))),
  };
}

function sampleCovariance(
  returns: ReturnPanel['returns'],
  columns: number,
): { covariance: number[][]; variances: number[] } {
  const steps = returns.length;
  const centred = Array.from({ length: columns }, (_, column) => {
    const values = Float64Array.from(returns, (row) => row[column] ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / steps;
    return values.map((value) => value - mean);
  });
  const product = (left: Float64Array, right: Float64Array): number =>
    left.reduce((sum, value, step) => sum + value * (right[step] ?? 0), 0) / (steps - 1);
  const covariance = centred.map((left) => centred.map((right) => product(left, right)));
  return { covariance, variances: covariance.map((row, index) => row[index] ?? 0) };
}

function residuals(
  sample: readonly (readonly number[])[],
  fitted: readonly (readonly number[])[],
): { residualRms: number; residualMax: number } {
  const off = sample.flatMap((row, i) =>
    row.slice(i + 1).map((value, offset) => value - (fitted[i]?.[i + 1 + offset] ?? 0)),
  );
  const squares = off.reduce((sum, value) => sum + value * value, 0);
  return {
    residualRms: Math.sqrt(squares / off.length),
    residualMax: off.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}
