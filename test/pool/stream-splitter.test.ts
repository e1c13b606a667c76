/** Streams of many books: the parts do not depend on how the bytes arrive, whatever they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, encodeStreamFrame } from '../../src/frames/index.js';
import { StreamSplitter } from '../../src/pool/index.js';
import { START_US } from '../book/sample.js';
import { runs } from '../properties/draws.js';

/** Parts as text, neighbouring frames of one book joined. */
function partsOf(chunks: readonly Uint8Array[]): string[] {
  const splitter = new StreamSplitter();
  const parts: string[] = [];
  const add = (kind: string, text: string): void => {
    const last = parts.at(-1);
    if (kind === 'frames' && last?.startsWith('frames ')) parts[parts.length - 1] = last + text;
    else parts.push(`${kind} ${text}`);
  };
  const all = chunks.map((chunk) => [chunk, false] as const);
  for (const [chunk, isFinal] of [...all, [new Uint8Array(), true] as const]) {
    for (const part of splitter.push(chunk, isFinal)) {
      if (part.kind === 'frames') add('frames', Buffer.from(part.bytes).toString('hex'));
      else add(part.kind, JSON.stringify(part));
    }
  }
  expect(splitter.unfinishedBytes).toBe(0);
  return parts;
}

const clock = encodeFrame('clock', 0, START_US, []);
const ticker = encodeFrame('bookTicker', 7, START_US, [0, 350_000, 350_001, 5, 7]);
const reason = encodeFrame('tradingState', 0, START_US, [null, 2, 'a reason of some length']);
const good = fc.constantFrom(clock, ticker, reason);
/** As a producer may write it: sequenced, with a time of today. */
const timed = Buffer.from([0x94, 32, 7, 0xcf, 0x17, 0x97, 0x9c, 0xfe, 0x36, 0x2a, 0, 0, 6]);
const naming = fc.oneof(
  fc.nat(9).map((book) => encodeStreamFrame(32, [book])),
  fc.constant(timed),
  fc.constant(encodeStreamFrame(33, [3, 16, 4, 64, 0, 0, 0, 0, 0])),
  fc.constant(encodeStreamFrame(32, [-1])),
  fc.constant(encodeStreamFrame(33, [1])),
);
const garbage = fc.uint8Array({ minLength: 1, maxLength: 40 });
const stream = fc
  .array(fc.oneof({ weight: 6, arbitrary: good }, { weight: 3, arbitrary: naming }, garbage))
  .map((parts) => Buffer.concat(parts));

describe('a stream of many books', () => {
  it('is whole frames, names of books and refused bytes, in order', () => {
    const parts = partsOf([
      Buffer.concat([
        clock,
        ticker,
        encodeStreamFrame(32, [4]),
        timed,
        reason,
        encodeStreamFrame(33, [5, 16, 4, 64, 8, 2, 3, 10, 7]),
        Uint8Array.of(0xc1, 0x00),
        clock,
        encodeStreamFrame(32, [-1]),
        ticker.subarray(0, 9),
      ]),
    ]);
    const opening = {
      kind: 'openBook',
      book: 5,
      instruments: 16,
      assets: 4,
      fillIds: 64,
      tableLevels: 8,
      underlyings: 2,
      expiries: 3,
      options: 10,
      guards: 7,
    };
    const hex = (...frames: Uint8Array[]): string => Buffer.concat(frames).toString('hex');
    expect(parts).toEqual([
      `frames ${hex(clock, ticker)}`,
      'book {"kind":"book","book":4}',
      'book {"kind":"book","book":6}',
      `frames ${hex(reason)}`,
      `openBook ${JSON.stringify(opening)}`,
      'refused {"kind":"refused","code":1,"bytes":2}',
      `frames ${hex(clock)}`,
      `refused {"kind":"refused","code":8,"bytes":${encodeStreamFrame(32, [-1]).length}}`,
      'refused {"kind":"refused","code":4,"bytes":9}',
    ]);
  });

  it('gives the same frames and names however it is cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.integer({ min: 1, max: 700 })), (bytes, cuts) => {
        const chunks: Uint8Array[] = [];
        let from = 0;
        for (const cut of cuts) {
          chunks.push(bytes.subarray(from, from + cut));
          from += cut;
        }
        chunks.push(bytes.subarray(from));
        // How many refusals a run of garbage gives depends on the cut; nothing else does.
        const kept = (parts: readonly string[]): string =>
          parts
            .filter((part) => !part.includes('"code":1,'))
            .join('\n')
            .replaceAll('\nframes ', '');
        expect(kept(partsOf(chunks))).toBe(kept(partsOf([bytes])));
      }),
      runs(300),
    );
  });
});
