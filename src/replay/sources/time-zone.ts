/** Midnight of a date in a time zone, and ISO times. */
import { EvenkeelError } from '../../errors.js';

/** Wall clock of a UTC instant in a zone, as if it were UTC, milliseconds. */
function wallClockMs(utcMs: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(utcMs);
  const part = (type: string): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value ?? 0);
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
}

/**
 * Midnight of `date` (yyyy-mm-dd) in `timezone` (IANA name, or an offset such as `-05:00`) in
 * microseconds since the epoch. Times of day count from it, so on the two days a year on which a
 * zone changes its offset the hours after the change are off by the change.
 */
export function midnightUs(date: string, timezone: string): number {
  const utcMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(utcMs)) throw new EvenkeelError('DATA', `"${date}" is not a date (yyyy-mm-dd)`);
  const offset = /^([+-])(\d\d):(\d\d)$/.exec(timezone);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return (utcMs - (offset[1] === '-' ? -minutes : minutes) * 60_000) * 1000;
  }
  // The offset in force is that of the instant sought, hence the second step.
  let guess = utcMs;
  for (let step = 0; step < 2; step++) guess = utcMs - (wallClockMs(guess, timezone) - guess);
  return guess * 1000;
}

/** Whether `timezone` is known to this runtime. */
export function isTimezone(timezone: string): boolean {
  if (/^[+-]\d\d:\d\d$/.test(timezone)) return true;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

/** Microseconds of an ISO 8601 time; UTC when it names no zone. NaN when it is none. */
export function isoToUs(text: string): number {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes(':') ? text : `${text}Z`;
  const ms = Date.parse(zoned);
  // Date.parse keeps milliseconds; finer digits of the fraction are added from the text.
  const fraction = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? '';
  return ms * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Milliseconds that a Date can hold on either side of the epoch. */
const DATE_MS_MAX = 8.64e15;

/**
 * ISO 8601 in UTC with microseconds, from microseconds since the epoch; null for NaN and for times
 * beyond the calendar.
 */
export function usToIso(us: number): string | null {
  const ms = Math.floor(us / 1000);
  if (!(Math.abs(ms) <= DATE_MS_MAX)) return null;
  const rest = String(Math.round(us - ms * 1000)).padStart(3, '0');
  return `${new Date(ms).toISOString().slice(0, -1)}${rest}Z`;
}
