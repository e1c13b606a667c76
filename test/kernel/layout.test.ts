/** The relations between offsets that the layout file cannot assert itself. */
import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import * as layout from '../../assembly/layout.js';

const ENTRIES: readonly [string, number][] = Object.entries(layout);

/** Offsets of one region, in order of the file. */
const offsets = (prefix: string, exclude: RegExp): number[] =>
  ENTRIES.filter(([name]) => name.startsWith(prefix) && !exclude.test(name)).map(
    ([, value]) => value,
  );

describe('layout', () => {
  it.each([
    ['BOOK_', /^BOOK_BYTES$/, layout.HEADER_BYTES - codes.MAX_REASON_BYTES],
    ['ASSET_', /^ASSET_BYTES$/, layout.ASSET_BYTES - layout.VECTOR_BYTES],
    ['QUOTE_', /_BYTES$/, layout.QUOTE_BLOCK_BYTES - layout.VECTOR_BYTES],
    ['LEDGER_', /_BYTES$/, layout.LEDGER_BLOCK_BYTES - layout.VECTOR_BYTES],
    ['TERM_', /^$/, layout.IO_BYTES - layout.VECTOR_BYTES],
  ])('%s offsets are aligned, ascending and end inside their block', (prefix, exclude, last) => {
    const found = offsets(prefix, exclude);
    expect(found.length).toBeGreaterThan(5);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((offset) => offset % layout.VECTOR_BYTES !== 0)).toEqual([]);
    expect(found.at(-1)).toBeLessThanOrEqual(last);
  });

  it('keeps blocks on cache lines', () => {
    const blocks = [layout.IO_BYTES, layout.HEADER_BYTES, layout.ASSET_BYTES];
    const pairs = [layout.QUOTE_BLOCK_BYTES, layout.LEDGER_BLOCK_BYTES];
    expect([...blocks, ...pairs].filter((bytes) => bytes % 64 !== 0)).toEqual([]);
  });

  it('keeps the parts of the IO block apart', () => {
    const registers = layout.IO_REGISTERS + codes.MAX_FRAME_FIELDS * 8;
    expect(registers).toBeLessThanOrEqual(layout.IO_OUTPUT_BEGIN);
    const counters = layout.IO_REJECTS_BY_CODE + (codes.REJECT_OUTPUT_FULL + 1) * 8;
    expect(counters).toBeLessThanOrEqual(layout.TERM_MID);
    expect(layout.IO_CALL_REJECTED).toBeLessThan(layout.IO_REJECTS_BY_CODE);
  });

  it('has room for a frame of the longest kind', () => {
    // opcode, sequence, time, instrument, four integers, two codes: msgpack at its widest
    const widest = 1 + 1 + 9 + 9 + 5 + 4 * 9 + 2;
    expect(widest).toBeLessThanOrEqual(layout.QUOTE_FRAME_BYTES);
    expect(codes.MAX_FRAME_BYTES).toBeLessThan(layout.INPUT_BUFFER_BYTES);
  });

  it('does not use a code twice', () => {
    const values = Object.entries(codes)
      .filter(([name]) => /^(REJECT|DROP|LIMIT)_/.test(name))
      .map(([, value]) => value)
      .filter((value) => value !== 0);
    expect(new Set(values).size).toBe(values.length);
  });
});
