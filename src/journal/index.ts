/** Journals: the input of a book on disk, and the book back from it. */
export { JournaledBook } from './journaled-book.js';
export { type OpenJournaledOptions, openJournaled, openOn } from './open.js';
export type { JournalOptions, JournalPolicy } from './policy.js';
export type { PassedOver, RecoveryReport } from './recover.js';
