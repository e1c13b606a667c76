/** Results as a table for people and as JSON for scripts. */
import Table from 'cli-table3';
import type { Environment } from './environment.js';
import type { Result } from './measure.js';

const rounded = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));

function percentilesOf({ percentiles }: Result): string {
  if (percentiles === undefined) return '';
  return Object.entries(percentiles)
    .map(([name, ns]) => `${name} ${ns}`)
    .join(', ');
}

function ratioOf({ baselineNsPerUnit, nsPerUnit }: Result): string {
  return baselineNsPerUnit === undefined ? '' : `${rounded(baselineNsPerUnit / nsPerUnit)}x`;
}

/** The environment, then one row per result. */
export function renderTable(environment: Environment, results: readonly Result[]): string {
  const lines = Object.entries(environment).map(([name, value]) => `${name}: ${value}`);
  const table = new Table({
    head: [
      'case',
      'ns/unit',
      'aim',
      'M units/s',
      'baseline ns',
      'faster',
      'single calls, ns',
      'checksum',
    ],
    style: { head: [], border: [] },
  });
  for (const result of results) {
    table.push([
      result.name,
      rounded(result.nsPerUnit),
      result.aimNs === undefined ? '' : String(result.aimNs),
      (result.unitsPerSecond / 1e6).toFixed(2),
      result.baselineNsPerUnit === undefined ? '' : rounded(result.baselineNsPerUnit),
      ratioOf(result),
      percentilesOf(result),
      result.checksum,
    ]);
  }
  const baselines = new Set(results.map((result) => result.baseline).filter(Boolean));
  return [
    ...lines,
    '',
    table.toString(),
    `baselines, same run: ${[...baselines].join('; ')}`,
    'Single calls have the median cost of the clock subtracted; a value near 0 is below the clock.',
  ].join('\n');
}
