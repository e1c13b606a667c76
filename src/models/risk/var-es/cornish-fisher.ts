/** VaR of a profit that is skewed and has heavy tails: Cornish and Fisher 1938. */
import { finiteResult, requireFinite, requireNonNegative } from '../../domain.js';
import { upperQuantile } from './parametric.js';

/** Arguments of {@link cornishFisherVar}. */
export interface CornishFisherInput {
  /** Mean profit, money. */
  readonly mean: number;
  /** Money, 0 or more. */
  readonly standardDeviation: number;
  /** Third standardised moment of the profit; below 0 the losses are the longer tail. */
  readonly skewness: number;
  /** Fourth standardised moment less 3. */
  readonly excessKurtosis: number;
  /** For example 0.99; above 0, below 1. */
  readonly confidence: number;
}

/** What {@link cornishFisherVar} returns. */
export interface CornishFisherVar {
  /** Expanded quantile of the standardised profit; below 0 for a loss. */
  readonly quantile: number;
  /** Loss, money. */
  readonly valueAtRisk: number;
  /**
   * False when skewness and kurtosis are too large for the expansion: it is then no distribution,
   * and a larger confidence may give a smaller loss.
   */
  readonly isMonotone: boolean;
}

/** The slope 1 + z S/3 + (3 z^2 - 3) K/24 - (6 z^2 - 5) S^2/36 is above 0 for every z. */
function isMonotone(skewness: number, excessKurtosis: number): boolean {
  const square = excessKurtosis / 8 - skewness ** 2 / 6;
  const linear = skewness / 3;
  const constant = 1 - excessKurtosis / 8 + (5 * skewness ** 2) / 36;
  if (square === 0 && linear === 0) return constant > 0;
  return square > 0 && linear ** 2 < 4 * square * constant;
}

/**
 * z + (z^2 - 1) S/6 + (z^3 - 3z) K/24 - (2z^3 - 5z) S^2/36 at the lower normal quantile z;
 * VaR = -(mean + quantile sd).
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function cornishFisherVar(input: CornishFisherInput): CornishFisherVar {
  const { mean, standardDeviation, skewness, excessKurtosis, confidence } = input;
  requireFinite({ mean, skewness, excessKurtosis });
  requireNonNegative({ standardDeviation });
  const z = 0 - upperQuantile(confidence);
  const quantile =
    z +
    ((z * z - 1) * skewness) / 6 +
    (z * (z * z - 3) * excessKurtosis) / 24 -
    (z * (2 * z * z - 5) * skewness * skewness) / 36;
  return finiteResult('cornishFisherVar', {
    quantile,
    valueAtRisk: 0 - (mean + quantile * standardDeviation),
    isMonotone: isMonotone(skewness, excessKurtosis),
  });
}
