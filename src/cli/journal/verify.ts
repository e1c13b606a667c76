/**
 * `evenkeel journal verify`, which reads in a process of its own: damaged pages of LMDB end the process that
 * reads them (SIGSEGV, SIGBUS), and that is what the command is to find.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EXIT_FAILED, EXIT_INTERRUPTED, EXIT_USAGE } from '../exit-status.js';
import { json } from './json.js';

const READER = fileURLToPath(new URL('./verify-process.js', import.meta.url));
/** What ends a process that reads pages which are not what they should be. */
const OF_DAMAGE: ReadonlySet<string> = new Set(['SIGSEGV', 'SIGBUS']);
/** The same as Windows says it: an access violation, a page that cannot be read. */
const STATUS_OF_DAMAGE: ReadonlySet<number> = new Set([0xc0000005, 0xc0000006]);

/** Checks a journal; the exit status says what was found. Ended by something else (memory) it is not read. */
export async function verify(dir: string, replays = false): Promise<void> {
  const args = [READER, dir, ...(replays ? ['--replay'] : [])];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal === null && status !== null && !STATUS_OF_DAMAGE.has(status)) {
    process.exitCode = status;
  } else if (signal === 'SIGINT') {
    process.exitCode = EXIT_INTERRUPTED;
  } else if (signal === null || OF_DAMAGE.has(signal)) {
    const message = `data.mdb: reading its pages ended the process (${signal ?? status})`;
    const findings = [{ code: 'JOURNAL_CORRUPT', message }];
    process.stdout.write(`${json({ isClean: false, findings })}\n`);
    process.exitCode = EXIT_FAILED;
  } else {
    process.stderr.write(`evenkeel: the process that read the journal was ended by ${signal}\n`);
    process.exitCode = EXIT_USAGE;
  }
}
