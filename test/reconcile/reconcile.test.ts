import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReconcileOptions, reconcile, writeRows } from '../../src/replay/reconcile/index.js';
import { Folder } from './fixtures.js';

const folder = new Folder();
afterAll(() => folder.remove());

const columns = { symbol: 'pair', side: 'side', price: 'price', size: 'size', closedPnl: 'pnl' };
const HEADER = 'pair,side,price,size,pnl';
let files = 0;

async function reconcileLines(lines: readonly string[], options: Partial<ReconcileOptions> = {}) {
  files += 1;
  const file = folder.write(`fills-${files}.csv`, lines);
  return reconcile({ files: [file], columns, ...options });
}
const classesOf = async (...args: Parameters<typeof reconcileLines>) =>
  (await reconcileLines(...args)).rows.map((row) => row.class);

describe('accounting of each contract kind', () => {
  it('agrees on a linear position through partial closes and a flip', async () => {
    const { report, rows } = await reconcileLines([
      HEADER,
      'ETH,buy,2000.5,1.5,0',
      'ETH,Buy,2010,0.5,0',
      // Entry 2002.875; closes 1, then the other 1 with a short of 0.5 behind it.
      'ETH,sell,2020,1,17.125',
      'ETH,SELL,2000,1.5,-2.875',
      'ETH,buy,1990,0.5,5',
    ]);
    expect(rows.map((row) => row.class)).toEqual(['opening', 'opening', 'exact', 'exact', 'exact']);
    expect(report).toMatchObject({ rows: 5, unexplained: 0, isExplained: true });
    expect(report.symbols[0]).toMatchObject({ closingRows: 3, venuePnl: 19.25, lotSize: 0.1 });
    expect(rows[3]).toMatchObject({ positionBefore: 1, closed: 1, size: 1.5, entry: 2002.875 });
  });

  it('agrees on inverse contracts with a harmonic entry', async () => {
    // 1000 contracts of 100 USD at 20000, 1000 at 25000: 5 + 4 BTC, entry 22222.2.
    const pnl = (9 - 200_000 / 24_000).toFixed(8);
    const lines = [HEADER, 'BTCUSD,buy,20000,1000,0', 'BTCUSD,buy,25000,1000,0'];
    const options = { defaults: { contract: 'inverse', multiplier: 100, settle: 'BTC' } } as const;
    const classes = await classesOf([...lines, `BTCUSD,sell,24000,2000,${pnl}`], options);
    expect(classes).toEqual(['opening', 'opening', 'exact']);
  });

  it('agrees on quanto contracts', async () => {
    const options = {
      defaults: { contract: 'quanto', multiplier: 0.000001, settle: 'BTC' },
    } as const;
    const lines = [HEADER, 'ETHUSD,sell,2000,500,0', 'ETHUSD,buy,1900,500,0.05'];
    expect(await classesOf(lines, options)).toEqual(['opening', 'exact']);
  });

  it('agrees on spot, sizes in exponent notation included', async () => {
    const lines = [HEADER, 'BTC,buy,50000,8.00E-05,0', 'BTC,sell,60000,8E-05,0.8'];
    const options = { defaults: { contract: 'spot' } } as const;
    expect(await classesOf(lines, options)).toEqual(['opening', 'exact']);
  });
});

