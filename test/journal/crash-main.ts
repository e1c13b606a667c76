/**
 * `npm run crashes -- --cycles 500 [--seed N] [--json]`: processes that write journals are killed at random
 * moments, of a book and of a pool, half of each under each policy that loses nothing acknowledged. A fifth begin
 * a journal, a fifth open one again, a fifth take snapshots.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JournalPolicy } from '../../src/journal/policy.js';
import { SeededRandom } from '../../src/random/index.js';
import { count, LongRun } from '../simulation/long-run.js';
import { crashes, type Moment, WRITERS } from './crashes.js';

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
const sum = { done: 0, frames: 0, opening: 0, snapshot: 0, notBegun: 0, lost: 0, invented: 0 };

/** Kills of one journal: of a fifth the beginning only. */
function* plans(cycles: number): Generator<readonly Moment[]> {
  const beginnings = Math.round(cycles / 5);
  for (let done = 0; done < beginnings; done++) yield ['opening'];
  const moments: readonly Moment[] = ['living', 'opening', 'living', 'snapshot'];
  for (let left = cycles - beginnings; left > 0; left -= CYCLES_PER_JOURNAL) {
    const length = Math.min(CYCLES_PER_JOURNAL, left);
    yield Array.from({ length }, (_, cycle) => moments[cycle % moments.length] as Moment);
  }
}

/** Journals one after the other, until all cycles are done or the run is interrupted. */
async function journals(
  policy: JournalPolicy,
  kind: 'book' | 'pool',
  total: number,
): Promise<void> {
  let journal = 0;
  for (const moments of plans(total)) {
    journal += 1;
    const dir = join(folder, `${kind}-${policy}-${journal}`);
    let last = 0;
    for await (const one of crashes(WRITERS[kind], dir, policy, moments, () => random.uniform())) {
      if (one.found < Math.max(one.told, last)) sum.lost += 1;
      if (one.stateHash !== one.expectedHash) sum.invented += 1;
      if (one.moment !== 'living') sum[one.moment] += 1;
      if (!one.wasBegun) sum.notBegun += 1;
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
const { done: _, ...found } = sum;
run.end(found);
process.exitCode = sum.lost + sum.invented === 0 ? 0 : 1;
