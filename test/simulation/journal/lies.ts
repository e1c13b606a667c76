/** Snapshots of a wrong state, with everything computed anew that tells of it. */
import * as at from '../../../assembly/layout.js';
import { readConfiguration } from '../../../src/journal/configuration.js';
import { readMeta } from '../../../src/journal/meta-format.js';
import { plainBook } from '../../../src/journal/plain-book.js';
import { readSnapshot, writeSnapshot } from '../../../src/journal/snapshot-format.js';
import type { Draw } from '../draw.js';
import type { Damage, Expectation } from './damages.js';
import { groupOf, isWhole, type View, wayOf } from './records.js';

/** The record of a state in which one number is the next one; the snapshot says the ordinal of that state. */
function lying(view: View, number: number, offset: number): Uint8Array {
  const { words, snapshots } = view.tables;
  const meta = readMeta(words.get('meta') ?? new Uint8Array());
  const record = snapshots.get(number) ?? new Uint8Array();
  const values = readSnapshot(record, number, meta.identity);
  const configuration = readConfiguration(meta.configuration, meta.configurationDigest);
  const book = plainBook(configuration, values.image());
  const { state } = book.parts();
  const words64 = new BigUint64Array(state.buffer, state.byteOffset + offset, 1);
  words64[0] = (words64[0] ?? 0n) + 1n;
  return writeSnapshot(meta.identity, { ...values, ordinal: book.framesAccepted }, book.parts());
}

/** @param offset of a number in the state */
function lie(offset: number, expect: (view: View, number: number) => Expectation): Damage {
  return (view, draw: Draw) => {
    const number = view.snapshots.at(draw.chance(0.7) ? -1 : 0) ?? 0;
    if (!isWhole(view.tables.snapshots.get(number))) return null;
    const expected = expect(view, number);
    view.tables.snapshots.set(number, lying(view, number, offset));
    return expected;
  };
}

function passedOver(view: View, number: number): Expectation {
  const way = wayOf(view, [], new Map([[number, 'JOURNAL_DIVERGED']]));
  return { code: null, passedOver: way.passedOver };
}

/** Nothing of its standing is wrong. Before the first group the state of a new book is known. */
function taken(view: View, number: number): Expectation {
  const record = view.tables.snapshots.get(number) ?? new Uint8Array();
  if (groupOf(record) === 0) return passedOver(view, number);
  const way = wayOf(view, [], new Map());
  return { code: null, passedOver: way.passedOver, mayLie: number, shownBy: 'replay' };
}

/** By name. */
export const LIES: Readonly<Record<string, Damage>> = {
  'a snapshot of the ordinal of another moment': lie(at.BOOK_FRAMES_APPLIED, passedOver),
  'a snapshot of the time of another moment': lie(at.BOOK_TIME_NS, passedOver),
  'a snapshot of the equity of another moment': lie(at.BOOK_EQUITY_HI, passedOver),
  'a snapshot of the peak of another moment': lie(at.BOOK_PEAK, taken),
};
