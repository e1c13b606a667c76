/**
 * Hedges: one at a time, none while halted, none twice for what is under way. What the engine may expect of a
 * position is not known for sure once reports contradict fills, so every value it may hold is followed.
 */
import type { Instrument } from './account.js';
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Row, Value } from './reader.js';
import { require } from './violation.js';

const FLATTEN = 148;
const UNCONFIRMED = 152;
const QUANTO = 3;
const MOST_CANDIDATES = 4;

/** Whether a frame says the mark of its instrument, and so the index that follows it. */
function saysMark(opcode: number, { markSource }: Instrument, wasMarked: boolean): boolean {
  if (opcode === 16) return markSource !== 'frame';
  if (opcode === 20 || opcode === 22) return !wasMarked && markSource !== 'none';
  return opcode === 18 || opcode === 25;
}

interface Lane {
  maxLots: number;
  settleNs: number;
  confirmNs: number;
  /** Positions that may be expected; empty: not followed any more. */
  expected: number[];
  inFlight: number;
  /** Lots that were owed when time ran out. */
  doubtful: number;
  open: { readonly id: number; readonly lots: number; sent: bigint } | null;
  quiet: bigint;
  /** A `limitEvent` said that the open hedge was not heard of in time. */
  overdue: boolean;
}

interface Underlying {
  follows: number | null;
  hasCollateral: boolean;
  index: number;
  mode: number;
  target: number;
  halfWidth: number;
}

export class Hedges {
  readonly #lanes = new Map<number, Lane>();
  readonly #underlyings = new Map<number, Underlying>();
  #expiries = new Map<number, number>();
  #lastId = 0;
  #now = 0n;

  constructor(
    readonly ledger: Ledger,
    readonly limits: Limits,
  ) {}

