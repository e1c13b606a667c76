/** VaR and expected shortfall of portfolios: by history, by factors, by drawn moves; parts, backtest. */
export {
  type History,
  type HistoryOptions,
  historicalScenarios,
  type PanelPrices,
} from './history.js';
export { type MonteCarloOptions, type MonteCarloRisk, monteCarloRisks } from './monte-carlo.js';
export {
  type ResolvedVarOptions,
  resolveVarOptions,
  VAR_METHODS,
  type VarMethod,
  type VarOptions,
} from './options.js';
export { type ParametricRisk, parametricRisk, type RiskPart } from './parametric.js';
export { type RollingBacktest, rollingBacktest } from './rolling.js';
export {
  type PartWeights,
  partWeights,
  type RiskFigure,
  sampleRisk,
  weightedLoss,
} from './sample-risk.js';
