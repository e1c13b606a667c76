/** The report of two runs, with hedges and without, as Markdown. */
import type { GreekAttribution } from './attribution.js';
import type { ReplayResult } from './replay.js';

const money = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);

const ROWS: readonly (readonly [string, keyof GreekAttribution])[] = [
  ['spread', 'spread'],
  ['fees of options', 'fees'],
  ['delta of options and coin', 'delta'],
  ['gamma', 'gamma'],
  ['vega', 'vega'],
  ['theta', 'theta'],
  ['hedge (position in the perpetual)', 'hedge'],
  ['cost of hedges', 'hedgeCost'],
  ['residual', 'residual'],
];

/** Both runs side by side. */
export function formatResults(hedged: ReplayResult, plain: ReplayResult): string {
  const pair = (read: (result: ReplayResult) => string): string =>
    `${read(hedged)} | ${read(plain)}`;
  const share = ({ attribution, grossMoves }: ReplayResult): string =>
    `${((Math.abs(attribution.residual) / grossMoves) * 100).toFixed(3)} %`;
  return [
    `${hedged.options} options quoted, ${hedged.ticks} ticks of the index in ${hedged.seconds} s; takers are simulated.`,
    '',
    '| | hedged | not hedged |',
    '|---|---:|---:|',
    `| fills of options | ${pair(({ fills }) => String(fills))} |`,
    `| hedges | ${pair(({ hedges, hedgedUnits }) => `${hedges} (${hedgedUnits.toFixed(1)} BTC)`)} |`,
    `| delta, BTC: lowest .. highest | ${pair(({ delta }) => `${delta.lowest.toFixed(2)} .. ${delta.highest.toFixed(2)}`)} |`,
    `| delta, BTC: mean size | ${pair(({ delta }) => delta.meanSize.toFixed(2))} |`,
    `| time inside the band | ${pair(({ delta }) => `${(delta.insideBand * 100).toFixed(1)} %`)} |`,
    ...ROWS.map(
      ([title, key]) => `| ${title}, USD | ${pair(({ attribution }) => money(attribution[key]))} |`,
    ),
    `| **PnL, USD** | ${pair(({ pnl }) => money(pnl))} |`,
    `| residual / gross moves | ${pair(share)} |`,
  ].join('\n');
}
