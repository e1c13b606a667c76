import { describe, expect, it } from 'vitest';
import {
  createChunk,
  type EventStream,
  emptyTally,
  merge,
  QUOTES,
} from '../../src/replay/sources/index.js';

/** A stream with these times, in chunks of two; the instrument tells streams apart. */
function stream(instrument: number, times: readonly number[]): EventStream {
  const chunk = createChunk(2);
  let done = 0;
  return {
    kind: QUOTES,
    instrument,
    tally: emptyTally(),
    async next() {
      if (done >= times.length) return null;
      chunk.count = Math.min(2, times.length - done);
      for (let row = 0; row < chunk.count; row++) chunk.time[row] = times[done + row] as number;
      done += chunk.count;
      return chunk;
    },
  };
}

async function order(streams: readonly EventStream[], control = {}): Promise<string[]> {
  const seen: string[] = [];
  await merge(
    streams,
    ({ instrument }, chunk, row) => seen.push(`${'abc'[instrument]}${chunk.time[row]}`),
    control,
  );
  return seen;
}

describe('merge', () => {
  it('orders by time, then by declaration, and keeps the order within a stream', async () => {
    const streams = [stream(0, [1, 5, 5, 9]), stream(1, [5, 5, 6]), stream(2, [0, 5, 10])];
    const seen = await order(streams);
    expect(seen).toEqual(['c0', 'a1', 'a5', 'a5', 'b5', 'b5', 'c5', 'b6', 'a9', 'c10']);
  });

  it('equals a stable sort for random streams', async () => {
    let state = 7;
    const next = (below: number): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
    for (let round = 0; round < 50; round++) {
      const all = [0, 1, 2].map(() =>
        Array.from({ length: next(12) }, () => next(10)).sort((x, y) => x - y),
      );
      const expected = all
        .flatMap((times, index) => times.map((time) => ({ time, name: `${'abc'[index]}${time}` })))
        .sort((x, y) => x.time - y.time)
        .map(({ name }) => name);
      expect(await order(all.map((times, index) => stream(index, times)))).toEqual(expected);
    }
  });

  it('takes streams without events', async () => {
    expect(await order([stream(0, []), stream(1, [3]), stream(2, [])])).toEqual(['b3']);
    expect(await merge([], () => undefined)).toEqual({ events: 0, end: 'complete' });
  });

  it('stops at a limit', async () => {
    const streams = [stream(0, [1, 2, 3]), stream(1, [1, 2, 3])];
    expect(await order(streams, { limit: 4 })).toEqual(['a1', 'b1', 'a2', 'b2']);
    const outcome = await merge([stream(0, [1, 2, 3])], () => undefined, { limit: 2 });
    expect(outcome).toEqual({ events: 2, end: 'limit' });
  });

  it('stops when aborted', async () => {
    const stop = new AbortController();
    let seen = 0;
    const outcome = await merge(
      [stream(0, [1, 2, 3, 4, 5])],
      () => {
        if (++seen === 2) stop.abort();
      },
      { signal: stop.signal },
    );
    expect(outcome).toEqual({ events: 2, end: 'interrupted' });
  });
});
