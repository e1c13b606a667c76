/** Journals: the input of a book on disk, and the book back from it. What is here is `evenkeel/journal`. */
export { type JournalInfo, journalInfo } from './info.js';
export { JournaledBook } from './journaled-book.js';
export {
  exportFrames,
  frameLine,
  type GroupRange,
  type JournaledFrame,
  journaledFrames,
} from './listing.js';
export { readLmdb as readJournal } from './lmdb-store.js';
export { type OpenJournaledOptions, openJournaled } from './open.js';
export type { JournalOptions, JournalPolicy } from './policy.js';
export type { PassedOver, RecoveryReport } from './recover.js';
export { type Moment, replayUntil } from './replay-until.js';
export type { ReplayedBook } from './replayed-book.js';
export type { JournalReader } from './store.js';
export { type Finding, type VerifyReport, verifyJournal } from './verify.js';
