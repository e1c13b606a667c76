/** Risk of positions and portfolios: margin, liquidation, exposure, stress. */
export {
  type AccountMargin,
  type AccountMarginInput,
  accountMargin,
  type Collateral,
} from './account-margin.js';
export {
  type CapitalEfficiency,
  type CapitalEfficiencyInput,
  capitalEfficiency,
  type StepPath,
  valueHours,
} from './capital-efficiency.js';
export type { DepthLevel } from './depth.js';
export { aggregateExposure, type Exposure, type ExposureInput } from './exposure.js';
export {
  type FlattenCost,
  type FlattenInput,
  flattenCost,
  flattenPortfolio,
  type PortfolioFlatten,
  type PortfolioPosition,
} from './flatten-cost.js';
export {
  type GridMargin,
  type GridMarginInput,
  type GridScenario,
  gridMargin,
} from './grid-margin.js';
export type { Holding, InverseHolding, LinearHolding, OptionHolding } from './holding.js';
export {
  type CrossInverseLongInput,
  crossInverseLongLiquidation,
  type InverseLiquidationInput,
  inverseLiquidation,
  type LinearLiquidationInput,
  type LiquidationPrices,
  linearLiquidation,
  type MaintenanceBasis,
} from './liquidation.js';
export {
  type LiquidationDistance,
  type LiquidationDistanceInput,
  liquidationDistance,
} from './liquidation-distance.js';
export {
  type MarginTier,
  type SizeScaledMargin,
  type SizeScaledMarginInput,
  sizeScaledMargin,
  type TieredMaintenance,
  tieredMaintenance,
} from './margin-rates.js';
export {
  type MarginalMargin,
  type MarginalPositionInput,
  marginalGridMargin,
  marginalPositionMargin,
  marginalSpanMargin,
} from './marginal-margin.js';
export {
  type PortfolioExposure,
  type PortfolioExposureInput,
  portfolioExposure,
} from './portfolio-exposure.js';
export {
  type PositionPath,
  type PositionReversion,
  positionReversion,
  type ReversionVerdict,
  reversionOfSums,
  type SampleSums,
} from './position-reversion.js';
export type { MarginFuture, MarginHolding, MarginOption } from './scenario.js';
export {
  type OptionMargin,
  type ShortOptionMarginInput,
  shortOptionMargin,
} from './short-option-margin.js';
export { type SpanMargin, type SpanMarginInput, spanMargin } from './span-margin.js';
export {
  type Revaluation,
  revaluePortfolio,
  type StressPnl,
  type StressPortfolio,
  type StressShock,
  stressMatrix,
} from './stress.js';
export { taylorPnl } from './stress-taylor.js';
export { type TimeToFlattenInput, timeToFlatten } from './time-to-flatten.js';
export * from './var-es/index.js';
export type { WorstScenario } from './worst-scenario.js';
