// The kernel's contract with the host: these exports and nothing else.

export { accumulateRows, beginReduction, contributeRows } from './accumulate';
export {
  applyBookTicker,
  applyFrames,
  applyOrder,
  applyTrade,
  applyUntil,
  previewOrder,
} from './apply';
export { expOf, logOf, normalCdfOf, normalPdfOf, priceOptions } from './batch';
export * from './codes';
export { setPreview } from './encode';
export { evaluateTile, recordInstruments } from './evaluate';
export { computeTerms } from './explain';
export {
  collateralDelta,
  contractDelta,
  grossNotional,
  netNotional,
  openDeltaDown,
  openDeltaUp,
  optionNotional,
} from './exposure';
export * from './gate-layout';
export * from './guard-layout';
export { hashBytes } from './hash';
export {
  dealerRate,
  internalisationThreshold,
  softThreshold,
  whalleyWilmottHalfWidth,
} from './hedge-band';
export { flattenInstrument, flattenUnderlying } from './hedge-follow';
export * from './hedge-layout';
export { solveHedge } from './hedge-solve';
export * from './layout';
export { bankruptcyPrice, liquidationDistance, liquidationPrice } from './liquidation';
export * from './margin-layout';
export * from './opcodes';
export * from './pool-layout';
export { publishBook } from './publish';
export * from './reduce-layout';
export {
  assetRow,
  attachBuffers,
  bookBytes,
  createBook,
  expiryRow,
  guardRow,
  inputBuffer,
  ledgerLane,
  optionLane,
  quoteLane,
  riskLane,
  skewLane,
  stateBytes,
  underlyingRow,
} from './region';
export * from './risk-layout';
export { route } from './route';
export { failSlot, look, release, serve, startServing } from './serve';
export * from './tile-layout';
