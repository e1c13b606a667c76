/** The inline engine: one book, one writer. Feed it, read it, ask it why. */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import {
  type BookConfiguration,
  configurationFrames,
  loadConfiguration,
  validateConfiguration,
} from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import {
  CODES,
  codeName,
  decodeFrames,
  encodeFrame,
  type FieldValue,
  type InputFrameName,
  type OutputFrame,
} from '../frames/index.js';
import { BookRegion } from '../kernel/index.js';
import { explainQuote } from './explain.js';
import { QuoteView } from './quote-view.js';
import { positionReport, quoteReport, riskReport } from './reports.js';
import { restoreState, takeSnapshot } from './snapshot.js';
import { instrumentTerms } from './terms.js';
import type {
  Fill,
  InstrumentTerms,
  PositionReport,
  Quote,
  QuoteExplanation,
  RiskReport,
  WhatIf,
} from './types.js';
import { preview } from './what-if.js';

/** Whole microseconds since the epoch, or nanoseconds as a bigint. */
export type Time = number | bigint;

/** Options of a book that are not part of its state. */
export interface BookOptions {
  /**
   * `keep` (default): output frames wait for `drain`, and input is refused with code 18
   * (OUTPUT_FULL) when the buffer is full. `discard`: they are dropped when it is full, for drivers
   * that read the quote table.
   */
  readonly output?: 'keep' | 'discard';
}

/** What `apply` did. */
export interface ApplyResult {
  /** Less than the input when it ends inside a frame or the output buffer is full. */
  readonly consumedBytes: number;
  readonly framesApplied: number;
  readonly framesRejected: number;
  /** Whether applying stopped because output must be drained first. */
  readonly outputFull: boolean;
}

/** A book of instruments, their inventory, quotes and risk. */
export class Book {
  /** Terms by index. */
  readonly instruments: readonly InstrumentTerms[];
  /** Asset symbols by index. */
  readonly assets: readonly string[];
  /** Published quotes without copying. */
  readonly quotes: QuoteView;
  readonly configuration: BookConfiguration;
  readonly #region: BookRegion;
  readonly #discards: boolean;
  readonly #indexes: ReadonlyMap<string, number>;
  #broken: unknown;

