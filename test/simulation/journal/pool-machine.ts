/**
 * A process with a pool worker whose two books write journals, on disks of their own. The kernel dies at any store,
 * the worker while it writes, the process with either; a write that fails ends its book. Nothing is seen before its
 * input is written; what comes back has all that was seen as applied, and is a state that was.
 */
import type { Origin } from '../../../src/journal/open.js';
import { Death, Fuse } from '../../pool/mortal-kernel.js';
import { require } from '../auditor/violation.js';
import type { Desk } from '../desk.js';
import type { Draw } from '../draw.js';
import { drawOrigin } from './beginning.js';
import { Course } from './course.js';
import type { JournalSwarm } from './journal-swarm.js';
import { JournaledWorker } from './journaled-worker.js';
import { PoolTenant } from './pool-tenant.js';
import { settled, VirtualTimers } from './timers.js';
import { VirtualStore } from './virtual-store.js';

/** Chances per record: that a fuse is lit, that the worker serves, that a process with a failed book is restarted. */
const LIGHTS = 0.05;
const SERVES = 0.2;
const GIVES_UP = 0.02;
/** Chances per write: of one that fails; and per look at one that is under way, of a worker that dies. */
const FAILS = 0.003;
const DIES = 0.01;
/** Chance that a death is that of the process. */
const IS_PROCESS = 0.3;

export class PoolMachine {
  readonly counts = { deaths: 0, processes: 0, failedWrites: 0 };
  readonly #swarm: JournalSwarm;
  readonly #draw: Draw;
  readonly #timers = new VirtualTimers();
  readonly #fuse = new Fuse();
  readonly #tenants: readonly PoolTenant[];
  readonly #stores = new Map<number, VirtualStore>();
  #worker!: JournaledWorker;
  #now = 0;
  #isDead = false;

  constructor(desk: Desk, frames: readonly Uint8Array[], swarm: JournalSwarm, draw: Draw) {
    this.#swarm = swarm;
    this.#draw = draw;
    const course = new Course(desk, frames);
    const origin = (): Origin => drawOrigin(draw);
    this.#tenants = [0, 1].map((slot) => new PoolTenant(slot, course, desk.document, origin));
    this.#open(false);
  }

  /** Feeds both books to their ends. */
  async run(): Promise<void> {
    const restore = this.#timers.install();
    try {
      // What is served last may end in a death that has more to be sent.
      for (let isServed = false; !isServed; isServed = this.#isOver) {
        while (!this.#isOver) await this.#step();
        await this.#serve();
      }
      for (const tenant of this.#tenants) tenant.checkEnd();
      this.#restart();
    } finally {
      restore();
    }
  }

  get #isOver(): boolean {
    return this.#tenants.every(({ isOver, isFailed }) => isOver && !isFailed);
  }

  async #step(): Promise<void> {
    const draw = this.#draw;
    if (draw.chance(LIGHTS)) this.#light();
    if (!this.#send() || draw.chance(SERVES)) await this.#serve();
    const failed = this.#tenants.filter(({ isFailed }) => isFailed);
    for (const tenant of failed) tenant.checkFailed();
    const others = this.#tenants.filter((tenant) => !failed.includes(tenant));
    const isIdle = others.every(({ isOver }) => isOver);
    if (failed.length > 0 && (isIdle || draw.chance(GIVES_UP))) this.#restart();
  }

  #light(): void {
    const isOutside = this.#draw.chance(0.7);
    const worker = this.#worker;
    this.#fuse.light(
      Math.round(this.#draw.log(1, 5000)),
      (address) => !isOutside || worker.isOutsideBooks(address),
    );
  }

