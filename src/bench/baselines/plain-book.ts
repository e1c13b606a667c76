/**
 * The baseline: the same way from a tick to a quote as somebody would write it in plain TypeScript.
 * Linear contracts, the linear model, money in binary64; no exact accounting, attribution, hash,
 * snapshot, bounded decoder or output frames. Its quotes are those of the book (tested).
 */
import * as code from '../../../assembly/codes.js';
import type { Fill } from '../../book/index.js';
import type { BookConfiguration } from '../../config/index.js';
import { PlainInstrument } from './plain-instrument.js';
import { requote } from './plain-quote.js';

const DAY_US = 86_400e6;

function isLots(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= code.MAX_LOTS;
}

function isTicks(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= code.MAX_TICKS;
}

/** A book with one writer: feed ticks and fills, read `instruments[i].published`. */
export class PlainBook {
  readonly instruments: readonly PlainInstrument[];
  /** Reporting currency. */
  equity: number;
  grossNotional = 0;
  readonly #limits: BookConfiguration['limits'];
  #peak: number;
  #dayOpen: number;
  #day = 0;
  #timeUs = 0;
  #state: number = code.STATE_ACTIVE;
  #isLatched = false;

  /** @throws EvenkeelError `USAGE` when the configuration is beyond it */
  constructor(configuration: BookConfiguration) {
    this.instruments = configuration.instruments.map(
      (terms, index) => new PlainInstrument(terms, index),
    );
    this.#limits = configuration.limits;
    this.equity = configuration.assets.reduce((sum, { balance, rate }) => sum + balance * rate, 0);
    this.#peak = this.equity;
    this.#dayOpen = this.equity;
  }

  /** Best bid and ask; returns 0 or a reject code as the book does. */
  bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    const of = this.instruments[instrument];
    if (of === undefined) return code.REJECT_UNKNOWN_INSTRUMENT;
    if (!isTicks(bidTicks) || !isTicks(askTicks)) return code.REJECT_FIELD_RANGE;
    if (!isLots(bidLots) || !isLots(askLots)) return code.REJECT_FIELD_RANGE;
    if (!(timeUs >= this.#timeUs)) return code.REJECT_TIME_BACKWARDS;
    if (bidTicks >= askTicks) return code.REJECT_CROSSED_BOOK;
    this.#advance(timeUs);
    of.bid = bidTicks;
    of.ask = askTicks;
    of.bidDepth = bidLots;
    of.askDepth = askLots;
    of.tickerUs = timeUs;
    of.mark = (bidTicks + askTicks) * 0.5;
    sampleVolatility(of, timeUs);
    this.#judge(of);
    return code.APPLIED;
  }

  /** An own execution at the maker rate; ids are not remembered. */
  fill({ instrument, time, side, priceTicks, sizeLots }: Fill): number {
    const of = this.instruments[instrument];
    if (of === undefined) return code.REJECT_UNKNOWN_INSTRUMENT;
    if (!isTicks(priceTicks) || !isLots(sizeLots)) return code.REJECT_FIELD_RANGE;
    const timeUs = Number(time);
    if (!(timeUs >= this.#timeUs)) return code.REJECT_TIME_BACKWARDS;
    this.#advance(timeUs);
    const lots = side === 'buy' ? sizeLots : -sizeLots;
    if (of.mark === 0) of.mark = priceTicks;
    of.positionLots += lots;
    of.cost += lots * priceTicks;
    of.fees += of.makerFee * sizeLots * of.tickValue * priceTicks;
    this.#judge(of);
    return code.APPLIED;
  }

  #advance(timeUs: number): void {
    const day = Math.floor(timeUs / DAY_US);
    if (day > this.#day) this.#dayOpen = this.equity;
    this.#day = day;
    this.#timeUs = timeUs;
  }

  /** Revalues the instrument, judges the limits, requotes what they concern. */
  #judge(of: PlainInstrument): void {
    const profit = (of.positionLots * of.mark - of.cost) * of.tickValue - of.fees;
    const notional = Math.abs(of.positionLots) * of.tickValue * of.mark;
    this.equity += profit - of.profit;
    this.grossNotional += notional - of.notional;
    of.profit = profit;
    of.notional = notional;
    this.#judgeInstrument(of);
    if (!this.#judgeBook()) {
      this.#requote(of);
      return;
    }
    for (const each of this.instruments) this.#requote(each);
  }

  #judgeInstrument(of: PlainInstrument): void {
    const share = of.isReducing ? this.#limits.recoverRatio : 1;
    const lots = Math.abs(of.positionLots);
    of.isReducing = lots > share * of.maxPosition || of.notional > share * of.maxNotional;
  }

  /** Returns whether the state of the book changed. */
  #judgeBook(): boolean {
    const { maxDailyLoss, maxDrawdown, maxGrossNotional, recoverRatio } = this.#limits;
    this.#peak = Math.max(this.#peak, this.equity);
    const loss = this.#dayOpen - this.equity;
    const drawdown = this.#peak - this.equity;
    this.#isLatched ||= isOver(loss, maxDailyLoss.halt) || isOver(drawdown, maxDrawdown.halt);
    const share = this.#state === code.STATE_ACTIVE ? 1 : recoverRatio;
    const isReducing =
      isOver(loss, maxDailyLoss.reduce, share) ||
      isOver(drawdown, maxDrawdown.reduce, share) ||
      isOver(this.grossNotional, maxGrossNotional, share);
    const soft = isReducing ? code.STATE_REDUCING : code.STATE_ACTIVE;
    const next = this.#isLatched ? code.STATE_HALTED : soft;
    const isChanged = next !== this.#state;
    this.#state = next;
    return isChanged;
  }

  #requote(of: PlainInstrument): void {
    const own = of.isReducing ? code.STATE_REDUCING : code.STATE_ACTIVE;
    requote(of, Math.max(this.#state, own), this.#timeUs);
  }
}

function isOver(measure: number, limit: number | null, share = 1): boolean {
  return limit !== null && measure > share * limit;
}

/** Irregular-time EWMA of the mid (docs/semantics.md 5). */
function sampleVolatility(of: PlainInstrument, timeUs: number): void {
  if (of.sampleMid !== 0) {
    // By way of nanoseconds, as the book counts: a sample that is just due is due in both.
    const seconds = (timeUs - of.sampleUs) * 1000 * 1e-9;
    if (!(seconds > 0) || seconds < of.sampleSeconds) return;
    const move = of.mark - of.sampleMid;
    const weight = -Math.expm1((-Math.LN2 * seconds) / of.halfLifeSeconds);
    of.variance += weight * ((move * move) / seconds - of.variance);
    of.sigma = Math.max(Math.sqrt(of.variance), of.sigmaFloor);
  }
  of.sampleMid = of.mark;
  of.sampleUs = timeUs;
}
