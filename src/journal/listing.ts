/** The frames of a journal one by one, for people and tables. */
import type { BookConfiguration } from '../config/index.js';
import { type FieldValue, readFrames } from '../frames/index.js';
import type { Cell, Columns } from '../tables/index.js';
import { readConfiguration } from './configuration.js';
import type { Group } from './group-format.js';
import { History } from './history.js';
import type { JournalReader } from './store.js';

/** A frame as it was journaled. */
export interface JournaledFrame {
  readonly group: number;
  /** Frames accepted up to it; null among bytes of which some were refused. */
  readonly ordinal: number | null;
  /** Null for bytes that are no frame. */
  readonly frame: string | null;
  readonly sequence: number | bigint;
  /** Nanoseconds since the epoch. */
  readonly timeNs: bigint;
  /** Symbol of its instrument; null when it names none. */
  readonly instrument: string | null;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly bytes: number;
}

/** Groups to list, both included; all without. */
export interface GroupRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The frames of a journal in order.
 *
 * @throws EvenkeelError a `JOURNAL_` code at the first record that is not what it must be
 */
export function* journaledFrames(
  reader: JournalReader,
  { from = 1, to = Number.POSITIVE_INFINITY }: GroupRange = {},
): Generator<JournaledFrame> {
  const history = new History(reader);
  const { meta } = history;
  const configuration = readConfiguration(meta.configuration, meta.configurationDigest);
  const begin = Math.min(Math.max(from - 1, 0), history.head.number);
  const mark = begin === 0 ? history.begin : { number: begin, digest: history.group(begin).digest };
  for (const group of history.groups(mark)) {
    if (group.number > to) return;
    yield* framesOf(group, configuration);
  }
}

function* framesOf(group: Group, configuration: BookConfiguration): Generator<JournaledFrame> {
  // Known up to the first segment of which something was refused.
  let ordinal: number | null = group.ordinalBefore;
  // Whoever asks for a frame may read elsewhere before the next.
  const body = group.body.map((segment) => ({ ...segment, bytes: segment.bytes.slice() }));
  for (const segment of body) {
    if (segment.isMixed) ordinal = null;
    for (const read of readFrames(segment.bytes.subarray(0, segment.applied))) {
      if (ordinal !== null) ordinal += 1;
      const { name: frame, fields, sequence, timeNs, bytes } = read;
      const index = fields.instrument;
      const instrument = configuration.instruments[Number(index ?? -1)]?.symbol ?? null;
      yield { group: group.number, ordinal, frame, sequence, timeNs, instrument, fields, bytes };
    }
  }
}

/** A frame as one line of JSON without its newline; 64-bit integers as strings. */
export function frameLine(listed: JournaledFrame): string {
  const { group, ordinal, frame, sequence, timeNs, instrument: symbol, fields, bytes } = listed;
  const common = { group, ordinal, frame, sequence, timeNs };
  if (frame === null) return JSON.stringify({ group, ordinal, frame, bytes }, asText);
  return JSON.stringify({ ...common, ...(symbol === null ? {} : { symbol }), ...fields }, asText);
}

function asText(_key: string, value: unknown): unknown {
  const isExact =
    typeof value !== 'bigint' && (typeof value !== 'number' || Number.isFinite(value));
  return isExact ? value : String(value);
}

const columns: Columns = [
  ['group', 'BIGINT'],
  ['ordinal', 'BIGINT'],
  ['frame', 'VARCHAR'],
  ['sequence', 'BIGINT'],
  ['time_ns', 'BIGINT'],
  ['instrument', 'VARCHAR'],
  ['fields', 'VARCHAR'],
  ['bytes', 'INTEGER'],
];

/**
 * Writes the frames as a table: Parquet when the path ends like one, else CSV. `fields` is JSON by name.
 *
 * @throws EvenkeelError a `JOURNAL_` code as above, `IO` when the file cannot be written
 */
export async function exportFrames(
  reader: JournalReader,
  path: string,
  range: GroupRange = {},
): Promise<void> {
  // Loaded when it is needed: it brings a database engine.
  const { writeTable } = await import('../tables/index.js');
  await writeTable(path, columns, rowsOf(reader, range));
}

function* rowsOf(reader: JournalReader, range: GroupRange): Generator<readonly Cell[]> {
  for (const listed of journaledFrames(reader, range)) {
    const { group, ordinal, frame, sequence, timeNs, instrument, fields, bytes } = listed;
    // Refused frames may claim what no column holds.
    const [number, time] = [fitting(BigInt(sequence)), fitting(timeNs)];
    const text = frame === null ? null : JSON.stringify(fields, asText);
    yield [group, ordinal, frame, number, time, instrument, text, bytes];
  }
}

const MOST = 2n ** 63n;
const fitting = (value: bigint): bigint | null => (value >= -MOST && value < MOST ? value : null);
