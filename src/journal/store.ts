/** Where the records of a journal lie. A store keeps bytes; what they mean is for others. */

/** How far a write has come when it counts as done. */
export type Flushing =
  /** On the disk. */
  | 'sync'
  /** With the operating system: a crash of the machine may lose it, and damage the store. */
  | 'none';

/**
 * Reads one state of a journal; `refresh` goes to the newest. A record that a call gives may be a view
 * that lasts until the next call.
 */
export interface JournalReader {
  meta(): Uint8Array | undefined;
  head(): Uint8Array | undefined;
  group(number: number): Uint8Array | undefined;
  /** How many groups there are, whatever their numbers. */
  groupCount(): number;
  snapshot(number: number): Uint8Array | undefined;
  /** Ascending. */
  snapshotNumbers(): readonly number[];
  refresh(): void;
  close(): Promise<void>;
}

/**
 * Every write is whole or not there at all, and is done in the order of the calls. A write that fails
 * throws, or rejects.
 */
export interface JournalStore extends JournalReader {
  /** @throws EvenkeelError `IO` when there is a journal already */
  create(meta: Uint8Array, head: Uint8Array): void;
  /** A group and the head that tells of it. False, and nothing written, when there is such a group. */
  append(number: number, group: Uint8Array, head: Uint8Array): Promise<boolean>;
  /** The same before it returns. Not while `append` is under way. */
  appendSync(number: number, group: Uint8Array, head: Uint8Array): boolean;
  /** Not while `append` is under way. */
  putSnapshot(number: number, snapshot: Uint8Array): Promise<void>;
  removeSnapshot(number: number): Promise<void>;
}
