/** Any byte string gives frames or rejects; a reject leaves the state hash as it was. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Book, decodeFrames, encodeFrame, INPUT_FRAMES } from '../../src/index.js';
import { quotedBook, START_US } from './sample.js';

const TIME = START_US + 1_000_000;
const EXPIRY_NS = BigInt(START_US) * 1000n + 2_592_000_000_000_000n;

/** One valid frame of every kind, as bytes. */
const CORPUS: readonly Uint8Array[] = [
  encodeFrame('bookTicker', 1, TIME, [1, 599_990, 600_010, 5, 6]),
  encodeFrame('trade', 2, TIME, [1, 600_000, 5, 1]),
  encodeFrame('mark', 3, TIME, [0, 3000.5]),
  encodeFrame('assetRate', 4, TIME, [1, 61_000]),
  encodeFrame('fill', 5, TIME, [1, 77n, 0, 600_000, 3, 0, 0, null, null]),
  encodeFrame('working', 6, TIME, [1, 10, 10, 5, 5]),
  encodeFrame('position', 7, TIME, [2, -40, 120_000]),
  encodeFrame('cash', 8, TIME, [0, 12.5, 1]),
  encodeFrame('funding', 9, TIME, [2, 0.0001, 60_000]),
  encodeFrame('settle', 10, TIME, [3, 150]),
  encodeFrame('alpha', 11, TIME, [0, -2.5]),
  encodeFrame('clock', 12, TIME, []),
  encodeFrame('tradingState', 13, TIME, [null, 1, 'operator says so']),
  encodeFrame('defineAsset', 14, TIME, [5, 2, null]),
  encodeFrame('defineInstrument', 15, TIME, [5, 1, 0, 0, 0, 0.1, 1, 1, 1, 0, 0, 0]),
  encodeFrame('setFees', 16, TIME, [0, 0.1, 0.2]),
  encodeFrame('setQuoting', 17, TIME, [0, 5, 0.5, 0, 1, 1, 50, 0, 50, 0.8, 5, 1, 0.1]),
  encodeFrame('setLinear', 18, TIME, [0, 1, 0, 2]),
  encodeFrame('setAvellanedaStoikov', 19, TIME, [0, 0.1, 1.5, 60, 1, null, null]),
  encodeFrame('setGueant', 20, TIME, [0, 0.1, 0.1, 1, 1.5, 1, null]),
  encodeFrame('setVolatility', 21, TIME, [0, 60, 0.1, 1, 0.1]),
  encodeFrame('setInventory', 22, TIME, [0, 1, 50, null]),
  encodeFrame('setRisk', 23, TIME, [0, 5, 100]),
  encodeFrame('setTableLevel', 25, TIME, [5, 12.5, -3, 2]),
  encodeFrame('setTable', 26, TIME, [1, 0, 2, -10, 20]),
  encodeFrame('setFactorLoadings', 27, TIME, [1, 2, 50, 1e-9, 1e-4, -1e-4, 0, 0, 0, 0, 0, 0]),
  encodeFrame('setBookLimits', 28, TIME, [null, null, 5000, null, 5000, 0.8]),
  encodeFrame('setEstimators', 29, TIME, [0, 1, 300, 30, 1]),
  encodeFrame('defineUnderlying', 30, TIME, [1, 2, 3, 5, 60]),
  encodeFrame('setUnderlying', 31, TIME, [1, 0]),
  encodeFrame('defineExpiry', 32, TIME, [1, 0, EXPIRY_NS, 0.03]),
  encodeFrame('defineOption', 33, TIME, [4, 0, 1, 55_000, null, 1, 1]),
  encodeFrame('setSmile', 34, TIME, [0, 0.01, 0.05, -0.2, 0, 0.2]),
  encodeFrame('index', 35, TIME, [0, 60_500]),
  encodeFrame('forward', 36, TIME, [0, 61_000]),
  encodeFrame('impliedVol', 37, TIME, [4, 0.6]),
  encodeFrame('remark', 38, TIME, [0]),
  encodeFrame('setOptionModel', 39, TIME, [4, 5, 1, 1000, 0.5, 150, 1, 0, 0, 0, 0]),
  encodeFrame('setVegaRisk', 40, TIME, [0, 1e-3, 2, null]),
  encodeFrame('setHedge', 41, TIME, [0, 4, 1e-5, 0.01, 0.1, -0.5, 1, 0, 0, 0.5, 0, 10]),
  encodeFrame('setHedgeInstrument', 42, TIME, [2, 1, null, 0.01, -1, 500, 2, 10]),
  encodeFrame('hedgeResult', 43, TIME, [2, 1, 3, 1]),
  encodeFrame('setGate', 44, TIME, [5, 10, 50, 100, 2, 1]),
  encodeFrame('setInstrumentGate', 45, TIME, [0, 50, 1e6, 200, 20, 5, 10, null, 1, 3, 60, 1]),
  encodeFrame('checkOrder', 53, TIME, [1, 7n, 0, 1, 5, 600_005, 0, 0]),
  encodeFrame('setAccount', 54, TIME, [1]),
  encodeFrame('setCollateral', 55, TIME, [1, 0.2]),
  encodeFrame('setMarginTier', 56, TIME, [1, 1, 1000, 0.2, 0.1]),
  encodeFrame('setMarginSlope', 57, TIME, [1, 0.01, 0.005]),
  encodeFrame('setIsolated', 58, TIME, [1, 250]),
  encodeFrame('setMargin', 59, TIME, [1, 0.1, 0.05, 2]),
  encodeFrame('setOptionMargin', 59, TIME, [4, 0.15, 0.1, 0.075]),
  encodeFrame('setGuard', 60, TIME, [3, 3, 0, 1, 10, 20, 1, 2, 1, 0.8, 0.5, 0]),
  encodeFrame('setLadder', 61, TIME, [2, 0.5, 10, 3, 100, 5]),
  encodeFrame('setMaxAhead', 62, TIME, [86_400]),
];

