/** A pool worker without a thread whose journals, the real ones, lie on disks that are slow, fail and forget. */
import * as at from '../../../assembly/pool-layout.js';
import { FollowingJournal } from '../../../src/journal/following-journal.js';
import type { JournalOptions } from '../../../src/journal/policy.js';
import type { BookRegion } from '../../../src/kernel/index.js';
import type { Serving } from '../../../src/pool/slot.js';
import { type JournalFailure, WorkerJournals } from '../../../src/pool/worker-journals.js';
import { acceptedOf, LocalWorker } from '../../pool/local-worker.js';
import type { Fuse } from '../../pool/mortal-kernel.js';
import type { VirtualStore } from './virtual-store.js';

export class JournaledWorker extends LocalWorker {
  /** As the host is told. */
  readonly failures: JournalFailure[] = [];
  readonly #options: JournalOptions;
  readonly #storeOf: (slot: number) => VirtualStore;
  #live: WorkerJournals | undefined;

  /** @param storeOf opens the journal of a slot, for each worker anew */
  constructor(options: JournalOptions, storeOf: (slot: number) => VirtualStore, fuse: Fuse) {
    super({ journal: { dir: 'nowhere', ...options } }, fuse);
    this.#options = options;
    this.#storeOf = storeOf;
    this.#live = this.#begin();
  }

  #begin(): WorkerJournals {
    const { shared, worker } = this.memory;
    const told = { index: 0, options: { dir: 'nowhere', ...this.#options }, beatMs: 1000 };
    return new WorkerJournals(shared, worker, told, {
      prepare: () => undefined,
      open: (name, place) =>
        new FollowingJournal(this.#storeOf(Number(name)), place, this.#options),
      tell: (failure) => this.failures.push(failure),
    });
  }

  protected override serving(region: BookRegion, slot: number): Serving {
    return { sendsOutput: true, journal: { name: `${slot}`, ordinal: Number(acceptedOf(region)) } };
  }

  // The first one begins before there are books.
  protected override resume(): void {
    if (this.books === undefined || this.books.size === 0) return;
    this.#live = this.#begin();
    this.#live.resume();
  }

  /** Lets the kernel apply what has come; whether there is something to write. */
  apply(): boolean {
    return this.kernel.serve(this.memory.worker) === at.COMMAND_WRITE;
  }

  /** Writes what was applied. */
  async write(): Promise<void> {
    await this.#live?.write();
  }

  /** Others may see what was written. */
  release(): void {
    this.kernel.release(this.memory.worker);
    this.drain();
  }

  /** What the host sees has arrived. */
  take(): void {
    this.drain();
  }
}
