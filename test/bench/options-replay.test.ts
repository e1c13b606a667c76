/** The replay of an options book: adds up, repeats, and hedges what it should. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bothRuns, run } from '../../bench/options-replay/command.js';
import { HALF_WIDTH } from '../../bench/options-replay/setup.js';
import { madeUpChain, madeUpTape } from '../../bench/options-replay/tapes.js';

const ROOT = resolve(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(join(DATA, 'options-deribit'));
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';
const material = { rows: madeUpChain(), tape: madeUpTape(120, 3) };

describe('a book of options over an index', () => {
  const [hedged, plain] = bothRuns(material, 14, 3);

  it('attributes every cent, with a residual that is small against the moves', () => {
    for (const { attribution, pnl, grossMoves, fills } of [hedged, plain]) {
      const sum = Object.values(attribution).reduce((total, amount) => total + amount, 0);
      expect(fills).toBeGreaterThan(20);
      expect(sum).toBeCloseTo(pnl, 6);
      expect(Math.abs(attribution.residual)).toBeLessThan(1e-3 * grossMoves);
    }
  });

  it('quotes more than fifty options and keeps delta near its band', () => {
    expect(hedged.options).toBe(56);
    expect(hedged.hedges).toBeGreaterThan(5);
    expect(plain.hedges).toBe(0);
    expect(hedged.delta.meanSize).toBeLessThan(plain.delta.meanSize);
    expect(hedged.delta.meanSize).toBeLessThan(2 * HALF_WIDTH);
  });

  it('gives the same for the same seed', () => {
    const [again] = bothRuns({ rows: madeUpChain(), tape: madeUpTape(120, 3) }, 14, 3);
    expect(again).toEqual(hedged);
    const [other] = bothRuns(material, 14, 4);
    expect(other.pnl).not.toBe(hedged.pnl);
  });
});

describe('npm run options-replay', () => {
  const lines: string[] = [];
  const output = {
    print: (line: string) => lines.push(line),
    complain: (line: string) => lines.push(line),
  };

  it.each([
    [['--help'], 0, 'Usage: npm run options-replay'],
    [['--nothing'], 2, '--nothing'],
    [['--seed', 'x'], 2, '--seed is x'],
    [['--data', join(ROOT, 'nowhere')], 2, 'nowhere'],
  ])('answers %o', async (args, status, text) => {
    lines.length = 0;
    expect(await run(args, EXAMPLES, output)).toBe(status);
    expect(lines.join('\n')).toContain(text);
  });

  it.skipIf(!present)(`replays the recorded session${title}`, async () => {
    lines.length = 0;
    expect(await run(['--data', DATA, '--per-expiry', '8', '--json'], EXAMPLES, output)).toBe(0);
    const { hedged } = JSON.parse(lines.join(''));
    expect(hedged.options).toBeGreaterThanOrEqual(50);
    expect(hedged.ticks).toBeGreaterThan(10_000);
    expect(Math.abs(hedged.attribution.residual)).toBeLessThan(1e-3 * hedged.grossMoves);
    expect(hedged.series.length).toBeGreaterThan(100);
  });
});
