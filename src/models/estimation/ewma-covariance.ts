/** Exponentially weighted covariance of two series of returns (RiskMetrics 1996). */
import { DomainError } from '../../errors.js';
import { finiteResult, requireBetween, requireFinite, requireNonNegative } from '../domain.js';
import { requireList, requireSameLength } from '../shapes.js';

/** Arguments of {@link ewmaCovariance}. */
export interface EwmaCovarianceInput {
  /** Returns of the first series, oldest first. */
  readonly x: readonly number[];
  /** Returns of the second series at the same steps. */
  readonly y: readonly number[];
  /** Weight of the moments before each step, lambda, 0 to 1. */
  readonly decay: number;
  /** Variance of x per step before the first return, 0 or more. */
  readonly initialVarianceX: number;
  /** Variance of y, 0 or more. */
  readonly initialVarianceY: number;
  /** Covariance, of a size that the variances allow. */
  readonly initialCovariance: number;
}

/** Moments after the last step. */
export interface EwmaCovariance {
  readonly varianceX: number;
  readonly varianceY: number;
  readonly covariance: number;
  /** -1 to 1; null when a variance is 0. */
  readonly correlation: number | null;
}

/**
 * c = lambda c + (1 - lambda) x y, and the same for both variances.
 *
 * @throws DomainError when an argument is outside its range, the lists differ in length or the
 *   result overflows
 */
export function ewmaCovariance(input: EwmaCovarianceInput): EwmaCovariance {
  const { x, y, decay, initialVarianceX, initialVarianceY, initialCovariance } = input;
  requireList('x', x);
  requireList('y', y);
  requireSameLength({ x, y });
  requireBetween({ decay }, 0, 1);
  requireNonNegative({ initialVarianceX, initialVarianceY });
  requireFinite({ initialCovariance });
  const limit = Math.sqrt(initialVarianceX) * Math.sqrt(initialVarianceY);
  if (Math.abs(initialCovariance) > limit * (1 + 1e-12)) {
    throw new DomainError(
      `initialCovariance is ${initialCovariance}; the variances allow ${limit} at most`,
      { initialCovariance, limit },
    );
  }
  let varianceX = initialVarianceX;
  let varianceY = initialVarianceY;
  let covariance = initialCovariance;
  x.forEach((left, index) => {
    const right = y[index] ?? Number.NaN;
    varianceX += (1 - decay) * (left * left - varianceX);
    varianceY += (1 - decay) * (right * right - varianceY);
    covariance += (1 - decay) * (left * right - covariance);
  });
  const scale = Math.sqrt(varianceX) * Math.sqrt(varianceY);
  const correlation = scale > 0 ? Math.max(-1, Math.min(1, covariance / scale)) : null;
  return finiteResult('ewmaCovariance', { varianceX, varianceY, covariance, correlation });
}
