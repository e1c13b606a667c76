/** Many live books on worker threads over shared memory. */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import * as code from '../../assembly/codes.js';
import { openRegion } from '../book/index.js';
import { type BookConfiguration, validateConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import type { ConfigurationSource } from '../journal/pools/index.js';
import { type PoolOptions, type PoolSettings, poolSettings } from './options.js';
import { type OutputListener, OutputStream } from './output-ring.js';
import { PoolBook } from './pool-book.js';
import { type BegunJournal, PoolJournals } from './pool-journals.js';
import type { CloseReport, FailureReport, RestartReport, WorkerMetrics } from './reports.js';
import { allocateRoom, fillSlot, type SlotRoom, withdrawQuotes } from './slot.js';
import { WorkerHost } from './worker-host.js';
import type { JournalFailure } from './worker-journals.js';
import { WorkerMemory } from './worker-memory.js';
import { workerMetrics } from './worker-metrics.js';

/** How a book is opened. */
export interface OpenOptions {
  /** Index of the worker; the one with the fewest books without it. */
  readonly worker?: number;
  /** Receives output frames. Without it they are dropped, and quotes are read by `latest`. */
  readonly onOutput?: OutputListener;
  /**
   * `event` (default): the listener is called as output arrives. `poll`: only by `BookPool.poll`, so
   * that a slow reader holds its worker up instead of filling memory.
   */
  readonly delivery?: 'event' | 'poll';
  /** State to go on from, from `Book.snapshot` or `PoolBook.capture`. Not where books are journaled. */
  readonly snapshot?: Uint8Array;
  /**
   * Folder of the book's journal inside that of the pool: a letter or digit, then letters, digits, `.`, `_` and
   * `-`, 48 in all. Default `book-` and the id: name books that are not opened in the same order every time.
   */
  readonly name?: string;
}

/** Events of a pool and their arguments. */
interface PoolEvents {
  /** A worker died and its successor serves: once for every death. */
  restart: [RestartReport];
  /** A book, or a worker with its books, was given up: once. */
  failure: [FailureReport];
  /**
   * A listener threw: of output, or of an event above. Without a listener here the process ends, as for
   * any such event.
   */
  error: [unknown];
}

interface Served {
  readonly book: PoolBook;
  readonly host: WorkerHost;
  readonly slot: number;
  readonly room: SlotRoom;
  readonly output: OutputStream | undefined;
  readonly journal: BegunJournal | undefined;
}

const CLOSE_MS = 5000;
const MAX_CLOSE_MS = 600_000;
const OUTPUT_WAIT_MS = 1000;

/** The worker's file; the built one also where this runs from its sources. */
function workerFile(): string {
  return createRequire(import.meta.url).resolve('#pool/worker.js');
}

/** A pool of worker threads, each serving some books. Create it by `BookPool.create`. */
export class BookPool extends EventEmitter<PoolEvents> {
  readonly #settings: PoolSettings;
  readonly #threads: Piscina;
  readonly #hosts: readonly WorkerHost[];
  readonly #served = new Map<number, Served>();
  readonly #slots: (Served | undefined)[][];
  #nextId = 0;
  #closing: Promise<CloseReport> | undefined;
  readonly #bookClosings = new Map<number, Promise<void>>();
  readonly #pumps = new Map<number, Promise<void>>();
  readonly #journals: PoolJournals | undefined;

  private constructor(settings: PoolSettings, filename: string) {
    super();
    this.#settings = settings;
    this.#journals = settings.journal && new PoolJournals(settings.journal.dir);
    const { workers, booksPerWorker } = settings;
    // Before there are threads: memory that cannot be had leaves nothing behind.
    const memories = Array.from({ length: workers }, () => new WorkerMemory(settings));
    this.#threads = new Piscina({
      filename,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: 1,
      recordTiming: false,
    });
    const events = {
      onRestart: (report: RestartReport) => this.#tell(() => this.emit('restart', report)),
      onFailure: (report: FailureReport) => this.#fail(report),
      booksOf: (worker: number) => this.#booksOf(worker),
    };
    this.#hosts = memories.map(
      (memory, index) => new WorkerHost(index, memory, settings, this.#threads, events),
    );
    this.#threads.on('message', (failure: JournalFailure) => {
      this.#hosts[failure.worker]?.failJournal(failure);
    });
    // A thread ended before it could be given a task.
    this.#threads.on('error', (error: Error) => {
      for (const host of this.#hosts) host.failStart(error);
    });
    this.#slots = this.#hosts.map(() => Array.from({ length: booksPerWorker }, () => undefined));
  }

  /**
   * Starts the workers; resolves when every one has proved its build and serves.
   *
   * @param filename of the worker, for tests
   * @throws EvenkeelError `USAGE` for options out of range, `WORKER` when a worker does not start,
   * `KERNEL_STALE` when it runs another build
   */
  static async create(options: PoolOptions = {}, filename = workerFile()): Promise<BookPool> {
    const pool = new BookPool(poolSettings(options), filename);
    const starts = await Promise.allSettled(pool.#hosts.map((host) => host.start()));
    const failed = starts.find((start) => start.status === 'rejected');
    if (failed === undefined) return pool;
    await pool.close();
    throw failed.reason;
  }

  /** Worker threads. */
  get workers(): number {
    return this.#hosts.length;
  }

  /** Books that are served, by id. */
  get books(): readonly PoolBook[] {
    return [...this.#served.values()].map(({ book }) => book);
  }

  /**
   * A book from an operator configuration (docs/configuration.md), served at once.
   *
   * @throws ConfigurationError with every violation; EvenkeelError `POOL_FULL` when the workers have no
   * room for it, `SNAPSHOT` when the snapshot is another book's, `WORKER` when the worker was given up,
   * `USAGE` when the pool is closed; a `JOURNAL_` code when the book's journal is not whole or another's
   */
  open(document: unknown, options: OpenOptions = {}): PoolBook {
    return this.#open({ document }, validateConfiguration(document), options);
  }

  /** The same for a configuration that was validated before. */
  openConfiguration(validated: BookConfiguration, options: OpenOptions = {}): PoolBook {
    return this.#open({ validated }, validated, options);
  }

  #open(
    source: ConfigurationSource,
    configuration: BookConfiguration,
    options: OpenOptions,
  ): PoolBook {
    if (this.#closing !== undefined) throw new EvenkeelError('USAGE', 'the pool is closed', {});
    const { host, slot, room } = this.#place(configuration, this.#candidates(options.worker));
    const id = this.#nextId;
    const journal = this.#prepare(host, room, () => this.#journals?.begin(source, id, options));
    const snapshot = journal?.snapshot ?? options.snapshot;
    const place = { memory: host.memory.shared, address: room.extent.address };
    const region = this.#prepare(host, room, () => openRegion(configuration, { place, snapshot }));
    this.#nextId += 1;
    const { rows } = room;
    const imageBytes = region.imageView().length;
    const recovery = journal?.recovery ?? null;
    const book = new PoolBook(configuration, { id, host, slot, rows, imageBytes, recovery });
    const output = options.onOutput === undefined ? undefined : new OutputStream(options.onOutput);
    const served = { book, host, slot, room, output, journal };
    this.#slotsOf(host)[slot] = served;
    this.#served.set(id, served);
    fillSlot(host, slot, region, { ...room, sendsOutput: output !== undefined, journal });
    if (output !== undefined && options.delivery !== 'poll') this.#pump(host);
    return book;
  }

  /**
   * Closes one book after everything sent to it was applied; its memory is used again. Frames are
   * refused from the call on.
   */
  closeBook(book: PoolBook): Promise<void> {
    const served = this.#served.get(book.id);
    const closing = this.#bookClosings.get(book.id);
    if (served?.book !== book || closing !== undefined) return closing ?? Promise.resolve();
    const ended = this.#closeServed(served);
    this.#bookClosings.set(book.id, ended);
    return ended;
  }

  /** Resolves when everything sent so far to every book has been applied. */
  async flush(): Promise<void> {
    await Promise.all(this.books.map((book) => book.flush()));
  }

  /**
   * Hands output frames that have arrived to their listeners, without waiting for the event loop: for
   * callers that spin.
   *
   * @returns records handed on
   */
  poll(): number {
    let records = 0;
    for (const host of this.#hosts) records += this.#drain(host);
    return records;
  }

  /** Resolves when a worker has output that nobody has taken, or after `timeoutMs`. */
  async untilOutput(timeoutMs: number): Promise<void> {
    await Promise.race(this.#hosts.map((host) => host.untilOutput(timeoutMs)));
  }

  /** State and counters of every worker. */
  metrics(): readonly WorkerMetrics[] {
    return this.#hosts.map((host) =>
      workerMetrics(host, this.#slotsOf(host).filter((served) => served !== undefined).length),
    );
  }

  /**
   * Takes no more frames, lets the workers apply what was sent, and ends them: within `timeoutMs`,
   * whatever they do. Every call gives the report of the first.
   *
   * @param timeoutMs 0 .. 600,000
   * @returns what was abandoned
   * @throws EvenkeelError `USAGE` when the time is out of range
   */
  async close(timeoutMs = CLOSE_MS): Promise<CloseReport> {
    if (!(timeoutMs >= 0 && timeoutMs <= MAX_CLOSE_MS)) {
      const message = `timeoutMs must be a number of 0 .. ${MAX_CLOSE_MS}, got ${timeoutMs}`;
      throw new EvenkeelError('USAGE', message, { timeoutMs, most: MAX_CLOSE_MS });
    }
    this.#closing ??= this.#close(Date.now() + timeoutMs);
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** A worker, for tests that let it die. */
  hostOf(worker: number): WorkerHost {
    const host = this.#hosts[worker];
    if (host !== undefined) return host;
    const details = { worker, workers: this.#hosts.length };
    throw new EvenkeelError('USAGE', `no worker has index ${worker}`, details);
  }

  async #close(deadline: number): Promise<CloseReport> {
    for (const { book } of this.#served.values()) book.refuseAll(code.POOL_BOOK_CLOSED);
    const ends = await Promise.all(this.#hosts.map((host) => this.#closeHost(host, deadline)));
    await Promise.all(this.#pumps.values());
    await this.#threads.destroy();
    return {
      abandonedBytes: ends.map(({ abandoned }) => abandoned),
      terminated: ends.flatMap(({ isTerminated }, index) => (isTerminated ? [index] : [])),
    };
  }

  async #closeHost(
    host: WorkerHost,
    deadline: number,
  ): Promise<{ abandoned: number; isTerminated: boolean }> {
    const { sentBytes, tail } = host.input;
    // Half of the time for what was sent, half for the end of the thread.
    const flushUntil = deadline - (deadline - Date.now()) / 2;
    await host.untilApplied(sentBytes, flushUntil);
    const isTerminated = await host.stop(Math.max(deadline - Date.now(), 1));
    return { abandoned: (tail - host.readPosition) | 0, isTerminated };
  }

  async #closeServed({ book, host, slot, room, journal }: Served): Promise<void> {
    await book.retire();
    // The last of its output, before the slot is another's.
    this.#drain(host);
    book.forget();
    this.#served.delete(book.id);
    this.#bookClosings.delete(book.id);
    this.#slotsOf(host)[slot] = undefined;
    host.memory.release(room.extent);
    if (journal !== undefined) this.#journals?.end(journal);
  }

  #slotsOf(host: WorkerHost): (Served | undefined)[] {
    return this.#slots[host.index] ?? [];
  }

  #booksOf(worker: number): { id: number; slot: number }[] {
    return [...this.#served.values()]
      .filter(({ book, host }) => host.index === worker && book.isServed)
      .map(({ book, slot }) => ({ id: book.id, slot }));
  }

  /** Where a book may go: the worker that was asked for, or all that live, the emptiest first. */
  #candidates(worker: number | undefined): readonly WorkerHost[] {
    const asked = worker === undefined ? this.#hosts : [this.hostOf(worker)];
    const alive = asked.filter((host) => !host.isOver);
    if (alive.length === 0) {
      throw new EvenkeelError('WORKER', 'no worker for the book: given up', { worker });
    }
    const load = new Map(alive.map((host) => [host, this.#slotsOf(host).filter(Boolean).length]));
    return alive.sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0));
  }

  /** A slot and memory on the first worker that has both. */
  #place(
    { capacity }: BookConfiguration,
    hosts: readonly WorkerHost[],
  ): { readonly host: WorkerHost; readonly slot: number; readonly room: SlotRoom } {
    for (const host of hosts) {
      const slot = this.#slotsOf(host).indexOf(undefined);
      const room = slot < 0 ? undefined : allocateRoom(host.memory, capacity);
      if (room !== undefined) return { host, slot, room };
    }
    const { booksPerWorker, memoryBytes } = this.#settings;
    const workers = hosts.map(({ index }) => index);
    const hasSlot = hosts.some((host) => this.#slotsOf(host).includes(undefined));
    throw new EvenkeelError(
      'POOL_FULL',
      `no ${hasSlot ? 'memory' : 'slot'} for another book on worker ${workers.join(', ')}`,
      { workers, ...(hasSlot ? { memoryBytes } : { booksPerWorker }) },
    );
  }

  /** Gives the room back when the book cannot be had. */
  #prepare<Part>(host: WorkerHost, { extent }: SlotRoom, make: () => Part): Part {
    try {
      return make();
    } catch (cause) {
      host.memory.release(extent);
      throw cause;
    }
  }

  #fail(report: FailureReport): void {
    for (const id of report.books) {
      const served = this.#served.get(id);
      if (served === undefined) continue;
      const { book, host, room } = served;
      book.refuseAll(code.POOL_BOOK_FAILED);
      withdrawQuotes(host.memory.shared, room.rows, book.configuration.capacity.instruments);
    }
    this.#tell(() => this.emit('failure', report));
  }

  /** Calls listeners; what they throw is told, and stops nothing here. */
  #tell(emit: () => void): void {
    try {
      emit();
    } catch (error) {
      this.#reportError(error);
    }
  }

  #reportError(error: unknown): void {
    queueMicrotask(() => this.emit('error', error));
  }

  #drain(host: WorkerHost): number {
    const slots = this.#slotsOf(host);
    return host.output.drain(
      (slot) => slots[slot]?.output,
      (error) => this.#reportError(error),
    );
  }

  /** Hands output on as it arrives, as long as the worker lives; one loop per worker. */
  #pump(host: WorkerHost): void {
    if (this.#pumps.has(host.index)) return;
    const run = async (): Promise<void> => {
      while (!host.isOver) {
        this.#drain(host);
        await host.untilOutput(OUTPUT_WAIT_MS);
      }
      this.#drain(host);
    };
    this.#pumps.set(host.index, run());
  }
}
