/** Recorded markets through a book: simulated fills, and a report with and without control. */

export { parseVariation, type Variation } from '../config/index.js';
export { type PricePanel, readPricePanel } from '../tables/index.js';
export type { MarketReceiver } from './engine/index.js';
export { BUILT_IN_DOCUMENT, builtInSession } from './generated/index.js';
export { type ReadOptions, type ReadOutcome, readMarket } from './read-market.js';
export {
  type ReconcileOptions,
  type ReconcileReport,
  reconcile,
} from './reconcile/index.js';
export { type ReplayOptions, replay } from './replay.js';
export type {
  DerivativesReport,
  GreekAttribution,
  HedgingReport,
  InstrumentReport,
  PassReport,
  ReplayReport,
  SourceReport,
  UnderlyingReport,
} from './report/index.js';
export { formatReport } from './report/index.js';
export {
  loadSession,
  readSession,
  regenerated,
  type SessionConfiguration,
  validateSession,
} from './session/index.js';
export { PRESET_NAMES, usToIso } from './sources/index.js';
export {
  formatRuns,
  type ReplayAllOptions,
  type ReplayAllProgress,
  type ReplayOutcome,
  type ReplayRun,
  replayAll,
  runTitle,
  sessionRuns,
} from './sweep/index.js';
