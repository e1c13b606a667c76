/** VaR and expected shortfall of a normal and of a t-distributed profit. */
import {
  finiteResult,
  requireFinite,
  requireInside,
  requireNonNegative,
  requirePositive,
} from '../../domain.js';
import { normalPdf, normalQuantile } from '../../normal.js';
import { covarianceOf, type Rows, requireList, varianceOf } from '../../shapes.js';
import { studentTPdf, studentTQuantileOfTail } from '../../student-t.js';

/** Losses that are exceeded with probability 1 - confidence; gains are below 0. */
export interface ValueAtRisk {
  /** Loss, money. */
  readonly valueAtRisk: number;
  /** Mean loss beyond it, money. */
  readonly expectedShortfall: number;
}

/** Arguments of {@link normalVar}. */
export interface NormalVarInput {
  /** Money in each asset, signed; at least one. */
  readonly exposures: readonly number[];
  /** Covariance of the assets' returns per step. */
  readonly covariance: Rows;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
  /** Steps, above 0. */
  readonly horizon: number;
  /** Mean profit per step, money. */
  readonly mean: number;
}

/** What {@link normalVar} returns. */
export interface NormalVar extends ValueAtRisk {
  /** Standard deviation of the profit over the horizon, money. */
  readonly standardDeviation: number;
  /** Normal quantile of the confidence. */
  readonly quantile: number;
}

/** The quantile from the small tail, where the digits are. */
export function upperQuantile(confidence: number): number {
  requireInside({ confidence }, 0, 1);
  return 0 - normalQuantile(1 - confidence);
}

/**
 * VaR = z sd - mean, ES = sd n(z) / (1 - confidence) - mean, with sd^2 = w'Cw times the horizon.
 *
 * @throws DomainError when an argument is outside its range, shapes do not fit, the covariance is
 *   none or the result overflows
 */
export function normalVar(input: NormalVarInput): NormalVar {
  const { exposures, confidence, horizon, mean } = input;
  requireList('exposures', exposures, 1);
  requirePositive({ horizon });
  requireFinite({ mean });
  const quantile = upperQuantile(confidence);
  const covariance = covarianceOf('covariance', input.covariance, exposures.length);
  const standardDeviation = Math.sqrt(varianceOf(covariance, exposures) * horizon);
  const drift = mean * horizon;
  return finiteResult('normalVar', {
    standardDeviation,
    quantile,
    valueAtRisk: quantile * standardDeviation - drift,
    expectedShortfall: (standardDeviation * normalPdf(quantile)) / (1 - confidence) - drift,
  });
}

/** Arguments of {@link studentTVar}. */
export interface StudentTVarInput {
  /** Standard deviation of the profit, money, 0 or more. */
  readonly standardDeviation: number;
  /** Above 2, so that there is a variance; at most 1,000,000. */
  readonly degreesOfFreedom: number;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
  /** Mean profit, money. */
  readonly mean: number;
}

/** What {@link studentTVar} returns. */
export interface StudentTVar extends ValueAtRisk {
  /** Quantile of the t distribution at the confidence. */
  readonly quantile: number;
}

/**
 * With scale = sd sqrt((nu - 2) / nu): VaR = scale t - mean,
 * ES = scale f(t) / (1 - confidence) (nu + t^2) / (nu - 1) - mean.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function studentTVar(input: StudentTVarInput): StudentTVar {
  const { standardDeviation, degreesOfFreedom: nu, confidence, mean } = input;
  requireNonNegative({ standardDeviation });
  // The quantile knows the upper end.
  requireInside({ degreesOfFreedom: nu }, 2, Number.POSITIVE_INFINITY);
  requireInside({ confidence }, 0, 1);
  requireFinite({ mean });
  const tail = 1 - confidence;
  const scale = standardDeviation * Math.sqrt((nu - 2) / nu);
  const quantile = studentTQuantileOfTail(tail, nu);
  const beyond = (studentTPdf(quantile, nu) / tail) * ((nu + quantile * quantile) / (nu - 1));
  return finiteResult('studentTVar', {
    quantile,
    valueAtRisk: scale * quantile - mean,
    expectedShortfall: scale * beyond - mean,
  });
}