  #send(): boolean {
    const waiting = this.#tenants.filter(({ isOver, isFailed }) => !isOver && !isFailed);
    const tenant = waiting[this.#draw.whole(0, waiting.length - 1)];
    return tenant?.send(this.#draw.whole(1, 8)) ?? false;
  }

  #check(): void {
    for (const tenant of this.#tenants) tenant.check();
  }

  async #serve(): Promise<void> {
    for (let isServed = false; !isServed; ) {
      try {
        if (this.#isDead) this.#worker.die();
        this.#isDead = false;
        await this.#applyAll();
        isServed = true;
      } catch (cause) {
        if (!(cause instanceof Death)) throw cause;
        this.#bury();
      }
    }
  }

  async #applyAll(): Promise<void> {
    while (this.#worker.apply()) {
      this.#worker.take();
      this.#check();
      await this.#write();
      this.#worker.release();
      this.#check();
    }
  }

  /** What the worker applied goes to the disks. @throws Death */
  async #write(): Promise<void> {
    let isDone = false;
    let broken: unknown;
    for (const store of this.#stores.values()) {
      if (this.#draw.chance(FAILS))
        store.armed ??= this.#draw.pick(['before', 'after', 'taken', 'garbled']);
    }
    this.#worker.write().then(
      () => {
        isDone = true;
      },
      (cause: unknown) => {
        broken = cause;
        isDone = true;
      },
    );
    await settled();
    while (!isDone) {
      if (this.#draw.chance(DIES)) throw new Death();
      await this.#pass();
    }
    if (broken !== undefined) throw broken;
  }

  /** Time goes on to the next end of a write. */
  async #pass(): Promise<void> {
    const next = Math.min(...[...this.#stores.values()].map(({ nextEnd }) => nextEnd));
    this.#now = Number.isFinite(next) ? Math.max(this.#now + 1, next) : this.#now + 1;
    this.#timers.advance(this.#now);
    for (const store of this.#stores.values()) store.advance(this.#now);
    await settled();
    this.#worker.take();
    this.#check();
  }

  /** A worker is dead, and perhaps its process. */
  #bury(): void {
    this.counts.deaths += 1;
    this.#worker.take();
    this.#check();
    if (this.#draw.chance(IS_PROCESS)) {
      this.#restart();
      return;
    }
    this.#forget();
    this.#isDead = true;
    // The host goes on meanwhile.
    if (this.#draw.chance(0.5)) while (this.#send());
    if (this.#draw.chance(0.5)) this.#light();
  }

  /** Nobody waits for what is under way any more; it arrives or not. */
  #forget(): void {
    for (const store of this.#stores.values()) {
      store.abandon(this.#draw.chance(0.5));
      const { unwanted } = store;
      require('nothing is written after a failure or beside another write', unwanted === 0, {
        unwanted,
      });
      if (store.struck !== null) this.counts.failedWrites += 1;
    }
    this.#stores.clear();
    this.#timers.clear();
  }

  #restart(): void {
    const isPower = this.#draw.chance(this.#swarm.powerLoss);
    this.#forget();
    for (const { disk } of this.#tenants) {
      if (isPower) disk.losePower(this.#draw.whole(0, disk.unflushed));
    }
    this.counts.processes += 1;
    this.#open(isPower && this.#swarm.policy === 'acknowledgeBeforeSync');
  }

  #open(mayForget: boolean): void {
    const { policy, groupBytes, snapshotEvery } = this.#swarm;
    const options = { policy, groupBytes, snapshotEvery };
    this.#worker = new JournaledWorker(options, (slot) => this.#storeOf(slot), this.#fuse);
    this.#isDead = false;
    for (const tenant of this.#tenants) tenant.open(this.#worker, mayForget);
  }

  #storeOf(slot: number): VirtualStore {
    const disk = this.#tenants[slot]?.disk;
    if (disk === undefined) throw new Error(`no book in slot ${slot}`);
    const { policy, writeMs, stall } = this.#swarm;
    const store = new VirtualStore(disk, {
      isFlushing: policy !== 'acknowledgeBeforeSync',
      duration: () =>
        this.#draw.chance(stall) ? 20_000 : Math.round(this.#draw.exponential(writeMs)),
      place: (length) => this.#draw.whole(0, length - 1),
    });
    store.advance(this.#now);
    this.#stores.set(slot, store);
    return store;
  }
}
