/** Many live books on worker threads over shared memory. */
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { Piscina } from 'piscina';
import * as code from '../../assembly/codes.js';
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { openRegion } from '../book/index.js';
import { type BookConfiguration, validateConfiguration } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { type BookRegion, regionBytes } from '../kernel/index.js';
import { type PoolOptions, type PoolSettings, poolSettings } from './options.js';
import { type OutputListener, OutputStream } from './output-ring.js';
import { PoolBook } from './pool-book.js';
import type { CloseReport, FailureReport, RestartReport, WorkerMetrics } from './reports.js';
import { WorkerHost } from './worker-host.js';
import type { Extent } from './worker-memory.js';
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
  /** State to go on from, from `Book.snapshot` or `PoolBook.capture`. */
  readonly snapshot?: Uint8Array;
}

/** Events of a pool and their arguments. */
interface PoolEvents {
  /** A worker died and its successor serves: once for every death. */
  restart: [RestartReport];
  /** A book, or a worker with its books, was given up: once. */
  failure: [FailureReport];
  /** An output listener threw. Without a listener here the process ends, as for any such event. */
  error: [unknown];
}

interface Served {
  readonly book: PoolBook;
  readonly host: WorkerHost;
  readonly slot: number;
  readonly extent: Extent;
  readonly output: OutputStream | undefined;
}

