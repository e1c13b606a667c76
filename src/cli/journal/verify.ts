/**
 * `evenkeel journal verify`, which reads in a process of its own: damaged pages of LMDB end the process that
 * reads them (SIGSEGV, SIGBUS), and that is what the command is to find.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../exit-status.js';
import { json } from './json.js';

const READER = fileURLToPath(new URL('./verify-process.js', import.meta.url));
/** What ends a process that reads pages which are not what they should be. */
const OF_DAMAGE: ReadonlySet<string> = new Set([
  'SIGSEGV',
  'SIGBUS',
  'SIGABRT',
  'SIGFPE',
  'SIGILL',
]);

/** Checks a journal; the exit status says what was found. */
export async function verify(dir: string, replays = false): Promise<void> {
  const args = [READER, dir, ...(replays ? ['--replay'] : [])];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [status, signal] = (await once(child, 'exit')) as [number | null, string | null];
  if (signal !== null && OF_DAMAGE.has(signal)) {
    const message = `data.mdb: reading its pages ended the process (${signal})`;
    const findings = [{ code: 'JOURNAL_CORRUPT', message }];
    process.stdout.write(`${json({ isClean: false, findings })}\n`);
    process.exitCode = EXIT_FAILED;
    return;
  }
  process.exitCode = status ?? EXIT_INTERRUPTED;
}
