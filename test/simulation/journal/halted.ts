/** What a book must be when its journal cannot be written. */
import { EvenkeelError } from '../../../src/errors.js';
import type { JournaledBook } from '../../../src/journal/journaled-book.js';
import { require } from '../auditor/violation.js';

const CLOCK = Uint8Array.of(0x93, 27, 0, 0);

/** @param halts how often it was told of */
export function requireHalted(book: JournaledBook, halts: number): void {
  const { state, operatorReason } = book.risk();
  const code = book.journalFailure?.code;
  const facts = { code, halts, state, operatorReason };
  require('a failed write has a code', code === 'JOURNAL_HALTED', facts);
  require('a failed write is told once', halts === 1, facts);
  require('a failed write halts the book', state === 'HALTED', facts);
  require('the reason says what it was', /journal/.test(operatorReason ?? ''), facts);
  for (const index of book.instruments.keys()) {
    const lots = book.quotes.bidLots(index) + book.quotes.askLots(index);
    require('a failed write withdraws all quotes', lots === 0, { ...facts, index, lots });
  }
  const before = book.stateHash();
  let refusal: unknown;
  try {
    book.apply(CLOCK);
  } catch (cause) {
    refusal = cause instanceof EvenkeelError ? cause.code : cause;
  }
  const isSame = book.stateHash() === before;
  require('after a failed write nothing is taken', refusal === 'JOURNAL_HALTED' && isSame, facts);
}
