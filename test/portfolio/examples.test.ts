/** Every command of docs/portfolio.md over recorded data evaluates it; skipped without the data. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { EvaluateSummary } from '../../src/portfolio/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(DATA);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';
const OUT = mkdtempSync(join(tmpdir(), 'evenkeel-examples-'));
afterAll(() => rmSync(OUT, { recursive: true, force: true }));

const page = readFileSync(join(ROOT, 'docs/portfolio.md'), 'utf8');
const section = page.slice(page.indexOf('## Recorded data'));
const block = /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
/** A comment that names it, then the command. */
const commands = block
  .split(/^# /m)
  .slice(1)
  .map((text) => [text.split('\n', 1)[0] ?? '', text.slice(text.indexOf('\n') + 1)] as const);

function run(command: string): EvaluateSummary {
  const evenkeel = `evenkeel() { "${process.execPath}" dist/src/cli/main.js "$@" --quiet --json; }`;
  const env = { ...process.env, DATA, OUT };
  const shell = execFileSync('sh', ['-ec', `${evenkeel}\n${command}`], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  return JSON.parse(shell) as EvaluateSummary;
}

/** Name in the page: instruments of the market, positions, days of VaR. */
const EXPECTED: Readonly<Record<string, readonly [number, number, number | null]>> = {
  '300 US equities': [300, 610, 512],
  '471 stocks of the S&P 500': [471, 952, 1004],
  '82 crypto assets, a row is an hour': [82, 174, 2726],
  'Deribit, order books of 310 options': [310, 565, null],
  'Deribit, a snapshot of 8 expiries': [536, 1072, null],
  'options on GOOG': [1863, 2973, null],
  'options on AAPL': [925, 1545, null],
};

describe(`examples over recorded data${title}`, () => {
  it('are those that are expected', () => {
    expect(commands.map(([name]) => name)).toEqual(Object.keys(EXPECTED));
  });

  it.skipIf(!present).each(commands)(
    '%s',
    (name, command) => {
      const summary = run(command);
      const { instruments, rows, rejects, totals } = summary;
      const [market, positions, days] = EXPECTED[name] ?? [];
      expect(rejects).toBeNull();
      expect([instruments, rows.evaluated]).toEqual([market, positions]);
      expect(existsSync(summary.output)).toBe(true);
      expect(totals?.scenarios).toBe(15);
      expect(totals?.worst?.pnl).toBeLessThan(0);
      expect(totals?.valueAtRisk?.days ?? null).toBe(days);
      if (days === null) return;
      expect(totals?.valueAtRisk?.sum).toBeGreaterThan(0);
      expect(totals?.backtest?.[0]?.exceptions).toBeGreaterThan(0);
    },
    600_000,
  );
});
