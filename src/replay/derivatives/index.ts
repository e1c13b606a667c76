/** Hedges, simulated takers and greeks of a session with underlyings. */
export type { DeltaFigures } from './delta-meter.js';
export { Derivatives, type DerivativesSetup, type TakingCost } from './derivatives.js';
export type { DerivativesPort } from './derivatives-port.js';
export type { FollowedUnderlying, GreekFigures, GreekPnl } from './greek-meter.js';
export type { HedgeFigures, HedgeOrder } from './hedge-venue.js';
export type { OptionFeeTerms } from './option-fees.js';
export type { Taker, TakerAssumptions } from './taker-flow.js';
