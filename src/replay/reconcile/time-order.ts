/** Order of execution by the time column, over all files. */
import { EvenkeelError } from '../../errors.js';
import { isoToUs } from '../sources/index.js';

/** A time that can be compared: an epoch in the file's own unit, or microseconds of a date. */
export interface TimeKey {
  readonly isEpoch: boolean;
  readonly value: number | bigint;
}

/** Key of a printed time; null when it is none. */
export type TimeReader = (text: string) => TimeKey | null;

/** Reads epochs and ISO 8601; UTC when no zone is named. */
export function readTime(text: string): TimeKey | null {
  // Nanoseconds since 1970 do not fit into a number.
  if (/^\d+$/.test(text)) return { isEpoch: true, value: BigInt(text) };
  if (/^\d+(\.\d+)?(e\+?\d+)?$/i.test(text)) return { isEpoch: true, value: Number(text) };
  if (!/^\d{4}-\d\d-\d\d/.test(text)) return null;
  // DuckDB prints zones of whole hours as +00.
  const value = isoToUs(text.replace(/(:.*[+-]\d\d)$/, '$1:00'));
  return Number.isFinite(value) ? { isEpoch: false, value } : null;
}

/** Reads `31-12-2025 9:59`. All times of a file have the same zone, so it does not matter which. */
export function readDayFirst(text: string): TimeKey | null {
  const parts = /^(\d\d)-(\d\d)-(\d{4}) (\d{1,2})(:\d\d(?::\d\d)?)$/.exec(text);
  if (parts === null) return null;
  const [, day, month, year, hour = '', rest] = parts;
  return readTime(`${year}-${month}-${day}T${hour.padStart(2, '0')}${rest}`);
}

/** What is sorted: anything with its time and where it comes from. */
export interface Timed<Item> {
  readonly item: Item;
  readonly key: TimeKey;
}

/** Sorts by time; what has the same time stays as it is. */
export function sortByTime<Item>(items: readonly Timed<Item>[]): Item[] {
  const epochs = items.filter(({ key }) => key.isEpoch).length;
  if (epochs !== 0 && epochs !== items.length) {
    const text = 'order: time needs times of one kind; some are epochs, others dates';
    throw new EvenkeelError('DATA', text, { epochs, dates: items.length - epochs });
  }
  return [...items].sort((a, b) => compare(a.key.value, b.key.value)).map(({ item }) => item);
}

function compare(a: number | bigint, b: number | bigint): number {
  // 1n and 1 are equal but not identical.
  if (a < b) return -1;
  return a > b ? 1 : 0;
}
