/** The only code that touches WebAssembly. */
export type { KernelExports } from './exports.js';
export {
  digest64,
  isTrap,
  kernelPath,
  LAYOUT_FINGERPRINT,
  selectedBuild,
  verifyKernel,
} from './load.js';
export { BookRegion, type Capacity } from './region.js';
