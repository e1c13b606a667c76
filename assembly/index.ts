// The kernel's contract with the host: these exports and nothing else.

export { applyBookTicker, applyFrames, applyTrade } from './apply';
export { expOf, logOf, normalCdfOf, normalPdfOf, priceOptions } from './batch';
export * from './codes';
export { setPreview } from './encode';
export { computeTerms } from './explain';
export { hashBytes } from './hash';
export * from './layout';
export * from './opcodes';
export * from './pool-layout';
export { publishBook } from './publish';
export {
  assetRow,
  attachBuffers,
  bookBytes,
  createBook,
  inputBuffer,
  ledgerLane,
  quoteLane,
  skewLane,
  stateBytes,
} from './region';
export { route } from './route';
export { look, serve, startServing } from './serve';
