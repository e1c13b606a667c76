/** Value at risk and expected shortfall. */
export * from './backtest.js';
export * from './component.js';
export * from './cornish-fisher.js';
export * from './delta-gamma.js';
export * from './factor.js';
export * from './historical.js';
export * from './monte-carlo.js';
export {
  type NormalVar,
  type NormalVarInput,
  normalVar,
  type StudentTVar,
  type StudentTVarInput,
  studentTVar,
  type ValueAtRisk,
} from './parametric.js';
export * from './sample.js';
export * from './scenarios.js';
