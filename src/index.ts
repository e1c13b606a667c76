/** Evenkeel: inventory control engine for market makers. */
export {
  type ApplyResult,
  type Attribution,
  Book,
  BookCalls,
  type BookOptions,
  type ContractKind,
  type EstimatesReport,
  type Fill,
  type InstrumentTerms,
  type IntensityReport,
  type MarketReport,
  type PositionReport,
  type Quote,
  type QuoteExplanation,
  type QuoteSide,
  QuoteView,
  type RiskReport,
  type Time,
  type TradingState,
  type WhatIf,
} from './book/index.js';
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
export { type OptionColumns, OptionPricer, type PricedColumns } from './kernel/index.js';
export {
  BookPool,
  type CloseReport,
  type FailureReport,
  LatestQuote,
  type OpenOptions,
  type OutputListener,
  PoolBook,
  type PoolOptions,
  type PublishedRisk,
  type RestartReport,
  type WorkerMetrics,
} from './pool/index.js';
