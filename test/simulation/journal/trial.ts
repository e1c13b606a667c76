/** Opens a damaged copy of a journal: it is refused with the right code, or gives the same book. */
import { EvenkeelError } from '../../../src/errors.js';
import { openOn } from '../../../src/journal/open.js';
import { verifyJournal } from '../../../src/journal/verify.js';
import { require } from '../auditor/violation.js';
import type { Draw } from '../draw.js';
import { DAMAGES, type Expectation } from './damages.js';
import { copyOf, Disk, type Tables } from './disk.js';
import { viewOf } from './records.js';
import { AT_ONCE, VirtualStore } from './virtual-store.js';

/** The book that an undamaged journal gives. */
export interface Whole {
  readonly tables: Tables;
  readonly document: unknown;
  readonly stateHash: bigint;
  readonly ordinal: number;
}

export const DAMAGE_NAMES = Object.keys(DAMAGES) as [string, ...string[]];

/** The code that came of it, 'none' when it was opened; null when there was nothing to damage. */
export function tryDamage(name: string, whole: Whole, draw: Draw): string | null {
  const tables = copyOf(whole.tables);
  const expected = DAMAGES[name]?.(viewOf(tables), draw) ?? null;
  if (expected === null) return null;
  const store = new VirtualStore(new Disk(tables), AT_ONCE);
  const found = open(store, whole, expected);
  require('a damage has its code', found === expected.code, { name, found, code: expected.code });
  require('a refusal writes nothing', store.disk.commits === 0, { name });
  const shownBy = expected.shownBy ?? 'records';
  if (shownBy !== 'nothing') {
    const { isClean, snapshotsOfOtherBuilds } = verifyJournal(store, shownBy === 'replay');
    const isShown = shownBy === 'list' ? snapshotsOfOtherBuilds.length > 0 : !isClean;
    require('verify finds a damage', isShown, { name });
  }
  return found ?? 'none';
}

function open(store: VirtualStore, whole: Whole, expected: Expectation): string | null {
  try {
    const configuration = configurationOf(whole.document, expected);
    const book = openOn(store, { ...configuration, journal: {} });
    const hash = book.stateHash();
    const isSame = hash === whole.stateHash && book.framesAccepted === whole.ordinal;
    const mayLie = expected.mayLie === book.recovery.snapshot;
    const what = { hash, ...whole, tables: 0 };
    require('a damaged journal gives the same book or none', isSame || mayLie, what);
    const passedOver = book.recovery.passedOver.map(({ snapshot, reason }) => [snapshot, reason]);
    const isNamed =
      passedOver.length === expected.passedOver.length &&
      expected.passedOver.every(([snapshot, code], place) => {
        const [number, reason = ''] = passedOver[place] ?? [];
        return number === snapshot && (code === null || String(reason).startsWith(`${code}: `));
      });
    const facts = { passedOver, expected: expected.passedOver };
    require('snapshots are passed over for what is wrong with them', isNamed, facts);
    return null;
  } catch (cause) {
    if (!(cause instanceof EvenkeelError)) throw cause;
    return cause.code;
  }
}

function configurationOf(
  document: unknown,
  expected: Expectation,
): { readonly configuration?: unknown } {
  if (expected.with === undefined) return {};
  if (expected.with === 'configuration') return { configuration: document };
  const changed = structuredClone(document) as { instruments: { tickSize: number }[] };
  for (const instrument of changed.instruments) instrument.tickSize *= 2;
  return { configuration: changed };
}
