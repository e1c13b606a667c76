import { Packr, Unpackr } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import {
  decodeFrames,
  encodeFrame,
  encodeFrames,
  type FieldValue,
  type InputFrameName,
} from '../../src/frames/index.js';

const unpackr = new Unpackr({ useRecords: false, int64AsType: 'bigint' });
const packr = new Packr({ useRecords: false });
const read = (bytes: Uint8Array): unknown => unpackr.unpack(bytes);

describe('encodeFrame', () => {
  it('writes a plain array with the time in nanoseconds', () => {
    const bytes = encodeFrame('bookTicker', 1, 1_700_000_000_000_001, [0, 10, 11, 5, 7]);
    expect(read(bytes)).toEqual([16, 1, 1_700_000_000_000_001_000n, 0, 10, 11, 5, 7]);
    expect(bytes[0]).toBe(0x98);
    expect(bytes.length).toBeLessThan(32);
  });

  it('keeps nanoseconds and 64-bit ids exact and null as nil', () => {
    const time = 1_700_000_000_000_000_001n;
    const id = 2n ** 64n - 1n;
    const bytes = encodeFrame('fill', 0, time, [0, id, 1, 10, 5, 0, 0, null, null]);
    expect(read(bytes)).toEqual([20, 0, time, 0, id, 1, 10, 5, 0, 0, null, null]);
  });

  it('writes every sequence as an integer', () => {
    for (const sequence of [0, 1, 2 ** 31, 2 ** 40, 2 ** 53 - 1, 2n ** 63n - 1n]) {
      const bytes = encodeFrame('clock', sequence, 0, []);
      // Floats begin with ca and cb.
      expect([0xca, 0xcb]).not.toContain(bytes[2]);
      expect(BigInt((read(bytes) as [number, number | bigint])[1])).toBe(BigInt(sequence));
    }
  });

  it('leaves ranges to the kernel', () => {
    const wild = [2 ** 60, -1, Number.NaN, 0.5, Number.POSITIVE_INFINITY];
    expect(read(encodeFrame('bookTicker', 0, 0, wild))).toEqual([16, 0, 0n, ...wild]);
  });

  it('puts frames of a stream behind one another', () => {
    const first = encodeFrame('clock', 1, 5, []);
    const second = encodeFrame('alpha', 2, 6, [0, 1.5]);
    const stream = encodeFrames([
      { name: 'clock', sequence: 1, time: 5, values: [] },
      { name: 'alpha', sequence: 2, time: 6, values: [0, 1.5] },
    ]);
    expect(Buffer.from(stream)).toEqual(Buffer.concat([first, second]));
    expect(encodeFrames([])).toHaveLength(0);
  });

  const bad: readonly [string, string, string, number | bigint, readonly unknown[]][] = [
    ['an unknown name', 'UNKNOWN_FRAME', 'nothing', 0, []],
    ['a property of objects as a name', 'UNKNOWN_FRAME', '__proto__', 0, []],
    ['an output frame', 'UNKNOWN_FRAME', 'quote', 0, [0, 1, 1, 1, 1, 0, 0]],
    ['too few values', 'USAGE', 'bookTicker', 0, [0, 1, 2, 3]],
    ['too many values', 'USAGE', 'clock', 0, [0]],
    ['a text for a number', 'USAGE', 'alpha', 0, [0, '1']],
    ['a number for a text', 'USAGE', 'tradingState', 0, [null, 0, 5]],
    ['nil where it is not allowed', 'USAGE', 'alpha', 0, [0, null]],
    ['undefined', 'USAGE', 'alpha', 0, [0, undefined]],
    ['a nested list', 'USAGE', 'alpha', 0, [0, [1]]],
    ['a fraction of a microsecond', 'USAGE', 'clock', 0.5, []],
    ['a time that is not finite', 'USAGE', 'clock', Number.NaN, []],
    ['a time above 64 bits', 'USAGE', 'clock', 2n ** 64n, []],
    ['an id above 64 bits', 'USAGE', 'alpha', 0, [0, 2n ** 64n]],
  ];
  it.each(bad)('refuses %s', (_, code, name, time, values) => {
    const call = () => encodeFrame(name as InputFrameName, 0, time, values as FieldValue[]);
    expect(call).toThrow(expect.objectContaining({ code }));
  });
});

describe('decodeFrames', () => {
  it('gives every output frame its named fields', () => {
    const time = 1_700_000_000_000_000_001n;
    const stream = Buffer.concat([
      packr.pack([64, 7, time, 3, 100, 2n ** 50n, 0, 0, 0, 39]),
      packr.pack([66, 8, time, null, 0, 2, 68, 1.5, 1]),
    ]);
    const [quote, risk, ...rest] = decodeFrames(stream);
    expect(rest).toEqual([]);
    expect(quote).toEqual({
      name: 'quote',
      opcode: 64,
      sequence: 7,
      timeNs: time,
      instrument: 3,
      bidTicks: 100,
      bidLots: 2 ** 50,
      askTicks: 0,
      askLots: 0,
      bidReason: 0,
      askReason: 39,
    });
    // The union narrows by name; this would not compile otherwise.
    if (risk?.name === 'riskState') expect([risk.instrument, risk.limit]).toEqual([null, 68]);
    expect(risk?.name).toBe('riskState');
  });

  it('reads small times and an empty buffer', () => {
    expect(decodeFrames(packr.pack([67, 0, 5, 0, 72, 1, 2]))[0]?.timeNs).toBe(5n);
    expect(decodeFrames(new Uint8Array())).toEqual([]);
  });

  it.each([
    ['an input frame', packr.pack([27, 0, 5])],
    ['an unknown opcode', packr.pack([99, 0, 5])],
    ['a wrong length', packr.pack([64, 0, 5, 1])],
    ['half a frame', packr.pack([64, 7, 5, 3, 100, 5, 0, 0, 0, 39]).subarray(0, 6)],
    ['no frame', packr.pack('quote')],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeFrames(bytes)).toThrow(expect.objectContaining({ code: 'UNKNOWN_FRAME' }));
  });
});
