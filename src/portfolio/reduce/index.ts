/** Sums of positions by portfolio: of a block in the kernel, of all blocks in their order. */
export { BLOCK_ROWS } from '../blocks.js';
export {
  BlockReducer,
  type BlockSums,
  type ComputedTile,
  type ContributionPlaces,
  type ReductionInputs,
} from './block-reducer.js';
export {
  type BlockContributions,
  ContributionSums,
  type UnderlyingPart,
} from './contribution-sums.js';
export {
  type AssetTotals,
  type ExposureCell,
  PortfolioSums,
  type PortfolioTotals,
} from './portfolio-sums.js';
export { type ReductionShape, reducerBytes, slotLength } from './shape.js';
