/** The kernel against the oracle, frame by frame, over drawn books and drawn streams. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { opcodeOf } from '../oracle/driver.js';
import type { Frame } from '../oracle/index.js';
import {
  expectSameExposure,
  expectSamePosition,
  expectSameResult,
  expectSameRisk,
  MoneyScale,
  NearTie,
} from './compare.js';
import { expectSameLadder, GuardScale } from './compare-guards.js';
import { runs } from './draws.js';
import { BookEngine, OracleEngine } from './engine.js';
import { arbitraryEvents, writeFrames } from './events.js';
import { LotScale } from './lot-scale.js';
import { arbitraryBookSetup, type Setup } from './setup.js';

const RUNS = 500;
const EVENTS = 160;
/** Share of frames whose rounding the last bit decides. */
const TIES_MAX = 1e-4;

const counts = {
  frames: 0,
  applied: 0,
  quotes: 0,
  nearTies: 0,
  tables: 0,
  loadings: 0,
  orders: 0,
  exposures: 0,
  rungs: 0,
  leans: 0,
  doubts: 0,
};

describe('the engine and the oracle', () => {
  afterAll(() => {
    // A property over streams that are mostly refused would prove little.
    expect(counts.applied).toBeGreaterThan(counts.frames * 0.6);
    expect(counts.quotes).toBeGreaterThan(counts.frames * 0.1);
    expect(counts.tables).toBeGreaterThan(0);
    expect(counts.loadings).toBeGreaterThan(0);
    expect(counts.orders).toBeGreaterThan(0);
    expect(counts.exposures).toBeGreaterThan(0);
    expect(counts.rungs).toBeGreaterThan(0);
    expect(counts.leans).toBeGreaterThan(0);
    expect(counts.doubts).toBeGreaterThan(0);
    expect(counts.nearTies).toBeLessThanOrEqual(Math.max(3, counts.frames * TIES_MAX));
  });

  it('agree on every frame', () => {
    fc.assert(
      fc.property(arbitraryBookSetup, arbitraryEvents(EVENTS), (setup, run) => {
        compareRun(setup, writeFrames(setup, run));
      }),
      runs(RUNS),
    );
  });
});

interface Scales {
  readonly scale: MoneyScale;
  readonly lots: LotScale;
  readonly guards: GuardScale;
  /** Underlyings of the setup. */
  readonly rows: number;
}

function compareRun(setup: Setup, frames: readonly Frame[]): void {
  const engine = new BookEngine(setup);
  const oracle = new OracleEngine(setup);
  const scale = new MoneyScale();
  const lots = new LotScale();
  const guards = new GuardScale(scale, lots);
  try {
    for (const frame of frames)
      compareFrame(engine, oracle, frame, { scale, lots, guards, rows: setup.underlyings.length });
  } catch (error) {
    if (!(error instanceof NearTie)) throw error;
    // From here on the published quotes may differ for ever.
    counts.nearTies += 1;
  }
}

/** How much of guards the streams have met. */
function countGuards({ book: { ladder, now } }: OracleEngine): void {
  if (ladder.guards.some(({ rung }) => rung > 0)) counts.rungs += 1;
  if (ladder.guards.some(({ lean }) => lean > 0)) counts.leans += 1;
  if (ladder.doubts.isAnyDoubted(now)) counts.doubts += 1;
}

function compareFrame(
  engine: BookEngine,
  oracle: OracleEngine,
  frame: Frame,
  { scale, lots, guards, rows }: Scales,
): void {
  const before = engine.stateHash();
  const expected = oracle.apply(frame);
  const actual = engine.apply(frame);
  counts.frames += 1;
  if (expected.code !== 0) {
    expectSameResult(actual, expected, oracle.book, scale.book);
    expect(engine.stateHash()).toBe(before);
    return;
  }
  counts.applied += 1;
  if (frame[0] === opcodeOf('setTable')) counts.tables += 1;
  if (frame[0] === opcodeOf('setFactorLoadings')) counts.loadings += 1;
  if (frame[0] === opcodeOf('checkOrder')) counts.orders += 1;
  counts.quotes += expected.outputs.length;
  scale.update(oracle.book);
  lots.update(oracle.book);
  guards.update(oracle.book);
  expectSameLadder(engine.ladder(), oracle.book, guards);
  countGuards(oracle);
  expectSameResult(actual, expected, oracle.book, scale.book);
  expectSameRisk(engine.risk(), oracle.risk(), scale.book);
  for (let row = 0; row < rows; row++) {
    const expectedExposure = oracle.exposure(row);
    if (expectedExposure.grossNotional !== 0) counts.exposures += 1;
    const allowed = lots.of(row, oracle.book, scale.book);
    expectSameExposure(engine.exposure(row), expectedExposure, allowed);
  }
  for (const instrument of oracle.book.instruments) {
    if (instrument === undefined) continue;
    const { index } = instrument;
    expectSamePosition(engine.position(index), oracle.position(index), scale.of(index));
  }
}
