/** Where the records of a journal lie. A store keeps bytes; what they mean is for others. */

/** How far a write has come when it counts as done. */
export type Flushing =
  /** On the disk. */
  | 'sync'
  /** With the operating system: a crash of the machine may lose it, and damage the store. */
  | 'none';

/** A record to write, or to remove when `value` is null. */
export type Change =
  | { readonly table: 'words'; readonly key: 'meta' | 'head'; readonly value: Uint8Array }
  | { readonly table: 'groups'; readonly key: number; readonly value: Uint8Array }
  | { readonly table: 'snapshots'; readonly key: number; readonly value: Uint8Array | null };

/** Reads one state of a journal; `refresh` goes on to the newest. */
export interface JournalReader {
  meta(): Uint8Array | undefined;
  head(): Uint8Array | undefined;
  /** Valid until anything else is read. */
  group(number: number): Uint8Array | undefined;
  /** How many groups there are, whatever their numbers. */
  groupCount(): number;
  snapshot(number: number): Uint8Array | undefined;
  /** Ascending. */
  snapshotNumbers(): readonly number[];
  refresh(): void;
  close(): Promise<void>;
}

/** Writes are done in the order of the calls, each whole or not at all. */
export interface JournalStore extends JournalReader {
  /**
   * Commits changes together. False, and nothing written, when a group or `meta` is there already. The
   * values may not change until it is done. Rejects when it failed: then nothing is known about them.
   */
  commit(changes: readonly Change[]): Promise<boolean>;
  /** The same before it returns. Not while `commit` is under way. */
  commitSync(changes: readonly Change[]): boolean;
}

/** Whether a record is written once and stays. */
export function isOnce({ table, key }: Change): boolean {
  return table === 'groups' || key === 'meta';
}

/** Whether nothing was ever written. */
export function isBlank(reader: JournalReader): boolean {
  const isWordless = reader.meta() === undefined && reader.head() === undefined;
  return isWordless && reader.groupCount() === 0 && reader.snapshotNumbers().length === 0;
}
