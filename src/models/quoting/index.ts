/** Quoting models: where to place both quotes for an inventory, and how strong the pull is. */
export {
  type AvellanedaStoikovInput,
  type AvellanedaStoikovQuotes,
  avellanedaStoikovGbm,
  avellanedaStoikovInfiniteHorizon,
  avellanedaStoikovQuotes,
  type GbmInput,
  type InfiniteHorizonInput,
  type InfiniteHorizonPrices,
} from './avellaneda-stoikov.js';
export {
  type GueantCoefficients,
  type GueantInput,
  type GueantParameters,
  type GueantQuotes,
  gueantCoefficients,
  gueantQuotes,
} from './gueant.js';
export type { GueantModelUnits, XiMode } from './gueant-inversion.js';
export { type HalfLifeInput, inventoryHalfLife } from './inventory-half-life.js';
export {
  type OrderLevels,
  type PriceSkewInput,
  type PriceSkewQuote,
  priceSkew,
  type SizeRatios,
  type SizeSkewInput,
  sizeSkew,
  totalOrderSize,
} from './inventory-skew.js';
export {
  type AvellanedaStoikovTerms,
  avellanedaStoikovModelUnits,
  avellanedaStoikovOperatorUnits,
  type GueantOperatorInput,
  type GueantTerms,
  gueantModelUnits,
  gueantOperatorUnits,
  type OperatorUnits,
  type ReferenceTerms,
} from './operator-units.js';
export {
  avellanedaStoikovRiskAversion,
  gueantRiskAversion,
  type InventoryPull,
  type KnownIntensity,
} from './risk-aversion.js';
export {
  skewForUtilisation,
  targetUtilisation,
  type UtilisationTerms,
} from './target-utilisation.js';
