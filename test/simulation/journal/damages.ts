/** What may happen to the records of a journal while nobody looks, and what must come of it. */
import type { Draw } from '../draw.js';
import { LIES } from './lies.js';
import { AT, isWhole, raised, rewritten, type View, type Way, wayOf } from './records.js';

/** A refusal with a code, or the same book after passing over snapshots. */
export interface Expectation {
  /** Null: it is opened. */
  readonly code: string | null;
  readonly passedOver: Way['passedOver'];
  /** Opened with what; the journal's own configuration without it. */
  readonly with?: 'configuration' | 'another configuration';
  /** A snapshot that may be taken although it is of another state: then the book is not judged. */
  readonly mayLie?: number;
  /** What shows it when the journal is verified: its records by default, or the list of other builds. */
  readonly shownBy?: 'records' | 'replay' | 'list' | 'nothing';
}

/** Changes tables; null when there is nothing to damage. */
export type Damage = (view: View, draw: Draw) => Expectation | null;

const refused = (code: string): Expectation => ({ code, passedOver: [] });

/** What comes of groups that are not what they were. */
function ofGroups(
  view: View,
  bad: readonly number[],
  code: string,
  change: () => void,
): Expectation {
  const { mark, passedOver } = wayOf(view, bad, new Map());
  change();
  return bad.some((number) => number > mark) ? refused(code) : { code: null, passedOver };
}

/** One group is another. Those that opening reads are drawn more often. */
function group(code: string, change: (record: Uint8Array, draw: Draw) => Uint8Array): Damage {
  return (view, draw) => {
    const number = anyGroup(view, draw);
    if (number === 0) return null;
    const { groups } = view.tables;
    return ofGroups(view, [number], code, () => {
      groups.set(number, change(groups.get(number) ?? new Uint8Array(), draw));
    });
  };
}

function anyGroup(view: View, draw: Draw): number {
  const { mark } = wayOf(view, [], new Map());
  const lowest = draw.chance(0.7) ? Math.min(mark + 1, view.groups) : 1;
  return view.groups === 0 ? 0 : draw.whole(lowest, view.groups);
}

/** One snapshot is another: it is passed over if it is met. */
function snapshot(
  code: string,
  change: (record: Uint8Array, draw: Draw) => Uint8Array,
  shownBy: 'records' | 'list' = 'records',
): Damage {
  return ({ tables, ...view }, draw) => {
    const number = view.snapshots.at(draw.chance(0.7) ? -1 : 0) ?? 0;
    const record = tables.snapshots.get(number);
    if (!isWhole(record)) return null;
    const { passedOver } = wayOf({ tables, ...view }, [], new Map([[number, code]]));
    tables.snapshots.set(number, change(record, draw));
    return { code: null, passedOver, shownBy };
  };
}

function word(
  key: 'meta' | 'head',
  code: string,
  change: (record: Uint8Array, draw: Draw) => Uint8Array,
): Damage {
  return ({ tables }, draw) => {
    tables.words.set(key, change(tables.words.get(key) ?? new Uint8Array(), draw));
    return refused(code);
  };
}

function flipped(record: Uint8Array, draw: Draw): Uint8Array {
  const copy = record.slice();
  const place = draw.whole(0, copy.length - 1);
  copy[place] = (copy[place] ?? 0) ^ (1 << draw.whole(0, 7));
  return copy;
}

const cut = (record: Uint8Array, draw: Draw): Uint8Array =>
  record.slice(0, draw.whole(0, record.length - 1));
const longer = (record: Uint8Array): Uint8Array => Uint8Array.from([...record, 0]);
const foreign = (record: Uint8Array): Uint8Array => raised(record, AT.identity);
const ofOtherKind = (record: Uint8Array): Uint8Array =>
  rewritten(record, (view) => view.setUint32(AT.magic, 7, true));
const laterFormat = (record: Uint8Array): Uint8Array =>
  rewritten(record, (view) => view.setUint32(AT.format, 2, true));

