// The kernel's contract with the host: these exports and nothing else.
export * from './codes';
export * from './layout';
export * from './opcodes';
export { applyBookTicker, applyFrames, applyTrade } from './apply';
export { setPreview } from './encode';
export { computeTerms } from './explain';
export { hashBytes } from './hash';
export { quoteAll } from './quote';
export {
  attachBuffers,
  bookBytes,
  createBook,
  inputBuffer,
  ledgerLane,
  quoteLane,
  assetRow,
  stateBytes,
} from './region';
