/** Merging streams by time. */
import { setImmediate as macrotask } from 'node:timers/promises';
import type { EventChunk, EventStream } from './event-stream.js';

/** Where merged events go: `row` of `chunk` belongs to `stream`. */
export type MergeSink = (stream: EventStream, chunk: EventChunk, row: number) => void;

/** Ends a merge early. */
export interface MergeControl {
  /** Stops between two events when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Stops after so many events. */
  readonly limit?: number | undefined;
  /** Called now and then with the number of events so far. */
  readonly progress?: ((events: number) => void) | undefined;
}

/** How a merge ended. */
export interface MergeOutcome {
  readonly events: number;
  readonly end: 'complete' | 'interrupted' | 'limit';
}

/** Events between two visits of the event loop, where signals and timers get their turn. */
const EVENTS_PER_TURN = 32_768;

interface Head {
  readonly stream: EventStream;
  readonly order: number;
  chunk: EventChunk;
  row: number;
}

/** Delivers all events in order of time; at the same time in the order in which streams are given. */
export async function merge(
  streams: readonly EventStream[],
  sink: MergeSink,
  control: MergeControl = {},
): Promise<MergeOutcome> {
  const heads = await firstHeads(streams);
  const limit = control.limit ?? Number.POSITIVE_INFINITY;
  let events = 0;
  let turn = EVENTS_PER_TURN;
  while (heads.length > 0) {
    if (control.signal?.aborted) return { events, end: 'interrupted' };
    if (events >= limit) return { events, end: 'limit' };
    const head = earliest(heads);
    events += run(head, heads, sink, Math.min(limit, turn) - events);
    if (events >= turn) {
      turn = events + EVENTS_PER_TURN;
      control.progress?.(events);
      await macrotask();
    }
    if (head.row < head.chunk.count) continue;
    const chunk = await head.stream.next();
    if (chunk === null) heads.splice(heads.indexOf(head), 1);
    else {
      head.chunk = chunk;
      head.row = 0;
    }
  }
  return { events, end: 'complete' };
}

async function firstHeads(streams: readonly EventStream[]): Promise<Head[]> {
  const chunks = await Promise.all(streams.map((stream) => stream.next()));
  return streams.flatMap((stream, order) => {
    const chunk = chunks[order];
    return chunk ? [{ stream, order, chunk, row: 0 }] : [];
  });
}

const timeOf = (head: Head): number => head.chunk.time[head.row] ?? Number.POSITIVE_INFINITY;

function earliest(heads: readonly Head[]): Head {
  let best = heads[0] as Head;
  for (const head of heads) if (timeOf(head) < timeOf(best)) best = head;
  return best;
}

/** Delivers events of `head` for as long as it is the earliest; returns how many. */
function run(head: Head, heads: readonly Head[], sink: MergeSink, most: number): number {
  let until = Number.POSITIVE_INFINITY;
  let first = true;
  for (const other of heads) {
    if (other === head) continue;
    const time = timeOf(other);
    if (time < until) {
      until = time;
      first = head.order < other.order;
    } else if (time === until) first = first && head.order < other.order;
  }
  const { chunk, stream } = head;
  const end = Math.min(chunk.count, head.row + most);
  const begin = head.row;
  let row = begin;
  while (row < end) {
    const time = chunk.time[row] as number;
    if (time > until || (time === until && !first)) break;
    sink(stream, chunk, row++);
  }
  head.row = row;
  return row - begin;
}
