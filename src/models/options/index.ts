/** European options: price, greeks and implied volatility, settled in quote currency or in coin. */

export {
  type BlackScholesMertonGreeks,
  type BlackScholesMertonInput,
  blackScholesMerton,
  blackScholesMertonPrice,
} from './black-scholes-merton.js';
export { type Black76Greeks, type Black76Input, black76, black76Price } from './black76.js';
export {
  type ImpliedVolatilityInput,
  type InverseImpliedVolatilityInput,
  impliedVolatility,
  inverseImpliedVolatility,
} from './implied-volatility.js';
export {
  type InverseOptionGreeks,
  type InverseOptionInput,
  inverseOption,
  inverseOptionPrice,
} from './inverse-option.js';
export type { OptionType } from './lognormal.js';
export {
  type ParityForward,
  type ParityOptions,
  type ParityQuote,
  type ParityResidual,
  parityForward,
} from './parity-forward.js';
export { type SmilePoint, splineSmile } from './spline-smile.js';
export {
  butterflyDensity,
  type SmileCheck,
  type SmileWarning,
  type SviSmile,
  smileWarnings,
  sviVariance,
  sviVolatility,
  type TotalVariance,
} from './svi.js';
export { fitSvi, type SviFit, type SviFitOptions, type SviPoint } from './svi-fit.js';
export { timeValue } from './time-value.js';
