/** `npm run sim -- --seed N --events M [--seeds K] [--json] [--coverage] [--planted [--bug TEXT] [--search]]`. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Coverage } from './coverage.js';
import { gaps } from './expected-coverage.js';
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

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new Error(`--${name} must be a whole number above 0, found ${text}`);
}

function say(fact: Readonly<Record<string, unknown>>): void {
  const text = (value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
  if (values.json) console.log(JSON.stringify(fact, (_key, value: unknown) => text(value)));
  else
    console.log(
      Object.entries(fact)
        .map(([key, value]) => `${key} ${value}`)
        .join('  '),
    );
}

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
      compareTwins(result);
    }
    coverage.merge(result.coverage);
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
  const first = whole('seed', values.seed);
  const count = whole('seeds', values.seeds);
  const coverage = new Coverage();
  let failed = 0;
  for (let seed = first; seed < first + count; seed++) {
    if (!(await runSeed(seed, whole('events', values.events), coverage))) failed += 1;
  }
  if (values.coverage) {
    for (const [key, times] of coverage.entries()) say({ [key]: times });
    say({ missing: gaps(coverage).join(', ') || 'nothing' });
  }
  return failed === 0;
}

const isFine = values.planted ? catchAll(ROOT, values.bug, values.search, say) : await runSeeds();
process.exitCode = isFine ? 0 : 1;