/** A sample book with rows of a table, an underlying, an expiry, an option and an open hedge. */
function readyBook(): Book {
  const book = quotedBook();
  const frames = [
    ...[0, 1].map((row) => encodeFrame('setTableLevel', 0, START_US, [row, 5, 7, 0])),
    encodeFrame('defineInstrument', 0, START_US, [4, 5, 1, 1, 1, 0.0001, 1, 1, 1, 0, 0, 0]),
    encodeFrame('defineUnderlying', 0, START_US, [0, 1, 2, null, null]),
    encodeFrame('index', 0, START_US, [0, 60_000]),
    encodeFrame('defineExpiry', 0, START_US, [0, 0, EXPIRY_NS, 0]),
    encodeFrame('defineOption', 0, START_US, [4, 0, 0, 60_000, 0.5, 1, 1]),
    encodeFrame('setUnderlying', 0, START_US, [2, 0]),
    encodeFrame('setHedgeInstrument', 0, START_US, [2, 1, 1, 0, 0, 1000, 2, 10]),
    encodeFrame('setHedge', 0, START_US, [0, 1, 0.1, 0, 0, 0, 3, 0, 0, 1, 0, null]),
  ];
  for (const frame of frames) expect(book.apply(frame).framesRejected).toBe(0);
  book.discardOutput();
  return book;
}

/** Applies bytes in one call; checks that everything was consumed and what a reject must leave alone. */
function feed(book: Book, bytes: Uint8Array): number {
  const before = book.stateHash();
  const result = book.apply(bytes);
  expect(result.consumedBytes).toBe(bytes.length);
  if (result.framesApplied === 0) expect(book.stateHash()).toBe(before);
  const rejects = decodeFrames(book.drain()).filter((frame) => frame.name === 'reject');
  expect(rejects).toHaveLength(result.framesRejected);
  return result.framesRejected;
}

