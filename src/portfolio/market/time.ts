/** Times of tables: ISO 8601, also as databases write it. */
import { MAX_TIME_NS } from '../../../assembly/codes.js';

const ISO =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

const NS_PER_MS = 1_000_000n;

/** `+00` and `+0530` as `+00:00` and `+05:30`; UTC when nothing is said. */
function zoneOf(text: string | undefined): string {
  if (text === undefined || text === 'Z') return 'Z';
  return `${text.slice(0, 3)}:${text.slice(3).replace(':', '') || '00'}`;
}

/** ns since the epoch, whole milliseconds; null for a text that is no time after 1970 that frames carry. */
export function timeOf(text: string): bigint | null {
  const parts = ISO.exec(text);
  if (parts === null) return null;
  const ms = Date.parse(`${parts[1]}T${parts[2] ?? '00:00'}${zoneOf(parts[3])}`);
  if (!(ms > 0)) return null;
  const ns = BigInt(ms) * NS_PER_MS;
  return ns <= BigInt(MAX_TIME_NS) ? ns : null;
}
