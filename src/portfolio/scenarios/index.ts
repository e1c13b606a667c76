/** Scenarios: what they say, what they do to a market, what a lot of every instrument makes of them. */
export { joinSets } from './join.js';
export { DEFAULT_SCENARIOS, readScenarios, validateScenarios } from './parse.js';
export {
  emptySet,
  resolveScenarios,
  type ScenarioMarket,
  type ScenarioSet,
} from './scenario-set.js';
export type { ScenariosDocument, ScenariosInput } from './schema.js';
export {
  type OptionTerms,
  type ScenarioTerms,
  scenarioTerms,
  type UnderlyingFactors,
  underlyingFactors,
} from './terms.js';
export { unitPnlBytes, unitRateChanges, writeUnitPnl } from './unit-pnl.js';
