/** docs/portfolio-columns.md is what the code says (`npx vitest run test/portfolio/documentation.test.ts --update`). */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluateCommand } from '../../src/cli/evaluate/index.js';
import {
  CASH_COLUMNS,
  CONTRIBUTION_COLUMNS,
  type Column,
  MARKET_COLUMNS,
  PORTFOLIO_COLUMNS,
  POSITION_COLUMNS,
  RESULT_COLUMNS,
  RISK_COLUMNS,
  SCENARIO_COLUMNS,
} from '../../src/portfolio/columns.js';
import { MARKET_REFUSALS } from '../../src/portfolio/market/refusals.js';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const INPUTS: readonly (readonly [string, readonly Column[]])[] = [
  ['Positions', POSITION_COLUMNS],
  ['Cash', CASH_COLUMNS],
  ['Market', MARKET_COLUMNS],
];
const OUTPUTS: readonly (readonly [string, readonly Column[]])[] = [
  ['Output: `row`, `portfolio`, `instrument`, then', RESULT_COLUMNS],
  ['`--portfolios`', PORTFOLIO_COLUMNS],
  ['`--scenario-pnl`', SCENARIO_COLUMNS],
  ['`--risk`', RISK_COLUMNS],
  ['`--contributions`', CONTRIBUTION_COLUMNS],
];

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

function page(): string {
  const sectionOf = (title: string, body: string): string => `## ${title}\n\n${body}`;
  const inputs = INPUTS.map(([title, columns]) => {
    const rows = columns.map(({ name, type, unit, text, optional }) => [
      `\`${name}\``,
      optional ? `${type}, optional` : type,
      unit,
      text,
    ]);
    return sectionOf(title, table(['column', 'type', 'unit', 'meaning'], rows));
  });
  const outputs = OUTPUTS.map(([title, columns]) => {
    const rows = columns.map(({ name, unit, text }) => [`\`${name}\``, unit, text]);
    return sectionOf(title, table(['column', 'unit', 'meaning'], rows));
  });
  const codes = Object.entries(MARKET_REFUSALS).map(([code, text]) => [`\`${code}\``, text]);
  const refusals = sectionOf('Reject codes of market rows', table(['code', 'meaning'], codes));
  const title = '# Columns of `evenkeel evaluate`';
  const link = 'Rendered from the code. What they are for: [portfolio.md](portfolio.md).';
  return `${[title, link, ...inputs, ...outputs, refusals].join('\n\n')}\n`;
}

describe('docs', () => {
  it('have every column and every code of the market', async () => {
    await expect(page()).toMatchFileSnapshot(join(ROOT, 'docs/portfolio-columns.md'));
  });

  it('name every code of positions and cash', () => {
    const sources = ['position-check', 'cash-table'].map((name) =>
      read(`src/portfolio/tables/${name}.ts`),
    );
    const found = sources.join('\n').matchAll(/(?:fault|#wrong|reject)\('([A-Z_]+)'/g);
    const codes = new Set([...found].map(([, code]) => code ?? ''));
    expect(codes.size).toBeGreaterThan(5);
    const text = read('docs/portfolio.md');
    expect([...codes].filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  it('name every flag', () => {
    const text = read('docs/portfolio.md');
    const flags = evaluateCommand().options.map(({ long }) => long ?? '');
    expect(flags.filter((flag) => !text.includes(flag))).toEqual([]);
  });
});
