/** Book: the synchronous inline engine. */
export { applySegment, applyStep, MOST_INPUT_BYTES, type Segment } from './apply-segment.js';
export { Book, type BookOptions } from './book.js';
export { BookCalls, type Time } from './book-calls.js';
export type * from './exposure-types.js';
export type {
  BookFlatten,
  FlattenCode,
  InstrumentFlatten,
  MarketDepth,
  MarketLevel,
} from './flatten.js';
export type { GuardReport, LadderReport } from './guard-report.js';
export type { HedgeExplanation, HedgeInstrumentReport, OpenHedge } from './hedge-report.js';
export type { MarginalMarginReport, MarginalOrder } from './marginal-margin.js';
export { applyAll, type Opening, openRegion } from './open-region.js';
export { fitReason } from './operator-reason.js';
export type { OptionReport } from './option-report.js';
export { OrderCalls } from './order-calls.js';
export { VerdictView } from './order-view.js';
export { QuoteView } from './quote-view.js';
export { RiskCalls } from './risk-calls.js';
export type { ScenarioGrid, ScenarioPnl, ScenarioReport } from './scenarios.js';
export {
  SNAPSHOT_HEADER_BYTES,
  type SnapshotParts,
  snapshotParts,
} from './snapshot.js';
export type {
  AccountStanding,
  AssetSolvency,
  InstrumentSolvency,
  IsolatedPosition,
  SolvencyOptions,
  SolvencyReport,
  SolvencyVerdict,
} from './solvency-types.js';
export type * from './types.js';
export { accountVerdict, finite, type MarginedEquity, marginShare } from './verdict.js';
