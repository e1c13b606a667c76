/** The inline engine: one book, one writer. Feed it, read it, ask it why. */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import {
  type BookConfiguration,
  loadConfiguration,
  validateConfiguration,
} from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import {
  decodeFrames,
  encodeFrame,
  type FieldValue,
  type InputFrameName,
  type OutputFrame,
} from '../frames/index.js';
import { type BookRegion, isTrap } from '../kernel/index.js';
import type { Time } from './book-calls.js';
import { estimatesReport } from './estimates.js';
import { explainQuote } from './explain.js';
import { exposureReport, exposuresReport } from './exposure.js';
import type { ExposureReport, ExposuresReport } from './exposure-types.js';
import { gateReport } from './gate.js';
import { type LadderReport, ladderReport } from './guard-report.js';
import { explainHedge, type HedgeExplanation, type OpenHedge, openHedges } from './hedge-report.js';
import { discardOutput, openRegion, regionOfImage } from './open-region.js';
import { type OptionReport, optionReport } from './option-report.js';
import { VerdictView } from './order-view.js';
import { QuoteView } from './quote-view.js';
import {
  headroom,
  marketReport,
  positionReport,
  quoteReport,
  rejectCounts,
  riskReport,
} from './reports.js';
import { RiskCalls } from './risk-calls.js';
import { type ScenarioGrid, type ScenarioReport, scenarioReport } from './scenarios.js';
import { takeSnapshot } from './snapshot.js';
import { solvencyReport } from './solvency.js';
import type { SolvencyOptions, SolvencyReport } from './solvency-types.js';
import { indexOf, unknownSymbol } from './symbols.js';
import { instrumentTerms } from './terms.js';
import type {
  ApplyResult,
  EstimatesReport,
  Fill,
  GateReport,
  InstrumentTerms,
  MarketReport,
  PositionReport,
  Quote,
  QuoteExplanation,
  RiskReport,
  WhatIf,
} from './types.js';
import { preview } from './what-if.js';

/** Options of a book that are not part of its state. */
export interface BookOptions {
  /**
   * `keep` (default): output frames wait for `drain`, and input is refused with code 18
   * (OUTPUT_FULL) when the buffer is full. `discard`: they are dropped when it is full, for drivers
   * that read the quote table.
   */
  readonly output?: 'keep' | 'discard';
}

/** What fits the input buffer, from a place in the stream on. Most streams fit whole. */
function chunkOf(stream: Uint8Array, from: number): Uint8Array {
  if (from === 0 && stream.length <= at.INPUT_BUFFER_BYTES) return stream;
  return stream.subarray(from, from + at.INPUT_BUFFER_BYTES);
}

/** A book of instruments, their inventory, quotes and risk. */
export class Book extends RiskCalls {
  /** Terms by index. */
  readonly instruments: readonly InstrumentTerms[];
  /** Asset symbols by index. */
  readonly assets: readonly string[];
  /** Published quotes without copying. */
  readonly quotes: QuoteView;
  readonly verdict: VerdictView;
  readonly configuration: BookConfiguration;
  readonly #region: BookRegion;
  readonly #discards: boolean;
  readonly #indexes: ReadonlyMap<string, number>;
  #broken: unknown;

