/** The benches run, small, in every test run, so that they never rot. No timing is asserted. */
import { expect, it } from 'vitest';
import { runCases } from '../../bench/cases/index.js';
import { readEnvironment } from '../../bench/environment.js';
import { renderTable } from '../../bench/report.js';

const EFFORT = { timeMs: 10, calls: 1000, sweeps: [64], replayEvents: 20_000 };

it('every case runs, has a checksum and a baseline, and is repeatable where the work is fixed', async () => {
  const results = await runCases(EFFORT);
  expect(results.length).toBeGreaterThanOrEqual(5);
  for (const { name, nsPerUnit, checksum, baselineNsPerUnit } of results) {
    expect(name).not.toBe('');
    expect(nsPerUnit).toBeGreaterThan(0);
    expect(baselineNsPerUnit).toBeGreaterThan(0);
    expect(checksum).toMatch(/^[0-9a-f]+$/);
  }
  const again = await runCases(EFFORT);
  const fixedWork = (result: { readonly name: string }): boolean =>
    /replay|requote/.test(result.name);
  expect(again.filter(fixedWork).map(({ checksum }) => checksum)).toEqual(
    results.filter(fixedWork).map(({ checksum }) => checksum),
  );
  expect(renderTable(readEnvironment('test'), results)).toContain('checksum');
});
