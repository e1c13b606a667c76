/** What a pool needs to write the journals of its books. Not part of the package's face. */
export type { ConfigurationSource } from '../configuration.js';
export { FollowingJournal, type JournaledState, journaledState } from '../following-journal.js';
export type { RecordedSegment } from '../group-format.js';
export { loadLmdb } from '../lmdb-store.js';
export { settleOptions } from '../policy.js';
