/**
 * The engine's contract a second time: plain TypeScript, exact accounting on BigInt, no code shared
 * with the kernel but the tables of constants. Tests hold the two together.
 */
import * as codes from '../../assembly/codes.js';
import * as op from '../../assembly/opcodes.js';
import { storeMark } from './accounting.js';
import { chainOf, followClock, followModel, hasMoved, remark } from './chain.js';
import { type Capacity, Fields, type Frame, type OutputFrame } from './fields.js';
import { FillWindow } from './fill-window.js';
import { toNumber } from './fixed.js';
import { emitLadder, followGuards, indexName, markName } from './follow-guards.js';
import { BookGate, type OrderRuling } from './gate.js';
import { Ladder } from './guards.js';
import { type Handler, REQUOTE_ALL, REQUOTE_NONE } from './handler.js';
import { HANDLERS } from './handlers.js';
import { isLoaded } from './handlers-skew.js';
import { flatten, followHedges, Hedger } from './hedging.js';
import type { Instrument } from './instrument.js';
import { Ledger } from './ledger.js';
import { computeQuote, mustGo, newTrace, type QuoteTrace, worthReplacing } from './quoting.js';
import {
  type BookLimits,
  grossNotional,
  hardBreach,
  judgeInstrument,
  judgeSoft,
  measureBook,
  NO_LIMITS,
  type Verdict,
} from './risk.js';
import { positionValue, type TableRow, wholeBookSkew } from './skew.js';
import { Derivatives, type Exposure, pointValueOf, type Underlying } from './underlyings.js';

export interface OracleResult {
  /** 0 applied, else a REJECT_ code. */
  readonly code: number;
  readonly outputs: readonly OutputFrame[];
}

const DAY_NS = 86_400_000_000_000n;
const NO_FAILURE = { field: -1, measure: 0, bound: 0 };
const NO_OUTPUT: readonly OutputFrame[] = [];

export class OracleBook {
  readonly instruments: (Instrument | undefined)[] = [];
  readonly ledger = new Ledger();
  readonly fillIds: FillWindow;
  readonly tableCapacity: number;
  readonly underlyingCapacity: number;
  readonly expiryCapacity: number;
  readonly derivatives = new Derivatives();
  readonly guardCapacity: number;
  readonly gate = new BookGate();
  readonly ladder = new Ladder();
  readonly hedger = new Hedger();
  /** Row of the last `setHedge`. */
  hedgeSet = 0;
  readonly tableRows = new Map<number, TableRow>();
  limits: BookLimits = NO_LIMITS;
  operatorState = codes.STATE_ACTIVE;
  /** A hard limit was broken; only an operator clears it. */
  isLatched = false;
  /** A soft limit is broken and not yet recovered from. */
  isReducing = false;
  operatorReason = '';

  epochNs: bigint | null = null;
  timeNs = 0n;
  /** Null: frames may be any time ahead. */
  maxAheadNs: bigint | null = null;
  lastSequence = 0n;
  framesApplied = 0;
  framesRejected = 0;
  duplicateFills = 0;
  /** Unrounded numbers of the last computed quote of each instrument. */
  readonly traces: QuoteTrace[] = [];

  /** Nanoseconds since `epochNs` of the frame being applied. */
  now = 0;
  requote = REQUOTE_NONE;
  /** The instrument that the frame names, as far as guards are concerned. */
  named: Instrument | null = null;
  isClock = false;
  /** Whose limits are judged once chains are priced. */
  toJudge: Instrument | null = null;
  /** Row of the underlying whose index the frame said. */
  #movedIndex: number | null = null;
  #isRemarkRequested = false;
  #remarked: number | null = null;
  readonly #fields: Fields;
  #nextDayNs = DAY_NS;
  #isWholeMoved = false;
  #bookState = codes.STATE_ACTIVE;
  #outputs: OutputFrame[] = [];
  #failure = NO_FAILURE;

  constructor(capacity: Capacity) {
    this.#fields = new Fields(capacity);
    this.fillIds = new FillWindow(capacity.fillIds);
    this.tableCapacity = capacity.tableLevels ?? 0;
    this.underlyingCapacity = capacity.underlyings ?? 0;
    this.expiryCapacity = capacity.expiries ?? 0;
    this.guardCapacity = capacity.guards ?? 0;
  }

  get state(): number {
    return this.#bookState;
  }

  get equity(): number {
    return toNumber(this.ledger.equity);
  }

  get grossNotional(): number {
    return grossNotional(this.instruments, this.ledger);
  }

