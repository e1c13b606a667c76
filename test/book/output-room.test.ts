/** The output buffer: a frame is applied when all that it can cause fits, and never writes beyond the end. */
import { describe, expect, it } from 'vitest';
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import { openRegion } from '../../src/book/index.js';
import { validateConfiguration } from '../../src/config/index.js';
import { encodeFrame, type InputFrameName } from '../../src/frames/index.js';
import type { BookRegion } from '../../src/kernel/index.js';

const INSTRUMENTS = 1024;
const MID = 1_000_000_000;
const START_US = 1_700_000_000_000_000;

/** A book in which nobody drains, with a guard of every instrument that stops it. */
function stoppedBook(): BookRegion {
  const instruments = Array.from({ length: INSTRUMENTS }, (_, index) => ({
    symbol: `I${index}`,
    contract: 'linear',
    base: `I${index}`,
    settle: 'USD',
    tickSize: 0.01,
    lotSize: 0.1,
    quoting: { size: 1_000_000, requoteThresholdBps: 0 },
    inventory: { maxPosition: 1_000_000_000 },
    model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
    risk: { maxAgeSeconds: null, collarBps: null },
  }));
  return openRegion(
    validateConfiguration({
      book: {
        reportingAsset: 'USD',
        capacity: { instruments: INSTRUMENTS, assets: INSTRUMENTS + 1, guards: INSTRUMENTS },
        ladder: { holdSeconds: 0 },
      },
      assets: [{ symbol: 'USD', balance: 1e9 }],
      instruments,
      guards: instruments.map(({ symbol }) => ({
        measure: 'position',
        instrument: symbol,
        hard: 1,
      })),
    }),
  );
}

function apply(
  region: BookRegion,
  name: InputFrameName,
  values: (number | string | null)[],
): number {
  const frame = encodeFrame(name, 0, START_US, values);
  region.bytes.set(frame, region.input);
  region.kernel.applyFrames(region.book, region.input, region.input + frame.length, 1);
  return region.integer(region.book + at.IO_LAST_CODE);
}

const left = (region: BookRegion): number =>
  region.integer(region.book + at.IO_OUTPUT_LIMIT) - region.integer(region.book + at.IO_OUTPUT_END);

describe('the output buffer', () => {
  it('has room for an operator who resets every guard when nobody drains', () => {
    const region = stoppedBook();
    for (let index = 0; index < INSTRUMENTS; index++) {
      apply(region, 'bookTicker', [index, MID - 1, MID + 1, 1, 1]);
      apply(region, 'position', [index, 100_000_000, MID]);
    }
    let mid = MID;
    while (apply(region, 'bookTicker', [1, mid - 1, mid + 1, 1, 1]) === code.APPLIED)
      mid += 1_000_000;
    expect(region.integer(region.book + at.IO_LAST_CODE)).toBe(code.REJECT_OUTPUT_FULL);
    const before = left(region);
    expect(apply(region, 'tradingState', [null, code.STATE_ACTIVE, 'reset'])).toBe(code.APPLIED);
    expect(left(region)).toBeGreaterThanOrEqual(0);
    // It told rungs and quotes of all.
    expect(before - left(region)).toBeGreaterThan(INSTRUMENTS * 64);
  });
});
