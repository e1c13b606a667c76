/** Operator configuration: YAML or JSON, validated as a whole, as frames that set up a book. */
export {
  type ConfigurationFrame,
  configurationFrames,
  emptyConfiguration,
  inventoryFrame,
  marginFrames,
  settings,
  tableFrames,
  volatilityFrame,
} from './configuration-frames.js';
export { type DocumentOptions, parseDocumentText, readDocument } from './document.js';
export { type GuardNumbers, guardNames } from './guard-names.js';
export { wholeLots } from './lots.js';
export { loadConfiguration, parseConfiguration } from './parse.js';
export { parsePlace, putAt } from './place.js';
export {
  completeProfile,
  type InstrumentProfile,
  type ProfiledTerms,
  parseProfiles,
} from './profiles.js';
export { integerBetween, list, map, nonNegative, numberBetween, positive } from './ranges.js';
export { readWithSections, withSection } from './sections.js';
export type {
  AssetConfiguration,
  AvellanedaStoikovModel,
  BookConfiguration,
  CapacityConfiguration,
  CarteaJaimungalModel,
  EstimatorsConfiguration,
  FactorLoadings,
  FactorsConfiguration,
  GuardConfiguration,
  GueantExactModel,
  GueantModel,
  InstrumentConfiguration,
  InventoryConfiguration,
  InventoryTable,
  LadderConfiguration,
  LimitsConfiguration,
  LinearModel,
  ModelConfiguration,
  QuotingConfiguration,
  RiskAversionModel,
  RiskConfiguration,
  TableLevel,
  TableModel,
  Thresholds,
  VolatilityConfiguration,
} from './types.js';
export { validateConfiguration } from './validate.js';
export {
  formatParameters,
  formatValue,
  type Parameters,
  parseVariation,
  type Variant,
  type Variation,
  variants,
} from './variants.js';
export { Violations } from './violations.js';
