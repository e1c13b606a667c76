/** Recorded markets as streams of events. */
export {
  createChunk,
  type EventChunk,
  type EventStream,
  emptyTally,
  FUNDING,
  QUOTES,
  type SourceTally,
  TRADES,
  UNKNOWN_SIDE,
} from './event-stream.js';
export { FileStream } from './file-stream.js';
export { findFiles } from './files.js';
export { settleSource, type TimeRange } from './mapping.js';
export { type MergeControl, type MergeOutcome, merge } from './merge.js';
export { PRESET_NAMES, PRESETS } from './presets.js';
export { rebaseStreams } from './rebase.js';
export type { Source } from './source.js';
export { isoTime, type SourceConfiguration, sourceSchema } from './source-schema.js';
export { isoToUs, usToIso } from './time-zone.js';
export { tradeTicks } from './trade-grid.js';
