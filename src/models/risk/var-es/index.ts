/** Value at risk and expected shortfall. */
export * from './component.js';
export * from './cornish-fisher.js';
export * from './delta-gamma.js';
export * from './historical.js';
export {
  type NormalVar,
  type NormalVarInput,
  normalVar,
  type StudentTVar,
  type StudentTVarInput,
  studentTVar,
  type ValueAtRisk,
} from './parametric.js';
export * from './scenarios.js';
