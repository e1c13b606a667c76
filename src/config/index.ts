/** Operator configuration: YAML or JSON, validated as a whole, as frames that set up a book. */
export {
  type ConfigurationFrame,
  configurationFrames,
  emptyConfiguration,
  inventoryFrame,
  settings,
  tableFrames,
  volatilityFrame,
} from './configuration-frames.js';
export { type ConfigurationWarning, configurationWarnings } from './configuration-warnings.js';
export { type DocumentOptions, parseDocumentText, readDocument } from './document.js';
export { type GuardNumbers, guardNames, isFloored } from './guard-names.js';
export { wholeLots } from './lots.js';
export { marginFrames } from './margin-frames.js';
export { ACCOUNT_MODES } from './margin-schema.js';
export { isOptionContract } from './option-contract.js';
export { loadConfiguration, parseConfiguration } from './parse.js';
export { parsePlace, putAt } from './place.js';
export {
  completeProfile,
  type InstrumentProfile,
  type ProfiledTerms,
  parseProfiles,
  profileMargin,
} from './profiles.js';
export { integerBetween, list, map, nonNegative, numberBetween, positive } from './ranges.js';
export { readWithSections, withSection } from './sections.js';
export type {
  AccountConfiguration,
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
