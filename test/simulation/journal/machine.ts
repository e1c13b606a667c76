/**
 * A process with a journaled book, on a disk that is slow, fails and forgets, and what starts it again when it
 * dies. Beside it a book without a journal takes the same input.
 */
import { EvenkeelError } from '../../../src/errors.js';
import type { JournaledBook } from '../../../src/journal/journaled-book.js';
import { openOn } from '../../../src/journal/open.js';
import { require } from '../auditor/violation.js';
import type { Coverage } from '../coverage.js';
import type { Desk } from '../desk.js';
import { Draw } from '../draw.js';
import { Beginning } from './beginning.js';
import { Disk } from './disk.js';
import { Flood } from './flood.js';
import { requireHalted } from './halted.js';
import { Inspection } from './inspection.js';
import { drawJournal, type JournalSwarm } from './journal-swarm.js';
import { longStream } from './long-stream.js';
import { type Input, Reference } from './reference.js';
import { settled, VirtualTimers } from './timers.js';
import { VirtualStore } from './virtual-store.js';

/** How a process ended: a write failed, a signal, the power, or in order. */
type End = 'failed' | 'killed' | 'power' | 'closed';

function codeOf(cause: unknown): string {
  if (cause instanceof EvenkeelError) return cause.code;
  throw cause;
}

export class Machine {
  readonly timers = new VirtualTimers();
  readonly reference: Reference;
  readonly disk = new Disk();
  /** Deaths, and what the disk did. */
  readonly counts = { deaths: 0, failedWrites: 0, stalls: 0 };
  readonly #swarm: JournalSwarm;
  readonly #crash: number;
  readonly #desk: Desk;
  readonly #draw: Draw;
  readonly #coverage: Coverage;
  readonly #inspection: Inspection;
  readonly #beginning: Beginning;
  readonly #floods: Draw;
  #store!: VirtualStore;
  #live!: JournaledBook;
  #now = 0;
  // Inputs that the live book has taken.
  #fed = 0;
  #acknowledged = 0;
  #halts = 0;
  #isClosing = false;
  // A promise that was not kept while nobody waited for it.
  #broken: unknown;

