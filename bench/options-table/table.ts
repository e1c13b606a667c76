/** The tables of docs/options.md. */
import { type Comparison, type Difference, QUANTITIES, type Quantity } from './compare.js';

const UNITS: Readonly<Record<Quantity, string>> = {
  price: 'premium',
  volatility: 'volatility points',
  delta: '',
  gamma: '1/price',
  vega: 'per point',
  theta: 'per day',
  rho: 'per 1 %',
};

function sorted(differences: readonly Difference[]): readonly Difference[] {
  const size = ({ ours, venue }: Difference): number => Math.abs(ours - venue);
  return [...differences].sort((a, b) => size(a) - size(b));
}

/** A number in two digits. */
export const printed = (value: number): string => (value === 0 ? '0' : value.toPrecision(2));

function line(quantity: Quantity, differences: readonly Difference[]): string {
  const rows = sorted(differences);
  const at = (share: number): string => {
    const place = Math.min(rows.length - 1, Math.floor(share * rows.length));
    const row = rows[place];
    return row === undefined ? '' : printed(Math.abs(row.ours - row.venue));
  };
  const worst = rows.at(-1);
  const name = worst === undefined ? '' : worst.row.name;
  const pair = worst === undefined ? '' : `${printed(worst.ours)} / ${printed(worst.venue)}`;
  const unit = UNITS[quantity];
  const title = unit === '' ? quantity : `${quantity}, ${unit}`;
  return `| ${title} | ${rows.length} | ${at(0.5)} | ${at(0.99)} | ${at(1)} | ${name} | ${pair} |`;
}

/** One chain as Markdown. */
export function formatComparison({ chain, differences, excluded }: Comparison): string {
  const given = QUANTITIES.filter((quantity) => differences[quantity].length > 0);
  const left = Object.entries(excluded).map(([why, count]) => `${count} ${why}`);
  return [
    `**${chain.title}**, ${chain.rows.length} rows${left.length > 0 ? `; not compared: ${left.join(', ')}` : ''}`,
    '',
    '| quantity | rows | median | 99 % | worst | worst row | ours / venue |',
    '|---|---:|---:|---:|---:|---|---:|',
    ...given.map((quantity) => line(quantity, differences[quantity])),
    '',
  ].join('\n');
}
