/**
 * Writes groups one after the other. Two buffers: one gathers frames while the other is on its way. Nothing
 * is ever written twice: the first failure is the last write.
 */
import { MOST_INPUT_BYTES, type SnapshotParts } from '../book/index.js';
import { EvenkeelError } from '../errors.js';
import { ownBuild } from './build.js';
import { GroupBuffer } from './group-buffer.js';
import type { Standing } from './group-format.js';
import type { Mark } from './history.js';
import { type Head, writeHead } from './meta-format.js';
import type { SettledOptions } from './policy.js';
import { SnapshotKeeper } from './snapshot-keeper.js';
import type { Change, JournalStore } from './store.js';

/** More than the headers of the segments that one input can take. */
export const HEADER_ROOM = 64;

/** Most bytes that one input takes in a group. */
const MOST_RECORDED_BYTES = MOST_INPUT_BYTES + HEADER_ROOM;

/** The book whose input is written. */
export interface JournalSource {
  standing(): Standing;
  /** Of a snapshot of it as it is. */
  parts(): SnapshotParts;
  /** The journal can go no further: the book is to stop. */
  stopFor(failure: EvenkeelError): void;
}

/** Writes a journal from its head on. */
export class JournalWriter {
  readonly options: SettledOptions;
  readonly #store: JournalStore;
  readonly #identity: Uint8Array;
  readonly #source: JournalSource;
  readonly #snapshots: SnapshotKeeper;
  #open: GroupBuffer;
  #spare: GroupBuffer;
  // Behind the last group that was sealed.
  #mark: Mark;
  #ordinal: number;
  #written: number;
  #acknowledged: number;
  #underWay: Promise<void> | null = null;
  #isDue = false;
  #timer: NodeJS.Timeout | undefined;
  #failure: EvenkeelError | null = null;

  constructor(
    store: JournalStore,
    identity: Uint8Array,
    head: Head,
    source: JournalSource,
    options: SettledOptions,
  ) {
    this.#store = store;
    this.#identity = identity;
    this.#mark = head;
    this.#source = source;
    this.options = options;
    this.#snapshots = new SnapshotKeeper(store, identity, source, head, options.snapshotEvery);
    const capacity = Math.max(options.groupBytes, MOST_RECORDED_BYTES) + MOST_RECORDED_BYTES;
    this.#open = new GroupBuffer(capacity);
    this.#spare = new GroupBuffer(capacity);
    this.#ordinal = head.ordinal;
    this.#acknowledged = head.ordinal;
    this.#written = head.number;
  }

  /** Ordinal up to which input is acknowledged, as the policy means it. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Why nothing is written any more; null while all is well. */
  get failure(): EvenkeelError | null {
    return this.#failure;
  }

  /** Whether an input of any size would be taken. */
  get hasRoom(): boolean {
    return (
      this.#failure === null && (this.#open.room >= MOST_RECORDED_BYTES || this.#underWay === null)
    );
  }

