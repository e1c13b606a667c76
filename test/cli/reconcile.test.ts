import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evenkeel, ROOT, scratch, spawned } from './evenkeel.js';

const folder = scratch();
const good = folder.path('good.csv');
const bad = folder.path('bad.csv');
const columns =
  'symbol=Pair,side=Side,price=Price,size=Quantity,closedPnl=Realized Profit,time=Time,fee=Fee,' +
  'feeAsset=Fee Currency,taker=Is Taker,startPosition=Position Before';

beforeAll(() => {
  const lines = [
    'Time,Pair,Side,Price,Quantity,Fee,Fee Currency,Is Taker,Position Before,Realized Profit',
    '2025-01-01T00:00:00Z,ETHUSDT,buy,2000,1.5,1.2,USDT,true,0,0',
    '2025-01-01T00:00:01Z,BTCUSD,sell,20000,1000,0.001,BTC,false,0,0',
    '2025-01-01T00:00:02Z,ETHUSDT,sell,2010,1,0.8,USDT,true,1.5,10.0000',
    '2025-01-01T00:00:03Z,BTCUSD,buy,25000,1000,0.001,BTC,false,-1000,-1.0000',
  ];
  writeFileSync(good, `${lines.join('\n')}\n`);
  writeFileSync(bad, `${lines.join('\n').replace('10.0000', '10.5000')}\n`);
});
afterAll(folder.remove);

const mapped = join(ROOT, 'examples/reconcile-columns.yaml');

describe('reconcile', () => {
  it('prints tables and succeeds when every row is explained', async () => {
    const { code, stdout, stderr } = await evenkeel(['reconcile', '-c', mapped, good]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const text of ['ETHUSDT', 'BTCUSD', 'inverse', 'every row is explained (4 rows)']) {
      expect(stdout.toString()).toContain(text);
    }
  });

  it('fails when rows are unexplained', async () => {
    const { code, stdout } = await spawned(['reconcile', '-c', mapped, bad]);
    expect(code).toBe(1);
    expect(stdout.toString()).toContain('1 of 4 rows are unexplained');
  });

  it('prints the report as JSON and writes rows', async () => {
    const rows = folder.path('rows.parquet');
    const args = ['reconcile', '-c', mapped, good, '--json', '--rows', rows];
    const { code, stdout } = await evenkeel(args);
    expect(code).toBe(0);
    const report = JSON.parse(stdout.toString());
    expect(report).toMatchObject({ rows: 4, unexplained: 0, isExplained: true });
    expect(report.symbols[1]).toMatchObject({ symbol: 'BTCUSD', pnl: -1, multiplier: 100 });
    expect(existsSync(rows)).toBe(true);
  });

  it('takes the mapping from the command line', async () => {
    const args = ['reconcile', good, '--columns', columns, '--contract', 'linear', '--json'];
    const { code, stdout } = await evenkeel(args);
    // As a linear contract the inverse one cannot agree.
    expect(code).toBe(1);
    const [ether, bitcoin] = JSON.parse(stdout.toString()).symbols;
    expect(ether.classes).toEqual({ opening: 1, exact: 1 });
    expect(bitcoin.classes).toEqual({ opening: 1, unexplained: 1 });
  });

  it.each([
    ['a file that is missing', ['missing.csv', '--preset', 'bitget'], /^evenkeel: DATA: .*missing/],
    [
      'a file of another format',
      [join(ROOT, 'package.json'), '--preset', 'bitget'],
      /^evenkeel: DATA: /,
    ],
    ['no files', ['--preset', 'bitget'], /^evenkeel: CONFIGURATION: files/],
    ['neither preset nor columns', ['x.csv'], /either preset or columns/],
    ['a column without meaning', ['x.csv', '--columns', 'colour=Red'], /columns/],
  ])('names %s', async (_, args, message) => {
    const { code, stdout, stderr } = await evenkeel(['reconcile', ...args]);
    expect(code).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n +at /);
  });
});
