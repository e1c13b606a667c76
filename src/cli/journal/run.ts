/** What the commands on journals do. */
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
} from '../../journal/index.js';
import { Output } from '../run/output.js';
import { json } from './json.js';
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

/** Prints what a journal says of itself. */
export async function info(dir: string): Promise<void> {
  const found = await reading(dir, journalInfo);
  process.stdout.write(`${json(found)}\n`);
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
