/** Evenkeel: inventory control engine for market makers. */
export * from './book/index.js';
export {
  type BookConfiguration,
  configurationFrames,
  loadConfiguration,
  parseConfiguration,
  validateConfiguration,
} from './config/index.js';
export * from './errors.js';
export {
  CODES,
  codeName,
  decodeFrames,
  encodeFrame,
  encodeFrames,
  type FieldValue,
  INPUT_FRAMES,
  type InputFrame,
  type InputFrameName,
  OUTPUT_FRAMES,
  type OutputFrame,
} from './frames/index.js';
