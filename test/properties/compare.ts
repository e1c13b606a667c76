/** Holds what the engine says against what the oracle says. */
import { expect } from 'vitest';
import { LIMIT_OPERATOR, LIMIT_RECOVERED } from '../../assembly/codes.js';
import {
  OP_HEDGE,
  OP_LADDER,
  OP_LIMIT_EVENT,
  OP_ORDER_VERDICT,
  OP_QUOTE,
  OP_REJECT,
  OP_RISK_STATE,
} from '../../assembly/opcodes.js';
import {
  BUCKETS,
  type Exposure,
  type OracleBook,
  type OracleResult,
  type OutputFrame,
  toNumber,
} from '../oracle/index.js';
import type { PositionFacts, RiskFacts } from './engine.js';

/** Relative to the sum of the magnitudes that went into a number. */
export const MONEY_TOLERANCE = 1e-12;

const PREMIUM_TOLERANCE = 1e-11;

const TIE = 1e-9;

/** Output frames that differ only where an unrounded number is within 1e-9 of a boundary. */
export class NearTie extends Error {}

/** @throws NearTie when the difference is a rounding tie, an assertion error otherwise. */
export function expectSameResult(
  actual: OracleResult,
  expected: OracleResult,
  oracle: OracleBook,
  scale: number,
): void {
  expect(actual.code).toBe(expected.code);
  const ours = actual.outputs.map((frame) => comparable(frame));
  const theirs = expected.outputs.map((frame) => comparable(frame));
  if (ours.length === theirs.length && ours.every((row, i) => sameRow(row, theirs[i], scale))) {
    return;
  }
  const frames = [...actual.outputs, ...expected.outputs];
  if (frames.some((frame) => isNearLimit(frame, scale))) throw new NearTie();
  if (oracle.hedger.compared.some((pair) => isNearDecision(pair))) throw new NearTie();
  if (frames.some(isRecovery) && isNearRecovery(oracle, scale)) throw new NearTie();
  const involved = frames.filter((frame) => frame[0] === OP_QUOTE).map((frame) => Number(frame[3]));
  if (involved.some((instrument) => isNearTie(oracle, instrument))) throw new NearTie();
  expect(ours).toEqual(theirs);
}

/**
 * Leaves out what the contract does not define: the time of a reject (its frame may not have had a
 * readable one) and its numbers, the numbers beside an operator command or a recovery.
 */
function comparable(frame: OutputFrame): OutputFrame {
  switch (frame[0]) {
    case OP_REJECT:
      return [...frame.slice(0, 2), ...frame.slice(3, 6)];
    case OP_LADDER:
      // What it measured is compared with the guard itself.
      return [...frame.slice(0, 8), ...frame.slice(9)];
    case OP_HEDGE:
      // Delta before and after are compared with the decision itself.
      return [...frame.slice(0, 9), frame[11] ?? null];
    case OP_RISK_STATE: {
      const free = frame[6] === LIMIT_OPERATOR || frame[6] === LIMIT_RECOVERED;
      return free ? frame.slice(0, 7) : frame;
    }
    default:
      return frame;
  }
}

function sameRow(ours: OutputFrame, theirs: OutputFrame | undefined, scale: number): boolean {
  if (theirs === undefined || ours.length !== theirs.length) return false;
  const isMoney = ours[0] === OP_RISK_STATE || ours[0] === OP_LIMIT_EVENT;
  const isVerdict = ours[0] === OP_ORDER_VERDICT || ours[0] === OP_HEDGE;
  return ours.every((value, index) => {
    const other = theirs[index];
    if (value === other) return true;
    if (typeof value !== 'number' || typeof other !== 'number') return false;
    // Marks of options are as exact as their prices.
    if (isVerdict && index > 7)
      return Math.abs(value - other) <= PREMIUM_TOLERANCE * Math.abs(other);
    if (!isMoney || index < 7) return false;
    return Math.abs(value - other) <= MONEY_TOLERANCE * Math.max(scale, Math.abs(other));
  });
}

/** A state that changed because a measure is above its limit by no more than rounding. */
function isNearLimit(frame: OutputFrame, scale: number): boolean {
  const [opcode, , , , , , limit, measure, bound] = frame;
  if (opcode !== OP_RISK_STATE || limit === LIMIT_OPERATOR || limit === LIMIT_RECOVERED)
    return false;
  return Math.abs(Number(measure) - Number(bound)) <= MONEY_TOLERANCE * scale;
}

