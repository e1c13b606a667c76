/** A book of a pool worker that journals, as its host sees it, beside what it must come to. */
import * as at from '../../../assembly/pool-layout.js';
import { journaledStateOn } from '../../../src/journal/following-journal.js';
import type { Origin } from '../../../src/journal/open.js';
import type { LocalBook } from '../../pool/local-worker.js';
import { require } from '../auditor/violation.js';
import type { Course } from './course.js';
import { Disk } from './disk.js';
import type { JournaledWorker } from './journaled-worker.js';
import { AT_ONCE, VirtualStore } from './virtual-store.js';

const FAILED = 97;

export class PoolTenant {
  readonly slot: number;
  readonly disk = new Disk();
  readonly #course: Course;
  readonly #document: unknown;
  readonly #origin: () => Origin;
  #worker!: JournaledWorker;
  #book!: LocalBook;
  // Of this process: the first frame, the next one, and where in the ring those sent so far ended.
  #first = 0;
  #next = 0;
  #sent: { readonly end: number; readonly next: number }[] = [];
  #checkedBytes = 0;
  #checkedRecords = 0;
  // Of all processes: the ordinal up to which input was seen as applied.
  #acknowledged = 0;

  constructor(slot: number, course: Course, document: unknown, origin: () => Origin) {
    this.slot = slot;
    this.#origin = origin;
    this.#course = course;
    this.#document = document;
  }

  /** A new process. @param mayForget whether the machine may have lost what was acknowledged */
  open(worker: JournaledWorker, mayForget: boolean): void {
    const store = new VirtualStore(this.disk, AT_ONCE);
    const { snapshot, ordinal } = journaledStateOn(
      store,
      { document: this.#document },
      this.#origin,
    );
    const floor = mayForget ? 0 : this.#acknowledged;
    require('nothing that was acknowledged is lost', ordinal >= floor, { ordinal, floor });
    this.#worker = worker;
    this.#book = worker.open(this.slot, this.#document, snapshot);
    const found = this.#book.region.hash();
    const expected = this.#course.hashAt(ordinal);
    require('recovery gives a state that was', found === expected, { ordinal, found, expected });
    this.#acknowledged = ordinal;
    this.#first = this.#course.reach(ordinal);
    this.#next = this.#first;
    this.#sent = [];
    this.#checkedBytes = 0;
    this.#checkedRecords = 0;
  }

  get isOver(): boolean {
    return this.#next >= this.#course.frames.length;
  }

  get isFailed(): boolean {
    return this.#worker.slotState(this.slot) === at.SLOT_IS_FAILED;
  }

  /** Some frames as one record; false when the ring is full. */
  send(count: number): boolean {
    const some = this.#course.frames.slice(this.#next, this.#next + count);
    if (!this.#worker.send(this.slot, Buffer.concat(some))) return false;
    this.#next += some.length;
    this.#sent.push({ end: this.#worker.input.tail, next: this.#next });
    return true;
  }

  /** Looks at everything that the host can see. */
  check(): void {
    const { accepted, answered } = this.#course;
    const { ordinal } = this.disk;
    this.#checkOutput();
    const given = (answered[this.#first] ?? 0) + this.#checkedBytes;
    const most = answered[this.#course.reach(ordinal)] ?? 0;
    require('no answer is seen before its input is written', given <= most, { given, most });
    this.#worker.risk.read(this.#worker.memory.slotAddress(this.slot) + at.SLOT_RISK);
    const shown = this.#worker.risk.wide(at.PUBLISHED_APPLIED);
    require('no row is seen before its input is written', shown <= ordinal, { shown, ordinal });
    if (this.isFailed) return;
    const applied = this.#applied();
    const seen = accepted[applied] ?? 0;
    require('nothing counts as applied before it is written', seen <= ordinal, { seen, ordinal });
    const least = answered[applied] ?? 0;
    require('what counts as applied was answered', given >= least, { given, least });
    this.#acknowledged = Math.max(this.#acknowledged, seen);
  }

  /** Frames that READ says are applied. */
  #applied(): number {
    const read = this.#worker.memory.load(at.WORKER_READ);
    return this.#sent.findLast(({ end }) => ((end - read) | 0) <= 0)?.next ?? this.#first;
  }

  /** Each answer once and in order. */
  #checkOutput(): void {
    const { output, answered } = this.#course;
    for (const bytes of this.#book.output.slice(this.#checkedRecords)) {
      const from = (answered[this.#first] ?? 0) + this.#checkedBytes;
      const isSame = Buffer.compare(bytes, output.subarray(from, from + bytes.length)) === 0;
      require('a journaled pool says what a plain book says', isSame, { from });
      this.#checkedBytes += bytes.length;
      this.#checkedRecords += 1;
    }
  }

  /** Its journal could not be written: nobody quotes for it. */
  checkFailed(): void {
    const told = this.#worker.failures.filter(({ slot }) => slot === this.slot).length;
    require('a failed write is told once', told === 1, { told });
    const count = this.#book.region.capacity.instruments;
    for (let index = 0; index < count; index++) {
      const { bidLots, askLots, bidReason, askReason } = this.#book.quote.read(index);
      const isGone = bidLots + askLots === 0 && bidReason === FAILED && askReason === FAILED;
      require('a failed write withdraws all quotes', isGone, { index, bidLots, askLots });
    }
  }

  /** Everything was sent and served. */
  checkEnd(): void {
    const { accepted, answered } = this.#course;
    const ordinal = accepted.at(-1) ?? 0;
    const found = this.#book.region.hash();
    const expected = this.#course.hashAt(ordinal);
    require('a journaled pool comes to the same state', found === expected, { found, expected });
    const written = this.disk.ordinal;
    require('all of it is written', written === ordinal, { written, ordinal });
    const given = (answered[this.#first] ?? 0) + this.#checkedBytes;
    require('all of it was answered', given === answered.at(-1), { given });
  }
}
