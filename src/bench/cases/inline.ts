/** The inline engine: typed ticks, frames and fills to quotes, in batches, singly, and on arrival. */
import type { Book } from '../../book/index.js';
import type { BenchCase, LabOptions, LoopKind } from '../bench-case.js';
import {
  fillOf,
  positionedBook,
  quoteChecksum,
  quoteOfBook,
  sendTick,
  tickFrames,
} from '../workload.js';
import { synchronousCase } from './synchronous-case.js';

const STREAM_FRAMES = 1000;

function refused(code: number): never {
  throw new Error(`the book refused the workload with code ${code}`);
}

/** Each gives the next call of an endless sequence on a book. */
const STEPS = {
  tick: (book: Book): (() => void) => {
    let index = 0;
    return () => {
      const code = sendTick(book, index++);
      if (code !== 0) refused(code);
    };
  },
  fill: (book: Book): (() => void) => {
    let index = 0;
    return () => {
      const code = book.fill(fillOf(index++));
      if (code !== 0) refused(code);
    };
  },
  frame: (book: Book): (() => void) => {
    const frames = tickFrames(STREAM_FRAMES);
    let index = 0;
    return () => {
      const { framesRejected } = book.apply(frames[index++ % STREAM_FRAMES] as Uint8Array);
      if (framesRejected !== 0) refused(framesRejected);
    };
  },
  stream: (book: Book): (() => void) => {
    const stream = Buffer.concat(tickFrames(STREAM_FRAMES));
    return () => {
      const { framesRejected } = book.apply(stream);
      if (framesRejected !== 0) refused(framesRejected);
    };
  },
};

interface InlineCase {
  readonly name: string;
  readonly title: string;
  readonly step: keyof typeof STEPS;
  readonly loop: LoopKind;
  readonly unit: string;
  readonly unitsPerCall?: number;
  readonly beside?: string;
  readonly arrivals?: 'constant' | 'poisson';
}

const CASES: readonly InlineCase[] = [
  {
    name: 'tick',
    title: 'typed tick to quote',
    step: 'tick',
    loop: 'batch',
    unit: 'tick',
    beside: 'baseline/plain-tick',
  },
  {
    name: 'tick-call',
    title: 'typed tick to quote, each timed',
    step: 'tick',
    loop: 'closed',
    unit: 'tick',
  },
  {
    name: 'frame',
    title: 'msgpack frame to quote, one frame a call',
    step: 'frame',
    loop: 'batch',
    unit: 'frame',
    beside: 'baseline/plain-frame',
  },
  {
    name: 'frame-call',
    title: 'msgpack frame to quote, each timed',
    step: 'frame',
    loop: 'closed',
    unit: 'frame',
  },
  {
    name: 'frames-1000',
    title: 'msgpack frames to quotes, 1000 frames a call',
    step: 'stream',
    loop: 'batch',
    unit: 'frame',
    unitsPerCall: STREAM_FRAMES,
    beside: 'baseline/plain-frames-1000',
  },
  { name: 'fill', title: 'fill to quote', step: 'fill', loop: 'batch', unit: 'fill' },
  {
    name: 'fill-call',
    title: 'fill to quote, each timed',
    step: 'fill',
    loop: 'closed',
    unit: 'fill',
  },
  {
    name: 'open-loop',
    title: 'typed ticks at equal distances, from arrival to quote',
    step: 'tick',
    loop: 'open',
    unit: 'tick',
    arrivals: 'constant',
  },
  {
    name: 'open-loop-poisson',
    title: 'typed ticks of a Poisson process, from arrival to quote',
    step: 'tick',
    loop: 'open',
    unit: 'tick',
    arrivals: 'poisson',
  },
];

/** All inline cases. */
export function inlineCases(options: LabOptions): readonly BenchCase[] {
  return CASES.map(({ name, step, ...rest }) =>
    synchronousCase({ ...rest, name: `inline/${name}`, spinningThreads: 1 }, options, () => {
      const book = positionedBook();
      return { call: STEPS[step](book), checksum: () => quoteChecksum(quoteOfBook(book)) };
    }),
  );
}
