/** The kernel against the oracle, frame by frame, over drawn books and drawn streams. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from './draws.js';
import { Counts, EqualityRun } from './equality-run.js';
import { arbitraryEvents, writeFrames } from './events.js';
import { arbitraryOptionSetup } from './option-setup.js';
import { arbitraryBookSetup, type Setup } from './setup.js';

const RUNS = 500;
const OPTION_RUNS = 100;
const EVENTS = 160;
/** Share of frames whose rounding the last bit decides. */
const TIES_MAX = 1e-4;

describe('the engine and the oracle', () => {
  it('agree on every frame', () => {
    const counts = compareRuns(arbitraryBookSetup, RUNS);
    for (const name of ['tables', 'loadings', 'orders', 'exposures'] as const) {
      expect(counts[name], name).toBeGreaterThan(0);
    }
    for (const name of ['rungs', 'leans', 'doubts'] as const) {
      expect(counts[name], name).toBeGreaterThan(0);
    }
  });

  it('agree on every frame of books with options', () => {
    const counts = compareRuns(arbitraryOptionSetup, OPTION_RUNS);
    expect(counts.priced).toBeGreaterThan(0);
    expect(counts.held).toBeGreaterThan(0);
  });
});

function compareRuns(setups: fc.Arbitrary<Setup>, count: number): Counts {
  const counts = new Counts();
  fc.assert(
    fc.property(setups, arbitraryEvents(EVENTS), (setup, run) => {
      new EqualityRun(setup, counts).compare(writeFrames(setup, run));
    }),
    runs(count),
  );
  // A property over streams that are mostly refused would prove little.
  expect(counts.applied).toBeGreaterThan(counts.frames * 0.6);
  expect(counts.quotes).toBeGreaterThan(counts.frames * 0.1);
  expect(counts.nearTies).toBeLessThanOrEqual(Math.max(3, counts.frames * TIES_MAX));
  return counts;
}