describe('hostile input', () => {
  it('has a corpus of every input frame, each accepted alone', () => {
    expect(CORPUS).toHaveLength(INPUT_FRAMES.length);
    for (const frame of CORPUS) expect(readyBook().apply(frame).framesRejected).toBe(0);
  });

  it('random bytes: 50,000 strings', () => {
    const book = readyBook();
    let frames = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        frames += 1;
        feed(book, bytes);
      }),
      { numRuns: 50_000 },
    );
    expect(frames).toBe(50_000);
  });

  it('mutated frames: 50,000 of them', () => {
    const book = readyBook();
    const mutation = fc.record({
      frame: fc.integer({ min: 0, max: CORPUS.length - 1 }),
      edits: fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { minLength: 1, maxLength: 3 }),
    });
    let rejected = 0;
    fc.assert(
      fc.property(mutation, ({ frame, edits }) => {
        const bytes = Uint8Array.from(CORPUS[frame] ?? []);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        rejected += feed(book, bytes);
      }),
      { numRuns: 50_000 },
    );
    expect(rejected).toBeGreaterThan(25_000);
  });

  it('every frame cut at every byte gives exactly one TRUNCATED reject', () => {
    const book = readyBook();
    for (const frame of CORPUS) {
      for (let length = 1; length < frame.length; length++) {
        expect(feed(book, frame.subarray(0, length))).toBe(1);
        expect(Object.keys(book.rejects())).toEqual(['TRUNCATED']);
      }
    }
  });

  it('every byte of every frame set to every value never traps', () => {
    const book = readyBook();
    for (const frame of CORPUS) {
      for (let at = 0; at < frame.length; at++) {
        const bytes = Uint8Array.from(frame);
        for (let value = 0; value < 256; value++) {
          bytes[at] = value;
          book.apply(bytes);
          book.discardOutput();
        }
      }
    }
    expect(book.risk().equity).toSatisfy(Number.isFinite);
  });

  it('a stream cut anywhere and fed in two parts gives the same state', () => {
    const stream = Buffer.concat(CORPUS);
    const whole = readyBook();
    whole.apply(stream);
    for (let cut = 1; cut < stream.length; cut += 7) {
      const parts = readyBook();
      const { consumedBytes } = parts.apply(stream.subarray(0, cut), false);
      parts.apply(stream.subarray(consumedBytes));
      expect(parts.stateHash()).toBe(whole.stateHash());
    }
  });

  it('garbage between frames costs one reject and nothing else', () => {
    const book = readyBook();
    const [ticker = new Uint8Array(), trade = new Uint8Array()] = CORPUS;
    const result = book.apply(Buffer.concat([ticker, Buffer.from([1, 2, 3, 0xc1]), trade]));
    expect(result).toMatchObject({ framesApplied: 2, framesRejected: 1 });
    expect(book.rejects()).toEqual({ NOT_A_FRAME: 1 });
  });

  it('nested and oversized containers are passed over in linear time', () => {
    const book = readyBook();
    const nested = Buffer.alloc(200_000, 0x93);
    const started = performance.now();
    const result = book.apply(nested);
    expect(result.framesApplied).toBe(0);
    // A quadratic reader would need minutes for this input.
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('a stream is a property of its bytes', () => {
  const scraps = [
    ...CORPUS.map((frame) => Array.from(frame)),
    // An unknown opcode around a valid fill, as binary and as nested array: never to be executed.
    [0x94, 99, 0, 0, 0xc4, CORPUS[4]?.length ?? 0, ...(CORPUS[4] ?? [])],
    [0x94, 99, 0, 0, ...(CORPUS[4] ?? [])],
    [0xc1, 0xff, 0x00],
    [0xdc, 0x00, 0x03, 16],
    [0x93, 0xd9, 0xff, 1, 2, 3],
  ];

  it('whatever the chunks it arrives in, also when it is hostile', () => {
    const piece = fc.oneof(
      fc.constantFrom(...scraps),
      fc.array(fc.nat(255), { minLength: 1, maxLength: 12 }),
    );
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), cuts, (pieces, sizes) => {
        const stream = Uint8Array.from(pieces.flat());
        const whole = readyBook();
        whole.apply(stream);
        const parts = readyBook();
        let pending = new Uint8Array();
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          pending = Uint8Array.from([...pending, ...stream.subarray(at, at + size)]);
          pending = pending.slice(parts.apply(pending, false).consumedBytes);
          at += size;
        }
        parts.apply(pending);
        expect(parts.stateHash()).toBe(whole.stateHash());
      }),
      { numRuns: 2000 },
    );
  });

  it('the content of a refused frame is not executed', () => {
    const book = readyBook();
    const wrapped = Uint8Array.from(scraps[CORPUS.length] ?? []);
    for (let cut = 1; cut < wrapped.length; cut++) {
      const { consumedBytes } = book.apply(wrapped.subarray(0, cut), false);
      book.apply(wrapped.subarray(consumedBytes));
      expect(book.positionLots(1)).toBe(0);
    }
  });

  it('a long run of garbage is one reject', () => {
    const book = readyBook();
    expect(book.apply(new Uint8Array(5000)).framesRejected).toBe(1);
    expect(book.drainFrames()).toMatchObject([{ name: 'reject', code: 1, bytes: 5000 }]);
  });
});