function isNearDecision([value, bound]: readonly [number, number], size = 0): boolean {
  return Math.abs(value - bound) <= TIE * Math.max(Math.abs(value), Math.abs(bound), size);
}

/**
 * What was decided on a hedge; `size` is that of what a delta is a sum of, in base units.
 *
 * @throws NearTie when rounding decided.
 */
export function expectSameAction(
  actual: string,
  expected: string,
  { hedger }: OracleBook,
  size: number,
): void {
  if (actual === expected) return;
  if (hedger.compared.some((pair) => isNearDecision(pair, size))) throw new NearTie();
  expect(actual).toBe(expected);
}

function isRecovery([opcode, , , , , , limit]: OutputFrame): boolean {
  return opcode === OP_RISK_STATE && limit === LIMIT_RECOVERED;
}

/** Whether a measure of the book is at the edge of its recover band by no more than rounding. */
function isNearRecovery({ ledger, limits, grossNotional }: OracleBook, scale: number): boolean {
  const measures = [
    [toNumber(ledger.dayOpen - ledger.equity), limits.lossReduce],
    [toNumber(ledger.peak - ledger.equity), limits.drawdownReduce],
    [grossNotional, limits.maxGrossNotional],
  ] as const;
  return measures.some(
    ([measure, bound]) =>
      Math.abs(measure - limits.recoverRatio * bound) <= MONEY_TOLERANCE * scale,
  );
}

/** Whether rounding, cutting or the requote gate was decided by the last bits. */
function isNearTie(oracle: OracleBook, index: number): boolean {
  const trace = oracle.traces[index];
  const { quoting, inventoryLimits, published, notionalFixed, notionalPerTick } =
    oracle.instrument(index);
  if (trace === undefined || quoting === null || inventoryLimits === null) return false;
  const perLot = notionalFixed + notionalPerTick * trace.fair;
  const growth = 1 + quoting.requoteSizeRatio;
  return [
    trace.rawBid,
    trace.rawAsk,
    trace.rawBidLots,
    trace.rawAskLots,
    inventoryLimits.maxNotional / perLot,
    quoting.requoteThresholdBps * 1e-4 * trace.fair,
    published.bidLots * growth,
    published.askLots * growth,
  ].some(
    (raw) => raw !== Math.round(raw) && Math.abs(raw - Math.round(raw)) <= TIE * Math.abs(raw),
  );
}

/** Largest magnitudes of money so far: what errors of rounding are measured against. */
export class MoneyScale {
  readonly #instruments: number[] = [];
  book = 0;

  update(oracle: OracleBook): void {
    const { ledger } = oracle;
    let sum = Math.abs(toNumber(ledger.capital));
    for (const bucket of BUCKETS) sum += Math.abs(toNumber(ledger.buckets[bucket]));
    for (const asset of ledger.assets) {
      if (asset !== undefined) sum += Math.abs(toNumber(asset.cash)) * asset.rate;
    }
    for (const instrument of oracle.instruments) {
      if (instrument === undefined) continue;
      const rate = ledger.asset(instrument.terms.settleAsset).rate;
      sum += this.#updateInstrument(oracle, instrument.index) * rate;
    }
    this.book = Math.max(this.book, sum);
  }

  /** Settle asset. */
  of(instrument: number): number {
    return this.#instruments[instrument] ?? 0;
  }

  #updateInstrument(oracle: OracleBook, index: number): number {
    const instrument = oracle.instrument(index);
    const scale = toNumber(instrument.valueScale);
    const { cost, realised, attribution, turnover, fees, funding } = instrument;
    let sum = toNumber(turnover) + Math.abs(toNumber(fees)) + Math.abs(toNumber(funding));
    for (const level of [cost, realised, ...Object.values(attribution)]) {
      sum += Math.abs(toNumber(level)) * scale;
    }
    if (instrument.q !== 0) {
      sum += Math.abs(toNumber(instrument.notional(instrument.q, instrument.mark)));
    }
    const largest = Math.max(this.of(index), sum);
    this.#instruments[index] = largest;
    return largest;
  }
}

