/**
 * `npm run soak -- --events 1e8 [--seed N] [--json]`: one book for very long, and the slope of memory over events at
 * the end.
 */
import { parseArgs } from 'node:util';
import { encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { drawDesk, START_NS } from './desk.js';
import { Draw } from './draw.js';
import { count, LongRun } from './long-run.js';
import { drawSwarm } from './swarm.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '1e7' },
    json: { type: 'boolean', default: false },
  },
});
const events = count('events', values.events);
const draw = new Draw(Number(values.seed), 0);
const desk = drawDesk(draw, { ...drawSwarm(draw), instruments: 8, fillIds: 1024 });
const book = Book.fromConfiguration(desk.configuration, { output: 'discard' });

const BLOCK = 4096;
let timeNs = START_NS;
let fillId = 0;

/** Ticks of all instruments, and a fill and a report now and then. */
function block(): Buffer {
  const frames: Uint8Array[] = [];
  for (let index = 0; index < BLOCK; index++) {
    timeNs += 50_000n;
    const listing = desk.listings[index % desk.listings.length];
    if (listing === undefined) continue;
    const instrument = listing.index;
    const mid = Math.round((listing.kind.price / listing.kind.tickSize) * draw.between(0.99, 1.01));
    if (index % 64 === 0) {
      fillId += 1;
      const fill = [instrument, fillId, draw.whole(0, 1), mid, 1, 0, 0, null, null];
      frames.push(encodeFrame('fill', 0, timeNs, fill));
    } else if (index % 512 === 1) {
      frames.push(encodeFrame('position', 0, timeNs, [instrument, 0, mid]));
    } else {
      frames.push(encodeFrame('bookTicker', 0, timeNs, [instrument, mid - 1, mid + 1, 5, 5]));
    }
  }
  return Buffer.concat(frames);
}

interface Sample {
  readonly events: number;
  readonly heap: number;
  readonly resident: number;
}

function sample(done: number): Sample {
  const { heapUsed, rss } = process.memoryUsage();
  return { events: done, heap: heapUsed, resident: rss };
}

/** Bytes per event, by least squares. */
function slope(samples: readonly Sample[], of: (one: Sample) => number): number {
  const count = samples.length;
  const meanX = samples.reduce((sum, one) => sum + one.events, 0) / count;
  const meanY = samples.reduce((sum, one) => sum + of(one), 0) / count;
  let above = 0;
  let below = 0;
  for (const one of samples) {
    above += (one.events - meanX) * (of(one) - meanY);
    below += (one.events - meanX) ** 2;
  }
  return below === 0 ? 0 : above / below;
}

const samples: Sample[] = [];
const every = Math.max(1, Math.floor(events / BLOCK / 50));
const run = new LongRun(events, 'events', values.json);
let rejected = 0;
let turns = 0;
do {
  rejected += book.apply(block()).framesRejected;
  if (turns % every === 0) samples.push(sample(turns * BLOCK));
  turns += 1;
} while (await run.goesOn(turns * BLOCK));
// The first fifth is warm-up.
const steady = samples.slice(Math.floor(samples.length / 5));
run.end({
  rejected,
  stateHash: book.stateHash(),
  heapBytesPerEvent: slope(steady, ({ heap }) => heap),
  residentBytesPerEvent: slope(steady, ({ resident }) => resident),
});
