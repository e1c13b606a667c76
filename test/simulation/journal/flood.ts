/**
 * A stream longer than both buffers, through a copy of the journal on a slow disk: calls that stop early go on where
 * they stopped, processes die in between. A book without a journal takes the same frames one by one.
 */
import { MAX_FRAME_BYTES } from '../../../assembly/codes.js';
import type { ApplyResult } from '../../../src/book/index.js';
import type { BookConfiguration } from '../../../src/config/index.js';
import { EvenkeelError } from '../../../src/errors.js';
import type { JournaledBook } from '../../../src/journal/journaled-book.js';
import { openOn } from '../../../src/journal/open.js';
import { require } from '../auditor/violation.js';
import type { Coverage } from '../coverage.js';
import type { Draw } from '../draw.js';
import { copyOf, Disk, type Tables } from './disk.js';
import { type Call, FrameByFrame } from './frame-by-frame.js';
import type { JournalSwarm } from './journal-swarm.js';
import { settled, VirtualTimers } from './timers.js';
import { VirtualStore } from './virtual-store.js';

const MOST_CALL_BYTES = 500_000;
/** Mean time of a write that takes long, ms of virtual time. */
const LONG_MS = 100_000;
const GROUP_BYTES = 4096;
/** Of what one call waits for: a bound far above. */
const MOST_WRITES = 1000;

export class Flood {
  readonly #disk: Disk;
  readonly #swarm: JournalSwarm;
  readonly #configuration: BookConfiguration;
  readonly #stream: Uint8Array;
  readonly #draw: Draw;
  readonly #coverage: Coverage;
  readonly #timers = new VirtualTimers();
  #store!: VirtualStore;
  #live!: JournaledBook;
  #now = 0;
  /** Of the stream, consumed by the live book. */
  #at = 0;
  #beside!: FrameByFrame;
  #besideAt = 0;
  // Where the last process began, and what it was sent.
  #begin!: { readonly snapshot: Uint8Array; readonly at: number };
  #calls: Call[] = [];

  /** @param tables of a journal that the stream follows */
  constructor(
    tables: Tables,
    swarm: JournalSwarm,
    configuration: BookConfiguration,
    stream: (timeNs: bigint) => Uint8Array,
    draw: Draw,
    coverage: Coverage,
  ) {
    this.#disk = new Disk(copyOf(tables));
    this.#swarm = swarm;
    this.#configuration = configuration;
    this.#draw = draw;
    this.#coverage = coverage;
    this.#open();
    this.#stepBack({ snapshot: this.#live.snapshot(), at: 0 });
    this.#stream = stream(this.#live.timeNs);
  }

