/** A market moved to another level: same times, same returns, prices on the grid. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { replay, validateSession } from '../../src/replay/index.js';
import {
  createChunk,
  type EventStream,
  emptyTally,
  FUNDING,
  QUOTES,
  rebaseStreams,
  TRADES,
} from '../../src/replay/sources/index.js';
import { Recording } from './recording.js';
import { tinySession } from './tiny-session.js';

type Row = readonly [a: number, b: number];

function stream(kind: EventStream['kind'], instrument: number, rows: readonly Row[]): EventStream {
  let isRead = false;
  return {
    ...{ kind, instrument, tally: emptyTally() },
    async next() {
      if (isRead || rows.length === 0) return null;
      isRead = true;
      const chunk = createChunk(rows.length);
      chunk.count = rows.length;
      for (const [row, [a, b]] of rows.entries()) {
        chunk.a[row] = a;
        chunk.b[row] = b;
      }
      return chunk;
    },
  };
}

async function rowsOf(own: EventStream): Promise<Row[]> {
  const chunk = await own.next();
  expect(await own.next()).toBeNull();
  if (chunk === null) return [];
  return Array.from({ length: chunk.count }, (_, row) => [
    chunk.a[row] as number,
    chunk.b[row] as number,
  ]);
}

const ticks = fc.integer({ min: 1, max: 1_000_000 });
const quotes = fc.array(fc.tuple(ticks, fc.integer({ min: 1, max: 20 })), { minLength: 1 });

describe('a market that is moved', () => {
  it('has the returns it had, to a tick', async () => {
    await fc.assert(
      fc.asyncProperty(quotes, ticks, async (given, firstTicks) => {
        const rows = given.map(([bid, spread]): Row => [bid, bid + spread]);
        const [moved] = await rebaseStreams([stream(QUOTES, 0, rows)], 0, firstTicks);
        const found = await rowsOf(moved as EventStream);
        const first = rows[0] as Row;
        const factor = firstTicks / ((first[0] + first[1]) / 2);
        for (const [row, [bid, ask]] of found.entries()) {
          const [oldBid, oldAsk] = rows[row] as Row;
          expect(Number.isInteger(bid) && Number.isInteger(ask)).toBe(true);
          expect(ask).toBeGreaterThan(bid);
          expect(oldBid * factor - bid).toBeGreaterThan(-1e-6);
          expect(oldBid * factor - bid).toBeLessThan(1 + 1e-6);
          expect(ask - oldAsk * factor).toBeGreaterThan(-1e-6);
          expect(ask - oldAsk * factor).toBeLessThan(2);
        }
      }),
    );
  });

  it('takes trades and marks of funding with it, and leaves other instruments alone', async () => {
    const streams = [
      stream(TRADES, 1, [[100, 7]]),
      stream(QUOTES, 1, [[99, 101]]),
      stream(FUNDING, 1, [[0.001, 50]]),
      stream(QUOTES, 0, [[10, 11]]),
    ];
    const moved = await rebaseStreams(streams, 1, 200);
    const rows = await Promise.all(moved.map(rowsOf));
    expect(rows).toEqual([[[200, 7]], [[198, 202]], [[0.001, 100]], [[10, 11]]]);
  });

  it('without quotes begins at its first trade; without prices stays as it is', async () => {
    const trades: readonly Row[] = [
      [50, 1],
      [55, 1],
    ];
    const streams = [stream(QUOTES, 0, []), stream(TRADES, 0, trades)];
    const [quotes, moved] = await rebaseStreams(streams, 0, 500);
    expect(await rowsOf(quotes as EventStream)).toEqual([]);
    expect(await rowsOf(moved as EventStream)).toEqual([
      [500, 1],
      [550, 1],
    ]);
    const nothing = [stream(QUOTES, 0, [])];
    expect(await rebaseStreams(nothing, 0, 1)).toEqual(nothing);
  });
});

describe('the rebase of a session', () => {
  const recording = new Recording();
  afterAll(() => recording.remove());

  it('moves quotes and fills', async () => {
    const rows = [['0,99,101', '1000,99,101'], ['500,95,10,sell']] as const;
    const plain = await replay(tinySession(recording, ...rows));
    const moved = tinySession(recording, ...rows, { rebase: { instrument: 'X', price: 1000 } });
    const report = await replay(moved);
    expect(plain.controlled.fills).toBe(1);
    expect(report.controlled.fills).toBe(1);
    expect(report.controlled.turnover).toBeCloseTo(10 * plain.controlled.turnover, 6);
  });

  it.each([
    [{ rebase: { instrument: 'X' } }, /session\.rebase\.price/],
    [{ rebase: { instrument: 'Y', price: 1 } }, /session\.rebase\.instrument/],
    [{ rebase: { instrument: 'X', price: 0 } }, /session\.rebase\.price/],
  ])('%j is refused', (session, message) => {
    expect(() => tinySession(recording, ['0,99,101'], ['0,100,1,buy'], session)).toThrow(message);
  });

  it('does not belong to a generated market', () => {
    const generated = {
      ...{ prices: [100], volatilityBps: [1], intensityA: [1], intensityKPerBps: [1] },
    };
    const { book } = tinySession(recording, ['0,99,101'], ['0,100,1,buy']);
    expect(book.instruments).toHaveLength(1);
    const session = { generated, rebase: { instrument: 'X', price: 1 } };
    expect(() => validateSession({ session })).toThrow(/belongs to recorded markets/);
  });
});
