/** The only code that touches WebAssembly. */
export type { KernelExports } from './exports.js';
export {
  type BuildProof,
  buildProof,
  digest64,
  isTrap,
  kernelPath,
  LAYOUT_FINGERPRINT,
  LAYOUT_VERSION,
  selectedBuild,
  verifyKernel,
} from './load.js';
export {
  type OptionColumns,
  OptionPricer,
  type PricedColumns,
} from './option-pricer.js';
export {
  BookRegion,
  type Capacity,
  type Place,
  regionBytes,
  type Sizes,
  sizesOf,
} from './region.js';
export { SharedMemory } from './shared-memory.js';
