import type { Sizes } from './region.js';

/** What the kernel offers. Addresses are bytes in its memory; `book` is a book pointer. */
export interface KernelExports {
  /** Bytes to reserve at a book pointer; 0 when a capacity is out of range. */
  bookBytes(...sizes: Sizes): number;
  stateBytes(...sizes: Sizes): number;
  createBook(book: number, ...sizes: Sizes): void;
  attachBuffers(book: number): void;
  inputBuffer(book: number): number;
  quoteLane(state: number, instrument: number): number;
  ledgerLane(state: number, instrument: number): number;
  skewLane(state: number, instrument: number): number;
  assetRow(state: number, asset: number): number;
  underlyingRow(state: number, underlying: number): number;
  expiryRow(state: number, expiry: number): number;
  optionLane(state: number, slot: number): number;
  riskLane(state: number, instrument: number): number;
  guardRow(state: number, guard: number): number;
  /** Empties the sums of a job, laid out as REDUCE_ says. */
  beginReduction(job: number): void;
  /** Adds rows of a tile to the sums of their portfolios. */
  accumulateRows(job: number, first: number, rows: number): void;
  /** Contributions of rows to VaR and ES of their portfolios. */
  contributeRows(job: number, first: number, rows: number): void;
  /** Address after the last byte consumed. */
  applyFrames(book: number, begin: number, end: number, isFinal: number): number;
  /** The same, and no frame that begins at `stop` or behind it, though what lies there is seen. */
  applyUntil(book: number, begin: number, stop: number, end: number, isFinal: number): number;
  applyBookTicker(
    book: number,
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number;
  applyTrade(
    book: number,
    instrument: number,
    timeUs: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number;
  /** The order in the registers, its time behind it; the verdict is in the IO block. */
  applyOrder(book: number): number;
  /** The same as of the last frame, and nothing happens. */
  previewOrder(book: number): number;
  computeTerms(book: number, instrument: number): void;
  setPreview(on: number): void;
  /** Base units; NaN when it takes an index price and there is none. `row` is of an underlying. */
  contractDelta(row: number): number;
  collateralDelta(state: number, row: number): number;
  openDeltaUp(row: number): number;
  openDeltaDown(row: number): number;
  /** Prices groups of eight options; arrays of `PRICING_` blocks, 16-byte aligned. */
  priceOptions(inputs: number, outputs: number, groups: number, hasHigher: number): void;
  /** Elementary functions of pairs of binary64; `output` may be `input`. */
  expOf(input: number, output: number, pairs: number): void;
  logOf(input: number, output: number, pairs: number): void;
  normalCdfOf(input: number, output: number, pairs: number): void;
  normalPdfOf(input: number, output: number, pairs: number): void;
  /** Quote currency; NaN as above. */
  netNotional(row: number): number;
  grossNotional(row: number): number;
  optionNotional(row: number): number;
  /** Of a position with margin, quote currency; NaN where no mark above 0 is one, or it is passed. */
  liquidationPrice(state: number, instrument: number): number;
  bankruptcyPrice(state: number, instrument: number): number;
  /** Share of the mark; 0 when it is passed, infinite without a liquidation price. */
  liquidationDistance(state: number, instrument: number): number;
  /** Writes the record of every instrument of a book: what positions are laid over. */
  recordInstruments(book: number, records: number): void;
  /** What `count` rows of a tile for `capacity` rows come to. */
  evaluateTile(book: number, records: number, tile: number, capacity: number, count: number): void;
  /** Solves the problem at an address, laid out as HEDGE_PROBLEM_ says, for so many variables. */
  solveHedge(problem: number, count: number, sweeps: number, tolerance: number): void;
  /** Base units. */
  whalleyWilmottHalfWidth(
    discount: number,
    costRate: number,
    price: number,
    gamma: number,
    riskAversion: number,
  ): number;
  /** Infinite: never trade outside. */
  internalisationThreshold(psi: number, impact: number, penalty: number): number;
  dealerRate(marginalValue: number, psi: number, eta: number): number;
  softThreshold(curvature: number, slope: number, buyCost: number, sellCost: number): number;
  /** Sends a hedge that shrinks the position of an instrument; 1 when there is none. */
  flattenInstrument(book: number, instrument: number): number;
  flattenUnderlying(book: number, underlying: number): number;
  /** XXH64, seed 0, as a signed 64-bit integer. */
  hashBytes(address: number, bytes: number): bigint;
  /** Address behind what a stream of many books begins with; `io` is an IO block of the router's own. */
  route(io: number, begin: number, end: number, isFinal: number): number;
  /** Publishes every quote and the risk of a book in its rows. */
  publishBook(book: number, rows: number, riskRow: number): void;
  /** Puts the books of a pool worker back to their images. `worker` is a worker block. */
  startServing(worker: number): void;
  /** Serves for a while; the command that ended it, `COMMAND_SERVE` to be called again. */
  serve(worker: number): number;
  /** What `serve` held back until the journal was written (`COMMAND_WRITE`) is published. */
  release(worker: number): void;
  /** The book of a slot cannot be journaled: its records are passed over, what is held back is dropped. */
  failSlot(worker: number, slot: number): void;
  /** Looks at an empty ring so often, to find out how long a look takes. */
  look(worker: number, times: number): number;
}
