/** docs/options.md shows what the recorded chains give. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Chain } from '../../bench/options-table/chains.js';
import { optionTables, run } from '../../bench/options-table/command.js';
import { compareChain } from '../../bench/options-table/compare.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(join(DATA, 'options-deribit'));
const title = present ? '' : ' (skipped: no recorded chains; set EVENKEEL_DATA to their folder)';

describe('the table of options', () => {
  it.skipIf(!present)(`is what docs/options.md shows${title}`, async () => {
    const page = readFileSync(join(ROOT, 'docs/options.md'), 'utf8');
    const shown = page.split('<!-- options-table -->')[1]?.split('<!-- end -->')[0]?.trim();
    expect(shown).toBe((await optionTables(DATA)).trim());
  });

  it('compares what can be compared and counts the rest', () => {
    const row = {
      name: 'X',
      expiry: 'E',
      type: 'call',
      strike: 100,
      forward: 100,
      years: 0.25,
    } as const;
    const rows = [
      { ...row, price: 7.965567455405804, volatility: 0.4, greeks: null },
      { ...row, price: 5, volatility: 0, greeks: null },
      { ...row, price: 5, volatility: 0.4, years: -1, greeks: null },
      { ...row, price: 0, volatility: 0.4, greeks: null },
      { ...row, price: 101, volatility: 0.4, greeks: null },
    ];
    const chain: Chain = { title: 'a chain', isCoin: false, rows };
    const { differences, excluded } = compareChain(chain);
    expect(differences.price).toHaveLength(2);
    expect(differences.volatility).toHaveLength(1);
    expect(differences.volatility[0]?.ours).toBeCloseTo(40, 10);
    expect(excluded).toEqual({
      expired: 1,
      'no volatility published': 1,
      'no price': 1,
      'price outside the no-arbitrage range': 1,
    });
  });

  it('tells what is wrong with its arguments', async () => {
    const lines: string[] = [];
    const output = {
      print: (line: string) => lines.push(line),
      complain: (line: string) => lines.push(line),
    };
    expect(await run(['--nothing'], output)).toBe(2);
    expect(await run(['--data', join(ROOT, 'nowhere')], output)).toBe(2);
    expect(await run(['--help'], output)).toBe(0);
    expect(lines.join('\n')).toContain('Usage: npm run options-table');
  });
});