  /**
   * The group that takes the next input.
   *
   * @throws EvenkeelError `JOURNAL_FULL` when so many bytes have no room yet, `JOURNAL_HALTED`
   */
  reserve(bytes: number): GroupBuffer {
    if (this.#failure !== null) throw this.#failure;
    if (this.#open.room < bytes) this.#start();
    if (this.#open.room < bytes) {
      const message = 'the disk is behind; await ready() before more input';
      throw new EvenkeelError('JOURNAL_FULL', message, { bytes, room: this.#open.room });
    }
    this.#open.drop();
    return this.#open;
  }

  /** Input has been added to the open group. */
  recorded(): void {
    const { policy, groupBytes, inline } = this.options;
    const isFull = this.#open.length >= groupBytes;
    if (policy === 'acknowledgeAfterSync') this.#writeNow();
    else if (isFull && inline && this.#underWay === null) this.#writeNow();
    else if (isFull) this.#start();
    else if (!inline) this.#startSoon();
  }

  /** Resolves when an input of any size has room. @throws EvenkeelError `JOURNAL_HALTED` */
  async ready(): Promise<void> {
    while (this.#failure === null && this.#open.room < MOST_RECORDED_BYTES) {
      this.#start();
      await this.#underWay;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Resolves when all input so far is acknowledged. @throws EvenkeelError `JOURNAL_HALTED` */
  async flushed(): Promise<void> {
    const last = this.#mark.number + (this.#open.isEmpty ? 0 : 1);
    while (this.#failure === null && this.#written < last) {
      this.#isDue = true;
      this.#start();
      await this.#underWay;
    }
    if (this.#failure !== null) throw this.#failure;
  }

  /** Writes a snapshot of the book as it is. @throws EvenkeelError `JOURNAL_HALTED` */
  async checkpoint(): Promise<void> {
    await this.flushed();
    // While waiting more input may have come.
    while (this.#underWay !== null) await this.#underWay;
    this.#snapshots.ask();
    if (this.options.policy === 'acknowledgeAfterSync') this.#keepNow();
    else if (this.#open.isEmpty)
      this.#underWay = this.#keepSnapshot(this.#snapshots.capture(this.#mark));
    else this.#start();
    while (this.#underWay !== null) await this.#underWay;
    if (this.#failure !== null) throw this.#failure;
  }

  /** The same when frames were accepted since the last one, or since it was opened. */
  async checkpointIfNew(): Promise<void> {
    if (this.#snapshots.isBehind) await this.checkpoint();
  }

  /** Writes what is left and closes the store. @throws EvenkeelError `JOURNAL_HALTED` */
  async close(): Promise<void> {
    try {
      await this.flushed();
    } finally {
      clearTimeout(this.#timer);
      await this.#underWay;
      this.#failure ??= new EvenkeelError('JOURNAL_HALTED', 'the journal is closed');
      await this.#store.close();
    }
  }

  #startSoon(): void {
    if (this.#timer !== undefined || this.#underWay !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, this.options.groupMilliseconds);
  }

  /** Sends the open group on its way, unless one is. */
  #start(): void {
    if (this.#underWay !== null || this.#failure !== null || this.#open.isEmpty) return;
    const sent = this.#open;
    const changes = this.#seal();
    this.#open = this.#spare;
    this.#spare = sent;
    this.#underWay = this.#write(sent, changes, this.#snapshots.captureWhenDue(this.#mark));
  }

  async #write(
    sent: GroupBuffer,
    changes: readonly Change[],
    snapshot: Uint8Array | null,
  ): Promise<void> {
    const { number } = this.#mark;
    const ordinal = this.#ordinal;
    try {
      if (!(await this.#store.commit(changes))) throw otherWriter(number);
      this.#settle(number, ordinal);
      sent.clear();
    } catch (cause) {
      this.#halt(cause);
    }
    await this.#keepSnapshot(snapshot);
  }

  async #keepSnapshot(snapshot: Uint8Array | null): Promise<void> {
    try {
      if (snapshot !== null && this.#failure === null) await this.#snapshots.keep(snapshot);
    } catch (cause) {
      this.#halt(cause);
    }
    this.#underWay = null;
    if (this.#isDue || this.#open.length >= this.options.groupBytes) this.#start();
    else if (!this.#open.isEmpty) this.#startSoon();
    this.#isDue = false;
  }

  #writeNow(): void {
    const changes = this.#seal();
    const { number } = this.#mark;
    try {
      if (!this.#store.commitSync(changes)) throw otherWriter(number);
      this.#settle(number, this.#ordinal);
    } catch (cause) {
      this.#halt(cause);
    }
    this.#open.clear();
    this.#keepNow();
    if (this.#failure !== null) throw this.#failure;
  }

  // Before it returns, too: the next input may not meet a write that is under way.
  #keepNow(): void {
    if (this.#failure !== null) return;
    try {
      const snapshot = this.#snapshots.captureWhenDue(this.#mark);
      if (snapshot !== null) this.#snapshots.keepSync(snapshot);
    } catch (cause) {
      this.#halt(cause);
    }
  }

  #settle(number: number, ordinal: number): void {
    this.#written = number;
    this.#acknowledged = ordinal;
  }

  /** Ends the open group; the marks move behind it. */
  #seal(): readonly Change[] {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const number = this.#mark.number + 1;
    const standing = this.#source.standing();
    const { record, digest } = this.#open.seal(this.#identity, {
      ...standing,
      number,
      ordinalBefore: this.#ordinal,
      build: ownBuild(),
      previous: this.#mark.digest,
    });
    this.#mark = { number, digest };
    this.#ordinal = standing.ordinal;
    const head = writeHead(this.#identity, { number, digest, ordinal: standing.ordinal });
    return [
      { table: 'groups', key: number, value: record },
      { table: 'words', key: 'head', value: head },
    ];
  }

  #halt(cause: unknown): void {
    if (this.#failure !== null) return;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the journal could not be written: ${reason}`;
    const { number } = this.#mark;
    this.#failure = new EvenkeelError('JOURNAL_HALTED', message, { group: number }, { cause });
    this.#source.stopFor(this.#failure);
    this.options.onHalt(this.#failure);
  }
}

function otherWriter(number: number): EvenkeelError {
  const message = `group ${number} is there already: somebody else writes this journal`;
  return new EvenkeelError('JOURNAL_FOREIGN', message, { group: number });
}
