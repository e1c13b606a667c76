/**
 * One worker seen from the host: starts it, checks its build, notices when it dies or stalls, and lets a
 * successor take over the same memory.
 */
import type { Worker } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { INPUT_BUFFER_BYTES } from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import { buildProof } from '../kernel/index.js';
import { FAULTS, type Fault } from './faults.js';
import { InputRing } from './input-ring.js';
import type { PoolSettings } from './options.js';
import { OutputRing } from './output-ring.js';
import type { FailureReport, RestartReport } from './reports.js';
import { beatEveryMs, StallWatch } from './stall-watch.js';
import { untilMoved } from './waiting.js';
import type { WorkerTask } from './worker.js';
import type { JournalFailure } from './worker-journals.js';
import type { WorkerMemory } from './worker-memory.js';

/** Deaths in a row without a frame applied in between, after which a worker is given up. */
const MAX_DEATHS_WITHOUT_PROGRESS = 5;
const STOPPED = 'stopped';

/** Whom a worker tells about its life. */
export interface WorkerEvents {
  readonly onRestart: (report: RestartReport) => void;
  readonly onFailure: (report: FailureReport) => void;
  /** Books that are served. */
  readonly booksOf: (worker: number) => readonly { readonly id: number; readonly slot: number }[];
}

interface Death {
  readonly cause: Error;
  readonly at: number;
  readonly readPosition: number;
  readonly keptBytes: number;
  readonly backlogBytes: number;
  readonly slot: number;
  readonly position: number;
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(String(cause));
}

/** A worker thread and its memory. */
export class WorkerHost {
  readonly index: number;
  readonly memory: WorkerMemory;
  readonly input: InputRing;
  readonly output: OutputRing;
  restarts = 0;
  state: 'starting' | 'serving' | 'failed' | 'stopped' = 'starting';
  readonly #settings: PoolSettings;
  readonly #threads: Piscina;
  readonly #events: WorkerEvents;
  #abort = new AbortController();
  #isStopping = false;
  #ended: Promise<void> = Promise.resolve();
  readonly #watch: StallWatch;
  #deathsWithoutProgress = 0;
  #lastDeath: Death | undefined;
  #thread: Worker | undefined;
  #outputWait: Promise<void> | undefined;

  constructor(
    index: number,
    memory: WorkerMemory,
    settings: PoolSettings,
    threads: Piscina,
    events: WorkerEvents,
  ) {
    this.index = index;
    this.memory = memory;
    const longest = settings.journal === undefined ? undefined : INPUT_BUFFER_BYTES;
    this.input = new InputRing(this.memory, settings.inputRingBytes, longest);
    this.output = new OutputRing(this.memory, settings.outputRingBytes);
    this.#watch = new StallWatch(this.memory);
    this.#settings = settings;
    this.#threads = threads;
    this.#events = events;
  }

