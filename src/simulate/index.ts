/** Monte Carlo of the market that the models assume: what a strategy earns in it, with errors. */
export { type NamedStrategy, type Simulation, validateSimulation } from './configuration.js';
export type { Market } from './market.js';
export {
  comparePaper,
  type PaperComparison,
  type PaperFigure,
  type PaperStatistic,
  paperSimulation,
} from './paper.js';
export { type BandCheck, checkMonteCarloReference, type ReferenceOptions } from './reference.js';
export type {
  Quantile,
  SimulationReport,
  StrategyFigures,
  StrategyReport,
} from './report.js';
export { seededMonteCarloVar } from './seeded-var.js';
export { pathStepsOf, type SimulateOptions, simulate } from './simulate.js';
export type { Spread } from './statistics.js';
export { STRATEGY_MODELS } from './strategies/index.js';