  private constructor(configuration: BookConfiguration, options: BookOptions) {
    this.configuration = configuration;
    this.#region = new BookRegion(configuration.capacity);
    this.#discards = options.output === 'discard';
    this.instruments = configuration.instruments.map(instrumentTerms);
    this.assets = configuration.assets.map((asset) => asset.symbol);
    this.#indexes = new Map(this.instruments.map((terms) => [terms.symbol, terms.index]));
    this.quotes = new QuoteView(this.#region);
  }

  /**
   * A book from an operator configuration (docs/configuration.md).
   *
   * @throws ConfigurationError with every violation.
   */
  static create(configuration: unknown, options: BookOptions = {}): Book {
    return Book.fromConfiguration(validateConfiguration(configuration), options);
  }

  /** A book from a YAML or JSON file. */
  static fromFile(path: string, options: BookOptions = {}): Book {
    return Book.fromConfiguration(loadConfiguration(path), options);
  }

  /** A book from a configuration that was validated before. */
  static fromConfiguration(configuration: BookConfiguration, options: BookOptions = {}): Book {
    const book = new Book(configuration, options);
    for (const { name, values } of configurationFrames(configuration)) {
      const result = book.send(name, 0, values);
      if (result === code.APPLIED) continue;
      throw new EvenkeelError('INVARIANT', `${name} of a valid configuration was refused`, {
        name,
        values,
        code: codeName(result),
      });
    }
    book.discardOutput();
    return book;
  }

  /**
   * A book with the state of a snapshot taken from a book of the same configuration.
   *
   * @throws EvenkeelError `SNAPSHOT` when the bytes are damaged or of another layout or capacity.
   */
  static restore(configuration: unknown, snapshot: Uint8Array, options: BookOptions = {}): Book {
    const book = new Book(validateConfiguration(configuration), options);
    restoreState(book.#region, snapshot);
    return book;
  }

  /** Index of a symbol. @throws EvenkeelError `UNKNOWN_INSTRUMENT` */
  instrumentIndex(symbol: string): number {
    const index = this.#indexes.get(symbol);
    if (index !== undefined) return index;
    throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument is called ${symbol}`, {
      symbol,
      known: [...this.#indexes.keys()].slice(0, 20),
    });
  }

  // ---- Input. Every call returns 0 when applied, else a reject code, and then nothing has changed.

  /**
   * Best bid and ask. The fast path: numbers in, nothing allocated.
   *
   * @param timeUs whole microseconds since the epoch
   * @param bidLots size at the touch, 0 when unknown
   */
  bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    const { kernel, book } = this.#usable();
    try {
      const result = kernel.applyBookTicker(
        book,
        instrument,
        timeUs,
        bidTicks,
        askTicks,
        bidLots,
        askLots,
      );
      if (result !== code.REJECT_OUTPUT_FULL || !this.#discards) return result;
    } catch (cause) {
      this.#stop(cause);
    }
    this.discardOutput();
    return this.bookTicker(instrument, timeUs, bidTicks, askTicks, bidLots, askLots);
  }

  /** A public trade. @param aggressor 0 buy, 1 sell */
  trade(
    instrument: number,
    timeUs: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number {
    const { kernel, book } = this.#usable();
    try {
      const result = kernel.applyTrade(book, instrument, timeUs, priceTicks, sizeLots, aggressor);
      if (result !== code.REJECT_OUTPUT_FULL || !this.#discards) return result;
    } catch (cause) {
      this.#stop(cause);
    }
    this.discardOutput();
    return this.trade(instrument, timeUs, priceTicks, sizeLots, aggressor);
  }

  /** An own execution; applied once by its id. */
  fill(fill: Fill): number {
    return this.send('fill', fill.time, [
      fill.instrument,
      fill.fillId,
      fill.side === 'buy' ? code.SIDE_BUY : code.SIDE_SELL,
      fill.priceTicks,
      fill.sizeLots,
      fill.liquidity === 'taker' ? code.LIQUIDITY_TAKER : code.LIQUIDITY_MAKER,
      fill.purpose === 'hedge' ? code.PURPOSE_HEDGE : code.PURPOSE_QUOTE,
      fill.fee ?? null,
      fill.feeAsset ?? null,
    ]);
  }

  /**
   * Own open orders as absolute totals, pending cancels included. `resting` is the part that the
   * next quote replaces in place; the rest counts against the room of new quotes.
   */
  working(
    instrument: number,
    time: Time,
    openBuyLots: number,
    openSellLots: number,
    restingBidLots: number,
    restingAskLots: number,
  ): number {
    const lots = [openBuyLots, openSellLots, restingBidLots, restingAskLots];
    return this.send('working', time, [instrument, ...lots]);
  }

  /** Valuation price in quote currency; from the first one on it replaces the mid. */
  mark(instrument: number, time: Time, price: number): number {
    return this.send('mark', time, [instrument, price]);
  }

  /** Reporting currency per unit of an asset. */
  assetRate(asset: number, time: Time, rate: number): number {
    return this.send('assetRate', time, [asset, rate]);
  }

  /** Funding: a long position pays rate x notional when the rate is above 0. */
  funding(instrument: number, time: Time, rate: number, markPrice: number): number {
    return this.send('funding', time, [instrument, rate, markPrice]);
  }

  /** Expiry: closes the position at a price in quote currency. */
  settle(instrument: number, time: Time, price: number): number {
    return this.send('settle', time, [instrument, price]);
  }

  /** Reconciliation: the position is now this; the difference is booked at the price. */
  position(instrument: number, time: Time, positionLots: number, priceTicks: number): number {
    return this.send('position', time, [instrument, positionLots, priceTicks]);
  }

  /** Cash in (above 0) or out. Capital is not PnL, an adjustment is. */
  cash(asset: number, time: Time, amount: number, purpose: 'capital' | 'adjustment'): number {
    const word = purpose === 'capital' ? code.CASH_CAPITAL : code.CASH_ADJUSTMENT;
    return this.send('cash', time, [asset, amount, word]);
  }

  /** External signal: shifts the fair value by bps of the mid. */
  alpha(instrument: number, time: Time, bps: number): number {
    return this.send('alpha', time, [instrument, bps]);
  }

  /** Time passes: staleness is judged and every instrument requoted. */
  clock(time: Time): number {
    return this.send('clock', time, []);
  }

  /** No quotes until `resume`. @param instrument all without it */
  halt(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [instrument ?? null, code.STATE_HALTED, reason]);
  }

  /** Only quotes that shrink the position. */
  reduce(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [instrument ?? null, code.STATE_REDUCING, reason]);
  }

  /** Releases a halt, also one that a limit latched. */
  resume(time: Time, reason: string, instrument?: number): number {
    return this.send('tradingState', time, [instrument ?? null, code.STATE_ACTIVE, reason]);
  }

  /**
   * Any frame by name, fields in the order of the protocol.
   *
   * @throws EvenkeelError when the values do not fit the schema in number or type
   */
  send(
    name: InputFrameName,
    time: Time,
    values: readonly FieldValue[],
    sequence: number | bigint = 0,
  ): number {
    const { bytes, input, kernel, book, integers } = this.#usable();
    const frame = encodeFrame(name, sequence, time, values);
    bytes.set(frame, input);
    return this.#guarded(() => {
      kernel.applyFrames(book, input, input + frame.length, 1);
      return integers[(book + at.IO_LAST_CODE) >> 2] ?? 0;
    });
  }

  /**
   * A stream of frames, from anyone: bad ones are answered by reject frames and change nothing.
   *
   * @param isFinal false keeps a frame that the bytes end in for the next call: pass on the
   * unconsumed tail
   */
  apply(stream: Uint8Array, isFinal = true): ApplyResult {
    const { bytes, input, book, integers } = this.#usable();
    let consumedBytes = 0;
    let framesApplied = 0;
    let framesRejected = 0;
    let outputFull = false;
    while (consumedBytes < stream.length && !outputFull) {
      const chunk = stream.subarray(consumedBytes, consumedBytes + at.INPUT_BUFFER_BYTES);
      const ends = isFinal && consumedBytes + chunk.length === stream.length ? 1 : 0;
      bytes.set(chunk, input);
      const consumed = this.#applyInput(chunk.length, ends);
      const lastCode = integers[(book + at.IO_LAST_CODE) >> 2];
      consumedBytes += consumed;
      framesApplied += integers[(book + at.IO_CALL_APPLIED) >> 2] ?? 0;
      framesRejected += integers[(book + at.IO_CALL_REJECTED) >> 2] ?? 0;
      outputFull = lastCode === code.REJECT_OUTPUT_FULL;
      if (outputFull && this.#discards) {
        this.discardOutput();
        outputFull = false;
      } else if (consumed === 0) {
        break;
      }
    }
    return { consumedBytes, framesApplied, framesRejected, outputFull };
  }

  // ---- Output

  /** Output frames as msgpack bytes (a copy); empties the buffer. */
  drain(): Uint8Array {
    const { bytes, book, integers } = this.#region;
    const begin = integers[(book + at.IO_OUTPUT_BEGIN) >> 2] ?? 0;
    const end = integers[(book + at.IO_OUTPUT_END) >> 2] ?? 0;
    const frames = bytes.slice(begin >>> 0, end >>> 0);
    this.discardOutput();
    return frames;
  }

  /** Output frames as objects; empties the buffer. */
  drainFrames(): OutputFrame[] {
    return decodeFrames(this.drain());
  }

  /** Drops the output frames. */
  discardOutput(): void {
    const { book, integers } = this.#region;
    integers[(book + at.IO_OUTPUT_END) >> 2] = integers[(book + at.IO_OUTPUT_BEGIN) >> 2] ?? 0;
  }

  // ---- Reading

  /** The published quote. */
  quote(instrument: number): Quote {
    return quoteReport(this.#region, this.#terms(instrument));
  }

  /** Position and PnL of an instrument, in settle asset. */
  positionOf(instrument: number): PositionReport {
    return positionReport(this.#region, this.#terms(instrument));
  }

  /** Signed lots. */
  positionLots(instrument: number): number {
    return this.#region.float(this.#region.quoteLane(instrument) + at.QUOTE_POSITION);
  }

  /** Equity in reporting currency. */
  get equity(): number {
    return this.#region.wide(this.#region.state + at.BOOK_EQUITY_HI);
  }

  /** The verdict on the whole book. */
  risk(): RiskReport {
    return riskReport(this.#region);
  }

  /** Why the quote of an instrument is what it is, computed as of the last frame. */
  explain(instrument: number): QuoteExplanation {
    return explainQuote(this.#region, this.#terms(instrument));
  }

  /** What a fill now would lead to; the state does not change. */
  whatIf(fill: Fill): WhatIf {
    const terms = this.#terms(fill.instrument);
    return preview(this.#region, fill.instrument, () => {
      const result = this.fill(fill);
      const lane = this.#region.quoteLane(fill.instrument);
      const read = (offset: number): number => this.#region.float(lane + offset);
      const limit = read(at.QUOTE_MAX_POSITION);
      const lots = read(at.QUOTE_POSITION);
      const open = this.#region.ledgerLane(fill.instrument);
      return {
        code: result,
        position: positionReport(this.#region, terms),
        risk: riskReport(this.#region),
        headroomLots: {
          buy: limit - lots - this.#region.float(open + at.LEDGER_OPEN_BUY),
          sell: limit + lots - this.#region.float(open + at.LEDGER_OPEN_SELL),
        },
        quote: quoteReport(this.#region, terms),
      };
    });
  }

  /** How often each reject code was given, by name. */
  rejects(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const entry of CODES) {
      if (entry.family !== 'reject') continue;
      const counter = this.#region.book + at.IO_REJECTS_BY_CODE + entry.code * 8;
      const count = Number(this.#region.long(counter));
      if (count > 0) counts[entry.name] = count;
    }
    return counts;
  }

  // ---- Identity

  /** XXH64 (seed 0) of the whole state: same frames, same hash. */
  stateHash(): bigint {
    return this.#region.hash();
  }

  /** The state as bytes; `restore` gives a book with the same hash. */
  snapshot(): Uint8Array {
    return takeSnapshot(this.#region);
  }

  /** Requotes every instrument through the sweep; published quotes change only where they differ. */
  requoteAll(): void {
    const { kernel, book } = this.#usable();
    kernel.quoteAll(book);
  }

  #terms(instrument: number): InstrumentTerms {
    const terms = this.instruments[instrument];
    if (terms !== undefined) return terms;
    throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument has index ${instrument}`, {
      instrument,
      count: this.instruments.length,
    });
  }

  /** Applies what lies in the input buffer; returns the bytes consumed. */
  #applyInput(length: number, isFinal: number): number {
    const { kernel, book, input } = this.#region;
    try {
      return (kernel.applyFrames(book, input, input + length, isFinal) >>> 0) - input;
    } catch (cause) {
      return this.#stop(cause);
    }
  }

  #usable(): BookRegion {
    if (this.#broken === undefined) return this.#region;
    throw new EvenkeelError(
      'INVARIANT',
      'the book stopped at a broken invariant',
      {},
      {
        cause: this.#broken,
      },
    );
  }

  /** Runs a call into the kernel; with `discard` it is repeated once when output was full. */
  #guarded(call: () => number): number {
    try {
      const result = call();
      if (result !== code.REJECT_OUTPUT_FULL || !this.#discards) return result;
      this.discardOutput();
      return call();
    } catch (cause) {
      return this.#stop(cause);
    }
  }

  /** A trap of the kernel is a broken invariant: the book is not to be trusted any more. */
  #stop(cause: unknown): never {
    this.#broken = cause;
    throw new EvenkeelError('INVARIANT', 'the kernel found its state inconsistent', {}, { cause });
  }
}
