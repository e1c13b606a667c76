/** The protocol on the host side: one schema table; encoders, decoders and the page derive from it. */
export {
  CODES,
  CONTRACT_KINDS,
  type CodeEntry,
  type CodeFamily,
  codeName,
  HEDGING_MODES,
  TRADING_STATES,
} from './codes.js';
export {
  decodeFrames,
  type OutputFrame,
  type OutputFrameOf,
  type OutputHeader,
} from './decode.js';
export {
  encodeFrame,
  encodeFrames,
  encodeStreamFrame,
  type FieldValue,
  type InputFrame,
  timeToNs,
} from './encode.js';
export {
  formatJsonFrame,
  frameOfJson,
  MAX_LINE_CHARACTERS,
  parseJsonFrame,
  parseJsonObject,
  readInteger,
  type SymbolTable,
} from './json.js';
export { KIND_RULES, type KindRule, packKinds, schemaMismatches } from './kinds.js';
export { protocolPage } from './protocol-page.js';
export { type ReadFrame, readFrames } from './read-input.js';
export {
  type FieldKind,
  type FieldSchema,
  type FrameSchema,
  INPUT_FRAMES,
  type InputFrameName,
  OUTPUT_FRAMES,
  type OutputFrameName,
  STREAM_FRAMES,
} from './schema.js';
export {
  enumMembers,
  enumWord,
  frameByOpcode,
  inputFrame,
  isInputFrameName,
} from './tables.js';
export { FrameWriter } from './write.js';
