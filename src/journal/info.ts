/** What a journal says of itself, without reading its groups. */
import { isSameBuild, ownBuild } from './build.js';
import { History } from './history.js';
import { hex } from './sealed.js';
import type { JournalReader } from './store.js';

/** What a journal is and how far it goes. */
export interface JournalInfo {
  /** 32 hexadecimal digits. */
  readonly identity: string;
  /** When it was begun, UTC. */
  readonly created: string;
  readonly configurationDigest: string;
  /** Whether this build began it. */
  readonly isOwnBuild: boolean;
  readonly groups: number;
  /** Frames accepted up to the last group, those of the configuration included. */
  readonly ordinal: number;
  /** Time of the last of them, ns since the epoch; null before the first group. */
  readonly timeNs: bigint | null;
  readonly snapshots: readonly {
    readonly number: number;
    readonly group: number;
    readonly ordinal: number;
    readonly stateHash: string;
    readonly bytes: number;
    readonly isOwnBuild: boolean;
  }[];
}

const NS_PER_MS = 1_000_000n;

/** @throws EvenkeelError a `JOURNAL_` code when meta, head, last group or a snapshot is not whole */
export function journalInfo(reader: JournalReader): JournalInfo {
  const history = new History(reader);
  const { meta, head } = history;
  const own = ownBuild();
  return {
    identity: hex(meta.identity),
    created: new Date(Number(meta.createdNs / NS_PER_MS)).toISOString(),
    configurationDigest: hex(meta.configurationDigest),
    isOwnBuild: isSameBuild(meta.build, own),
    groups: head.number,
    ordinal: head.ordinal,
    timeNs: head.number === 0 ? null : history.group(head.number).timeNs,
    snapshots: history.snapshotNumbers().map((number) => {
      const { group, ordinal, stateHash, bytes, build } = history.snapshot(number);
      return {
        ...{ number, group, ordinal },
        stateHash: stateHash.toString(16).padStart(16, '0'),
        bytes,
        isOwnBuild: isSameBuild(build, own),
      };
    }),
  };
}
