/** Moves the level of a market: the same returns around another price. */
import { EvenkeelError } from '../../errors.js';
import { type EventChunk, type EventStream, FUNDING, QUOTES, TRADES } from './event-stream.js';

/**
 * Streams of which those of `instrument` have every price times what makes its first mid (its first
 * trade, when it has no quotes) `firstTicks`. Bids are rounded down and asks up, to be a tick apart at least.
 *
 * @throws EvenkeelError `DATA` when the instrument has no prices
 */
export async function rebaseStreams(
  streams: readonly EventStream[],
  instrument: number,
  firstTicks: number,
): Promise<readonly EventStream[]> {
  const own = streams.filter((stream) => stream.instrument === instrument);
  const leader = own.find(({ kind }) => kind === QUOTES) ?? own.find(({ kind }) => kind === TRADES);
  const first = (await leader?.next()) ?? null;
  if (leader === undefined || first === null) {
    throw new EvenkeelError('DATA', 'a market without prices has no level to move', { instrument });
  }
  const [a, b] = [first.a[0] as number, first.b[0] as number];
  const factor = firstTicks / (leader.kind === QUOTES ? (a + b) / 2 : a);
  return streams.map((stream) => {
    if (stream.instrument !== instrument) return stream;
    return rebased(stream, factor, stream === leader ? first : null);
  });
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