  /** Starts the first thread; resolves when it serves. @throws EvenkeelError `WORKER` */
  async start(): Promise<void> {
    const run = this.#runThread();
    await this.#untilServing(run);
    this.#ended = this.#supervise(run);
    const { stallMs } = this.#settings;
    this.#watch.start(
      stallMs,
      () => this.state === 'serving',
      () => this.#abort.abort(new Error(`the worker stalled for more than ${stallMs} ms`)),
    );
  }

  /** Lets a start fail that waits for a thread which will never come. */
  failStart(cause: Error): void {
    if (this.state === 'starting') this.#abort.abort(cause);
  }

  /** Whether no thread serves it any more, and none will. */
  get isOver(): boolean {
    return this.state === 'failed' || this.state === 'stopped';
  }

  /** Applied up to here; wraps. */
  get readPosition(): number {
    return this.memory.load(at.WORKER_READ);
  }

  /** Whether everything has been applied that was sent when `InputRing.sentBytes` was this. */
  isApplied(sentBytes: number): boolean {
    const { input } = this;
    return input.sentBytes - ((input.tail - this.readPosition) >>> 0) >= sentBytes;
  }

  /** Resolves when READ or RELEASED may have moved, after `timeoutMs` at the latest. */
  async untilRead(timeoutMs: number): Promise<void> {
    await this.#untilReadMoved(this.readPosition, timeoutMs);
  }

  /** Resolves when everything sent until then is applied, nothing will be, or time is up. */
  async untilApplied(sentBytes: number, deadline = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      const read = this.readPosition;
      const left = deadline - Date.now();
      if (this.isApplied(sentBytes) || this.isOver || left <= 0) return;
      await this.#untilReadMoved(read, left);
    }
  }

  /** Resolves when output may have arrived since the ring was drained. */
  async untilOutput(timeoutMs: number): Promise<void> {
    const { integers } = this.memory;
    const waiters = this.memory.field(at.WORKER_OUTPUT_WAITERS);
    const index = this.memory.field(at.WORKER_OUTPUT_TAIL);
    // One wait serves all who ask meanwhile.
    this.#outputWait ??= untilMoved(integers, index, this.output.head, waiters, timeoutMs);
    await this.#outputWait;
    this.#outputWait = undefined;
  }

  /**
   * Stops the worker, at the latest when `timeoutMs` is over.
   *
   * @returns whether it had to be terminated
   */
  async stop(timeoutMs: number): Promise<boolean> {
    this.#isStopping = true;
    this.#watch.stop();
    this.#command(at.COMMAND_STOP);
    let isTerminated = false;
    const timer = setTimeout(() => {
      isTerminated = true;
      this.#abort.abort();
    }, timeoutMs);
    await this.#ended;
    clearTimeout(timer);
    if (this.state !== 'failed') this.#end('stopped');
    return isTerminated;
  }

  /** Lets the worker die; for tests. */
  inject(fault: Fault | 'terminate'): void {
    if (fault === 'terminate') this.#abort.abort();
    else this.#command(FAULTS[fault]);
  }

  async #untilReadMoved(read: number, timeoutMs: number): Promise<void> {
    const { integers } = this.memory;
    const waiters = this.memory.field(at.WORKER_WAITERS);
    await untilMoved(integers, this.memory.field(at.WORKER_READ), read, waiters, timeoutMs);
  }

  #command(command: number): void {
    const { integers } = this.memory;
    this.memory.store(at.WORKER_COMMAND, command);
    Atomics.notify(integers, this.memory.field(at.WORKER_COMMAND));
    Atomics.notify(integers, this.memory.field(at.WORKER_TAIL));
    Atomics.notify(integers, this.memory.field(at.WORKER_OUTPUT_HEAD));
  }

  /** Nothing moves any more: whoever waits for it is to look again. */
  #end(state: 'failed' | 'stopped'): void {
    this.state = state;
    for (const field of [at.WORKER_READ, at.WORKER_OUTPUT_TAIL]) {
      Atomics.notify(this.memory.integers, this.memory.field(field));
    }
  }

  /** Runs one thread. Resolves with `stopped`, or with why it died, when it touches memory no more. */
  async #runThread(): Promise<typeof STOPPED | Error> {
    const { memory } = this;
    this.#abort = new AbortController();
    memory.store(at.WORKER_STATE, at.WORKER_IS_ABSENT);
    memory.store(at.WORKER_PARKED, 0);
    this.#thread = undefined;
    memory.store(at.WORKER_COMMAND, at.COMMAND_NONE);
    const { spinUs, startMs, stallMs, journal: options } = this.#settings;
    const task: WorkerTask = {
      memory: memory.shared.handle,
      worker: memory.worker,
      spinUs,
      startMs,
      journal: options && { index: this.index, options, beatMs: beatEveryMs(stallMs) },
    };
    try {
      await this.#threads.run(task, { signal: this.#abort.signal });
      return this.#isStopping ? STOPPED : new Error('the worker ended by itself');
    } catch (cause) {
      const { aborted, reason } = this.#abort.signal;
      // An aborted task is reported before its thread has ended.
      if (aborted) await this.#untilThreadGone();
      return this.#isStopping ? STOPPED : asError(aborted ? reason : cause);
    }
  }

  async #untilThreadGone(): Promise<void> {
    await this.#thread?.terminate();
  }

  /** Accepts the build of a thread that has proved it. @throws EvenkeelError `WORKER` */
  async #untilServing(run: Promise<typeof STOPPED | Error>): Promise<void> {
    const deadline = Date.now() + this.#settings.startMs;
    const failed = run.then((end) => {
      throw this.#startFailure(end === STOPPED ? 'it was stopped' : end.message, end);
    });
    const served = (async () => {
      await this.#untilState(at.WORKER_IS_PROVED, deadline);
      const threadId = this.memory.load(at.WORKER_THREAD);
      this.#thread = this.#threads.threads.find((thread) => thread.threadId === threadId);
      this.#checkProof();
      if (!this.#isStopping) this.#command(at.COMMAND_SERVE);
      await this.#untilState(at.WORKER_IS_SERVING, deadline);
    })();
    try {
      await Promise.race([failed, served]);
    } catch (cause) {
      this.#abort.abort();
      await Promise.allSettled([failed, served]);
      throw cause;
    }
    this.state = 'serving';
  }

  async #untilState(wanted: number, deadline: number): Promise<void> {
    const index = this.memory.field(at.WORKER_STATE);
    const waiters = this.memory.field(at.WORKER_WAITERS);
    for (;;) {
      const state = this.memory.load(at.WORKER_STATE);
      if (state >= wanted) return;
      const left = deadline - Date.now();
      if (left <= 0 || this.#abort.signal.aborted) {
        throw this.#startFailure(`it did not serve within ${this.#settings.startMs} ms`);
      }
      await untilMoved(this.memory.integers, index, state, waiters, Math.min(left, 50));
    }
  }

  #startFailure(reason: string, cause?: unknown): EvenkeelError {
    const message = `worker ${this.index} did not start: ${reason}`;
    return new EvenkeelError('WORKER', message, { worker: this.index }, { cause });
  }

  #checkProof(): void {
    const own = buildProof();
    const found = {
      kernel: BigInt.asUintN(64, this.memory.long(at.WORKER_PROOF_KERNEL)),
      layout: BigInt.asUintN(64, this.memory.long(at.WORKER_PROOF_LAYOUT)),
    };
    for (const part of ['kernel', 'layout'] as const) {
      if (found[part] === own[part]) continue;
      const [is, should] = [found[part], own[part]].map((digest) => digest.toString(16));
      throw new EvenkeelError(
        'KERNEL_STALE',
        `worker ${this.index} runs another build: ${part} ${is}, expected ${should}`,
        { worker: this.index, part, found: is, expected: should },
      );
    }
  }

  async #supervise(first: Promise<typeof STOPPED | Error>): Promise<void> {
    let end = await first;
    while (end !== STOPPED && !this.#isStopping) {
      const death = this.#noteDeath(end);
      if (this.#isHopeless(death)) return this.#giveUp(death.cause);
      const run = this.#runThread();
      try {
        await this.#untilServing(run);
        this.#reportRestart(death);
      } catch (cause) {
        if (this.#isStopping) return;
        return this.#giveUp(asError(cause));
      }
      end = await run;
    }
  }

  #noteDeath(cause: Error): Death {
    this.state = 'starting';
    this.restarts += 1;
    const { memory } = this;
    return {
      cause,
      at: performance.now(),
      readPosition: this.readPosition,
      keptBytes: (this.readPosition - memory.load(at.WORKER_RELEASED)) | 0,
      backlogBytes: (this.input.tail - this.readPosition) | 0,
      slot: memory.load(at.WORKER_CURRENT_SLOT),
      position: memory.load(at.WORKER_CURRENT_POSITION),
    };
  }

  /** Fails the book that kills its worker twice with the same record; true when nothing helps. */
  #isHopeless(death: Death): boolean {
    const last = this.#lastDeath;
    this.#lastDeath = death;
    this.memory.store(at.WORKER_CURRENT_SLOT, -1);
    // READ may have moved in between: batches begin elsewhere after a death.
    const isSameRecord = last?.slot === death.slot && last.position === death.position;
    if (isSameRecord && death.slot >= 0) {
      this.#failBook(death);
      this.#deathsWithoutProgress = 0;
    } else {
      const isProgress = last?.readPosition !== death.readPosition;
      this.#deathsWithoutProgress = isProgress ? 1 : this.#deathsWithoutProgress + 1;
    }
    return this.#deathsWithoutProgress >= MAX_DEATHS_WITHOUT_PROGRESS;
  }

  #failBook({ slot, cause }: Death): void {
    const address = this.memory.slotAddress(slot);
    Atomics.store(this.memory.integers, (address + at.SLOT_STATE) >> 2, at.SLOT_IS_FAILED);
    const books = this.#events.booksOf(this.index).filter((book) => book.slot === slot);
    // Nobody waits for a book that is being closed.
    if (books.length === 0) return;
    this.#events.onFailure({ worker: this.index, books: books.map(({ id }) => id), cause });
  }

  /** The journal of a book could not be written: its worker serves it no more. */
  failJournal({ slot, reason }: JournalFailure): void {
    const books = this.#events.booksOf(this.index).filter((book) => book.slot === slot);
    if (books.length === 0) return;
    const cause = new EvenkeelError('JOURNAL_HALTED', reason, { worker: this.index });
    this.#events.onFailure({ worker: this.index, books: books.map(({ id }) => id), cause });
  }

  #giveUp(cause: Error): void {
    this.#watch.stop();
    this.#end('failed');
    const books = this.#events.booksOf(this.index).map(({ id }) => id);
    this.#events.onFailure({ worker: this.index, books, cause });
  }

  #reportRestart(death: Death): void {
    this.#events.onRestart({
      worker: this.index,
      books: this.#events.booksOf(this.index).map(({ id }) => id),
      cause: death.cause,
      replayedBytes: death.keptBytes,
      backlogBytes: death.backlogBytes,
      downMs: performance.now() - death.at,
    });
  }
}
