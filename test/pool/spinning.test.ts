/** Callers that spin instead of waiting, and what they are told. */
import { describe, expect, it } from 'vitest';
import { BookPool } from '../../src/index.js';
import { SAMPLE } from '../book/sample.js';
import { spinUntil, tick, turn, withPool } from './small-pool.js';

/** More than any machine needs for one frame. */
const LONG_US = 60_000_000;

describe('a caller that spins until all it sent is applied', () => {
  it('is told at once when there is nothing to wait for, and as soon as there is not', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE);
      expect(book.spinUntilApplied(0)).toBe(true);
      const before = book.risk().framesApplied;
      expect(tick(book, 1)).toBe(0);
      expect(book.spinUntilApplied(LONG_US)).toBe(true);
      expect(book.risk().framesApplied).toBe(before + 1);
    });
  });

  it('is told when its time is over first', async () => {
    await withPool({}, async (pool) => {
      const book = pool.open(SAMPLE, { onOutput: () => undefined, delivery: 'poll' });
      let sent = 0;
      spinUntil(() => {
        while (tick(book, sent) === 0) sent += 1;
        return (pool.metrics()[0]?.outputWaits ?? 0n) > 0n;
      });
      // Nobody takes output: the worker waits.
      expect(book.spinUntilApplied(1000)).toBe(false);
      while (!book.isApplied(book.sentPosition)) {
        pool.poll();
        await turn();
      }
      expect(book.spinUntilApplied(0)).toBe(true);
    });
  });
});

describe('the journal of a pool', () => {
  it('has no option that it does not know', async () => {
    const journal = { dir: 'nowhere', groupMilliseconds: 2 };
    await expect(BookPool.create({ journal })).rejects.toThrow(
      expect.objectContaining({ code: 'USAGE', details: { unknown: 'groupMilliseconds' } }),
    );
  });
});