  input(row: Row): void {
    const { opcode, fields, timeNs } = row;
    this.#now = timeNs;
    for (const lane of this.#lanes.values()) this.#tend(lane);
    const index = Number(fields[0]);
    const one = this.ledger.instrument(index);
    if (opcode === 34) this.#define(fields);
    if (opcode === 36) this.#expiries.set(index, Number(fields[1]));
    if (opcode === 35 && one !== undefined) one.underlying = Number(fields[1]);
    if (opcode === 37 && one !== undefined) {
      one.underlying = this.#expiries.get(Number(fields[1])) ?? null;
    }
    if (opcode === 40) this.#setHedge(fields);
    if (opcode === 41 && one !== undefined) this.#setInstrument(one, fields);
    if (opcode === 48) this.#setIndex(index, Number(fields[1]));
    if (opcode === 52) this.#result(index, Number(fields[1]), Number(fields[2]));
  }

  /** After the ledger has booked. @param before lots */
  moved(row: Row, before: number, wasMarked: boolean): void {
    const one = this.ledger.instrument(Number(row.fields[0]));
    if (one === undefined) return;
    if (saysMark(row.opcode, one, wasMarked)) this.#follow(one);
    const lane = this.#lanes.get(one.index);
    if (lane === undefined) return;
    const change = one.position - before;
    if (row.opcode === 20) this.#fill(lane, change, row.fields[6] === 1);
    if (row.opcode === 25 && change !== 0) this.#fill(lane, change, false);
    if (row.opcode === 22) this.#expect(lane, one.position);
  }

  /** A `hedge` frame. */
  output({ fields }: Row): void {
    const [id = 0, index = 0, side, lots = 0, , , deltaBefore = 0, deltaAfter = 0, reason] =
      fields.map(Number);
    const one = this.ledger.instrument(index);
    const facts = { id, index, side, lots, deltaBefore, deltaAfter, reason };
    require('hedge ids count up', id === this.#lastId + 1, { ...facts, last: this.#lastId });
    this.#lastId = id;
    if (one === undefined) return;
    const signed = side === 0 ? lots : -lots;
    const lane = this.#lanes.get(index) ?? this.#track(one);
    const state = Math.max(one.state, this.limits.bookState);
    require('a hedge has lots', lots >= 1 && lots <= lane.maxLots, {
      ...facts,
      maxLots: lane.maxLots,
    });
    this.#requireIdle(lane, facts);
    if (reason !== FLATTEN) {
      require('nothing is hedged while halted', state < 2, { ...facts, state });
      this.#requireRoom(one, lane, signed, state, facts);
      this.#requireExposure(one, deltaBefore, deltaAfter, facts);
    }
    lane.expected = lane.expected.map((lotsNow) => lotsNow + signed);
    lane.inFlight = signed;
    lane.open = { id, lots: signed, sent: this.#now };
    lane.overdue = false;
    lane.quiet = this.#now;
  }

  /** A `limitEvent` frame. */
  overdue({ fields }: Row): void {
    if (Number(fields[1]) !== UNCONFIRMED) return;
    const index = Number(fields[0]);
    const lane = this.#lanes.get(index);
    const waited = lane?.open ? Number(this.#now - lane.open.sent) : 0;
    const isDue = lane !== undefined && lane.inFlight !== 0 && waited > lane.confirmNs;
    require('an overdue hedge is one', isDue, { index, waited, lane });
    if (lane !== undefined) lane.overdue = true;
  }

  #requireIdle(lane: Lane, facts: Record<string, unknown>): void {
    const { open, quiet, settleNs, inFlight } = lane;
    const isSettled = inFlight === 0 && Number(this.#now - quiet) >= settleNs;
    require('one hedge is open per instrument', open === null || isSettled, { ...facts, open });
    const isReleased = open !== null || inFlight === 0 || Number(this.#now - quiet) >= settleNs;
    require('no hedge before what is owed has arrived', isReleased, { ...facts, inFlight });
  }

  #requireRoom(one: Instrument, lane: Lane, signed: number, state: number, facts: object): void {
    if (lane.expected.length === 0) return;
    const fits = lane.expected.some((expected) => {
      const after =
        signed > 0 ? expected + one.openBuy + signed : -(expected - one.openSell + signed);
      return after <= (state === 1 ? 0 : one.maxPosition);
    });
    const { openBuy, openSell, maxPosition } = one;
    const known = { ...facts, expected: lane.expected, openBuy, openSell, maxPosition, state };
    require('a hedge fits beside everything that is open', fits, known);
  }

  /** The exposure that was decided on is that of what is held and under way. */
  #requireExposure(
    one: Instrument,
    before: number,
    after: number,
    facts: Record<string, unknown>,
  ): void {
    const row = one.underlying;
    const underlying = row === null ? undefined : this.#underlyings.get(row);
    if (underlying === undefined || underlying.hasCollateral) return;
    const parts = [...this.ledger.instruments.values()].filter((other) => other.underlying === row);
    if (parts.some((other) => other.isOption || other.contract === QUANTO)) return;
    let sums = [0];
    let scale = 0;
    for (const other of parts) {
      const known = this.#lanes.get(other.index)?.expected ?? [other.position];
      if (known.length === 0) return;
      const perLot = other.inverse ? other.unit / underlying.index : other.unit;
      sums = sums.flatMap((sum) => known.map((lots) => sum + (lots === 0 ? 0 : lots * perLot)));
      scale = Math.max(scale, ...known.map((lots) => (lots === 0 ? 0 : Math.abs(lots * perLot))));
      if (sums.length > 256) return;
    }
    const slack = 1e-9 * Math.max(scale, Math.abs(before)) + 1e-9;
    const isKnown = sums.some((sum) => Math.abs(sum - before) <= slack);
    require('a hedge counts what is under way', isKnown, { ...facts, sums });
    if (underlying.mode === 4) return;
    const distance = (delta: number): number => Math.abs(delta - underlying.target);
    const isNearer = distance(after) <= distance(before) + slack;
    require('a hedge brings the exposure nearer to its target', isNearer, facts);
    if (underlying.mode !== 1) return;
    const isOutside = distance(before) > underlying.halfWidth - slack;
    require('nothing is hedged inside the band', isOutside, { ...facts, ...underlying });
  }

  /** What passing time may have ended by now; the engine looks at its next decision only. */
  #tend(lane: Lane): void {
    if (Number(this.#now - lane.quiet) < lane.settleNs) return;
    if (lane.inFlight === 0) Object.assign(lane, { open: null, overdue: false });
    else if (lane.open === null) {
      lane.doubtful = lane.inFlight;
      lane.inFlight = 0;
    }
  }

  #fill(lane: Lane, lots: number, isHedge: boolean): void {
    // Whether the engine still waited for this depends on when it last looked.
    if (isHedge && lots * lane.doubtful > 0) lane.expected = [];
    const isOwn = isHedge && lots * lane.inFlight > 0;
    const arrived = isOwn ? Math.sign(lots) * Math.min(Math.abs(lots), Math.abs(lane.inFlight)) : 0;
    lane.inFlight -= arrived;
    lane.expected = lane.expected.map((expected) => expected + (lots - arrived));
    lane.quiet = this.#now;
  }

  #result(index: number, id: number, filled: number): void {
    const lane = this.#lanes.get(index);
    if (lane?.open === null || lane === undefined) return;
    require('a result is of the open hedge', lane.open.id === id, {
      index,
      id,
      open: lane.open.id,
    });
    const arrived = lane.open.lots - lane.inFlight;
    const total = Math.sign(lane.open.lots) * Math.max(Math.abs(filled), Math.abs(arrived));
    const owed = total - arrived;
    lane.expected = lane.expected.map((expected) => expected - (lane.inFlight - owed));
    lane.inFlight = owed;
    lane.open = null;
    lane.overdue = false;
    lane.quiet = this.#now;
  }

  /** A value that may be expected from now on. */
  #expect(lane: Lane, lots: number): void {
    if (lane.expected.length === 0 || lane.expected.includes(lots)) return;
    lane.expected.push(lots);
    if (lane.expected.length > MOST_CANDIDATES) lane.expected = [];
  }

  #setInstrument(one: Instrument, fields: readonly Value[]): void {
    const lane = this.#lanes.get(one.index) ?? this.#track(one);
    lane.maxLots = Number(fields[5]);
    lane.settleNs = Number(fields[6]) * 1e9;
    lane.confirmNs = Number(fields[7]) * 1e9;
    // An overdue hedge is forgotten, and the position taken as it stands.
    if (!lane.overdue) return;
    Object.assign(lane, { expected: [one.position], inFlight: 0, doubtful: 0, overdue: false });
    lane.open = null;
    lane.quiet = this.#now;
  }

