export type { Capacity, Frame, FrameValue, OutputFrame } from './fields.js';
export { type Fixed, fixed, magnitude, multiply, toNumber } from './fixed.js';
export type { Guard } from './guards.js';
export { Instrument, type OracleQuote } from './instrument.js';
export { BUCKETS, type Bucket } from './ledger.js';
export { OracleBook, type OracleResult } from './oracle-book.js';
export type { QuoteTrace } from './quoting.js';
export type { Exposure } from './underlyings.js';
