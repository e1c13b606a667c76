/** Frames written straight into memory mean what encoded frames mean, byte lengths aside. */
import fc from 'fast-check';
import { Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import {
  decodeFrames,
  encodeFrame,
  type FieldValue,
  FrameWriter,
  INPUT_FRAMES,
  type InputFrameName,
} from '../../src/frames/index.js';
import { KIND_RULES } from '../../src/frames/kinds.js';
import type { FrameSchema } from '../../src/frames/schema.js';
import { Book } from '../../src/index.js';
import { MID_TICKS, quotedBook, SAMPLE, START_US } from '../book/sample.js';

const ROOM = 600;
const UNTOUCHED = 0xee;
const unpackr = new Unpackr({ useRecords: false, int64AsType: 'bigint' });

/** What `write` wrote; nothing before and nothing behind it was touched. */
function written(write: (writer: FrameWriter) => void): Uint8Array {
  const bytes = new Uint8Array(ROOM).fill(UNTOUCHED);
  // A view that begins inside its buffer, as the one of a ring does.
  const writer = new FrameWriter(bytes.subarray(16));
  writer.position = 24;
  write(writer);
  const end = 16 + writer.position;
  const rest = [...bytes.subarray(0, 40), ...bytes.subarray(end)];
  expect(rest.every((byte) => byte === UNTOUCHED)).toBe(true);
  return bytes.slice(40, end);
}

/** Values as the kernel takes them: how an integer was written does not matter, -0 is 0. */
function values(frame: Uint8Array): unknown {
  const list: unknown = unpackr.unpack(frame);
  if (!Array.isArray(list)) throw new Error('not an array');
  return list.map((value: unknown) => {
    if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
    return value;
  });
}

const UNTOUCHED_HASH = quotedBook().stateHash();
let pair: readonly [Book, Book] = [quotedBook(), quotedBook()];

/** Two equal books as `quotedBook` gives them: the same two until a frame was applied. */
function twins(): readonly [Book, Book] {
  const isFresh = pair.every((book) => book.stateHash() === UNTOUCHED_HASH);
  if (!isFresh) pair = [quotedBook(), quotedBook()];
  for (const book of pair) book.discardOutput();
  return pair;
}

type Named = readonly [InputFrameName, number | bigint, number | bigint, readonly FieldValue[]];

function expectSame([name, sequence, time, fields]: Named): void {
  const own = written((writer) => writer.frame(name, sequence, time, fields));
  const encoded = encodeFrame(name, sequence, time, fields);
  expect(values(own)).toEqual(values(encoded));
  const [first, second] = twins();
  const results = [first.apply(own), second.apply(encoded)].map((result) => ({
    ...result,
    consumedBytes: 0,
  }));
  expect(results[0]).toEqual(results[1]);
  expect(first.stateHash()).toBe(second.stateHash());
  expect(outputs(first)).toEqual(outputs(second));
}

/** Output frames; in a reject, the bytes passed over may differ, and the sign of a 0. */
function outputs(book: Book): unknown[] {
  return decodeFrames(book.drain()).map((frame) =>
    frame.name === 'reject' ? { ...frame, bytes: 0, measure: frame.measure + 0 } : frame,
  );
}

const EDGES = [
  0,
  -0,
  1,
  127,
  128,
  255,
  65_535,
  65_536,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 32 + 1,
  2 ** 40,
  2 ** 50,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  -1,
  -128,
  -(2 ** 31),
  -(2 ** 32),
  -(2 ** 50),
  -(2 ** 53) + 1,
  0.5,
  -1.5,
  1e-15,
  1e15,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
] as const;
/** A float is no negative id but another kind of field: which of the two codes it gets may differ. */
const ID_EDGES = EDGES.filter((edge) => !(edge < -(2 ** 31)));
const BIG_EDGES = [0n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n, -1n];
const TEXTS = ['', 'stop', 'é'.repeat(32), 'x'.repeat(64), 'x'.repeat(65), '日本', '\u0000'];
const TIMES = [0, 1, START_US, 2 ** 32 + 1, 2 ** 52 + 1, 2 ** 53 - 1, -1, -(2 ** 40)];
const BIG_TIMES = [
  0n,
  1n,
  1_700_000_000_000_000_001n,
  2n ** 62n,
  2n ** 62n + 1n,
  2n ** 64n - 1n,
  -5n,
];
const SEQUENCES = [0, 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, -1, 5n, 2n ** 63n - 1n, 2n ** 63n];

function arbitraryValue(kind: keyof typeof KIND_RULES): fc.Arbitrary<FieldValue> {
  const { holds, optional } = KIND_RULES[kind];
  const some: fc.Arbitrary<FieldValue> =
    holds === 'text'
      ? fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 60 }))
      : fc.oneof(
          { weight: 4, arbitrary: fc.nat(7) },
          { weight: 4, arbitrary: fc.constantFrom(...(kind === 'id' ? ID_EDGES : EDGES)) },
          { weight: 1, arbitrary: fc.constantFrom(...BIG_EDGES) },
          { weight: 2, arbitrary: fc.integer({ min: 1, max: 400_000 }) },
          { weight: 1, arbitrary: fc.double({ min: -1e9 }) },
        );
  return optional ? fc.oneof(some, fc.constant(null)) : some;
}

