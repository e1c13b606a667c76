/** What the gate allowed never takes a book beyond its hard limits, whatever is filled, late or cancelled. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STATE_REDUCING } from '../../assembly/codes.js';
import { EPOCH } from '../oracle/driver.js';
import { Draws, draws, runs } from './draws.js';
import { BookEngine, type Engine, OracleEngine } from './engine.js';
import { GateVenue } from './gate-venue.js';
import { arbitraryBookSetup, type InstrumentSetup, type Setup } from './setup.js';

const STEPS = 120;
const DRAWS_PER_STEP = 12;
const MID = 10_000;
/** Quote currency of a lot: unit 0.1, tick 0.5. */
const LOT_VALUE = 0.1 * 0.5 * MID;
const UNIT = 0.1;

const engines: [string, (setup: Setup) => Engine, number][] = [
  ['engine', (setup) => new BookEngine(setup), 120],
  ['oracle', (setup) => new OracleEngine(setup), 40],
];

const arbitraryRun = fc.record({
  limits: fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 2, maxLength: 3 }),
  /** Share of the position limit that the notional limit is. */
  notional: fc.constantFrom(null, 0.7, 2),
  delay: fc.integer({ min: 0, max: 8 }),
  reporting: fc.constantFrom(0, 0.1, 0.5),
  /** Hard limit of the delta they share, in lots of the first. */
  shared: fc.constantFrom(null, 20, 150),
  isQuoting: fc.boolean(),
  steps: fc.array(draws(DRAWS_PER_STEP), { minLength: STEPS / 2, maxLength: STEPS, size: 'max' }),
});

type Run = typeof arbitraryRun extends fc.Arbitrary<infer Value> ? Value : never;

/** Any of the drawn instruments, with terms that the limits are simple in. */
function setupOf(drawn: Setup, { limits, notional, isQuoting }: Run): Setup {
  const first = drawn.instruments[0];
  if (first === undefined) throw new Error('no instrument');
  const one = (maxPositionLots: number): InstrumentSetup => ({
    ...first,
    contract: 1,
    settleAsset: 0,
    feeAsset: 0,
    lotSize: UNIT,
    multiplier: 1,
    tickSize: 0.5,
    midTicks: MID,
    minLots: 1,
    minNotional: 0,
    quoteLots: Math.ceil(maxPositionLots / 4),
    model: { type: 'linear', halfSpreadBps: 10, volatilityMultiplier: 0, inventorySkewBps: 5 },
    targetLots: 0,
    maxPositionLots,
    maxNotional: notional === null ? null : notional * maxPositionLots * LOT_VALUE,
    maxAgeSeconds: null,
    // Without quotes: the half-spread, less the largest skew, is further away than this.
    collarBps: isQuoting ? null : 0.1,
    maxSkewBps: 5,
    wallSkewBps: 0,
    microWeight: 0,
    minHalfSpreadBps: 10,
    maxHalfSpreadBps: 500,
  });
  const none = { lossReduce: null, lossHalt: null, drawdownReduce: null, drawdownHalt: null };
  return {
    ...drawn,
    assets: drawn.assets.map((asset) => ({ ...asset, rateInstrument: null })),
    limits: { ...none, maxGrossNotional: null, recoverRatio: 1 },
    factors: null,
    underlyings: [{ collateral: null, follows: null, initialIndex: MID * 0.5 }],
    underlyingOf: limits.map(() => 0),
    instruments: limits.map(one),
  };
}

function start(create: (setup: Setup) => Engine, drawn: Setup, run: Run): GateVenue {
  const { limits, shared, delay, reporting } = run;
  const size = Math.max(...limits);
  const engine = create(setupOf(drawn, run));
  const settings = { delay, reporting, mid: MID, size };
  const venue = new GateVenue(engine, limits.length, EPOCH, settings);
  if (shared !== null) venue.send('setGuard', 0, 2, 0, 3, null, shared * UNIT, 0, 0, 1, 1, 1, 0);
  for (const { index } of venue.desks) venue.send('bookTicker', index, MID - 1, MID + 1, 5, 5);
  return venue;
}

function hardLimit(lots: number, { notional }: Run): number {
  return Math.min(lots, Math.floor(((notional ?? 1) * lots * LOT_VALUE) / LOT_VALUE));
}

describe.each(engines)('orders at the gate of the %s', (_, create, count) => {
  it('never get past a hard limit, and close without a flip', () => {
    const seen = { fills: 0, allowed: 0, beyond: 0 };
    fc.assert(
      fc.property(arbitraryBookSetup, arbitraryRun, (drawn, run) => {
        const venue = start(create, drawn, run);
        for (const row of run.steps) {
          venue.step(new Draws(row));
          expectWithinLimits(venue, run);
          for (const one of venue.allowed) {
            seen.allowed += 1;
            // What is reduce-only leaves a position on its side even when all others are filled.
            if (one.reduceOnly) expect(one.before + one.lots).toBeLessThanOrEqual(0);
            if (one.lots > Math.max(0, -one.before)) {
              seen.beyond += 1;
              expectWithinShared(venue, run, one.isBuy);
            }
          }
        }
        seen.fills += venue.fills;
      }),
      runs(count),
    );
    // They must have traded, or this says nothing.
    expect(seen.fills).toBeGreaterThan(10 * count);
    expect(seen.beyond).toBeGreaterThan(10 * count);
    expect(seen.allowed).toBeGreaterThan(seen.beyond);
  });

  it('never grow and never flip a position while REDUCING', () => {
    let fills = 0;
    const arbitraryStart = fc.constantFrom(-1, 1, -0.7, 0.7, 0.2);
    fc.assert(
      fc.property(arbitraryBookSetup, arbitraryRun, arbitraryStart, (drawn, run, from) => {
        const venue = start(create, drawn, run);
        venue.send('tradingState', null, STATE_REDUCING, 'test');
        // Quotes of before are gone when the command has arrived.
        for (const desk of venue.desks) {
          for (const side of [desk.bid, desk.ask]) side.amends.length = 0;
          desk.position = Math.round(from * (run.limits[desk.index] ?? 1));
          venue.send('position', desk.index, desk.position, MID);
          venue.report(desk);
        }
        const starts = venue.desks.map(({ position }) => position);
        for (const row of run.steps) {
          const before = venue.desks.map(({ position }) => position);
          venue.step(new Draws(row));
          venue.desks.forEach(({ position }, index) => {
            expect(Math.abs(position)).toBeLessThanOrEqual(Math.abs(before[index] ?? 0));
            expect(position * (starts[index] ?? 0)).toBeGreaterThanOrEqual(0);
          });
        }
        fills += venue.fills;
      }),
      runs(count),
    );
    expect(fills).toBeGreaterThan(count);
  });
});

function expectWithinLimits({ desks }: GateVenue, run: Run): void {
  for (const desk of desks) {
    const limit = hardLimit(run.limits[desk.index] ?? 0, run);
    expect(desk.worst(true)).toBeLessThanOrEqual(limit);
    expect(desk.worst(false)).toBeLessThanOrEqual(limit);
  }
}

/** Quotes are no orders that were allowed: without them the delta that is shared holds as well. */
function expectWithinShared(
  { desks }: GateVenue,
  { shared, isQuoting }: Run,
  isBuy: boolean,
): void {
  if (shared === null || isQuoting) return;
  const sum = desks.reduce((total, desk) => total + desk.worst(isBuy), 0);
  expect(sum * UNIT).toBeLessThanOrEqual(shared * UNIT * (1 + 1e-12));
}
