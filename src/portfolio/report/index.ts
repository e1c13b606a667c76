/** What a run says of portfolios: their tables and the summary. */
export { type AssetEquity, CashTable, type PortfolioEquity, portfolioEquity } from './equity.js';
export type { PortfolioRow } from './portfolio-row.js';
export { type RiskPlaces, RiskPlan, type RiskRequest } from './risk-plan.js';
export {
  type ContributionRow,
  contributionRows,
  type PartNames,
  type PortfolioReport,
  type RiskRow,
  reportPortfolios,
  riskRows,
} from './risk-report.js';
export { type BacktestSummary, type RiskSummary, riskSummary } from './summary.js';