function arbitraryFrame({ name, fields }: FrameSchema): fc.Arbitrary<Named> {
  return fc.tuple(
    fc.constant(name as InputFrameName),
    fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constantFrom(...SEQUENCES)),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant(START_US + 1) },
      fc.constantFrom(...TIMES),
      fc.constantFrom(...BIG_TIMES),
    ),
    fc.tuple(...fields.map(({ kind }) => arbitraryValue(kind))),
  );
}

describe('FrameWriter.frame', () => {
  it.each(INPUT_FRAMES)('writes $name as encodeFrame does', (schema) => {
    fc.assert(fc.property(arbitraryFrame(schema), expectSame), { numRuns: 15 });
  });

  it.each(EDGES)('writes %d as every field that is a number', (edge) => {
    for (const fields of [
      [edge, 10, 11, 1, 1],
      [0, edge, 300_001, 1, 1],
      [0, 299_999, edge, 1, 1],
      [0, 299_999, 300_001, edge, edge],
    ]) {
      expectSame(['bookTicker', 0, START_US + 1, fields]);
    }
    expectSame(['alpha', 0, START_US + 1, [0, edge]]);
    expectSame(['position', 0, START_US + 1, [1, edge, MID_TICKS[1]]]);
  });

  it.each([...ID_EDGES, ...BIG_EDGES])('keeps the id %d exact', (id) => {
    expectSame(['fill', 7, START_US + 1, [1, id, 1, MID_TICKS[1], 2, 0, 0, 0.25, 0]]);
  });

  it('writes every header', () => {
    for (const time of [...TIMES, ...BIG_TIMES]) expectSame(['clock', 0, time, []]);
    for (const sequence of SEQUENCES) expectSame(['clock', sequence, START_US + 1, []]);
  });

  it.each([
    ['an unknown frame', 'UNKNOWN_FRAME', 'nothing', 0, 0, []],
    ['too few values', 'USAGE', 'bookTicker', 0, 0, [0, 1, 2]],
    ['a text for a number', 'USAGE', 'alpha', 0, 0, [0, 'x']],
    ['null for a number', 'USAGE', 'alpha', 0, 0, [0, null]],
    ['a number for a text', 'USAGE', 'tradingState', 0, 0, [null, 2, 5]],
    ['an id of 65 bits', 'USAGE', 'fill', 0, 0, [0, 2n ** 64n, 0, 1, 1, 0, 0, null, null]],
    ['half a microsecond', 'USAGE', 'clock', 0, 0.5, []],
    ['no time', 'USAGE', 'clock', 0, Number.NaN, []],
    ['half a sequence', 'USAGE', 'clock', 0.5, 0, []],
    ['a sequence of 65 bits', 'USAGE', 'clock', 2n ** 64n, 0, []],
  ] as const)('refuses %s as encodeFrame does, and writes nothing', (_, code, ...frame) => {
    const [name, sequence, time, fields] = frame as unknown as Named;
    const encode = (): unknown => encodeFrame(name, sequence, time, fields);
    expect(encode).toThrow(expect.objectContaining({ code }));
    const bytes = written((writer) => {
      const write = (): void => writer.frame(name, sequence, time, fields);
      expect(write).toThrow(expect.objectContaining({ code }));
    });
    expect(bytes).toHaveLength(0);
  });

  it('refuses a text that no frame can hold', () => {
    const writer = new FrameWriter(new Uint8Array(ROOM));
    const write = (text: string) => (): void => writer.frame('tradingState', 0, 0, [null, 2, text]);
    expect(write('é'.repeat(128))).toThrow(
      expect.objectContaining({ code: 'USAGE', details: { bytes: 256, most: 255 } }),
    );
    expect(write('é'.repeat(127))).not.toThrow();
  });

  it('puts frames behind one another', () => {
    const frames = written((writer) => {
      writer.frame('clock', 1, START_US + 1, []);
      writer.bookTicker(0, START_US + 2, 10, 11, 1, 1);
      writer.trade(0, START_US + 3, 10, 1, 0);
      writer.frame('alpha', 2, START_US + 4, [0, 1.5]);
    });
    expect(Book.create(SAMPLE).apply(frames)).toMatchObject({
      framesApplied: 4,
      framesRejected: 0,
    });
  });
});

