/** What the commands on journals do. */
import { EvenkeelError } from '../../errors.js';
import {
  exportFrames,
  frameLine,
  type GroupRange,
  type JournalReader,
  journaledFrames,
  journalInfo,
  type Moment,
  readJournal,
  replayUntil,
  verifyJournal,
} from '../../journal/index.js';
import { EXIT_FAILED, EXIT_USAGE } from '../exit-status.js';
import { describeError } from '../failure.js';
import { Output } from '../run/output.js';
import { momentReport, momentText } from './moment.js';

/** Lines that are written together. */
const LINES_PER_WRITE = 1000;

async function reading<Result>(
  dir: string,
  read: (journal: JournalReader) => Result | Promise<Result>,
): Promise<Result> {
  const journal = readJournal(dir);
  try {
    return await read(journal);
  } finally {
    await journal.close();
  }
}

const json = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each), 2);

/** Prints what a journal says of itself. */
export async function info(dir: string): Promise<void> {
  const found = await reading(dir, journalInfo);
  process.stdout.write(`${json(found)}\n`);
}

/** Checks a journal; the exit status says what was found. */
export async function verify(dir: string, replays = false): Promise<void> {
  let journal: JournalReader;
  try {
    journal = readJournal(dir);
  } catch (cause) {
    if (!(cause instanceof EvenkeelError)) throw cause;
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

/** Prints frames as lines, until they end or nobody reads any more. */
export async function dump(dir: string, range: GroupRange): Promise<void> {
  const output = new Output(process.stdout, () => undefined);
  await reading(dir, async (journal) => {
    let lines: string[] = [];
    for (const frame of journaledFrames(journal, range)) {
      lines.push(`${frameLine(frame)}\n`);
      if (lines.length < LINES_PER_WRITE) continue;
      await output.write(lines.join(''));
      if (output.isClosed) return;
      lines = [];
    }
    await output.write(lines.join(''));
  });
}

/** Writes frames as a table. */
export async function exportTable(dir: string, path: string, range: GroupRange): Promise<void> {
  await reading(dir, (journal) => exportFrames(journal, path, range));
}

/** Prints the book as of a moment. */
export async function replay(dir: string, moment: Moment, asJson = false): Promise<void> {
  const report = momentReport(await reading(dir, (journal) => replayUntil(journal, moment)));
  process.stdout.write(asJson ? `${json(report)}\n` : momentText(report));
}
