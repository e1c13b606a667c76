/** Two rows of one portfolio and instrument are found, also when there are more keys than bits. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BLOCK_ROWS } from '../../src/portfolio/blocks.js';
import { DuplicateKeys, type KeyLimits } from '../../src/portfolio/tables/keys.js';
import { WorkWriter } from '../../src/portfolio/tables/work-file.js';
import { SmallFiles } from './small-files.js';

const PORTFOLIOS = Array.from({ length: 20 }, (_, place) => `p${place}`);
const INSTRUMENTS = Array.from({ length: 30 }, (_, place) => `s${place}`);

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

/** Takes keys in their order; row numbers begin at 1. @throws EvenkeelError when one comes twice */
function take(keys: readonly number[], limits: KeyLimits, instruments = INSTRUMENTS): void {
  const work = new WorkWriter(files.path('work'));
  const found = new DuplicateKeys('p.csv', work, PORTFOLIOS, instruments, limits);
  try {
    for (const [place, key] of keys.entries()) {
      work.block.portfolio[work.at] = Math.floor(key / instruments.length);
      work.block.instrument[work.at] = key % instruments.length;
      work.block.row[work.at] = place + 1;
      found.add(work.block, work.at);
      work.advance();
    }
    work.finish();
    found.finish();
  } finally {
    work.close();
  }
}

const limits = fc.constantFrom<KeyLimits>(
  { bits: 1073741789, suspects: 65536 },
  { bits: 31, suspects: 3 },
  { bits: 127, suspects: 1000 },
  { bits: 599, suspects: 1 },
);
const key = fc.nat({ max: PORTFOLIOS.length * INSTRUMENTS.length - 1 });

describe('keys', () => {
  it('that differ are taken, however few bits there are', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 400 }), limits, (keys, own) => {
        take(keys, own);
      }),
      { numRuns: 25 },
    );
  });

  it('that come twice are told with two of their rows', () => {
    const cases = fc.record({
      keys: fc.uniqueArray(key, { minLength: 1, maxLength: 300 }),
      again: fc.nat(),
      at: fc.nat(),
      own: limits,
    });
    fc.assert(
      fc.property(cases, ({ keys, again, at, own }) => {
        const first = again % keys.length;
        const second = first + 1 + (at % (keys.length - first));
        const twice = keys[first] ?? 0;
        const all = [...keys.slice(0, second), twice, ...keys.slice(second)];
        expect(() => take(all, own)).toThrow(
          expect.objectContaining({
            code: 'DATA',
            details: {
              file: 'p.csv',
              rows: [first + 1, second + 1],
              portfolio: PORTFOLIOS[Math.floor(twice / INSTRUMENTS.length)],
              instrument: INSTRUMENTS[twice % INSTRUMENTS.length],
            },
          }),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('are found in blocks that were written already', () => {
    const instruments = Array.from({ length: BLOCK_ROWS }, (_, place) => `s${place}`);
    const keys = Array.from({ length: BLOCK_ROWS + 10 }, (_, place) => place);
    const own = { bits: 65_537, suspects: 100 };
    expect(() => take(keys, own, instruments)).not.toThrow();
    expect(() => take([...keys, 5], own, instruments)).toThrow(/rows 6 and 65547/);
  });
});