/** A number of the last group is another, under digests that fit. */
function lying(offset: number, shownBy: 'records' | 'replay' = 'replay'): Damage {
  return (view) => {
    const { groups, words } = view.tables;
    const record = groups.get(view.groups);
    if (record === undefined) return null;
    const changed = raised(record, offset);
    const head = rewritten(words.get('head') ?? new Uint8Array(), ({ buffer }) =>
      new Uint8Array(buffer).set(changed.subarray(-32), AT.head.digest),
    );
    const change = (): void => {
      groups.set(view.groups, changed);
      words.set('head', head);
    };
    return { ...ofGroups(view, [view.groups], 'JOURNAL_DIVERGED', change), shownBy };
  };
}

/** Two places, the first lower; null when there is one group. */
function twoGroups(view: View, draw: Draw): readonly [number, number] | null {
  const one = anyGroup(view, draw);
  const other = draw.whole(1, Math.max(1, view.groups));
  return one === 0 || one === other ? null : [Math.min(one, other), Math.max(one, other)];
}

const PLACES: Readonly<Record<string, Damage>> = {
  'a group is missing': (view, draw) => {
    const number = anyGroup(view, draw);
    view.tables.groups.delete(number);
    return number === 0 ? null : refused('JOURNAL_MISSING_GROUP');
  },
  'a gap, and a group too many': (view, draw) => {
    const number = anyGroup(view, draw);
    const record = view.tables.groups.get(number);
    if (record === undefined) return null;
    return ofGroups(view, [number], 'JOURNAL_MISSING_GROUP', () => {
      view.tables.groups.delete(number);
      view.tables.groups.set(view.groups + 1, record);
    });
  },
  'a group too many': (view, draw) => {
    const record = view.tables.groups.get(anyGroup(view, draw));
    if (record === undefined) return null;
    view.tables.groups.set(view.groups + 1, record);
    return refused('JOURNAL_CORRUPT');
  },
  'groups are swapped': (view, draw) => {
    const places = twoGroups(view, draw);
    if (places === null) return null;
    const { groups } = view.tables;
    const [low, high] = places.map((place) => groups.get(place) ?? new Uint8Array());
    return ofGroups(view, places, 'JOURNAL_REORDERED', () => {
      groups.set(places[0], high as Uint8Array);
      groups.set(places[1], low as Uint8Array);
    });
  },
  'a group lies in the place of another': (view, draw) => {
    const places = twoGroups(view, draw);
    if (places === null) return null;
    const { groups } = view.tables;
    const [from, to] = draw.chance(0.5) ? places : [places[1], places[0]];
    return ofGroups(view, [to], 'JOURNAL_REORDERED', () => {
      groups.set(to, groups.get(from) ?? new Uint8Array());
    });
  },
  'the newest snapshot is missing': ({ tables, ...view }) => {
    const newest = view.snapshots.at(-1);
    if (newest === undefined) return null;
    tables.snapshots.delete(newest);
    const snapshots = view.snapshots.slice(0, -1);
    const { passedOver } = wayOf({ tables, ...view, snapshots }, [], new Map());
    return { code: null, passedOver, shownBy: 'nothing' };
  },
  'snapshots are swapped': ({ tables, ...view }) => {
    const [one = 0, other = 0] = view.snapshots.slice(-2);
    const [first, second] = [tables.snapshots.get(one), tables.snapshots.get(other)];
    if (!isWhole(first) || !isWhole(second)) return null;
    const codes = new Map([one, other].map((number) => [number, 'JOURNAL_REORDERED']));
    const { passedOver } = wayOf({ tables, ...view }, [], codes);
    tables.snapshots.set(one, second).set(other, first);
    return { code: null, passedOver };
  },
  'all snapshots are damaged': ({ tables, ...view }, draw) => {
    if (view.snapshots.length === 0) return null;
    const codes = new Map(view.snapshots.map((number) => [number, 'JOURNAL_CORRUPT']));
    for (const [number, record] of tables.snapshots)
      tables.snapshots.set(number, flipped(record, draw));
    const { passedOver } = wayOf({ tables, ...view }, [], codes);
    return { code: null, passedOver };
  },
  'the head is missing': ({ tables }) => {
    tables.words.delete('head');
    return refused('JOURNAL_CORRUPT');
  },
  'meta is missing': ({ tables }) => {
    tables.words.delete('meta');
    return { ...refused('JOURNAL_CORRUPT'), with: 'configuration' };
  },
  'meta is missing, and no configuration': ({ tables }) => {
    tables.words.delete('meta');
    return refused('JOURNAL_CORRUPT');
  },
  'another configuration': () => ({
    ...refused('JOURNAL_CONFIGURATION'),
    with: 'another configuration',
    shownBy: 'nothing',
  }),
};