  exposure(underlying: number): Exposure {
    return this.derivatives.exposure(underlying, this.instruments, this.ledger);
  }

  instrument(index: number): Instrument {
    const instrument = this.instruments[index];
    if (instrument === undefined) throw new Error(`instrument ${index} is not defined`);
    return instrument;
  }

  apply(frame: Frame): OracleResult {
    const fields = this.#fields;
    this.#failure = NO_FAILURE;
    this.requote = REQUOTE_NONE;
    this.named = null;
    this.isClock = false;
    this.toJudge = null;
    this.#movedIndex = null;
    this.#isRemarkRequested = false;
    this.hedger.compared = [];
    let code = fields.read(frame);
    if (code !== 0) this.#failure = { field: fields.failedField, measure: 0, bound: 0 };
    else code = this.#checkHeader();
    if (code === 0) code = this.#handlerOf(fields.opcode)(this, fields);
    if (code !== 0) return { code, outputs: [this.#reject(code)] };
    this.#followChains();
    if (this.toJudge !== null) this.judgeInstrument(this.toJudge);
    this.#judge();
    const { named, isClock } = this;
    const isTouched = followGuards(this, { named, isClock, moved: this.#movedIndex });
    this.#followHedges();
    if (this.#isWholeMoved || isTouched) this.requote = REQUOTE_ALL;
    this.#isWholeMoved = false;
    this.#requoteAll();
    if (this.#outputs.length === 0) return { code, outputs: NO_OUTPUT };
    const outputs = this.#outputs;
    this.#outputs = [];
    return { code, outputs };
  }

  /** Called by a handler when nothing can fail any more. */
  commit(): void {
    const { timeNs, sequence } = this.#fields;
    if (timeNs >= this.#nextDayNs) {
      this.ledger.dayOpen = this.ledger.equity;
      this.ledger.touched = true;
      this.#nextDayNs = (timeNs / DAY_NS + 1n) * DAY_NS;
    }
    this.timeNs = timeNs;
    // Configuration comes at time 0, before any clock is known.
    if (this.epochNs === null && timeNs !== 0n) this.epochNs = timeNs;
    this.now = this.epochNs === null ? 0 : Number(timeNs - this.epochNs);
    if (sequence !== 0n) this.lastSequence = sequence;
    this.framesApplied += 1;
  }

  /** For handlers: `return book.refuse(...)`. */
  refuse(code: number, field = -1, measure = 0, bound = 0): number {
    this.#failure = { field, measure, bound };
    return code;
  }

  emit(opcode: number, ...fields: (number | null)[]): void {
    this.#outputs.push([opcode, this.#fields.sequence, this.#fields.timeNs, ...fields]);
  }

  emitVerdict(id: bigint, instrument: number, ruling: OrderRuling): void {
    const { verdict, allowedLots, reason, measure, bound } = ruling;
    const { sequence, timeNs } = this.#fields;
    const fields = [instrument, verdict, allowedLots, reason, measure, bound];
    this.#outputs.push([op.OP_ORDER_VERDICT, sequence, timeNs, id, ...fields]);
  }

  /** Stores a mark; the underlying that follows the instrument takes it. */
  storeMark(instrument: Instrument, ticks: number): void {
    storeMark(this.ledger, instrument, ticks);
    this.followMark(instrument);
  }

  /** A mark that may be in doubt. */
  sayMark(instrument: Instrument, ticks: number): void {
    this.ladder.doubts.observe(markName(instrument.index), ticks, this.now);
    this.storeMark(instrument, ticks);
  }

  /** The underlying that follows a mark takes it, the same price or not. */
  followMark({ index, mark, terms }: Instrument): void {
    const row = this.derivatives.follower(index);
    const underlying = this.derivatives.underlyings[row];
    if (underlying !== undefined && mark > 0) this.sayIndex(row, underlying, mark * terms.tickSize);
  }

  sayIndex(row: number, underlying: Underlying, price: number): void {
    this.ladder.doubts.observe(indexName(row), price, this.now);
    underlying.index = price;
    underlying.indexTime = this.now;
    this.#movedIndex = row;
  }

  /** While something is flattened the hedger keeps still. */
  #followHedges(): void {
    const isFlattening = this.ladder.guards.some(({ rung }) => rung === codes.RUNG_FLATTEN);
    if (isFlattening) flatten(this);
    else followHedges(this, this.#fields.opcode, this.#movedIndex);
  }

  requestRemark(row: number): void {
    this.#movedIndex = row;
    this.#isRemarkRequested = true;
  }

  #followChains(): void {
    const row = this.#movedIndex;
    this.#remarked = null;
    if (row !== null && (this.#isRemarkRequested || hasMoved(this, row))) {
      remark(this, row);
      this.#remarked = row;
    }
    if (this.isClock) followClock(this);
    if (this.named !== null) followModel(this, this.named);
  }

  /** Brings an instrument in line with the guards above it and its own. */
  impose(instrument: Instrument): void {
    const previous = instrument.state;
    instrument.imposed = this.ladder.imposedOn(instrument.index, instrument.underlying);
    const { rung } = instrument.imposed;
    this.#reportState(instrument.index, previous, instrument.state, codes.LIMIT_GUARD, rung, 0);
  }

  imposeAll(): void {
    for (const instrument of this.instruments)
      if (instrument !== undefined) this.impose(instrument);
  }

  /** An operator's ACTIVE takes rungs back. */
  resetGuards(instrument: Instrument | null): void {
    const rungs = this.ladder.guards.map(({ rung }) => rung);
    this.ladder.reset(instrument?.index ?? null, this.now);
    const taken = this.ladder.guards.map((guard, place) => ({ guard, before: rungs[place] ?? 0 }));
    taken.sort((one, other) => one.guard.terms.index - other.guard.terms.index);
    for (const { guard, before } of taken) {
      if (guard.rung !== before) emitLadder(this, guard, before);
    }
    if (instrument === null) this.imposeAll();
    else this.impose(instrument);
  }

  /** Position or open orders changed: exposures value a lot as of now. */
  moveUnderlying(instrument: Instrument): void {
    instrument.pointValue = pointValueOf(instrument, this.ledger);
  }

  /** Values a position for the whole-book skew; others that share its factors are quoted again. */
  moveExposure(instrument: Instrument): void {
    if (instrument.factors === null) return;
    const value = positionValue(instrument, this.ledger);
    const isMoved = value !== instrument.exposedValue;
    instrument.exposedValue = value;
    if (isMoved && isLoaded(instrument)) this.requoteWhole();
  }

  /** At the end of the frame every instrument is quoted again. */
  requoteWhole(): void {
    this.#isWholeMoved = true;
  }

  /** Judges the limits of an instrument; a change of its state is reported. */
  judgeInstrument(instrument: Instrument): void {
    const verdict = judgeInstrument(instrument, this.limits.recoverRatio);
    if (verdict === null) return;
    const previous = instrument.state;
    instrument.automaticState = verdict.state;
    const { limit, measure, bound } = verdict;
    this.#reportState(instrument.index, previous, instrument.state, limit, measure, bound);
  }

  /** Operator command for one instrument. */
  commandInstrument(instrument: Instrument, state: number): void {
    instrument.gate.row = [];
    const previous = instrument.state;
    instrument.operatorState = state;
    const next = instrument.state;
    this.#reportState(instrument.index, previous, next, codes.LIMIT_OPERATOR, 0, 0);
  }

  /** Operator command for the book; the limits are judged again at the end of the frame. */
  commandBook(state: number): void {
    for (const instrument of this.instruments)
      if (instrument !== undefined) instrument.gate.row = [];
    this.operatorState = state;
    this.ledger.touched = true;
    if (state === codes.STATE_ACTIVE) {
      this.isLatched = false;
      this.ledger.peak = this.ledger.equity;
    }
    this.#moveBook({ state, limit: codes.LIMIT_OPERATOR, measure: 0, bound: 0 });
  }

  #judge(): void {
    if (!this.ledger.touched || this.ladder.doubts.isAnyDoubted(this.now)) return;
    this.ledger.touched = false;
    this.ledger.raisePeak();
    const measures = measureBook(this.limits, this.ledger, this.instruments);
    const hard = this.isLatched ? null : hardBreach(this.limits, measures);
    const soft = judgeSoft(this.isReducing, this.limits, measures);
    if (hard !== null) this.isLatched = true;
    if (soft !== null) this.isReducing = soft.state === codes.STATE_REDUCING;
    const cause = hard ?? soft;
    if (cause !== null) this.#moveBook(cause);
  }

  /** The book's state from its three sources; a change is reported and requotes everything. */
  #moveBook(cause: Verdict): void {
    const previous = this.#bookState;
    const limits = this.isLatched ? codes.STATE_HALTED : Number(this.isReducing);
    const next = Math.max(this.operatorState, limits);
    if (next === previous) return;
    this.#bookState = next;
    this.#reportState(null, previous, next, cause.limit, cause.measure, cause.bound);
    this.requote = REQUOTE_ALL;
  }

  #reportState(
    instrument: number | null,
    previous: number,
    next: number,
    limit: number,
    measure: number,
    bound: number,
  ): void {
    if (previous === next) return;
    this.emit(op.OP_RISK_STATE, instrument, previous, next, limit, measure, bound);
  }

  #requoteAll(): void {
    const { requote } = this;
    if (requote === REQUOTE_ALL) {
      for (const one of this.instruments) if (one !== undefined) this.#requoteOne(one);
      return;
    }
    // A chain that was priced again, then what the frame names.
    const chain = this.#remarked === null ? [] : chainOf(this, this.#remarked);
    for (const option of chain) this.#requoteOne(option);
    if (requote === REQUOTE_NONE || chain.some(({ index }) => index === requote)) return;
    this.#requoteOne(this.instrument(requote));
  }

  #requoteOne(instrument: Instrument): void {
    const trace = this.#traceOf(instrument.index);
    trace.bookSkew = wholeBookSkew(instrument, this.instruments);
    computeQuote(instrument, this.#bookState, this.now, this.timeNs, trace);
    if (!worthReplacing(instrument, trace)) return;
    const published = instrument.published;
    if (this.gate.isActive && !this.#admit(instrument, trace)) return;
    published.bidTicks = trace.bidTicks;
    published.bidLots = trace.bidLots;
    published.askTicks = trace.askTicks;
    published.askLots = trace.askLots;
    published.bidReason = trace.bidReason;
    published.askReason = trace.askReason;
    instrument.quoteVersion += 1;
    instrument.quotedAt = this.now;
    const { bidTicks, bidLots, askTicks, askLots, bidReason, askReason } = trace;
    this.emit(
      op.OP_QUOTE,
      instrument.index,
      bidTicks,
      bidLots,
      askTicks,
      askLots,
      bidReason,
      askReason,
    );
  }

  /** Whether a quote may be replaced now; what it replaces may rest until the next working frame. */
  #admit(instrument: Instrument, next: QuoteTrace): boolean {
    const { published, touch, gate } = instrument;
    const { messages, countQuotes } = this.gate;
    if (countQuotes) {
      const isBeyond = published.bidTicks >= touch.ask && published.bidTicks > 0;
      const isBelow = published.askTicks <= touch.bid && published.askTicks > 0;
      const isSmaller = next.bidLots < published.bidLots || next.askLots < published.askLots;
      const isForced = isBeyond || isBelow || isSmaller || mustGo(instrument);
      const isEmpty = messages.waitNs(this.timeNs) > 0n || gate.messages.waitNs(this.timeNs) > 0n;
      if (isEmpty && !isForced) return false;
      messages.draw(this.timeNs);
      gate.messages.draw(this.timeNs);
    }
    gate.replaced.bid.push(published.bidLots);
    gate.replaced.ask.push(published.askLots);
    return true;
  }

  #traceOf(index: number): QuoteTrace {
    const known = this.traces[index];
    if (known !== undefined) return known;
    const trace = newTrace();
    this.traces[index] = trace;
    return trace;
  }

  #checkHeader(): number {
    const { sequence, timeNs, opcode } = this.#fields;
    if (sequence !== 0n && sequence <= this.lastSequence) {
      return this.refuse(codes.REJECT_SEQUENCE_REGRESSION);
    }
    if (timeNs < this.timeNs) return this.refuse(codes.REJECT_TIME_BACKWARDS);
    const isCommand = opcode === op.OP_CLOCK || opcode === op.OP_TRADING_STATE;
    const mayLeap = this.timeNs === 0n || isCommand || this.maxAheadNs === null;
    const isAhead = !mayLeap && timeNs - this.timeNs > (this.maxAheadNs ?? 0n);
    return isAhead ? this.refuse(codes.REJECT_TIME_AHEAD) : 0;
  }

  #handlerOf(opcode: number): Handler {
    const handler = HANDLERS[opcode];
    if (handler === undefined) throw new Error(`no handler for opcode ${opcode}`);
    return handler;
  }

  #reject(code: number): OutputFrame {
    this.framesRejected += 1;
    if (code === codes.REJECT_DUPLICATE_FILL) this.duplicateFills += 1;
    const { sequence, timeNs, opcode } = this.#fields;
    const { field, measure, bound } = this.#failure;
    return [op.OP_REJECT, sequence, timeNs, opcode, code, field, measure, bound, 0];
  }
}
