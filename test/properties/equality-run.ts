/** The kernel against the oracle, frame by frame. */
import { expect } from 'vitest';
import { HEDGE_UNCONFIRMED } from '../../assembly/codes.js';
import { OP_HEDGE, OP_LIMIT_EVENT } from '../../assembly/opcodes.js';
import { codeName } from '../../src/frames/index.js';
import { isCoinSettled } from '../oracle/chain.js';
import { opcodeOf } from '../oracle/driver.js';
import type { Frame, Instrument, OracleBook, OutputFrame } from '../oracle/index.js';
import {
  expectMoney,
  expectSameAction,
  expectSameExposure,
  expectSamePosition,
  expectSameResult,
  expectSameRisk,
  MoneyScale,
  NearTie,
} from './compare.js';
import { expectSameLadder, GuardScale } from './compare-guards.js';
import { BookEngine, OracleEngine } from './engine.js';
import { LotScale } from './lot-scale.js';
import type { Setup } from './setup.js';

/** How much the streams have met. */
export class Counts {
  frames = 0;
  applied = 0;
  quotes = 0;
  nearTies = 0;
  tables = 0;
  loadings = 0;
  orders = 0;
  exposures = 0;
  rungs = 0;
  leans = 0;
  doubts = 0;
  /** Frames after which an option has a price by the model, and one that is held. */
  priced = 0;
  held = 0;
  hedges = 0;
  unconfirmed = 0;
}

export class EqualityRun {
  readonly engine: BookEngine;
  readonly oracle: OracleEngine;
  readonly #scale = new MoneyScale();
  readonly #lots = new LotScale();
  readonly #guards = new GuardScale(this.#scale, this.#lots);
  readonly #rows: number;
  readonly #counts: Counts;
  /** Of the last frame. */
  outputs: readonly OutputFrame[] = [];

  constructor(setup: Setup, counts: Counts) {
    this.engine = new BookEngine(setup);
    this.oracle = new OracleEngine(setup);
    this.#rows = setup.underlyings.length;
    this.#counts = counts;
  }

  /** Compares until the end, or until the last bit of some number decided. */
  compare(frames: readonly Frame[]): void {
    this.follow(() => frames);
  }

  /** The same of frames that may depend on what was answered. */
  follow(frames: () => Iterable<Frame>): void {
    try {
      for (const frame of frames()) this.#compareFrame(frame);
    } catch (error) {
      if (!(error instanceof NearTie)) throw error;
      // From here on the published quotes may differ for ever.
      this.#counts.nearTies += 1;
    }
  }

