/** How a journal says no. */
import { type ErrorCode, EvenkeelError } from '../errors.js';

/** Codes of what may be wrong with a journal. */
export type JournalCode = Extract<ErrorCode, `JOURNAL_${string}`>;

/** A refusal with the place, what was found there and what belongs there. */
export function refusal(
  code: JournalCode | 'SNAPSHOT',
  place: string,
  what: string,
  found: unknown,
  expected: unknown,
): EvenkeelError {
  const message = `${place}: ${what} is ${String(found)}, expected ${String(expected)}`;
  return new EvenkeelError(code, message, {
    place,
    what,
    found: String(found),
    expected: String(expected),
  });
}
