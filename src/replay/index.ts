/** Recorded markets through a book: simulated fills, and a report with and without control. */

export { builtInSession } from './generated/index.js';
export {
  type ReconcileOptions,
  type ReconcileReport,
  reconcile,
} from './reconcile/index.js';
export { type ReplayOptions, replay } from './replay.js';
export type {
  InstrumentReport,
  PassReport,
  ReplayReport,
  SourceReport,
} from './report/index.js';
export { formatReport } from './report/index.js';
export {
  loadSession,
  regenerated,
  type SessionConfiguration,
  validateSession,
} from './session/index.js';
export { PRESET_NAMES } from './sources/index.js';