describe('column mappings', () => {
  it('read fees, makers, accounts and ids, and apply an id once', async () => {
    const mapping = { ...columns, account: 'who', fee: 'fee', feeAsset: 'in', maker: 'm' };
    const { report, rows } = await reconcileLines(
      [
        `${HEADER},who,fee,in,m,id`,
        'ETH,buy,100,2,0,a,-0.02,USDT,true,7',
        'ETH,buy,100,2,0,a,-0.02,USDT,true,7',
        'ETH,buy,100,2,0,b,-0.5,BNB,false,8',
        'ETH,sell,110,2,20,a,-0.04,USDT,false,9',
      ],
      {
        columns: { ...mapping, fillId: 'id' },
        feeSign: 'credit',
        defaults: { settle: 'USDT' },
      },
    );
    expect(rows.map((row) => row.class)).toEqual(['opening', 'duplicate', 'opening', 'exact']);
    const [a, b] = report.symbols;
    expect(a).toMatchObject({ account: 'a', otherFees: {}, classes: { duplicate: 1 } });
    expect(a?.fees).toBeCloseTo(0.06, 12);
    expect(b).toMatchObject({ account: 'b', fees: 0, otherFees: { BNB: 0.5 } });
  });

  it('keep the sides of hedge mode apart and order by time when asked', async () => {
    const { rows } = await reconcileLines(
      [
        `${HEADER},leg,at`,
        'ETH,sell,120,1,20,long,30',
        'ETH,buy,100,1,0,long,10',
        'ETH,sell,110,1,0,short,20',
        'ETH,buy,90,1,20,short,40',
      ],
      { columns: { ...columns, positionSide: 'leg', time: 'at' }, order: 'time' },
    );
    expect(rows.map(({ symbol, class: name }) => [symbol, name])).toEqual([
      ['ETH long', 'opening'],
      ['ETH short', 'opening'],
      ['ETH long', 'exact'],
      ['ETH short', 'exact'],
    ]);
  });

  it('read JSON lines, JSON arrays and Parquet as well', async () => {
    const fills = [
      { pair: 'ETH', side: 'buy', price: 100, size: 1, pnl: 0 },
      { pair: 'ETH', side: 'sell', price: 110.5, size: 1, pnl: 10.5 },
    ];
    const lines = folder.write(
      'fills.jsonl',
      fills.map((fill) => JSON.stringify(fill)),
    );
    const array = folder.write('fills.json', [JSON.stringify(fills)]);
    const parquet = folder.path('fills.parquet');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(`COPY (FROM read_json('${array}')) TO '${parquet}' (FORMAT parquet)`);
    for (const file of [lines, array, parquet]) {
      const { rows } = await reconcile({ files: [file], columns });
      expect(rows.map((row) => row.class)).toEqual(['opening', 'exact']);
    }
  });
});

describe('what is wrong', () => {
  it('leaves a figure without a reason unexplained', async () => {
    const { report, rows } = await reconcileLines([
      HEADER,
      'ETH,buy,100,2,0',
      'ETH,sell,110,1,10.03',
      'ETH,buy,110,1,3.00',
    ]);
    expect(rows.map((row) => row.class)).toEqual(['opening', 'unexplained', 'unexplained']);
    expect(report).toMatchObject({ unexplained: 2, isExplained: false });
    expect(rows[1]?.difference).toBeCloseTo(0.03, 12);
  });

  it.each([
    ['a missing column', ['pair,side,price,size', 'ETH,buy,1,1'], /no column pnl/],
    ['a side that is none', [HEADER, 'ETH,hold,1,1,0'], /side of row 1 is "hold"/],
    ['a price that is none', [HEADER, 'ETH,buy,,1,0'], /price of row 1 is ""/],
    ['a price of 0', [HEADER, 'ETH,buy,0,1,0'], /price of row 1/],
    ['a size below 0', [HEADER, 'ETH,buy,1,-1,0'], /size of row 1/],
    ['a PnL that is none', [HEADER, 'ETH,buy,1,1,n/a'], /closedPnl of row 1 is "n\/a"/],
  ])('refuses %s', async (_, lines, message) => {
    await expect(reconcileLines(lines)).rejects.toThrow(message);
    await expect(reconcileLines(lines)).rejects.toMatchObject({ code: 'DATA' });
  });

  it('refuses a missing file', async () => {
    const missing = { files: [folder.path('missing.csv')], columns };
    await expect(reconcile(missing)).rejects.toMatchObject({ code: 'DATA' });
  });

  it('lists what is wrong with options', async () => {
    const options = { files: [] as string[], columns, preset: 'bitget' } as const;
    const expected = { code: 'CONFIGURATION' };
    await expect(reconcile(options)).rejects.toMatchObject(expected);
    await expect(reconcile({ files: ['x'] })).rejects.toThrow(/either preset or columns/);
  });
});

describe('writeRows', () => {
  it.each(['rows.csv', 'rows.parquet'])('writes %s', async (name) => {
    const { rows } = await reconcileLines([HEADER, 'ETH,buy,100,1,0', 'ETH,sell,110,1,10']);
    await writeRows(rows, folder.path(name));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const sql = `SELECT "row"::INTEGER, "class", "difference"::DOUBLE, "entry"::DOUBLE FROM '${folder.path(name)}'`;
    const read = (await connection.runAndReadAll(sql)).getRows();
    expect(read).toEqual([
      [1, 'opening', 0, null],
      [2, 'exact', 0, 100],
    ]);
  });
});