/**
 * Every number of a report: counts and states exactly, money within the tolerance. `premiumScale` is the
 * size of what an option's premium is a difference of.
 */
export function expectSamePosition(
  actual: PositionFacts,
  expected: PositionFacts,
  scale: number,
  premiumScale = 0,
): void {
  for (const name of ['positionLots', 'state', 'fillCount', 'boughtLots', 'soldLots'] as const) {
    expect(actual[name], name).toBe(expected[name]);
  }
  for (const name of ['realised', 'unrealised', 'fees', 'funding', 'net', 'turnover'] as const) {
    expectMoney(name, actual[name], expected[name], scale);
  }
  for (const name of BUCKETS) {
    expectMoney(name, actual.attribution[name], expected.attribution[name], scale);
  }
  expectPrice('averageEntry', actual.averageEntry, expected.averageEntry);
  expectPrice('mark', actual.mark, expected.mark, premiumScale);
  expectMoney('normalisedInventory', actual.normalisedInventory, expected.normalisedInventory, 1);
}

export function expectSameRisk(actual: RiskFacts, expected: RiskFacts, scale: number): void {
  expect(actual.state).toBe(expected.state);
  expect(actual.timeNs).toBe(expected.timeNs);
  expect(actual.operatorReason).toBe(expected.operatorReason);
  expect(actual.counters).toEqual(expected.counters);
  const names = ['equity', 'capital', 'peakEquity', 'drawdown', 'lossToday', 'grossNotional'];
  for (const name of names as (keyof RiskFacts)[]) {
    expectMoney(name, Number(actual[name]), Number(expected[name]), scale);
  }
  for (const name of BUCKETS) {
    expectMoney(name, actual.attribution[name], expected.attribution[name], scale);
  }
}

/** How exact exposures must be: base units, coins of the account, quote currency. */
export interface ExposureScale {
  readonly base: number;
  readonly collateral: number;
  readonly quote: number;
  readonly options: OptionScale;
}

/** Largest sums of sizes of greeks so far. */
export interface OptionScale {
  readonly units: number;
  readonly gamma: number;
  readonly vega: number;
  readonly thetaPerDay: number;
  readonly vanna: number;
  readonly volga: number;
}

export function expectSameExposure(
  actual: Exposure,
  expected: Exposure,
  { base, collateral, quote, options }: ExposureScale,
): void {
  const names = ['index', 'contractDelta', 'worstUp', 'worstDown', 'netNotional', 'grossNotional'];
  const scales = [0, base, base + collateral, base + collateral, quote, quote];
  expectMoney('collateralDelta', actual.collateralDelta, expected.collateralDelta, collateral);
  for (const name of GREEKS) {
    expectMoney(name, actual[name], expected[name], options[name] * GREEK_TOLERANCE);
  }
  for (const name of ['worstVegaUp', 'worstVegaDown'] as const) {
    expectMoney(name, actual[name], expected[name], options.vega * GREEK_TOLERANCE);
  }
  const { optionNotional } = expected;
  if (optionNotional === null) expect(actual.optionNotional).toBeNull();
  else expectMoney('notional', Number(actual.optionNotional), optionNotional, quote);
  for (const [place, name] of (names as (keyof Exposure)[]).entries()) {
    const [ours, theirs] = [actual[name], expected[name]];
    if (ours === null || theirs === null) expect(ours, name).toBe(theirs);
    else expectMoney(name, ours, theirs, scales[place] ?? 0);
  }
}

const GREEKS = ['gamma', 'vega', 'thetaPerDay', 'vanna', 'volga'] as const;
/** Far from the money a greek is a difference of what is larger. */
export const GREEK_TOLERANCE = 100;

export function expectMoney(name: string, actual: number, expected: number, scale: number): void {
  if (Math.abs(actual - expected) <= MONEY_TOLERANCE * scale) return;
  expect.fail(`${name}: ${actual} is not ${expected} within ${MONEY_TOLERANCE} of ${scale}`);
}

function expectPrice(
  name: string,
  actual: number | null,
  expected: number | null,
  least = 0,
): void {
  if (actual === null || expected === null) expect(actual, name).toBe(expected);
  else expectMoney(name, actual, expected, Math.max(least, Math.abs(expected)));
}
