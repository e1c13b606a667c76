/** Quoting models: where to place both quotes for an inventory, and how strong the pull is. */
export * from './avellaneda-stoikov.js';
export * from './avellaneda-stoikov-table.js';
export * from './avellaneda-stoikov-units.js';
export * from './cartea-jaimungal.js';
export * from './cartea-jaimungal-units.js';
export * from './fill-rate.js';
export * from './glft.js';
export * from './gueant.js';
export type { GueantModelUnits, XiMode } from './gueant-inversion.js';
export * from './gueant-logistic.js';
export * from './gueant-table.js';
export * from './gueant-units.js';
export * from './inventory-pull.js';
export * from './inventory-skew.js';
export * from './linear-units.js';
export {
  type LogisticInput,
  type LogisticIntensity,
  type LogisticResponse,
  logisticResponse,
} from './logistic-intensity.js';
export * from './logistic-units.js';
export {
  type MultiAssetCoefficients,
  type MultiAssetFiniteInput,
  type MultiAssetInput,
  type MultiAssetQuotes,
  multiAssetCoefficients,
  multiAssetFiniteCoefficients,
  multiAssetQuotes,
} from './multi-asset.js';
export * from './multi-asset-factors.js';
export type {
  AssetFlow,
  BaseHalfSpreads,
  MultiAssetFlow,
  SideIntensity,
} from './multi-asset-flow.js';
export {
  type AssetReference,
  type MultiAssetGammaInput,
  multiAssetGamma,
  multiAssetOperatorUnits,
} from './multi-asset-units.js';
export type {
  AffineQuotes,
  FlowOperatorUnits,
  InventoryPull,
  InventoryTerms,
  OperatorInput,
  OperatorUnits,
  ReferenceTerms,
} from './operator-units.js';
export {
  type LongRunQuoteTable,
  QUOTE_TABLE_LEVELS_MAX,
  type QuoteDistances,
  type QuoteTable,
  quoteTableAt,
  type ValuedQuoteTable,
} from './quote-table.js';
export * from './stoikov-saglam.js';
export * from './vega-risk.js';
