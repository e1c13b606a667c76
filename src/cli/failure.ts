/** How a failure looks to whoever called the command. */
import { CommanderError } from 'commander';
import { EvenkeelError } from '../errors.js';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
/** A defect of ours (EX_SOFTWARE of sysexits.h). */
const EXIT_DEFECT = 70;

/** Prints a failure on standard error and gives the exit status. */
export function report(error: unknown): number {
  // Commander has printed help, version or the mistake already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
  if (error instanceof EvenkeelError && error.code !== 'INVARIANT') {
    const reason = error.cause instanceof Error ? ` (${firstLine(error.cause.message)})` : '';
    process.stderr.write(`evenkeel: ${error.code}: ${error.message}${reason}\n`);
    return error.code === 'USAGE' ? EXIT_USAGE : EXIT_FAILED;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`evenkeel: unexpected error, please report it\n${text}\n`);
  return EXIT_DEFECT;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
