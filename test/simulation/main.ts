/** `npm run sim -- --seed N --events M [--seeds K] [--json] [--coverage] [--planted [--bug TEXT] [--search]]`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Coverage } from './coverage.js';
import { gaps } from './expected-coverage.js';
import { count, LongRun, say as print } from './long-run.js';
import { catchAll } from './planted/catch.js';
import { Simulation } from './simulation.js';
import { compareTwins } from './twin.js';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    events: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
    once: { type: 'boolean', default: false },
    coverage: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    bug: { type: 'string', default: '' },
    search: { type: 'boolean', default: false },
  },
});

const say = (facts: Readonly<Record<string, unknown>>): void => print(facts, values.json);

/** What all seeds came to. */
const sum = {
  ...{ events: 0, crashes: 0, faults: 0, failed: 0 },
  ...{ workerDeaths: 0, poolProcesses: 0, poolFailedWrites: 0 },
};

/** One seed; false when it failed. `--once` leaves out the repetition and the other ways. */
async function runSeed(seed: number, events: number, coverage: Coverage): Promise<boolean> {
  let simulation: Simulation | undefined;
  try {
    simulation = new Simulation(seed);
    const result = await simulation.run(events);
    const { hash, crashes, faults } = result;
    if (!values.once) {
      const again = (await new Simulation(seed).run(events)).hash;
      if (again !== hash) throw new Error(`the seed gave ${hash}, then ${again}`);
      const fates = await compareTwins(result);
      sum.workerDeaths += fates.workerDeaths;
      sum.poolProcesses += fates.processes;
      sum.poolFailedWrites += fates.failedWrites;
    }
    coverage.merge(result.coverage);
    sum.events += result.events;
    sum.crashes += crashes;
    for (const times of Object.values(faults)) sum.faults += times;
    const counts = Object.entries(faults).map(([name, count]) => `${count} ${name}`);
    say({
      seed,
      events: result.events,
      hash: hash.slice(0, 16),
      crashes,
      faults: counts.join(', '),
    });
    return true;
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    say({ seed, at: simulation?.events ?? 0, failed: error.message });
    if (!values.json) console.log(error.stack);
    console.log(`repeat with: npm run sim -- --seed ${seed} --events ${events}`);
    return false;
  }
}

async function runSeeds(): Promise<boolean> {
  const first = count('seed', values.seed);
  const seeds = count('seeds', values.seeds);
  const events = count('events', values.events);
  const coverage = new Coverage();
  const run = new LongRun(seeds, 'seeds', values.json);
  let done = 0;
  do {
    if (!(await runSeed(first + done, events, coverage))) sum.failed += 1;
    done += 1;
  } while (await run.goesOn(done));
  if (values.coverage) {
    for (const [key, times] of coverage.entries()) say({ [key]: times });
    say({ missing: gaps(coverage).join(', ') || 'nothing' });
  }
  if (seeds > 1) run.end(sum);
  return sum.failed === 0;
}

const isFine = values.planted ? catchAll(ROOT, values.bug, values.search, say) : await runSeeds();
process.exitCode = isFine ? 0 : 1;
