/** What quoting models need of a market, estimated from the files that `replay` reads. */
export { type CalibrateOptions, type Calibration, calibrate } from './calibrate.js';
export {
  type CovarianceEstimate,
  estimateCovariance,
  LEAST_STEPS,
  type ReturnPanel,
} from './covariance.js';
export type { InstrumentCalibration, SigmaChoice } from './instrument.js';
export type { FitRange, InstrumentIntensity, IntensityEstimate } from './intensity.js';
export type { CalibratedModel } from './model.js';
export { calibratePanel, type PanelCalibration } from './panel.js';
export { DEFAULT_THRESHOLDS, type Refusal, refusalText, type Thresholds } from './refusal.js';
export { sectionText } from './section.js';
export type { Sigma, VolatilityEstimate } from './volatility.js';
