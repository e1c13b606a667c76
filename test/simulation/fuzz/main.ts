/** `npm run fuzz -- --strings 1e7 [--seed N]`: prints the one command that repeats a finding. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzzFrames, readCorpus } from './target.js';

const CORPUS = join(import.meta.dirname, '..', '..', '..', '..', 'test', 'fixtures', 'frames.hex');
const BATCH = 100_000;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    strings: { type: 'string', default: '1e5' },
  },
});
const strings = Number(values.strings);
const corpus = readCorpus(CORPUS);
let seed = Number(values.seed);
for (let done = 0; done < strings; done += BATCH) {
  const count = Math.min(BATCH, strings - done);
  try {
    const { applied, rejected, bytes } = fuzzFrames(seed, count, corpus);
    const found = `${applied} applied, ${rejected} rejected, ${bytes} bytes`;
    console.log(`seed ${seed}  ${done + count} of ${strings} strings  ${found}`);
  } catch (error) {
    console.error(error);
    console.error(`repeat with: npm run fuzz -- --seed ${seed} --strings ${count}`);
    process.exit(1);
  }
  seed += 1;
}