  protected constructor(
    configuration: BookConfiguration,
    region: BookRegion,
    options: BookOptions = {},
  ) {
    super();
    this.configuration = configuration;
    this.#region = region;
    this.#discards = options.output === 'discard';
    this.instruments = configuration.instruments.map(instrumentTerms);
    this.assets = configuration.assets.map((asset) => asset.symbol);
    this.#indexes = new Map(this.instruments.map((terms) => [terms.symbol, terms.index]));
    this.quotes = new QuoteView(this.#region);
    this.verdict = new VerdictView(this.#region);
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
    return new Book(configuration, openRegion(configuration), options);
  }

  /**
   * A book with the state of a snapshot. Capacity, assets and instrument terms must be those of the
   * snapshot; models and limits come with the state, the configuration's are not applied.
   *
   * @throws EvenkeelError `SNAPSHOT` when the bytes are damaged, of another layout or another book.
   */
  static restore(configuration: unknown, snapshot: Uint8Array, options: BookOptions = {}): Book {
    return Book.restoreConfiguration(validateConfiguration(configuration), snapshot, options);
  }

  /** The same for a configuration that was validated before. */
  static restoreConfiguration(
    configuration: BookConfiguration,
    snapshot: Uint8Array,
    options: BookOptions = {},
  ): Book {
    return new Book(configuration, openRegion(configuration, { snapshot }), options);
  }

  /** A private copy of a book that lives elsewhere, from an image of it. */
  static fromImage(configuration: BookConfiguration, image: Uint8Array): Book {
    return new Book(configuration, regionOfImage(configuration, image));
  }

  /** Index of a symbol. @throws EvenkeelError `UNKNOWN_INSTRUMENT` */
  instrumentIndex(symbol: string): number {
    const index = this.#indexes.get(symbol);
    if (index !== undefined) return index;
    throw unknownSymbol('UNKNOWN_INSTRUMENT', symbol, this.instruments);
  }

  /** Index of an underlying. @throws EvenkeelError `UNKNOWN_UNDERLYING` */
  underlyingIndex(symbol: string): number {
    return indexOf('UNKNOWN_UNDERLYING', symbol, this.configuration.underlyings);
  }

  /** Index of an expiry. @throws EvenkeelError `UNKNOWN_EXPIRY` */
  expiryIndex(symbol: string): number {
    return indexOf('UNKNOWN_EXPIRY', symbol, this.configuration.expiries);
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
    return Book.prototype.bookTicker.call(
      this,
      instrument,
      timeUs,
      bidTicks,
      askTicks,
      bidLots,
      askLots,
    );
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
    return Book.prototype.trade.call(this, instrument, timeUs, priceTicks, sizeLots, aggressor);
  }

  /**
   * Any frame by name, fields in the order of the protocol.
   *
   * @throws EvenkeelError when the values do not fit the schema in number or type
   */
  override send(
    name: InputFrameName,
    time: Time,
    values: readonly FieldValue[],
    sequence: number | bigint = 0,
  ): number {
    const frame = encodeFrame(name, sequence, time, values);
    if (frame.length > code.MAX_FRAME_BYTES) {
      throw new EvenkeelError('USAGE', `${name} of ${frame.length} bytes; a frame has at most 512`);
    }
    return this.applyFrame(frame);
  }

  /** One whole frame of a typed call. */
  protected applyFrame(frame: Uint8Array): number {
    const { bytes, input, kernel, book, integers } = this.#usable();
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
      const chunk = chunkOf(stream, consumedBytes);
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
    discardOutput(this.#region);
  }

  // ---- Reading

  /** The published quote. */
  quote(instrument: number): Quote {
    return quoteReport(this.#usable(), this.#terms(instrument));
  }

  /** Position and PnL of an instrument, in settle asset. */
  positionOf(instrument: number): PositionReport {
    return positionReport(this.#usable(), this.#terms(instrument));
  }

  /** What the book last heard of the market of an instrument. */
  market(instrument: number): MarketReport {
    return marketReport(this.#usable(), this.#terms(instrument));
  }

  /** Volatility and fill intensity as estimated from the frames so far; see `setEstimators`. */
  estimates(instrument: number): EstimatesReport {
    return estimatesReport(this.#usable(), this.#terms(instrument));
  }

  /** Price and greeks of an option; null for an instrument that is none. */
  option(instrument: number): OptionReport | null {
    return optionReport(this.#usable(), this.#terms(instrument));
  }

  /** Budgets, lots that are not reported yet, counters of the pre-trade gate. */
  gate(instrument: number): GateReport {
    return gateReport(this.#usable(), this.#terms(instrument));
  }

  /** Signed lots; NaN for an index outside the book. */
  positionLots(instrument: number): number {
    if (!(instrument >= 0 && instrument < this.#region.capacity.instruments)) return Number.NaN;
    return this.#region.float(this.#region.quoteLane(instrument) + at.QUOTE_POSITION);
  }

  /** Equity in reporting currency. */
  get equity(): number {
    return this.#region.wide(this.#region.state + at.BOOK_EQUITY_HI);
  }

  /** The verdict on the whole book. */
  risk(): RiskReport {
    return riskReport(this.#usable());
  }

  /** What the book holds of an underlying. @throws EvenkeelError `UNKNOWN_UNDERLYING` */
  exposure(underlying: number): ExposureReport {
    if (this.configuration.underlyings[underlying] === undefined) {
      throw unknownSymbol('UNKNOWN_UNDERLYING', underlying, this.configuration.underlyings);
    }
    return exposureReport(this.#usable(), this.configuration, underlying);
  }

  /** Exposures of every underlying, of assets, factors and the whole book. */
  exposures(): ExposuresReport {
    return exposuresReport(this.#usable(), this.configuration);
  }

  /** Margin, liquidation prices and the verdict on what the book can carry. */
  solvency(options: SolvencyOptions = {}): SolvencyReport {
    return solvencyReport(this.#usable(), this.instruments, this.assets, options);
  }

  /** Losses on an underlying over a grid of prices and volatilities. @throws DomainError */
  scenarios(underlying: number, grid: ScenarioGrid = {}): ScenarioReport {
    return scenarioReport(this.#usable(), this.configuration, this.instruments, underlying, grid);
  }

  /** Every guard, what it measures and asks for, and the rung of the book. */
  ladder(): LadderReport {
    return ladderReport(this.#usable(), this.configuration);
  }

  /** Why the quote of an instrument is what it is, computed as of the last frame. */
  explain(instrument: number): QuoteExplanation {
    const terms = this.#terms(instrument);
    const configured = this.configuration.instruments[instrument];
    return explainQuote(this.#usable(), terms, {
      type: configured?.model.type ?? 'linear',
      operatorUnits: configured?.operatorUnits ?? null,
    });
  }

  /** Why an underlying was hedged or not when it was last decided on. @param underlying its row */
  explainHedge(underlying: number): HedgeExplanation {
    const symbol = this.#underlyingSymbol(underlying);
    return explainHedge(this.#usable(), underlying, symbol, this.instruments);
  }

  /** Hedges under way. */
  hedges(): readonly OpenHedge[] {
    return openHedges(this.#usable(), this.instruments);
  }

  /** What a fill now would lead to; the state does not change. */
  whatIf(fill: Fill): WhatIf {
    const terms = this.#terms(fill.instrument);
    return preview(this.#usable(), fill.instrument, () => {
      const result = this.fill(fill);
      return {
        code: result,
        position: positionReport(this.#region, terms),
        risk: riskReport(this.#region),
        headroomLots: headroom(this.#region, fill.instrument),
        quote: quoteReport(this.#region, terms),
      };
    });
  }

  /** How often each reject code was given, by name. */
  rejects(): Readonly<Record<string, number>> {
    return rejectCounts(this.#region);
  }

  // ---- Identity

  /** XXH64 (seed 0) of the whole state: same frames, same hash. */
  stateHash(): bigint {
    return this.#region.hash();
  }

  /** The state as bytes; `restore` gives a book with the same hash. */
  snapshot(): Uint8Array {
    return takeSnapshot(this.#usable(), this.configuration);
  }

  #terms(instrument: number): InstrumentTerms {
    const terms = this.instruments[instrument];
    if (terms !== undefined) return terms;
    throw new EvenkeelError('UNKNOWN_INSTRUMENT', `no instrument has index ${instrument}`, {
      instrument,
      count: this.instruments.length,
    });
  }

  #underlyingSymbol(underlying: number): string {
    const found = this.configuration.underlyings[underlying];
    if (found !== undefined) return found.symbol;
    throw new EvenkeelError('USAGE', `no underlying has index ${underlying}`, {
      underlying,
      count: this.configuration.underlyings.length,
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

  protected override get region(): BookRegion {
    return this.#usable();
  }

  protected override guarded(call: () => number): number {
    return this.#guarded(call);
  }

  #usable(): BookRegion {
    if (this.#broken === undefined) return this.#region;
    const message = 'the book stopped at a broken invariant';
    throw new EvenkeelError('INVARIANT', message, {}, { cause: this.#broken });
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
    if (!isTrap(cause)) throw cause;
    this.#broken = cause;
    throw new EvenkeelError('INVARIANT', 'the kernel found its state inconsistent', {}, { cause });
  }
}