/** By name; none loads silently. */
export const DAMAGES: Readonly<Record<string, Damage>> = {
  ...PLACES,
  ...LIES,
  'a bit of a group': group('JOURNAL_CORRUPT', flipped),
  'a group is cut': group('JOURNAL_CORRUPT', cut),
  'a group is longer': group('JOURNAL_CORRUPT', longer),
  'a group of another journal': group('JOURNAL_FOREIGN', foreign),
  'a group of another kind': group('JOURNAL_CORRUPT', ofOtherKind),
  'a group of another history': group('JOURNAL_FOREIGN', (record) =>
    raised(record, AT.group.unused),
  ),
  'a group of a later format': group('JOURNAL_FUTURE_LAYOUT', laterFormat),
  'a group of a later layout': group('JOURNAL_FUTURE_LAYOUT', (record) =>
    rewritten(record, (view) => view.setUint32(AT.group.layout, 99, true)),
  ),
  'a group with another ordinal before': lying(AT.group.ordinalBefore, 'records'),
  'a group with another ordinal': lying(AT.group.ordinal),
  'a group with another time': lying(AT.group.time),
  'a group with another equity': lying(AT.group.equity),
  'a bit of a snapshot': snapshot('JOURNAL_CORRUPT', flipped),
  'a snapshot is cut': snapshot('JOURNAL_CORRUPT', cut),
  'a snapshot of another journal': snapshot('JOURNAL_FOREIGN', foreign),
  'a snapshot of a later format': snapshot('JOURNAL_FUTURE_LAYOUT', laterFormat),
  'a snapshot of another kernel': snapshot(
    'SNAPSHOT',
    (record) => raised(record, AT.snapshot.kernel),
    'list',
  ),
  'a snapshot of another state': snapshot('SNAPSHOT', (record) =>
    raised(record, record.length - 48),
  ),
  'a snapshot with another hash': snapshot('JOURNAL_CORRUPT', (record) =>
    raised(record, AT.snapshot.stateHash),
  ),
  'a snapshot with another ordinal': snapshot('JOURNAL_CORRUPT', (record) =>
    raised(record, AT.snapshot.ordinal),
  ),
  'a snapshot behind another group': snapshot('JOURNAL_FOREIGN', (record) =>
    raised(record, AT.snapshot.groupDigest),
  ),
  'a snapshot of the future': snapshot('JOURNAL_CORRUPT', (record) =>
    rewritten(record, (view) => view.setUint32(AT.snapshot.group, 1 << 30, true)),
  ),
  'a bit of the head': word('head', 'JOURNAL_CORRUPT', flipped),
  'the head of another journal': word('head', 'JOURNAL_FOREIGN', foreign),
  'a head that went on': word('head', 'JOURNAL_MISSING_GROUP', (record) =>
    raised(record, AT.head.number),
  ),
  'a head with another ordinal': (view, draw) => {
    const change = word('head', 'JOURNAL_DIVERGED', (head) => raised(head, AT.head.ordinal));
    return view.groups === 0 ? null : change(view, draw);
  },
  'a head with another digest': word('head', 'JOURNAL_FOREIGN', (record) =>
    raised(record, AT.head.digest),
  ),
  'a bit of meta': word('meta', 'JOURNAL_CORRUPT', flipped),
  'meta of a later format': word('meta', 'JOURNAL_FUTURE_LAYOUT', laterFormat),
  'meta of another journal': word('meta', 'JOURNAL_FOREIGN', foreign),
  'meta of another configuration': word('meta', 'JOURNAL_CONFIGURATION', (record) =>
    raised(record, AT.meta.configurationDigest),
  ),
  'meta that is no configuration': word('meta', 'JOURNAL_CONFIGURATION', (record) =>
    rewritten(record, (view) => view.setUint8(AT.meta.text, 7)),
  ),
};
