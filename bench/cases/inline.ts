/** The inline engine: frames and typed ticks to quotes, each beside msgpackr and plain TypeScript. */
import type { Book } from '../../src/index.js';
import { applyStream, oracleOf, send } from '../baseline.js';
import { callPercentiles, type Effort, meanNs, type Result } from '../measure.js';
import { configuration, positionedBook, START_US, tickOf, tickStream } from '../workload.js';

const INSTRUMENTS = 16;
const STREAM_FRAMES = 1000;
const BASELINE = 'msgpackr decode + plain TypeScript, flat book';

function checksumOf(book: Book): string {
  return book.stateHash().toString(16);
}

/** Typed ticks go forward in time by a microsecond each. */
function ticker(book: Book): (index: number) => void {
  return (index) => {
    const bid = 600_000 + (index % 7);
    book.bookTicker(
      index % INSTRUMENTS,
      START_US + 1e6 + index,
      bid,
      bid + 1,
      10 + (index & 3),
      20,
    );
  };
}

async function baselineNs(effort: Effort): Promise<number> {
  const oracle = oracleOf(configuration(INSTRUMENTS));
  for (let index = 0; index < INSTRUMENTS; index++) {
    send(oracle, 'bookTicker', START_US, tickOf(index, INSTRUMENTS));
  }
  const stream = tickStream(STREAM_FRAMES, INSTRUMENTS);
  const run = (): void => applyStream(oracle, stream);
  return (await meanNs('baseline', run, effort.timeMs)) / STREAM_FRAMES;
}

/** Frames from bytes to quotes, many per call and one per call. */
async function frames(effort: Effort, baselineNsPerUnit: number): Promise<Result[]> {
  const book = positionedBook(INSTRUMENTS);
  const stream = tickStream(STREAM_FRAMES, INSTRUMENTS);
  const batch = await meanNs('frames', () => book.apply(stream), effort.timeMs);
  const nsPerUnit = batch / STREAM_FRAMES;
  const one = tickStream(1, INSTRUMENTS);
  const single = await meanNs('one frame', () => book.apply(one), effort.timeMs);
  const percentiles = callPercentiles(() => book.apply(one), effort.calls);
  const common = { unit: 'frame', baselineNsPerUnit, baseline: BASELINE };
  return [
    {
      name: `frame -> quote, ${STREAM_FRAMES} frames a call`,
      ...common,
      nsPerUnit,
      unitsPerSecond: 1e9 / nsPerUnit,
      checksum: checksumOf(book),
      aimNs: 100,
    },
    {
      name: 'frame -> quote, one frame a call',
      ...common,
      nsPerUnit: single,
      unitsPerSecond: 1e9 / single,
      percentiles,
      checksum: checksumOf(book),
    },
  ];
}

/** Ticks as plain numbers. */
async function typed(effort: Effort, baselineNsPerUnit: number): Promise<Result> {
  const book = positionedBook(INSTRUMENTS);
  const tick = ticker(book);
  const calls = 1000;
  let next = 0;
  const run = (): void => {
    for (let index = 0; index < calls; index++) tick(next++);
  };
  const nsPerUnit = (await meanNs('typed tick', run, effort.timeMs)) / calls;
  const percentiles = callPercentiles(() => tick(next++), effort.calls);
  return {
    name: 'typed tick -> quote',
    unit: 'tick',
    nsPerUnit,
    unitsPerSecond: 1e9 / nsPerUnit,
    percentiles,
    baselineNsPerUnit,
    baseline: BASELINE,
    checksum: checksumOf(book),
    aimNs: 60,
  };
}

/** All inline cases. */
export async function inlineCases(effort: Effort): Promise<Result[]> {
  const baseline = await baselineNs(effort);
  return [...(await frames(effort, baseline)), await typed(effort, baseline)];
}