  /** @param crash chance of a death, per millisecond */
  constructor(desk: Desk, crash: number, draw: Draw, coverage: Coverage) {
    this.#desk = desk;
    this.#crash = crash;
    this.#draw = draw;
    this.#coverage = coverage;
    this.#swarm = drawJournal(draw);
    this.reference = new Reference(desk.configuration);
    const { disk, reference } = this;
    // Of their own: whatever is added to them moves nothing here.
    const of = (stream: number): Draw => new Draw(draw.whole(0, 2 ** 31), stream);
    this.#inspection = new Inspection(disk, desk.document, reference, of(1), coverage);
    this.#beginning = new Beginning(disk, of(2), coverage);
    this.#floods = of(3);
    coverage.add('journal', this.#swarm.policy);
    this.#open();
  }

  /** Damaged copies of the journal that were opened. */
  get damages(): number {
    return this.#inspection.damages;
  }

  get book(): JournaledBook {
    return this.#live;
  }

  /** A millisecond passes. */
  async pass(): Promise<void> {
    const draw = this.#draw;
    const { failure, checkpoint, flush, systemFlush } = this.#swarm;
    if (draw.chance(this.#crash)) await this.#die();
    if (draw.chance(failure))
      this.#store.armed ??= draw.pick(['before', 'after', 'taken', 'garbled']);
    if (draw.chance(checkpoint)) this.#expect(this.#live.checkpoint());
    if (draw.chance(flush)) this.#flush();
    if (draw.chance(systemFlush)) this.disk.flush();
    await this.#advance(this.#now + 1);
    await this.#catchUp();
  }

  async apply(bytes: Uint8Array): Promise<Input> {
    const input = this.reference.take(bytes);
    await this.#catchUp();
    return input;
  }

  /** Ends in order, begins again, and opens copies with every kind of damage. */
  async end(): Promise<void> {
    while (!(await this.#close())) await this.#catchUp();
    this.#inspection.all();
    await this.#flood();
  }

  async #flood(): Promise<void> {
    const { inputs } = this.reference;
    const draw = this.#floods;
    const stream = (timeNs: bigint): Uint8Array => longStream(inputs, timeNs, draw);
    const { configuration } = this.#desk;
    const [tables, swarm] = [this.disk.tables, this.#swarm];
    await new Flood(tables, swarm, configuration, stream, draw, this.#coverage).run();
  }

  // ---- Input

  async #catchUp(): Promise<void> {
    for (;;) {
      const input = this.reference.inputs[this.#fed];
      if (input === undefined) return;
      try {
        this.#feed(input);
      } catch (cause) {
        const code = codeOf(cause);
        this.#coverage.add('journal', code);
        if (code === 'JOURNAL_FULL') await this.#room();
        else if (code === 'JOURNAL_HALTED') await this.#failed();
        else throw cause;
      }
    }
  }

  #feed({ bytes, consumedBytes, output, ordinal }: Input): void {
    const live = this.#live;
    const result = live.apply(bytes);
    const facts = { found: result.consumedBytes, consumedBytes, ordinal };
    require('a journaled book consumes what a plain one does', result.consumedBytes ===
      consumedBytes, facts);
    const isSame = Buffer.compare(live.drain(), output) === 0;
    require('a journaled book says what a plain one says', isSame, facts);
    this.#fed += 1;
    this.#checkAcknowledged();
  }

  async #room(): Promise<void> {
    const live = this.#live;
    let isReady = false;
    this.#expect(live.ready(), () => {
      isReady = true;
    });
    await this.#until(() => isReady || live !== this.#live);
  }

  #flush(): void {
    const live = this.#live;
    const { framesAccepted: ordinal } = live;
    this.#expect(live.flushed(), () => {
      const { acknowledged } = live;
      const facts = { acknowledged, ordinal };
      require('what was waited for is acknowledged', acknowledged >= ordinal, facts);
      this.#coverage.add('journal', 'a client waited');
    });
  }

  /** A call to the journal that ends later, or when the journal fails. */
  #expect(call: Promise<void>, then: () => void = () => undefined): void {
    call.then(then).catch((cause: unknown) => {
      if (!(cause instanceof EvenkeelError && cause.code === 'JOURNAL_HALTED'))
        this.#broken = cause;
    });
  }

  // ---- Time

  async #until(isDone: () => boolean): Promise<void> {
    while (!isDone()) {
      const { nextEnd } = this.#store;
      await this.#advance(
        Number.isFinite(nextEnd) ? Math.max(this.#now + 1, nextEnd) : this.#now + 1,
      );
      await settled();
    }
  }

  async #advance(now: number): Promise<void> {
    this.#now = now;
    const isDue = [this.timers.advance(now), this.#store.advance(now)];
    if (isDue.includes(true)) await settled();
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#live.journalFailure === null) this.#checkAcknowledged();
    else if (!this.#isClosing) await this.#failed();
  }

  #checkAcknowledged(): void {
    const { acknowledged, framesAccepted } = this.#live;
    const facts = { acknowledged, before: this.#acknowledged, written: this.disk.ordinal };
    require('nothing is acknowledged before it is written', acknowledged <= facts.written, facts);
    require('what is acknowledged stays so', acknowledged >= this.#acknowledged, facts);
    this.#acknowledged = acknowledged;
    if (this.#swarm.policy !== 'acknowledgeAfterSync') return;
    require('a call returns when it is written', acknowledged === framesAccepted, facts);
  }

  /** How long the next write takes, ms. */
  #duration(): number {
    if (this.#draw.chance(this.#swarm.stall)) {
      this.counts.stalls += 1;
      return 20_000;
    }
    return Math.round(this.#draw.exponential(this.#swarm.writeMs));
  }

  // ---- Death

  async #die(): Promise<void> {
    if (this.#draw.chance(0.15)) {
      await this.#close();
      return;
    }
    const isPower = this.#draw.chance(this.#swarm.powerLoss);
    this.#store.abandon(this.#draw.chance(0.5));
    if (isPower) this.disk.losePower(this.#draw.whole(0, this.disk.unflushed));
    this.#restart(isPower ? 'power' : 'killed');
  }

  /** False when a write failed meanwhile. */
  async #close(): Promise<boolean> {
    this.#isClosing = true;
    let isClosed = false;
    this.#live.close().then(
      () => {
        isClosed = true;
      },
      () => {
        isClosed = true;
      },
    );
    await this.#until(() => isClosed);
    this.#isClosing = false;
    if (this.#store.struck !== null) {
      await this.#failed();
      return false;
    }
    const { acknowledged } = this.#live;
    const { ordinal } = this.reference.inputs[this.#fed - 1] ?? { ordinal: acknowledged };
    require('what was closed is acknowledged', acknowledged === ordinal, { acknowledged, ordinal });
    this.#restart('closed');
    return true;
  }

  async #failed(): Promise<void> {
    this.counts.failedWrites += 1;
    this.#coverage.add('journal', `a write failed: ${this.#store.struck}`);
    requireHalted(this.#live, this.#halts);
    // Whatever else the dead process does, it does now.
    await settled();
    this.#restart('failed');
  }

  #restart(end: End): void {
    const { acknowledged } = this.#live;
    const { unwanted } = this.#store;
    require('nothing is written after a failure or beside another write', unwanted === 0, {
      unwanted,
    });
    this.timers.clear();
    this.counts.deaths += 1;
    this.#coverage.add('journal', `ended: ${end}`);
    this.#open();
    const found = this.#live.framesAccepted;
    const mayForget = this.#swarm.policy === 'acknowledgeBeforeSync' && end === 'power';
    const floor = mayForget ? this.disk.flushedOrdinal : acknowledged;
    require('nothing that was acknowledged is lost', found >= floor, { end, found, floor });
    const at = this.reference.at(found);
    const hash = this.#live.stateHash();
    require('recovery gives a state that was', at?.stateHash === hash, { end, found, hash, at });
    this.#cover(acknowledged, this.reference.inputs[this.#fed - 1]?.ordinal ?? found);
    this.#fed = at?.next ?? 0;
    this.#inspection.some(this.#swarm.damages);
  }

  #open(): void {
    if (this.#beginning.isThere && this.#draw.chance(0.2)) this.#requireRefused();
    this.#live = this.#beginning.until(() => {
      const store = this.#newStore();
      const isGiven = !this.#beginning.isThere || this.#draw.chance(0.5);
      return { store, begin: () => this.#openOn(store, isGiven) };
    });
    const { acknowledged, framesAccepted } = this.#live;
    require('what came back is acknowledged', acknowledged === framesAccepted, { acknowledged });
    this.#acknowledged = acknowledged;
  }

  #newStore(): VirtualStore {
    return new VirtualStore(this.disk, {
      isFlushing: this.#swarm.policy !== 'acknowledgeBeforeSync',
      duration: () => this.#duration(),
      place: (length) => this.#draw.whole(0, length - 1),
    });
  }

  /** @param isGiven whether the configuration is */
  #openOn(store: VirtualStore, isGiven: boolean, isNew = false): JournaledBook {
    const { policy, groupBytes, groupMilliseconds, snapshotEvery } = this.#swarm;
    this.#store = store;
    this.#halts = 0;
    const onHalt = (): void => {
      this.#halts += 1;
    };
    const journal = { policy, groupBytes, groupMilliseconds, snapshotEvery, onHalt, isNew };
    const configuration = isGiven ? { configuration: this.#desk.document } : {};
    return openOn(store, { ...configuration, journal }, this.#beginning.origin);
  }

  /** A journal that exists is not begun a second time. */
  #requireRefused(): void {
    const { commits } = this.disk;
    let code = 'none';
    try {
      this.#openOn(this.#newStore(), true, true);
    } catch (cause) {
      code = codeOf(cause);
    }
    this.#coverage.add('journal', code);
    const isRefused = code === 'JOURNAL_EXISTS' && this.disk.commits === commits;
    require('a journal that exists is not begun again', isRefused, { code, commits });
  }

  /** @param accepted before the end */
  #cover(acknowledged: number, accepted: number): void {
    const found = this.#live.framesAccepted;
    const { snapshot, passedOver, groupsReplayed } = this.#live.recovery;
    const begin = snapshot === null ? 'the first group' : 'a snapshot';
    const way = passedOver.length === 0 ? '' : ', others passed over';
    this.#coverage.add('journal', `recovered from ${begin}${way}`);
    this.#coverage.add('journal', groupsReplayed > 0 ? 'groups replayed' : 'no group replayed');
    if (found < acknowledged) this.#coverage.add('journal', 'acknowledged input lost');
    else if (found > acknowledged) this.#coverage.add('journal', 'more than acknowledged');
    if (found < accepted) this.#coverage.add('journal', 'input lost');
  }
}
