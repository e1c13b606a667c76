/** When input counts as acknowledged, and how much gathers before it is written. */
import { EvenkeelError } from '../errors.js';
import type { Flushing } from './store.js';

/**
 * What may be lost of acknowledged input.
 *
 * `acknowledgeAfterSync`: nothing. Every call is a group and returns when it is on the disk.
 * `acknowledgePerGroup`: nothing; but a call returns before its group is on the disk, and is acknowledged when
 * `acknowledged` has reached its ordinal. A crash loses what was not acknowledged: at most two groups.
 * `acknowledgeBeforeSync`: a crash of the process loses nothing acknowledged. A crash of the machine may lose
 * what the operating system had not written, and may leave a journal that is refused as a whole.
 */
export type JournalPolicy =
  | 'acknowledgeAfterSync'
  | 'acknowledgePerGroup'
  | 'acknowledgeBeforeSync';

/** How a journal is written. */
export interface JournalOptions {
  /** Default `acknowledgePerGroup`. */
  readonly policy?: JournalPolicy;
  /** A group is written when it has so many bytes; default 256 KiB, 4 KiB to 64 MiB. */
  readonly groupBytes?: number;
  /** And at the latest so long after its first frame, if the disk is free; default 2, 0 to 60,000. */
  readonly groupMilliseconds?: number;
  /**
   * Groups are written by the call that fills them, before it returns, and there is no `JOURNAL_FULL`: for
   * callers that do not let the event loop turn. `groupMilliseconds` then means nothing. Default false.
   */
  readonly inline?: boolean;
  /** Frames accepted between two snapshots; default 1,000,000; 0 for none but by `checkpoint`. */
  readonly snapshotEvery?: number;
  /** Called once when the journal could not be written and the book takes no more input. */
  readonly onHalt?: (failure: EvenkeelError) => void;
}

/** The same, complete. */
export interface SettledOptions extends Required<Omit<JournalOptions, 'onHalt'>> {
  readonly onHalt: (failure: EvenkeelError) => void;
}

/** How far a write of a policy has come when it counts as done. */
export function flushingOf(policy: JournalPolicy): Flushing {
  return policy === 'acknowledgeBeforeSync' ? 'none' : 'sync';
}

const KIB = 1024;
const POLICIES: readonly string[] = [
  'acknowledgeAfterSync',
  'acknowledgePerGroup',
  'acknowledgeBeforeSync',
];

/** @throws EvenkeelError `USAGE` with the option that is out of range */
export function settleOptions(options: JournalOptions): SettledOptions {
  const { policy = 'acknowledgePerGroup', inline = false, onHalt = () => undefined } = options;
  if (!POLICIES.includes(policy)) {
    throw new EvenkeelError('USAGE', `journal.policy ${policy} is none of ${POLICIES.join(', ')}`);
  }
  const whole = (
    name: keyof JournalOptions,
    given: unknown,
    least: number,
    most: number,
  ): number => {
    if (Number.isSafeInteger(given) && Number(given) >= least && Number(given) <= most) {
      return Number(given);
    }
    const message = `journal.${name} ${String(given)} is no whole number from ${least} to ${most}`;
    throw new EvenkeelError('USAGE', message, { name, given: String(given), least, most });
  };
  const { groupBytes = 256 * KIB, groupMilliseconds = 2, snapshotEvery = 1_000_000 } = options;
  return {
    policy,
    inline,
    groupBytes: whole('groupBytes', groupBytes, 4 * KIB, 64 * KIB * KIB),
    groupMilliseconds: whole('groupMilliseconds', groupMilliseconds, 0, 60_000),
    snapshotEvery: whole('snapshotEvery', snapshotEvery, 0, Number.MAX_SAFE_INTEGER),
    onHalt,
  };
}
