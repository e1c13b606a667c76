/** A book whose input is in a journal: what it accepts is written as frames, and comes back. */
import * as code from '../../assembly/codes.js';
import {
  type ApplyResult,
  type BookOptions,
  type Fill,
  fitReason,
  type MarginalMarginReport,
  MOST_INPUT_BYTES,
  openRegion,
  type Time,
  type WhatIf,
} from '../book/index.js';
import type { BookConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { encodeFrame } from '../frames/index.js';
import type { GroupBuffer } from './group-buffer.js';
import { HEADER_ROOM, type JournalSource, type JournalWriter } from './journal-writer.js';
import type { JournalPolicy } from './policy.js';
import type { RecoveryReport } from './recover.js';
import { ReplayedBook } from './replayed-book.js';

/** A `Book` with a journal; every call is as there. Input throws `JOURNAL_HALTED` when it cannot be written. */
export class JournaledBook extends ReplayedBook {
  #begin: { readonly writer: JournalWriter; readonly recovery: RecoveryReport } | undefined;
  // A preview: nothing happens, so nothing is written.
  #isTrying = false;

  /** Made by `openJournaled`. */
  static make(
    configuration: BookConfiguration,
    options: BookOptions,
    snapshot?: Uint8Array,
  ): JournaledBook {
    return new JournaledBook(configuration, openRegion(configuration, { snapshot }), options);
  }

  /** From here on input is written, and nothing is taken again. */
  begin(recovery: RecoveryReport, write: (source: JournalSource) => JournalWriter): void {
    this.requireReplaying();
    const writer = write({
      standing: () => this.standing,
      parts: () => this.parts(),
      stopFor: (failure) => this.#stopFor(failure),
    });
    this.#begin = { writer, recovery };
    this.discardOutput();
  }

  protected override requireReplaying(): void {
    if (this.#begin === undefined) return;
    throw new EvenkeelError('USAGE', 'the journal of this book has begun');
  }

  get #writer(): JournalWriter {
    return this.#started.writer;
  }

  get #started(): { readonly writer: JournalWriter; readonly recovery: RecoveryReport } {
    if (this.#begin !== undefined) return this.#begin;
    throw new EvenkeelError('USAGE', 'a journaled book is opened by openJournaled');
  }

  // ---- The journal

  get policy(): JournalPolicy {
    return this.#writer.options.policy;
  }

  /** How the book came to be. */
  get recovery(): RecoveryReport {
    return this.#started.recovery;
  }

  /** `framesAccepted` up to which input is acknowledged, as the policy means it. */
  get acknowledged(): number {
    return this.#writer.acknowledged;
  }

  /** Why the book takes no more input; null while it does. */
  get journalFailure(): EvenkeelError | null {
    return this.#writer.failure;
  }

  /** Resolves when all input so far is acknowledged. @throws EvenkeelError `JOURNAL_HALTED` */
  flushed(): Promise<void> {
    return this.#writer.flushed();
  }

  /** Resolves when a call of up to 64 KiB will not throw `JOURNAL_FULL`. */
  ready(): Promise<void> {
    return this.#writer.ready();
  }

  /** Writes a snapshot: recovery begins there. */
  checkpoint(): Promise<void> {
    return this.#writer.checkpoint();
  }

  /** Writes what is left; the book takes no more input. */
  close(): Promise<void> {
    return this.#writer.close();
  }

  // ---- Input

  override bookTicker(
    instrument: number,
    timeUs: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    const group = this.#writer.reserve(code.MAX_FRAME_BYTES);
    group.writer.bookTicker(instrument, timeUs, bidTicks, askTicks, bidLots, askLots);
    const result = super.bookTicker(instrument, timeUs, bidTicks, askTicks, bidLots, askLots);
    return this.#keep(group, result);
  }

  override trade(
    instrument: number,
    timeUs: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number {
    const group = this.#writer.reserve(code.MAX_FRAME_BYTES);
    group.writer.trade(instrument, timeUs, priceTicks, sizeLots, aggressor);
    return this.#keep(group, super.trade(instrument, timeUs, priceTicks, sizeLots, aggressor));
  }

  override checkOrder(
    instrument: number,
    time: Time,
    orderId: number | bigint,
    action: number,
    side: number,
    lots: number,
    priceTicks: number,
    reduceOnly = 0,
    replacesLots = 0,
  ): number {
    const order = [instrument, orderId, action, side, lots, priceTicks, reduceOnly, replacesLots];
    // Goes by `applyFrame`.
    const isFrame = typeof time === 'bigint' || typeof orderId === 'bigint';
    const group = isFrame ? null : this.#writer.reserve(code.MAX_FRAME_BYTES);
    const result = super.checkOrder(
      ...([instrument, time, orderId, action, side, lots] as const),
      ...([priceTicks, reduceOnly, replacesLots] as const),
    );
    if (group === null || (result > 0 && result < code.ORDER_TRADING_HALTED)) return result;
    group.writer.frame('checkOrder', 0, time, order);
    this.#keep(group, 0);
    return result;
  }

  protected override applyFrame(frame: Uint8Array): number {
    if (this.#isTrying) return super.applyFrame(frame);
    const group = this.#writer.reserve(code.MAX_FRAME_BYTES);
    const result = super.applyFrame(frame);
    if (result !== 0) return result;
    group.add(frame);
    this.#writer.recorded();
    return 0;
  }

  /** As of `Book`; stops early, like at a full output, when the disk is behind. */
  override apply(stream: Uint8Array, isFinal = true): ApplyResult {
    const sum = { consumedBytes: 0, framesApplied: 0, framesRejected: 0, outputFull: false };
    while (sum.consumedBytes < stream.length && !sum.outputFull) {
      const at = sum.consumedBytes;
      const piece = stream.subarray(at, at + MOST_INPUT_BYTES);
      const ends = isFinal && at + piece.length === stream.length;
      if (at > 0 && !this.#writer.hasRoom) break;
      const group = this.#writer.reserve(piece.length + HEADER_ROOM);
      const result = super.apply(piece, ends);
      this.#record(group, piece, ends, result);
      sum.consumedBytes += result.consumedBytes;
      sum.framesApplied += result.framesApplied;
      sum.framesRejected += result.framesRejected;
      sum.outputFull = result.outputFull;
      if (result.consumedBytes === 0) break;
    }
    return sum;
  }

  override whatIf(fill: Fill): WhatIf {
    return this.#trying(() => super.whatIf(fill));
  }

  override marginalMargin(instruments?: readonly number[]): MarginalMarginReport {
    return this.#trying(() => super.marginalMargin(instruments));
  }

  /** Quotes are withdrawn by a command that is not in the journal: it could not be written. */
  #stopFor(failure: EvenkeelError): void {
    const values = [null, code.STATE_HALTED, fitReason(failure.message)];
    super.applyFrame(encodeFrame('tradingState', 0, this.timeNs, values));
  }

  #trying<Result>(call: () => Result): Result {
    this.#isTrying = true;
    try {
      return call();
    } finally {
      this.#isTrying = false;
    }
  }

  #keep(group: GroupBuffer, result: number): number {
    if (result !== 0) return result;
    group.keep();
    this.#writer.recorded();
    return 0;
  }

  #record(group: GroupBuffer, piece: Uint8Array, ends: boolean, result: ApplyResult): void {
    const { consumedBytes: applied, framesApplied, framesRejected } = result;
    if (framesApplied === 0) return;
    if (framesRejected === 0) {
      group.add(piece.subarray(0, applied));
    } else {
      const seen = Math.min(applied + code.MAX_FRAME_BYTES, piece.length);
      const isFinal = ends && seen === piece.length;
      group.addMixed({ bytes: piece.subarray(0, seen), applied, isFinal });
    }
    this.#writer.recorded();
  }
}
