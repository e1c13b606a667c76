/** Quoting models: where to place both quotes for an inventory, and how strong the pull is. */
export * from './avellaneda-stoikov.js';
export * from './cartea-jaimungal.js';
export * from './fill-rate.js';
export * from './glft.js';
export * from './gueant.js';
export type { GueantModelUnits, XiMode } from './gueant-inversion.js';
export * from './gueant-logistic.js';
export {
  type GueantFiniteTableInput,
  type GueantTableInput,
  gueantLongRunTable,
  gueantTable,
} from './gueant-table.js';
export * from './inventory-half-life.js';
export * from './inventory-skew.js';
export {
  type LogisticInput,
  type LogisticIntensity,
  type LogisticResponse,
  logisticResponse,
} from './logistic-intensity.js';
export * from './operator-units.js';
export {
  type LongRunQuoteTable,
  QUOTE_TABLE_LEVELS_MAX,
  type QuoteDistances,
  type QuoteTable,
  quoteTableAt,
  type ValuedQuoteTable,
} from './quote-table.js';
