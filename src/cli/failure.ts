/** How a failure looks to whoever called the command. */
import { CommanderError } from 'commander';
import { EvenkeelError } from '../errors.js';
import { EXIT_DEFECT, EXIT_FAILED, EXIT_USAGE } from './exit-status.js';

/** Prints a failure on standard error and gives the exit status. */
export function report(error: unknown): number {
  // Commander has printed help, version or the mistake already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof EvenkeelError && error.code !== 'INVARIANT') {
    process.stderr.write(`evenkeel: ${describeError(error)}\n`);
    return error.code === 'USAGE' ? EXIT_USAGE : EXIT_FAILED;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`evenkeel: unexpected error, please report it\n${text}\n`);
  return EXIT_DEFECT;
}

/** Code, message and reason. */
export function describeError(error: EvenkeelError): string {
  return `${error.code}: ${error.message}${reasonOf(error)}`;
}

// Some messages are made of their cause and say it already.
function reasonOf({ message, cause }: EvenkeelError): string {
  if (!(cause instanceof Error)) return '';
  const reason = cause.message.split('\n', 1)[0] ?? '';
  return reason === '' || message.includes(reason) ? '' : ` (${reason})`;
}
