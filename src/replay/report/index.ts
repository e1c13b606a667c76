/** Reports of replays. */
export type {
  DerivativesReport,
  GreekAttribution,
  HedgingReport,
  UnderlyingReport,
} from './derivatives-report.js';
export { reportPass } from './pass-report.js';
export type {
  InstrumentReport,
  PassReport,
  ReplayReport,
  SourceReport,
} from './report-types.js';
export { reportSource, type SourceLabel } from './source-report.js';
export { formatReport } from './tables.js';