  #track(one: Instrument): Lane {
    const lane: Lane = {
      ...{ maxLots: Number.POSITIVE_INFINITY, settleNs: 2e9, confirmNs: 10e9 },
      ...{
        expected: [one.position],
        inFlight: 0,
        doubtful: 0,
        open: null,
        quiet: this.#now,
        overdue: false,
      },
    };
    this.#lanes.set(one.index, lane);
    return lane;
  }

  #define(fields: readonly Value[]): void {
    const row = Number(fields[0]);
    const known = this.#underlyings.get(row);
    this.#underlyings.set(row, {
      follows: fields[2] === null ? null : Number(fields[2]),
      hasCollateral: fields[1] !== null,
      index: known?.index ?? Number.NaN,
      mode: known?.mode ?? 0,
      target: known?.target ?? 0,
      halfWidth: known?.halfWidth ?? 0,
    });
    const followed = this.ledger.instrument(Number(fields[2]));
    if (fields[2] !== null && followed !== undefined) this.#follow(followed);
  }

  #setHedge(fields: readonly Value[]): void {
    const underlying = this.#underlyings.get(Number(fields[0]));
    if (underlying === undefined) return;
    underlying.mode = Number(fields[1]);
    underlying.halfWidth = Number(fields[2]);
    underlying.target = Number(fields[6]);
  }

  #setIndex(row: number, price: number): void {
    const underlying = this.#underlyings.get(row);
    if (underlying !== undefined) underlying.index = price;
  }

  #follow(one: Instrument): void {
    if (one.mark === 0) return;
    for (const underlying of this.#underlyings.values()) {
      if (underlying.follows === one.index) underlying.index = one.mark * one.tickSize;
    }
  }
}
