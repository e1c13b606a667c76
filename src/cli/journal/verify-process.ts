/** The process that reads for `evenkeel journal verify`: a folder, and whether to apply the frames too. */
import { EvenkeelError } from '../../errors.js';
import { type JournalReader, readJournal, verifyJournal } from '../../journal/index.js';
import { EXIT_FAILED, EXIT_USAGE } from '../exit-status.js';
import { describeError, report as reportFailure } from '../failure.js';
import { json } from './json.js';

async function check(dir: string, replays: boolean): Promise<void> {
  let journal: JournalReader;
  try {
    journal = readJournal(dir);
  } catch (cause) {
    if (!(cause instanceof EvenkeelError)) throw cause;
    if (cause.code.startsWith('JOURNAL_')) {
      const findings = [{ code: cause.code, message: cause.message }];
      process.stdout.write(`${json({ isClean: false, findings })}\n`);
      process.exitCode = EXIT_FAILED;
      return;
    }
    process.stderr.write(`evenkeel: ${describeError(cause)}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  try {
    const report = verifyJournal(journal, replays);
    process.stdout.write(`${json(report)}\n`);
    if (!report.isClean) process.exitCode = EXIT_FAILED;
  } finally {
    await journal.close();
  }
}

try {
  const [dir = '', replays] = process.argv.slice(2);
  await check(dir, replays === '--replay');
} catch (cause) {
  process.exitCode = reportFailure(cause);
}
