/** Risk of cash exposures to several underlyings through their covariance and factors. */
import { finiteResult } from '../domain.js';
import {
  covarianceOf,
  type Rows,
  requireList,
  requireMatrix,
  requireSameLength,
  varianceOf,
} from '../shapes.js';

/** Arguments of {@link portfolioExposure}; one entry or row per underlying. */
export interface PortfolioExposureInput {
  /** Delta in cash, signed, at least one. */
  readonly exposures: readonly number[];
  /** Covariance of returns per step, symmetric, positive semidefinite. */
  readonly covariance: Rows;
  /** Sensitivity of each return to the benchmark. */
  readonly betas: readonly number[];
  /** Sensitivity of each return (row) to each factor (column). */
  readonly loadings: Rows;
}

/** Result of {@link portfolioExposure}; money in the currency of the exposures. */
export interface PortfolioExposure {
  /** x' C x, money squared per step. */
  readonly variance: number;
  readonly volatility: number;
  /** Sum of the absolute exposures. */
  readonly gross: number;
  /** Sum of the signed exposures. */
  readonly net: number;
  /** Herfindahl index of the shares of gross, 1 / count .. 1; null without exposure. */
  readonly concentration: number | null;
  /** Exposure to the benchmark. */
  readonly betaDelta: number;
  /** Exposure to each factor. */
  readonly factors: readonly number[];
}

/**
 * @throws DomainError when shapes differ, an entry is not finite, the covariance is not symmetric
 *   or gives a variance below 0, or the result overflows
 */
export function portfolioExposure(input: PortfolioExposureInput): PortfolioExposure {
  const { exposures, covariance, betas, loadings } = input;
  const size = exposures.length;
  requireList('exposures', exposures, 1);
  requireList('betas', betas);
  requireSameLength({ exposures, betas, loadings });
  const factorCount = loadings[0]?.length ?? 0;
  requireMatrix('loadings', loadings, { rows: size, columns: factorCount });
  const variance = varianceOf(covarianceOf('covariance', covariance, size), exposures);
  const gross = exposures.reduce((sum, exposure) => sum + Math.abs(exposure), 0);
  const factors = Array.from({ length: factorCount }, (_, factor) =>
    exposures.reduce((sum, exposure, row) => sum + exposure * (loadings[row]?.[factor] ?? 0), 0),
  );
  const result = {
    variance,
    volatility: Math.sqrt(variance),
    gross,
    net: exposures.reduce((sum, exposure) => sum + exposure, 0),
    concentration:
      gross === 0 ? null : exposures.reduce((sum, exposure) => sum + (exposure / gross) ** 2, 0),
    betaDelta: exposures.reduce((sum, exposure, row) => sum + exposure * (betas[row] ?? 0), 0),
  };
  requireList('factors', factors);
  return { ...finiteResult('portfolioExposure', result), factors };
}