  #compareFrame(frame: Frame): void {
    const { engine, oracle } = this;
    const before = engine.stateHash();
    const expected = oracle.apply(frame);
    const actual = engine.apply(frame);
    this.#counts.frames += 1;
    this.outputs = expected.outputs;
    if (expected.code !== 0) {
      expectSameResult(actual, expected, oracle.book, this.#scale.book);
      expect(engine.stateHash()).toBe(before);
      return;
    }
    this.#count(frame, expected.outputs);
    this.#scale.update(oracle.book);
    this.#lots.update(oracle.book);
    this.#guards.update(oracle.book);
    expectSameLadder(engine.ladder(), oracle.book, this.#guards);
    expectSameResult(actual, expected, oracle.book, this.#scale.book);
    expectSameRisk(engine.risk(), oracle.risk(), this.#scale.book);
    this.#compareExposures();
    this.#compareHedges();
    for (const instrument of oracle.book.instruments) {
      if (instrument !== undefined) this.#comparePosition(instrument);
    }
  }

  #compareExposures(): void {
    const { engine, oracle } = this;
    for (let row = 0; row < this.#rows; row++) {
      const expected = oracle.exposure(row);
      if (expected.grossNotional !== 0) this.#counts.exposures += 1;
      if (expected.vega !== 0) this.#counts.held += 1;
      const allowed = this.#lots.of(row, oracle.book, this.#scale.book);
      expectSameExposure(engine.exposure(row), expected, allowed);
    }
  }

  #compareHedges(): void {
    const { engine, oracle } = this;
    const { hedger } = oracle.book;
    for (let row = 0; row < Math.min(this.#rows, hedger.rows); row++) {
      const expected = hedger.hedge(row);
      const actual = engine.book.explainHedge(row);
      const { base, collateral } = this.#lots.of(row, oracle.book, this.#scale.book);
      const action = codeName(expected.action, 'hedge');
      expectSameAction(actual.action, action, oracle.book, base + collateral);
      expectMoney('hedged delta', actual.delta, expected.delta, 10 * (base + collateral));
    }
    const open = [...hedger.flights].flatMap(([index, { open, state, inFlight, expected }]) => {
      if (open === null) return [];
      const filled = Math.abs(open.lots - inFlight);
      return [[index, open.id, Math.abs(open.lots), filled, state.toUpperCase(), expected]];
    });
    open.sort((one, other) => Number(one[0]) - Number(other[0]));
    const actual = engine.book
      .hedges()
      .map((one) => [
        one.instrument,
        one.hedgeId,
        one.sizeLots,
        one.filledLots,
        one.state,
        one.expectedLots,
      ]);
    expect(actual).toEqual(open);
  }

  #comparePosition(instrument: Instrument): void {
    const { engine, oracle } = this;
    const { index, option } = instrument;
    const allowed = this.#scale.of(index);
    const premium = premiumScale(oracle.book, instrument);
    expectSamePosition(engine.position(index), oracle.position(index), allowed, premium);
    if (option === null) return;
    if (option.priced.volatility > 0) this.#counts.priced += 1;
    const report = engine.option(index);
    const expected = oracle.option(index);
    const scale = Math.max(1, option.strike, expected.price);
    expect(Math.abs(report.volatility - expected.volatility)).toBeLessThanOrEqual(
      1e-12 * expected.volatility,
    );
    expect(Math.abs(report.price - expected.price)).toBeLessThanOrEqual(1e-12 * scale);
    expect(Math.abs(report.priceNow - expected.priceNow)).toBeLessThanOrEqual(1e-12 * scale);
    expect(Math.abs(report.delta - expected.delta)).toBeLessThanOrEqual(
      1e-12 * Math.max(1, Math.abs(expected.delta)),
    );
  }

  #count(frame: Frame, outputs: readonly OutputFrame[]): void {
    const counts = this.#counts;
    const { ladder, now } = this.oracle.book;
    counts.applied += 1;
    counts.quotes += outputs.length;
    for (const [opcode, , , , limit] of outputs) {
      if (opcode === OP_HEDGE) counts.hedges += 1;
      if (opcode === OP_LIMIT_EVENT && limit === HEDGE_UNCONFIRMED) counts.unconfirmed += 1;
    }
    if (frame[0] === opcodeOf('setTable')) counts.tables += 1;
    if (frame[0] === opcodeOf('setFactorLoadings')) counts.loadings += 1;
    if (frame[0] === opcodeOf('checkOrder')) counts.orders += 1;
    if (ladder.guards.some(({ rung }) => rung > 0)) counts.rungs += 1;
    if (ladder.guards.some(({ lean }) => lean > 0)) counts.leans += 1;
    if (ladder.doubts.isAnyDoubted(now)) counts.doubts += 1;
  }
}

/** Size of what the premium is a difference of, in its currency: the strike, of a coin option in coins. */
function premiumScale({ derivatives }: OracleBook, instrument: Instrument): number {
  const { option } = instrument;
  if (option === null) return 0;
  const row = derivatives.expiries[option.expiry]?.underlying ?? 0;
  const coin = derivatives.underlyings[row]?.reference?.index ?? 1;
  const strike = isCoinSettled(instrument) ? option.strike / coin : option.strike;
  return Math.max(strike, option.priced.greeks.price);
}
