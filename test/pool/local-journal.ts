/** A worker without a thread that journals into memory, and dies between any two steps of it. */
import * as at from '../../assembly/pool-layout.js';
import { applySegment, openRegion } from '../../src/book/index.js';
import { validateConfiguration } from '../../src/config/index.js';
import type { JournalPolicy } from '../../src/journal/index.js';
import type { BookRegion } from '../../src/kernel/index.js';
import type { PoolOptions } from '../../src/pool/options.js';
import type { Serving } from '../../src/pool/slot.js';
import { areaSegments } from '../../src/pool/worker-journals.js';
import { SAMPLE } from '../book/sample.js';
import { acceptedOf, type LocalBook, LocalWorker } from './local-worker.js';
import type { Fuse } from './mortal-kernel.js';

/** Where a worker dies: nothing of the batch is written, or it is and nobody has seen what came of it. */
export type Instant = 'applied' | 'written';

export class LocalJournal extends LocalWorker {
  /** How often what was written ended inside a record. */
  partial = 0;
  /** What was seen before its input was written; stays empty. */
  readonly leaks: string[] = [];

  constructor(options: PoolOptions, policy: JournalPolicy, fuse?: Fuse) {
    super({ journal: { dir: 'nowhere', policy, groupBytes: 4096 }, ...options }, fuse);
  }

  override open(slot: number, configuration: unknown = SAMPLE): LocalBook {
    this.journals.set(slot, openRegion(validateConfiguration(configuration)));
    return super.open(slot, configuration);
  }

  protected override serving(region: BookRegion): Serving {
    const journal = { name: 'any', ordinal: Number(acceptedOf(region)) };
    return { sendsOutput: true, journal };
  }

  override serve(): void {
    while (this.#applied()) this.#write(true);
  }

  /** Serves some batches and dies in the next. False when there was nothing to do by then. */
  serveUntil(batches: number, instant: Instant): boolean {
    for (let done = 0; done < batches; done++) {
      if (!this.#applied()) return false;
      this.#write(true);
    }
    if (!this.#applied()) return false;
    if (instant === 'written') this.#write(false);
    return true;
  }

  /** Lets the kernel apply a batch; false when there was none. Nobody sees anything of it, were it to die. */
  #applied(): boolean {
    const seen = this.#seen();
    try {
      return this.kernel.serve(this.memory.worker) === at.COMMAND_WRITE;
    } finally {
      if (this.#seen() !== seen) this.leaks.push(`${seen} -> ${this.#seen()}`);
    }
  }

  #write(releases: boolean): void {
    for (const { slot, segment } of areaSegments(this.memory.shared, this.memory.worker)) {
      const journal = this.journals.get(slot);
      if (journal === undefined || applySegment(journal, segment) !== segment.applied) {
        throw new Error('a segment does not end where it did');
      }
    }
    if (!releases) return;
    const read = this.memory.load(at.WORKER_READ);
    this.kernel.release(this.memory.worker);
    if (this.memory.load(at.WORKER_READ) === read) this.partial += 1;
    this.drain();
  }

  /** Everything that the host could look at. */
  #seen(): string {
    const { memory } = this;
    const rows = [...this.books.values()].flatMap(({ slot, quote }) => [
      this.slotState(slot) === at.SLOT_IS_OPEN ? this.publishedEquity(slot) : 0,
      ...Array.from({ length: 4 }, (_, instrument) => quote.publications(instrument)),
    ]);
    return [memory.load(at.WORKER_READ), memory.load(at.WORKER_OUTPUT_TAIL), ...rows].join();
  }
}
