/** Moves the level of a market: the same returns around another price. */
import { type EventChunk, type EventStream, FUNDING, QUOTES, TRADES } from './event-stream.js';

/** A stream and the chunk that was read of it. */
interface Leader {
  readonly stream: EventStream;
  readonly chunk: EventChunk;
}

/**
 * Streams of which those of `instrument` have every price times what makes its first mid (its first
 * trade, when it has no quotes) `firstTicks`. Bids are rounded down and asks up, to be a tick apart at
 * least. What has no prices is left as it is.
 */
export async function rebaseStreams(
  streams: readonly EventStream[],
  instrument: number,
  firstTicks: number,
): Promise<readonly EventStream[]> {
  const own = streams.filter((stream) => stream.instrument === instrument);
  const leader = (await firstOf(own, QUOTES)) ?? (await firstOf(own, TRADES));
  if (leader === null) return streams;
  const [a, b] = [leader.chunk.a[0] as number, leader.chunk.b[0] as number];
  const factor = firstTicks / (leader.stream.kind === QUOTES ? (a + b) / 2 : a);
  return streams.map((stream) => {
    if (stream.instrument !== instrument) return stream;
    return rebased(stream, factor, stream === leader.stream ? leader.chunk : null);
  });
}

async function firstOf(
  streams: readonly EventStream[],
  kind: EventStream['kind'],
): Promise<Leader | null> {
  for (const stream of streams) {
    const chunk = stream.kind === kind ? await stream.next() : null;
    if (chunk !== null) return { stream, chunk };
  }
  return null;
}

/** @param ahead a chunk that was read before */
function rebased(stream: EventStream, factor: number, ahead: EventChunk | null): EventStream {
  let waiting = ahead;
  return {
    kind: stream.kind,
    instrument: stream.instrument,
    tally: stream.tally,
    async next() {
      const chunk = waiting ?? (await stream.next());
      waiting = null;
      if (chunk !== null) scale(stream.kind, chunk, factor);
      return chunk;
    },
  };
}

function scale(kind: EventStream['kind'], { count, a, b }: EventChunk, factor: number): void {
  for (let row = 0; row < count; row++) {
    const [first, second] = [a[row] as number, b[row] as number];
    if (kind === FUNDING) b[row] = second * factor;
    else if (kind === TRADES) a[row] = first * factor;
    else {
      const bid = Math.floor(first * factor);
      const ask = Math.ceil(second * factor);
      a[row] = bid;
      b[row] = second > first ? Math.max(ask, bid + 1) : ask;
    }
  }
}
