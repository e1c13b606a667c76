/** Journals: the input of a book on disk, and the book back from it. */
export type { ConfigurationSource } from './configuration.js';
export { FollowingJournal, type JournaledState, journaledState } from './following-journal.js';
export type { RecordedSegment } from './group-format.js';
export { type JournalInfo, journalInfo } from './info.js';
export { JournaledBook } from './journaled-book.js';
export {
  exportFrames,
  frameLine,
  type GroupRange,
  type JournaledFrame,
  journaledFrames,
} from './listing.js';
export { loadLmdb, readLmdb as readJournal } from './lmdb-store.js';
export { type OpenJournaledOptions, openJournaled, openOn } from './open.js';
export { type JournalOptions, type JournalPolicy, settleOptions } from './policy.js';
export type { PassedOver, RecoveryReport } from './recover.js';
export { type Moment, replayUntil } from './replay-until.js';
export type { ReplayedBook } from './replayed-book.js';
export type { JournalReader } from './store.js';
export { type Finding, type VerifyReport, verifyJournal } from './verify.js';
