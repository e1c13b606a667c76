/** Option chains as part of a session. */
export type { ChainRow, OptionChain } from './chain-row.js';
export { type ChainSection, chainSchema } from './chain-schema.js';
export { type ExpandedChain, expandChain } from './expand-chain.js';
export { CHAIN_PRESETS, type ChainPreset, readChain } from './read-chain.js';
