/** The journals of the books that one worker serves, on the worker's side. */
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import { EvenkeelError } from '../errors.js';
import { FollowingJournal, loadLmdb, type RecordedSegment } from '../journal/pools/index.js';
import type { Place, SharedMemory } from '../kernel/index.js';
import type { PoolJournalOptions } from './options.js';
import { withdrawQuotes } from './slot.js';

/** Told to the host when a book cannot be journaled any more. */
export interface JournalFailure {
  /** Index of the worker. */
  readonly worker: number;
  readonly slot: number;
  readonly reason: string;
}

/** What a worker is told about journals. */
export interface WorkerJournalOptions {
  readonly index: number;
  readonly options: PoolJournalOptions;
  /** How often to show a sign of life while the disk is waited for, ms. */
  readonly beatMs: number;
}

/** Where journals lie and who hears of those that fail. */
export interface JournalSurroundings {
  /** Loads what journals need, which takes a while. */
  readonly prepare: () => void;
  /** The journal of that name, for a book that lies in a place. @throws EvenkeelError */
  readonly open: (name: string, place: Place) => FollowingJournal;
  readonly tell: (failure: JournalFailure) => void;
}

/** Folders, and the host of this thread. */
function inFolders({ dir, ...options }: PoolJournalOptions): JournalSurroundings {
  return {
    prepare: loadLmdb,
    open: (name, place) => FollowingJournal.open(join(dir, name), place, options),
    tell: (failure) => parentPort?.postMessage(failure),
  };
}

/** What the journal area of a worker holds, in order; views of it. */
export function* areaSegments(
  { integers, bytes }: SharedMemory,
  worker: number,
): Generator<{ readonly slot: number; readonly segment: RecordedSegment }> {
  const area = integers[(worker + at.WORKER_JOURNAL) >> 2] ?? 0;
  const end = area + (integers[(worker + at.WORKER_JOURNAL_END) >> 2] ?? 0);
  for (let begin = area; begin < end; ) {
    const read = (field: number): number => integers[(begin + field) >> 2] ?? 0;
    const applied = read(at.SEGMENT_APPLIED);
    const flags = read(at.SEGMENT_FLAGS);
    const content = begin + at.SEGMENT_HEADER_BYTES;
    const next = content + applied + read(at.SEGMENT_BEYOND);
    const segment = {
      bytes: bytes.subarray(content, next),
      applied,
      isFinal: (flags & at.SEGMENT_IS_FINAL) !== 0,
      isMixed: (flags & at.SEGMENT_IS_MIXED) !== 0,
    };
    yield { slot: read(at.SEGMENT_SLOT), segment };
    begin = (next + at.RECORD_ALIGN - 1) & -at.RECORD_ALIGN;
  }
}

/** Opens journals as books need them, and writes what the kernel has applied. */
export class WorkerJournals {
  readonly #shared: SharedMemory;
  readonly #worker: number;
  readonly #told: WorkerJournalOptions;
  readonly #surroundings: JournalSurroundings;
  readonly #open = new Map<number, FollowingJournal>();

  constructor(
    shared: SharedMemory,
    worker: number,
    told: WorkerJournalOptions,
    surroundings: JournalSurroundings = inFolders(told.options),
  ) {
    this.#shared = shared;
    this.#worker = worker;
    this.#told = told;
    this.#surroundings = surroundings;
  }

  /** Before serving begins: how far the journals are that a predecessor wrote. */
  resume(): void {
    // Now, as it would look like standing still later.
    this.#surroundings.prepare();
    for (let slot = 0; slot < this.#field(at.WORKER_SLOT_COUNT); slot++) {
      const journal = this.#journalOf(slot, () => undefined);
      if (journal === undefined) continue;
      this.#shared.longs[(this.#slot(slot) + at.SLOT_JOURNALED) >> 3] = BigInt(journal.ordinal);
    }
  }

  /** Writes the journal area. Resolves when all of it is as safe as the policy says, or its book has failed. */
  async write(): Promise<void> {
    const touched = this.#takeArea();
    const ended = [...this.#open].filter(
      ([slot]) => this.#slotField(slot, at.SLOT_STATE) === at.SLOT_IS_FREE,
    );
    if (touched.size === 0 && ended.length === 0) return;
    await this.#whileAlive([
      ...[...touched].map(([slot, journal]) => this.#attempt(slot, () => journal.flushed())),
      ...ended.map(([slot, journal]) => this.#finish(slot, journal)),
    ]);
  }

