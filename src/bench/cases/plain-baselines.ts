/** The same ticks through plain TypeScript in this thread: typed, and as frames by msgpackr. */
import { applyPlainFrame, applyPlainStream } from '../baselines/plain-frames.js';
import { positionedPlainBook } from '../baselines/plain-workload.js';
import type { BenchCase, LabOptions } from '../bench-case.js';
import { type QuotedSides, quoteChecksum, sendTick, tickFrames } from '../workload.js';
import { synchronousCase } from './synchronous-case.js';

const STREAM_FRAMES = 1000;

/** Baselines of the inline cases. */
export function plainBaselines(options: LabOptions): readonly BenchCase[] {
  const common = { loop: 'batch', spinningThreads: 1 } as const;
  const engine = (step: (book: ReturnType<typeof positionedPlainBook>) => () => void) => () => {
    const book = positionedPlainBook();
    const quoteOf = (index: number): QuotedSides =>
      book.instruments[index]?.published ?? refusedQuote(index);
    return { call: step(book), checksum: () => quoteChecksum(quoteOf) };
  };
  const frames = tickFrames(STREAM_FRAMES);
  const stream = Buffer.concat(frames);
  return [
    synchronousCase(
      {
        ...common,
        name: 'baseline/plain-tick',
        title: 'plain TypeScript: typed tick',
        unit: 'tick',
      },
      options,
      engine((book) => {
        let index = 0;
        return () => {
          if (sendTick(book, index++) !== 0) throw new Error('the plain engine refused a tick');
        };
      }),
    ),
    synchronousCase(
      {
        ...common,
        name: 'baseline/plain-frame',
        title: 'msgpackr and plain TypeScript, one frame a call',
        unit: 'frame',
      },
      options,
      engine((book) => {
        let index = 0;
        return () => applyPlainFrame(book, frames[index++ % STREAM_FRAMES] as Uint8Array);
      }),
    ),
    synchronousCase(
      {
        ...common,
        name: 'baseline/plain-frames-1000',
        title: 'msgpackr and plain TypeScript, 1000 frames a call',
        unit: 'frame',
        unitsPerCall: STREAM_FRAMES,
      },
      options,
      engine((book) => () => applyPlainStream(book, stream)),
    ),
  ];
}

function refusedQuote(index: number): never {
  throw new Error(`the plain engine has no instrument ${index}`);
}
