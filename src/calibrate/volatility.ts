/** Volatility from mids sampled at equal steps, three ways, and how far to trust it. */
import {
  bipowerVariation,
  ewmaIrregular,
  realizedVariance,
  type VarianceRatio,
  varianceForecastFit,
  varianceRatio,
} from '../models/index.js';

/** Price per sqrt(second), with standard error. */
export interface Sigma {
  readonly sigma: number;
  readonly standardError: number;
}

/** Half-lives that are compared, seconds. */
const HALF_LIVES = [5, 10, 20, 30, 60, 120, 300, 600, 1800] as const;
/** Steps of the variance ratio. */
const RATIO_SPAN = 10;
/** Autocorrelations that the fit of the forecasts tests. */
const LAGS = 10;
/** A forecast is not below this share of the realised variance: prices may stand still for long. */
const LEAST_FORECAST = 1e-6;

/** Volatility of one instrument. */
export interface VolatilityEstimate {
  /** Samples of the mid. */
  readonly samples: number;
  readonly sampleSeconds: number;
  /** Mean mid, quote currency: the price to which bps refer. */
  readonly referencePrice: number;
  /** From all squared changes. */
  readonly realised: Sigma;
  /** From products of neighbouring changes, which jumps hardly enter. */
  readonly bipower: Sigma;
  /** At the end of the data, with the best half-life. */
  readonly ewma: Sigma & {
    /** The one of 5 s to 30 min whose forecasts are most likely. */
    readonly halfLifeSeconds: number;
    /** Log-likelihood gained over a constant volatility. */
    readonly gain: number;
    /** Mean of (change / forecast sigma)^2: 1 when the level is right. */
    readonly meanSquaredScore: number;
    /** p-value of the clustering that is left; small: volatility moves faster than the forecasts. */
    readonly pValue: number;
  };
  /** Variance over 10 samples over 10 times that of one: 1 for a random walk. */
  readonly varianceRatio: VarianceRatio;
  /** p-value of the test for jumps; small: there were some. Null when it cannot be told. */
  readonly jumpPValue: number | null;
}

/** Samples without which nothing can be estimated. */
export const LEAST_SAMPLES = LAGS + 4;

/**
 * Null with fewer than 14 samples, or when the mid does not move.
 *
 * @param mids quote currency, one every `sampleSeconds`
 */
export function estimateVolatility(
  mids: readonly number[],
  sampleSeconds: number,
): VolatilityEstimate | null {
  if (mids.length < LEAST_SAMPLES) return null;
  const changes = mids.slice(1).map((mid, index) => mid - (mids[index] ?? Number.NaN));
  const elapsed = changes.length * sampleSeconds;
  const { priceVariance, priceVolatility, priceVarianceStandardError } = realizedVariance({
    prices: mids,
    elapsed,
  });
  if (!(priceVariance > 0)) return null;
  const referencePrice = mids.reduce((sum, mid) => sum + mid, 0) / mids.length;
  const { bipowerVariation: variation, bipowerStandardError, pValue } = bipowerVariation(mids);
  const perSecond = referencePrice ** 2 / elapsed;
  const realised = {
    sigma: priceVolatility,
    ...errorOf(priceVariance, priceVarianceStandardError, elapsed),
  };
  return {
    samples: mids.length,
    sampleSeconds,
    referencePrice,
    realised,
    bipower: {
      sigma: Math.sqrt(variation * perSecond),
      ...errorOf(
        variation * referencePrice ** 2,
        (bipowerStandardError ?? 0) * referencePrice ** 2,
        elapsed,
      ),
    },
    ewma: bestEwma(changes, sampleSeconds, realised),
    varianceRatio: varianceRatio(changes, RATIO_SPAN),
    jumpPValue: pValue,
  };
}

/** Standard error of sqrt(variance / elapsed). */
function errorOf(
  variance: number,
  varianceError: number,
  elapsed: number,
): { readonly standardError: number } {
  const sigma = Math.sqrt(variance / elapsed);
  return { standardError: sigma > 0 ? varianceError / elapsed / (2 * sigma) : 0 };
}

function bestEwma(
  changes: readonly number[],
  sampleSeconds: number,
  realised: Sigma,
): VolatilityEstimate['ewma'] {
  const initialVariance = realised.sigma ** 2;
  const perStep = initialVariance * sampleSeconds;
  const intervals = changes.map(() => sampleSeconds);
  const fitOf = (forecasts: readonly number[]) =>
    varianceForecastFit({ returns: changes, forecasts, lags: LAGS });
  const candidates = halfLives(changes.length * sampleSeconds).map((halfLifeSeconds) => {
    const input = { intervals, returns: changes, halfLife: halfLifeSeconds };
    const estimate = ewmaIrregular({ ...input, initialVariance });
    const least = perStep * LEAST_FORECAST;
    const fit = fitOf(estimate.forecasts.map((forecast) => Math.max(forecast, least)));
    return { halfLifeSeconds, estimate, fit };
  });
  const { halfLifeSeconds, estimate, fit } = candidates.reduce((left, right) =>
    right.fit.logLikelihood > left.fit.logLikelihood ? right : left,
  );
  const { volatility: sigma, standardError, initialWeight } = estimate;
  // What is left of the initial variance is as uncertain as the realised variance that it was.
  const initialError = initialWeight * 2 * realised.sigma * realised.standardError;
  return {
    sigma,
    standardError: sigma > 0 ? (standardError + initialError) / (2 * sigma) : 0,
    halfLifeSeconds,
    gain: fit.logLikelihood - fitOf(changes.map(() => perStep)).logLikelihood,
    meanSquaredScore: fit.meanSquaredScore,
    pValue: fit.pValue,
  };
}

/** Those of which the data hold several; at least the shortest. */
const halfLives = (seconds: number): readonly number[] =>
  HALF_LIVES.filter((halfLife, index) => index === 0 || halfLife <= seconds / 4);
