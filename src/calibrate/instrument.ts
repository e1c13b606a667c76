/** One instrument: its estimates, and whether they are good enough to quote by. */
import type { InstrumentConfiguration } from '../config/index.js';
import { DomainError } from '../errors.js';
import type { InventoryPull } from '../models/index.js';
import { estimateIntensity, type InstrumentIntensity } from './intensity.js';
import { type CalibratedModel, calibrateModel, configuredPull } from './model.js';
import type { Refusal, Thresholds } from './refusal.js';
import type { InstrumentTape } from './tape.js';
import { estimateVolatility, type VolatilityEstimate } from './volatility.js';

/** Which estimate of the volatility models are built on. */
export type SigmaChoice = 'realised' | 'bipower' | 'ewma';

/** How an instrument is calibrated. */
export interface InstrumentOptions {
  readonly sampleSeconds: number;
  readonly thresholds: Thresholds;
  /** Where fits of the intensity begin, bps of the mid; null: where the exponential form does. */
  readonly fromDepthBps: number | null;
  readonly sigma: SigmaChoice;
  /** Default: the skew of the configured model. */
  readonly pull: InventoryPull | undefined;
}

/** What the data say about an instrument. Prices in quote currency, times in seconds. */
export interface InstrumentCalibration {
  readonly symbol: string;
  readonly seconds: number;
  readonly quotes: number;
  readonly trades: number;
  /** Market orders: trades of one moment and side are one. */
  readonly orders: number;
  /** Of both sides, 1/s. */
  readonly orderRate: number;
  /** Ask - bid, mean over time; null without quotes. */
  readonly meanSpread: number | null;
  readonly meanSpreadBps: number | null;
  readonly volatility: VolatilityEstimate | null;
  readonly intensity: InstrumentIntensity | null;
  /** Null when what it needs is not supported. */
  readonly model: CalibratedModel | null;
  readonly refusals: readonly Refusal[];
}

/** Estimates and judges. */
export function calibrateInstrument(
  configuration: InstrumentConfiguration,
  tape: InstrumentTape,
  options: InstrumentOptions,
): InstrumentCalibration {
  const { symbol, tickSize } = configuration;
  const { thresholds, sampleSeconds } = options;
  const { seconds, quotes, trades, bought, sold, mids } = tape;
  const orders = bought.orders + sold.orders;
  const volatility = estimateVolatility(mids, sampleSeconds);
  const price = volatility?.referencePrice ?? mids[0];
  const { fromDepthBps: bps } = options;
  const fromDepth = bps === null || price === undefined ? null : bps * price * 1e-4;
  const depths = { bought: bought.depths, sold: sold.depths, seconds, tickSize, fromDepth };
  const intensity = seconds > 0 ? estimateIntensity(depths, thresholds) : null;
  const refusals = [
    ...judgeVolatility(symbol, volatility, mids.length, options),
    ...judgeIntensity(symbol, intensity, orders, thresholds),
  ];
  const model = modelOf(configuration, volatility, intensity, options, refusals);
  const meanSpread = seconds > 0 ? tape.meanSpread : null;
  return {
    ...{ symbol, seconds, quotes, trades, orders },
    orderRate: seconds > 0 ? orders / seconds : 0,
    meanSpread,
    meanSpreadBps: meanSpread === null || price === undefined ? null : (meanSpread / price) * 1e4,
    ...{ volatility, intensity, model, refusals },
  };
}

function judgeVolatility(
  instrument: string,
  estimate: VolatilityEstimate | null,
  samples: number,
  { thresholds, sigma: choice }: InstrumentOptions,
): Refusal[] {
  const base = { instrument, quantity: 'volatility', samples };
  const { minSamples, maxSigmaError } = thresholds;
  if (samples < minSamples || estimate === null) {
    const isStill = samples >= minSamples;
    const measure = isStill ? 'moves of the mid' : 'samples of the mid';
    const [value, threshold] = isStill ? [0, 1] : [samples, minSamples];
    return [{ ...base, measure, value, threshold, isMost: false }];
  }
  const { sigma, standardError } = estimate[choice];
  const value = sigma > 0 ? standardError / sigma : Number.POSITIVE_INFINITY;
  const measure = `standard error of the ${choice} sigma over sigma`;
  const refusal = { ...base, measure, value, threshold: maxSigmaError, isMost: true };
  return value <= maxSigmaError ? [] : [refusal];
}

function judgeIntensity(
  instrument: string,
  estimate: InstrumentIntensity | null,
  orders: number,
  { minOrders, minFit, minScore }: Thresholds,
): Refusal[] {
  const base = { instrument, quantity: 'intensity', isMost: false };
  if (orders < minOrders || estimate === null) {
    const measure = orders < minOrders ? 'market orders' : 'market orders at different depths';
    const value = orders < minOrders ? orders : 0;
    return [{ ...base, samples: orders, measure, value, threshold: minOrders }];
  }
  const { orders: samples, fit, intensityK, standardErrorK } = estimate.both;
  const score = intensityK / standardErrorK;
  const judged = [
    { measure: 'market orders behind the touch', value: samples, threshold: minOrders },
    { measure: 'k over its standard error', value: score, threshold: minScore },
    { measure: 'fit (share of the deviance explained)', value: fit, threshold: minFit },
  ];
  return judged
    .filter(({ value, threshold }) => !(value >= threshold))
    .map((each) => ({ ...base, samples, ...each }));
}

function modelOf(
  configuration: InstrumentConfiguration,
  volatility: VolatilityEstimate | null,
  intensity: InstrumentIntensity | null,
  { sigma: choice, pull = configuredPull(configuration) }: InstrumentOptions,
  refusals: Refusal[],
): CalibratedModel | null {
  if (refusals.length > 0 || volatility === null || intensity === null) return null;
  const { intensityA, intensityK, orders } = intensity.both;
  const { referencePrice } = volatility;
  const { sigma } = volatility[choice];
  try {
    const basis = { referencePrice, sigma, intensityA, intensityK };
    return calibrateModel(configuration, basis, pull);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const wanted = Object.values(pull)[0] as number;
    const { shortest } = error.details;
    refusals.push({
      instrument: configuration.symbol,
      quantity: 'risk aversion',
      samples: orders,
      measure: Object.keys(pull)[0] ?? '',
      value: wanted,
      threshold: typeof shortest === 'number' ? shortest : wanted,
      isMost: false,
    });
    return null;
  }
}
