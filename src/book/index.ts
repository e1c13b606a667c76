/** Book: the synchronous inline engine. */
export { Book, type BookOptions } from './book.js';
export { BookCalls, type Time } from './book-calls.js';
export type * from './exposure-types.js';
export type { GuardReport, LadderReport } from './guard-report.js';
export type { HedgeExplanation, HedgeInstrumentReport, OpenHedge } from './hedge-report.js';
export { applyAll, type Opening, openRegion } from './open-region.js';
export type { OptionReport } from './option-report.js';
export { OrderCalls } from './order-calls.js';
export { VerdictView } from './order-view.js';
export { QuoteView } from './quote-view.js';
export type { ScenarioGrid, ScenarioPnl, ScenarioReport } from './scenarios.js';
export {
  type AssetSolvency,
  type InstrumentSolvency,
  type MarginedEquity,
  type SolvencyReport,
  type SolvencyVerdict,
  share,
  solvencyVerdict,
} from './solvency.js';
export type * from './types.js';