  async run(): Promise<void> {
    const restore = this.#timers.install();
    try {
      while (this.#at < this.#stream.length) await this.#step();
      await this.#until(this.#live.close());
    } finally {
      restore();
    }
    this.#open();
    this.#requireSame('what was closed comes back');
  }

  async #step(): Promise<void> {
    if (this.#draw.chance(0.02)) this.#die();
    const length = Math.round(this.#draw.log(1000, MOST_CALL_BYTES));
    const bytes = this.#stream.subarray(this.#at, this.#at + length);
    if (this.#apply(bytes)) {
      if (this.#draw.chance(0.3)) await this.#advance(this.#now + this.#draw.whole(1, 50));
    } else if (this.#draw.chance(0.2)) {
      this.#die();
    } else {
      await this.#until(this.#live.ready());
    }
  }

  /** False when the disk is behind. */
  #apply(bytes: Uint8Array): boolean {
    const isFinal = this.#at + bytes.length === this.#stream.length;
    const result = this.#take(bytes, isFinal);
    if (result === null) return false;
    const { consumedBytes: applied, outputFull } = result;
    this.#calls.push({ bytes, applied, isFinal, at: this.#at });
    this.#at += applied;
    this.#requireAnswer(this.#live.drain());
    // What is left is a frame that the bytes end in.
    if (outputFull || bytes.length - applied <= MAX_FRAME_BYTES) return true;
    this.#coverage.add('journal', 'a long stream stopped early');
    return false;
  }

  #take(bytes: Uint8Array, isFinal: boolean): ApplyResult | null {
    try {
      return this.#live.apply(bytes, isFinal);
    } catch (cause) {
      if (!(cause instanceof EvenkeelError) || cause.code !== 'JOURNAL_FULL') throw cause;
      this.#coverage.add('journal', cause.code);
      return null;
    }
  }

  // ---- The book beside it

  #requireAnswer(found: Uint8Array): void {
    const expected = this.#follow(() => true);
    const [at, besideAt] = [this.#at, this.#besideAt];
    require('a long stream is consumed as its frames are', at === besideAt, { at, besideAt });
    const isSame = Buffer.compare(found, expected) === 0;
    require('a long stream is answered as its frames are', isSame, { at });
    if (this.#draw.chance(0.2)) this.#requireSame('a long stream leads where its frames do');
  }

  /** Goes on while something holds, at most up to the live book; returns the answers. */
  #follow(isWanted: () => boolean): Uint8Array {
    const answers: Uint8Array[] = [];
    for (const call of this.#calls) {
      const end = call.at + call.applied;
      while (this.#besideAt < end && isWanted()) {
        this.#besideAt = call.at + this.#beside.step(call, this.#besideAt - call.at);
        answers.push(this.#beside.drain());
      }
    }
    return Buffer.concat(answers);
  }

  #requireSame(promise: string): void {
    const [found, expected] = [this.#live.stateHash(), this.#beside.stateHash()];
    require(promise, found === expected, { found, expected, at: this.#at });
  }

  #stepBack(begin: { readonly snapshot: Uint8Array; readonly at: number }): void {
    this.#begin = begin;
    this.#beside = FrameByFrame.of(this.#configuration, begin.snapshot);
    this.#besideAt = begin.at;
  }

  // ---- Death and time

  #die(): void {
    const { acknowledged } = this.#live;
    const isPower = this.#draw.chance(this.#swarm.powerLoss);
    this.#store.abandon(this.#draw.chance(0.5));
    if (isPower) this.#disk.losePower(this.#draw.whole(0, this.#disk.unflushed));
    this.#timers.clear();
    this.#open();
    const { framesAccepted } = this.#live;
    const mayForget = isPower && this.#swarm.policy === 'acknowledgeBeforeSync';
    const floor = mayForget ? 0 : acknowledged;
    require('nothing of a long stream is lost', framesAccepted >= floor, { framesAccepted, floor });
    this.#stepBack(this.#begin);
    this.#follow(() => this.#beside.framesAccepted < framesAccepted);
    this.#requireSame('recovery gives a moment of a long stream');
    this.#coverage.add('journal', 'died in a long stream');
    this.#at = this.#besideAt;
    this.#stepBack({ snapshot: this.#beside.snapshot(), at: this.#at });
    this.#calls = [];
  }

  #open(): void {
    const { policy, groupMilliseconds, snapshotEvery, writeMs, stall } = this.#swarm;
    this.#store = new VirtualStore(this.#disk, {
      isFlushing: policy !== 'acknowledgeBeforeSync',
      duration: () =>
        Math.round(this.#draw.exponential(this.#draw.chance(stall) ? LONG_MS : writeMs)),
      place: (length) => this.#draw.whole(0, length - 1),
    });
    const journal = { policy, groupBytes: GROUP_BYTES, groupMilliseconds, snapshotEvery };
    this.#live = openOn(this.#store, { journal });
    // What a later loss of power cannot take any more.
    this.#disk.flush();
  }

  async #advance(now: number): Promise<void> {
    this.#now = now;
    const isDue = [this.#timers.advance(now), this.#store.advance(now)];
    if (isDue.includes(true)) await settled();
  }

  async #until(call: Promise<void>): Promise<void> {
    let isDone = false;
    const done = call.then(() => {
      isDone = true;
    });
    for (let writes = 0; !isDone; writes++) {
      require('waiting for the disk ends', writes < MOST_WRITES, { at: this.#at });
      const { nextEnd } = this.#store;
      await this.#advance(Math.max(this.#now + 1, Number.isFinite(nextEnd) ? nextEnd : 0));
      await settled();
    }
    await done;
  }
}
