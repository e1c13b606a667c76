/** States without their zeroes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packState, unpackState } from '../../src/journal/packed-state.js';

function packed(state: Uint8Array): Uint8Array {
  const { bytes, write } = packState(state);
  const to = new Uint8Array(bytes);
  write(to);
  return to;
}

/** Runs of zeroes and of anything, whole words. */
const arbitraryState = fc
  .array(
    fc.record({ words: fc.nat(70), fill: fc.constantFrom(0, 0, 1, 128, 255), at: fc.nat(279) }),
    { maxLength: 20 },
  )
  .map((runs) => {
    const parts = runs.map(({ words, fill, at }) => {
      const part = new Uint8Array(words * 4);
      if (at < part.length) part[at] = fill;
      return part;
    });
    return new Uint8Array(Buffer.concat(parts));
  });

describe('a packed state', () => {
  it('is the state again, with room before it', () => {
    fc.assert(
      fc.property(arbitraryState, fc.nat(9), (state, prefix) => {
        const found = unpackState(packed(state), state.length, prefix, 'here');
        expect(found.subarray(prefix)).toEqual(state);
        expect(found.subarray(0, prefix).every((byte) => byte === 0)).toBe(true);
      }),
    );
  });

  it('takes little room for zeroes, and little more than the state without any', () => {
    expect(packed(new Uint8Array(2 ** 20))).toHaveLength(8);
    expect(packed(new Uint8Array(2 ** 16).fill(1))).toHaveLength(2 ** 16 + 8);
    expect(packed(new Uint8Array(0))).toHaveLength(8);
  });

  it('is refused when it is cut, longer, or of another length', () => {
    const corrupt = expect.objectContaining({ code: 'JOURNAL_CORRUPT' });
    fc.assert(
      fc.property(arbitraryState, fc.nat(), (state, seed) => {
        fc.pre(state.length > 0);
        const whole = packed(state);
        const cut = whole.subarray(0, seed % whole.length);
        expect(() => unpackState(cut, state.length, 0, 'here')).toThrow(corrupt);
        const longer = Buffer.concat([whole, whole.subarray(0, 4)]);
        expect(() => unpackState(longer, state.length, 0, 'here')).toThrow(corrupt);
        expect(() => unpackState(whole, state.length + 4, 0, 'here')).toThrow(corrupt);
      }),
    );
    const huge = new Uint8Array(Int32Array.of(2 ** 30, 0, 2 ** 30, 0).buffer);
    expect(() => unpackState(huge, 2 ** 33, 0, 'here')).toThrow(corrupt);
  });
});