describe('the fast paths', () => {
  const numbers = [...EDGES, 300_000, 300_001];

  it('write what the frame by name writes', () => {
    for (const value of numbers) {
      const ticker = written((writer) => writer.bookTicker(1, START_US, value, 7, value, 5));
      expect(values(ticker)).toEqual(
        values(encodeFrame('bookTicker', 0, START_US, [1, value, 7, value, 5])),
      );
      const trade = written((writer) => writer.trade(value, START_US, 300_000, value, 1));
      expect(values(trade)).toEqual(
        values(encodeFrame('trade', 0, START_US, [value, 300_000, value, 1])),
      );
    }
  });

  // Times beyond 2^62 ns included: what is refused as a frame is refused as a call.
  const times = [START_US, 2 ** 52, 4_611_686_018_427_387, 4_611_686_018_427_388, 2 ** 53 - 1];

  it.each(times)('come to the same as the calls of a book at %d us', (time) => {
    const [called, fed] = twins();
    const expected = called.bookTicker(0, time, 299_000, 299_002, 5, 5);
    const { framesApplied } = fed.apply(
      written((writer) => writer.bookTicker(0, time, 299_000, 299_002, 5, 5)),
    );
    expect(framesApplied).toBe(expected === 0 ? 1 : 0);
    expect(fed.stateHash()).toBe(called.stateHash());
  });

  it('come to the same as the calls of a book for any numbers', () => {
    const number = fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(299_999, 300_001, 5) },
      fc.constantFrom(...EDGES),
    );
    const instrument = fc.constantFrom(0, 0, 0, 1, 6, -1, 0.5, Number.NaN);
    fc.assert(
      fc.property(instrument, number, number, number, number, (index, bid, ask, lots, other) => {
        const [called, fed] = twins();
        const codes = [
          called.bookTicker(index, START_US + 1, bid, ask, lots, other),
          called.trade(index, START_US + 2, bid, lots, other),
        ];
        const found = [
          written((writer) => writer.bookTicker(index, START_US + 1, bid, ask, lots, other)),
          written((writer) => writer.trade(index, START_US + 2, bid, lots, other)),
        ].map((bytes) => fed.apply(bytes).framesApplied);
        expect(found).toEqual(codes.map((code) => (code === 0 ? 1 : 0)));
        expect(fed.stateHash()).toBe(called.stateHash());
        expect(outputs(fed)).toEqual(outputs(called));
      }),
      { numRuns: 120 },
    );
  });

  it('leave a time that is none to the kernel', () => {
    for (const time of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      const book = quotedBook();
      const before = book.stateHash();
      const bytes = written((writer) => writer.bookTicker(0, time, 299_999, 300_001, 5, 5));
      expect(book.apply(bytes)).toMatchObject({ framesApplied: 0, framesRejected: 1 });
      expect(book.stateHash()).toBe(before);
    }
  });
});
