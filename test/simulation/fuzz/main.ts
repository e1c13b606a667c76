/** `npm run fuzz -- --strings 1e7 [--seed N] [--json]`: prints the one command that repeats a finding. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { count, LongRun } from '../long-run.js';
import { type FuzzCounts, fuzzFrames, readCorpus } from './target.js';

const CORPUS = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'fixtures', 'frames.hex');
/** Strings of a seed. */
const BATCH = 10_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    strings: { type: 'string', default: '1e5' },
    json: { type: 'boolean', default: false },
  },
});
const strings = count('strings', values.strings);
const corpus = readCorpus(CORPUS);
const run = new LongRun(strings, 'strings', values.json);
const sum: FuzzCounts = { strings: 0, applied: 0, rejected: 0, bytes: 0 };
const first = count('seed', values.seed);
let seed = first;
try {
  do {
    const part = fuzzFrames(seed, Math.min(BATCH, strings - sum.strings), corpus);
    for (const key of Object.keys(sum) as (keyof FuzzCounts)[]) sum[key] += part[key];
    seed += 1;
  } while (await run.goesOn(sum.strings));
  const { applied, rejected, bytes } = sum;
  run.end({ applied, rejected, bytes, seeds: `${first} to ${seed - 1}` });
} catch (error) {
  console.error(error);
  console.error(`repeat with: npm run fuzz -- --seed ${seed} --strings ${BATCH}`);
  process.exitCode = 1;
}
