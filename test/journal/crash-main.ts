/**
 * `npm run crashes -- --cycles 500 [--seed N] [--json]`: processes that write journals are killed at random
 * moments, of a book and of a pool, half of each under each policy that loses nothing acknowledged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SeededRandom } from '../../src/random/index.js';
import { count, LongRun } from '../simulation/long-run.js';
import { crashes, WRITERS } from './crashes.js';

/** Kills of one journal: every recovery reads all of it. */
const CYCLES_PER_JOURNAL = 25;

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const cycles = count('cycles', values.cycles);
const random = new SeededRandom(count('seed', values.seed));
const run = new LongRun(cycles, 'cycles', values.json);
const folder = mkdtempSync(join(tmpdir(), 'evenkeel-crashes-'));
const sum = { done: 0, frames: 0, lost: 0, invented: 0 };

/** Journals one after the other, until all cycles are done or the run is interrupted. */
async function journals(
  policy: JournalPolicy,
  kind: 'book' | 'pool',
  total: number,
): Promise<void> {
  for (let left = total; left > 0; left -= CYCLES_PER_JOURNAL) {
    const dir = join(folder, `${kind}-${policy}-${left}`);
    let last = 0;
    const some = Math.min(CYCLES_PER_JOURNAL, left);
    for await (const one of crashes(WRITERS[kind], dir, policy, some, () => random.uniform())) {
      if (one.found < one.told) sum.lost += 1;
      if (one.stateHash !== one.expectedHash) sum.invented += 1;
      sum.frames += one.found - last;
      last = one.found;
      sum.done += 1;
      if (!(await run.goesOn(sum.done))) return;
    }
    rmSync(dir, { recursive: true });
  }
}

// At once: a process mostly begins.
const quarter = Math.floor(cycles / 4);
await Promise.all([
  journals('acknowledgeAfterSync', 'book', cycles - 3 * quarter),
  journals('acknowledgeAfterSync', 'pool', quarter),
  journals('acknowledgePerGroup', 'book', quarter),
  journals('acknowledgePerGroup', 'pool', quarter),
]);
rmSync(folder, { recursive: true });
const { frames, lost, invented } = sum;
run.end({ frames, lost, invented });
process.exitCode = lost + invented === 0 ? 0 : 1;
