/** The reader of input frames for listings: gives back what was encoded, takes anything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, type FieldValue, INPUT_FRAMES, readFrames } from '../../src/frames/index.js';

// The encoder writes -0 as the integer 0.
const double = fc.double({ noNaN: true }).map((value) => value + 0);

const VALUES: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {
  text: fc.string({ maxLength: 40, unit: 'grapheme' }),
  number: fc.oneof(fc.integer(), fc.nat(200), fc.maxSafeInteger(), double),
  optional: fc.oneof(fc.constant(null), double),
};

const frame = fc.constantFrom(...INPUT_FRAMES).chain((schema) => {
  const kinds = schema.fields.map(({ kind }) => {
    if (kind === 'reason') return 'text';
    return kind.startsWith('optional') ? 'optional' : 'number';
  });
  const values = fc.tuple(...kinds.map((kind) => VALUES[kind] ?? fc.constant(null)));
  return fc.record({
    name: fc.constant(schema.name),
    sequence: fc.oneof(fc.nat(), fc.maxSafeInteger().map(Math.abs)),
    time: fc.bigInt({ min: 0n, max: 2n ** 62n }),
    values,
  });
});

describe('reading input frames', () => {
  it('gives back what was encoded', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), (frames) => {
        const encoded = frames.map(({ name, sequence, time, values }) =>
          encodeFrame(name, sequence, time, values),
        );
        const read = [...readFrames(Buffer.concat(encoded))];
        expect(read.map(({ bytes }) => bytes)).toEqual(encoded.map(({ length }) => length));
        expect(
          read.map(({ name, sequence, timeNs, fields }) => ({
            ...{ name, sequence, time: timeNs },
            values: Object.values(fields),
          })),
        ).toEqual(frames);
      }),
    );
  });

  it('takes any bytes, all of them, and finds frames between them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const read = [...readFrames(bytes)];
        expect(read.reduce((sum, one) => sum + one.bytes, 0)).toBe(bytes.length);
      }),
      { numRuns: 2000 },
    );
    const clock = encodeFrame('clock', 7, 8n, []);
    const read = [...readFrames(Buffer.concat([Buffer.from('xyz'), clock, clock.subarray(0, 2)]))];
    expect(read).toMatchObject([
      { name: null, bytes: 3 },
      { name: 'clock', sequence: 7, timeNs: 8n },
      { name: null, bytes: 2 },
    ]);
  });

  it('gives integers beyond 2^53 as they are', () => {
    const frame = encodeFrame('fill', 2n ** 53n + 1n, 5n, [
      0,
      2n ** 64n - 1n,
      0,
      1,
      1,
      0,
      0,
      null,
      null,
    ]);
    const [read] = [...readFrames(frame)];
    expect(read).toMatchObject({
      ...{ sequence: 2n ** 53n + 1n, fields: { fillId: 2n ** 64n - 1n } },
    });
  });
});
