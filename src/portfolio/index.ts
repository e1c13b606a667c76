/** Batch evaluation: positions of many portfolios over one market. */
export {
  CASH_COLUMNS,
  CONTRIBUTION_COLUMNS,
  type Column,
  type ColumnType,
  MARKET_COLUMNS,
  PORTFOLIO_COLUMNS,
  POSITION_COLUMNS,
  POSITION_RISK_COLUMNS,
  RESULT_COLUMNS,
  RISK_COLUMNS,
  SCENARIO_COLUMNS,
} from './columns.js';
export { evaluate } from './evaluate.js';
export type {
  EvaluateOptions,
  EvaluateProgress,
  EvaluateSummary,
  MarketSource,
  OutputFiles,
  PortfolioSource,
} from './options.js';
export type { BacktestSummary, RiskSummary } from './report/index.js';
export { DEFAULT_SCENARIOS, readScenarios, validateScenarios } from './scenarios/index.js';
export { VAR_METHODS, type VarOptions } from './var/index.js';