  /** The worker stops in order: every journal ends with a snapshot. */
  async finish(): Promise<void> {
    await this.#whileAlive([...this.#open].map(([slot, journal]) => this.#finish(slot, journal)));
  }

  /** Lets go of the files; writes nothing. */
  async abandon(): Promise<void> {
    const journals = [...this.#open.values()];
    this.#open.clear();
    await Promise.allSettled(journals.map((journal) => journal.close()));
  }

  async #finish(slot: number, journal: FollowingJournal): Promise<void> {
    await this.#attempt(slot, () => journal.finish());
    this.#open.delete(slot);
  }

  /** Hands the segments of the area to their journals. */
  #takeArea(): Map<number, FollowingJournal> {
    const touched = new Map<number, FollowingJournal>();
    for (const { slot, segment } of areaSegments(this.#shared, this.#worker)) {
      const journal = this.#journalOf(slot, (ordinal) => this.#requireUntouched(slot, ordinal));
      if (journal === undefined) continue;
      journal.add(segment);
      touched.set(slot, journal);
    }
    return touched;
  }

  /** Nobody has written the journal of a book since the host began it. */
  #requireUntouched(slot: number, ordinal: number): void {
    const begun = Number(this.#shared.longs[(this.#slot(slot) + at.SLOT_JOURNALED) >> 3]);
    if (ordinal === begun) return;
    const message = `the journal goes to ordinal ${ordinal}, the book began at ${begun}: somebody else writes it`;
    throw new EvenkeelError('JOURNAL_FOREIGN', message, { ordinal, begun });
  }

  /**
   * Opened when it is first needed; undefined when it cannot be, and then its book has failed.
   *
   * @param check throws when its ordinal is not what it must be
   */
  #journalOf(slot: number, check: (ordinal: number) => void): FollowingJournal | undefined {
    const known = this.#open.get(slot);
    if (known !== undefined || !this.#isOpen(slot)) return known;
    try {
      const address = this.#slotField(slot, at.SLOT_BOOK);
      const place = { memory: this.#shared, address };
      const journal = this.#surroundings.open(this.#nameOf(slot), place);
      this.#open.set(slot, journal);
      check(journal.ordinal);
      return journal;
    } catch (cause) {
      this.#fail(slot, cause);
      return undefined;
    }
  }

  async #attempt(slot: number, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (cause) {
      this.#fail(slot, cause);
    }
  }

  /** That book is served no more; the others go on. */
  #fail(slot: number, cause: unknown): void {
    if (!(cause instanceof EvenkeelError)) throw cause;
    this.#shared.kernel.failSlot(this.#worker, slot);
    const journal = this.#open.get(slot);
    this.#open.delete(slot);
    // It has failed already, or holds nothing that is not written.
    void Promise.allSettled([journal?.close()]);
    const book = this.#slotField(slot, at.SLOT_BOOK);
    const state = book + layout.IO_BYTES;
    const instruments = this.#shared.integers[(state + layout.BOOK_INSTRUMENT_CAPACITY) >> 2] ?? 0;
    withdrawQuotes(this.#shared, this.#slotField(slot, at.SLOT_ROWS), instruments);
    this.#surroundings.tell({ worker: this.#told.index, slot, reason: cause.message });
  }

  /** Shows signs of life while the disk is waited for. */
  async #whileAlive(waits: readonly Promise<void>[]): Promise<void> {
    const beat = setInterval(
      () => Atomics.add(this.#shared.integers, (this.#worker + at.WORKER_HEARTBEAT) >> 2, 1),
      this.#told.beatMs,
    );
    try {
      await Promise.all(waits);
    } finally {
      clearInterval(beat);
    }
  }

  #nameOf(slot: number): string {
    const begin = this.#slot(slot) + at.SLOT_NAME;
    const name = this.#shared.bytes.slice(begin, begin + at.SLOT_NAME_BYTES);
    return new TextDecoder().decode(name).replace(/\0+$/, '');
  }

  #isOpen(slot: number): boolean {
    return this.#slotField(slot, at.SLOT_STATE) === at.SLOT_IS_OPEN;
  }

  #slot(slot: number): number {
    return this.#field(at.WORKER_SLOTS) + slot * at.SLOT_BYTES;
  }

  #slotField(slot: number, field: number): number {
    return Atomics.load(this.#shared.integers, (this.#slot(slot) + field) >> 2);
  }

  #field(field: number): number {
    return this.#shared.integers[(this.#worker + field) >> 2] ?? 0;
  }
}
