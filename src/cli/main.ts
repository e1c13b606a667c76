#!/usr/bin/env node
/** The `evenkeel` command. */
import { EvenkeelError } from '../errors.js';
import { report } from './failure.js';
import { program } from './program.js';

// A reader of help or tables that has seen enough is no failure. `run` listens for itself.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE' || process.stdout.listenerCount('error') > 1) return;
  process.exit(report(new EvenkeelError('IO', 'cannot write the output', {}, { cause })));
});

try {
  await program().parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