const CLOSE_MS = 5000;
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
  #isClosed = false;
  readonly #pumps = new Map<number, Promise<void>>();

  private constructor(settings: PoolSettings, filename: string) {
    super();
    this.#settings = settings;
    const { workers, booksPerWorker } = settings;
    this.#threads = new Piscina({
      filename,
      minThreads: workers,
      maxThreads: workers,
      concurrentTasksPerWorker: 1,
      recordTiming: false,
    });
    const events = {
      onRestart: (report: RestartReport) => this.emit('restart', report),
      onFailure: (report: FailureReport) => this.#fail(report),
      booksOf: (worker: number) => this.#booksOf(worker),
    };
    this.#hosts = Array.from(
      { length: workers },
      (_, index) => new WorkerHost(index, settings, this.#threads, events),
    );
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
    try {
      await Promise.all(pool.#hosts.map((host) => host.start()));
      return pool;
    } catch (cause) {
      await pool.#threads.destroy();
      throw cause;
    }
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
   * room for it, `SNAPSHOT` when the snapshot is another book's, `USAGE` when the pool is closed
   */
  open(configuration: unknown, options: OpenOptions = {}): PoolBook {
    return this.openConfiguration(validateConfiguration(configuration), options);
  }

  /** The same for a configuration that was validated before. */
  openConfiguration(configuration: BookConfiguration, options: OpenOptions = {}): PoolBook {
    if (this.#isClosed) throw new EvenkeelError('USAGE', 'the pool is closed', {});
    const host = this.#chooseHost(options.worker);
    const slot = this.#slotsOf(host).indexOf(undefined);
    const stateEnd = regionBytes(configuration.capacity);
    const place = slot < 0 ? undefined : this.#place(host, configuration, stateEnd);
    if (place === undefined) this.#refuseFull(host, slot < 0 ? 'slots' : 'memory');
    const { extent, rows, images } = place;
    let region: BookRegion;
    try {
      const { address } = extent;
      const opening = {
        place: { memory: host.memory.shared, address },
        snapshot: options.snapshot,
      };
      region = openRegion(configuration, opening);
    } catch (cause) {
      host.memory.release(extent);
      throw cause;
    }
    const id = this.#nextId++;
    const imageBytes = region.imageView().length;
    const book = new PoolBook(configuration, { id, host, slot, rows, imageBytes });
    const output = options.onOutput === undefined ? undefined : new OutputStream(options.onOutput);
    const served = { book, host, slot, extent, output };
    this.#slotsOf(host)[slot] = served;
    this.#served.set(id, served);
    fillSlot(host, slot, region, { rows, images, sendsOutput: output !== undefined });
    if (output !== undefined && options.delivery !== 'poll') this.#pump(host);
    return book;
  }

  /**
   * Closes one book after everything sent to it was applied; its memory is used again.
   *
   * @throws EvenkeelError `WORKER` when its worker was given up
   */
  async closeBook(book: PoolBook): Promise<void> {
    const served = this.#served.get(book.id);
    if (served === undefined) return;
    const { host, slot, extent } = served;
    await book.retire();
    const position = host.input.tail;
    book.refuseAll(code.POOL_BOOK_CLOSED);
    while (!host.isApplied(position) && host.state !== 'failed') {
      await host.untilRead(host.readPosition, OUTPUT_WAIT_MS);
    }
    this.#drain(host);
    this.#served.delete(book.id);
    this.#slotsOf(host)[slot] = undefined;
    host.memory.release(extent);
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
   * whatever they do.
   *
   * @returns what was abandoned
   */
  async close(timeoutMs = CLOSE_MS): Promise<CloseReport> {
    if (this.#isClosed) return { abandonedBytes: [], terminated: [] };
    this.#isClosed = true;
    const deadline = Date.now() + timeoutMs;
    for (const { book } of this.#served.values()) book.refuseAll(code.POOL_BOOK_CLOSED);
    const ends = await Promise.all(this.#hosts.map((host) => this.#closeHost(host, deadline)));
    await Promise.all(this.#pumps.values());
    await this.#threads.destroy();
    return {
      abandonedBytes: ends.map(({ abandoned }) => abandoned),
      terminated: ends.flatMap(({ isTerminated }, index) => (isTerminated ? [index] : [])),
    };
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

  async #closeHost(
    host: WorkerHost,
    deadline: number,
  ): Promise<{ abandoned: number; isTerminated: boolean }> {
    const position = host.input.tail;
    // Half of the time for what was sent, half for the end of the thread.
    const flushUntil = deadline - (deadline - Date.now()) / 2;
    while (!host.isApplied(position) && host.state !== 'failed' && Date.now() < flushUntil) {
      this.#drain(host);
      await host.untilRead(host.readPosition, Math.min(flushUntil - Date.now(), 100));
    }
    const isTerminated = await host.stop(Math.max(deadline - Date.now(), 1));
    this.#drain(host);
    return { abandoned: (position - host.readPosition) | 0, isTerminated };
  }

  #slotsOf(host: WorkerHost): (Served | undefined)[] {
    return this.#slots[host.index] ?? [];
  }

  #booksOf(worker: number): { id: number; slot: number }[] {
    return [...this.#served.values()]
      .filter(({ host }) => host.index === worker)
      .map(({ book, slot }) => ({ id: book.id, slot }));
  }

  #chooseHost(worker: number | undefined): WorkerHost {
    if (worker !== undefined) return this.hostOf(worker);
    const alive = this.#hosts.filter(({ state }) => state !== 'failed');
    const counts = alive.map((host) => this.#booksOf(host.index).length);
    const fewest = alive[counts.indexOf(Math.min(...counts))];
    if (fewest !== undefined) return fewest;
    throw new EvenkeelError('WORKER', 'every worker of the pool was given up', {});
  }

  #place(
    host: WorkerHost,
    { capacity }: BookConfiguration,
    regionLength: number,
  ): { extent: Extent; rows: number; images: readonly [number, number] } | undefined {
    const { instruments, assets, fillIds, tableLevels } = capacity;
    const { kernel } = host.memory.shared;
    const align = (bytes: number): number => Math.ceil(bytes / at.LINE_BYTES) * at.LINE_BYTES;
    const region = align(regionLength);
    const rows = align(instruments * at.QUOTE_ROW_BYTES);
    const state = kernel.stateBytes(instruments, assets, fillIds, tableLevels);
    const image = align(layout.IO_BYTES + state);
    const extent = host.memory.allocate(region + rows + 2 * image);
    if (extent === undefined) return undefined;
    const first = extent.address + region + rows;
    return { extent, rows: extent.address + region, images: [first, first + image] };
  }

  #refuseFull(host: WorkerHost, what: 'slots' | 'memory'): never {
    const { booksPerWorker, memoryBytes } = this.#settings;
    const bound = what === 'slots' ? { booksPerWorker } : { memoryBytes };
    throw new EvenkeelError('POOL_FULL', `worker ${host.index} has no ${what} for another book`, {
      worker: host.index,
      ...bound,
    });
  }

  #fail(report: FailureReport): void {
    for (const id of report.books) {
      this.#served.get(id)?.book.refuseAll(code.POOL_BOOK_FAILED);
    }
    this.emit('failure', report);
  }

  #drain(host: WorkerHost): number {
    const slots = this.#slotsOf(host);
    return host.output.drain((slot) => slots[slot]?.output);
  }

  /** Hands output on as it arrives, until the pool closes; one loop per worker. */
  #pump(host: WorkerHost): void {
    if (this.#pumps.has(host.index)) return;
    const run = async (): Promise<void> => {
      while (!this.#isClosed) {
        try {
          this.#drain(host);
        } catch (error) {
          this.emit('error', error);
        }
        await host.untilOutput(OUTPUT_WAIT_MS);
      }
    };
    this.#pumps.set(host.index, run());
  }
}

/** Makes a book visible to its worker; the last store says that it is complete. */
function fillSlot(
  host: WorkerHost,
  slot: number,
  region: BookRegion,
  parts: {
    readonly rows: number;
    readonly images: readonly [number, number];
    readonly sendsOutput: boolean;
  },
): void {
  const { integers, bytes } = host.memory.shared;
  const address = host.memory.slotAddress(slot);
  const write = (field: number, value: number): void => {
    integers[(address + field) >> 2] = value;
  };
  const { rows, images, sendsOutput } = parts;
  const position = host.input.tail;
  for (const [which, image] of images.entries()) {
    bytes.set(region.imageView(), image);
    write(at.SLOT_IMAGE_ADDRESS + 4 * which, image);
    write(at.SLOT_IMAGE_POSITION + 4 * which, position);
    write(at.SLOT_IMAGE_OUTPUTS + 4 * which, 0);
  }
  integers[(region.book + layout.IO_QUOTE_ROWS) >> 2] = rows;
  write(at.SLOT_BOOK, region.book);
  write(at.SLOT_ROWS, rows);
  write(at.SLOT_IMAGE, 0);
  write(at.SLOT_SENDS_OUTPUT, sendsOutput ? 1 : 0);
  write(at.SLOT_OUTPUTS, 0);
  write(at.SLOT_DIRTY, 0);
  region.kernel.publishBook(region.book, rows, address + at.SLOT_RISK);
  Atomics.store(integers, (address + at.SLOT_STATE) >> 2, at.SLOT_IS_OPEN);
}
