import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type ReconcileOptions, reconcile } from '../../src/replay/reconcile/index.js';
import { Folder, HYPERLIQUID_HEADER } from './fixtures.js';

const folder = new Folder();
afterAll(() => folder.remove());

const columns = {
  ...{ symbol: 'pair', side: 'side', price: 'price', size: 'size', closedPnl: 'pnl' },
  time: 'at',
};
const HEADER = 'pair,side,price,size,pnl,at';
const OPEN = 'ETH,buy,100,1,0,1';
const CLOSE = 'ETH,sell,110,1,10,2';

const classesOf = async (files: readonly string[], options: Partial<ReconcileOptions> = {}) =>
  (await reconcile({ files: [...files], columns, ...options })).rows.map((row) => row.class);

describe('files of fills', () => {
  it('that are compressed and cut off are refused', async () => {
    const fills = Array.from({ length: 3000 }, (_, at) => `ETH,buy,${100 + (at % 97)},1,0,${at}`);
    const file = folder.path('fills.csv.gz');
    const bytes = gzipSync([HEADER, ...fills, ''].join('\n'));
    writeFileSync(file, bytes);
    expect(await classesOf([file])).toHaveLength(3000);
    truncateSync(file, bytes.length - 2000);
    const expected = { code: 'DATA', message: expect.stringContaining('not a whole gzip file') };
    await expect(classesOf([file])).rejects.toMatchObject(expected);
  });

  it('without rows are refused', async () => {
    const none = folder.write('none.csv', [HEADER]);
    const some = folder.write('some.csv', [HEADER, OPEN]);
    const expected = { code: 'DATA', message: `${none} has no rows` };
    await expect(classesOf([none])).rejects.toMatchObject(expected);
    await expect(classesOf([some, none])).rejects.toMatchObject(expected);
    const empty = folder.path('empty.csv');
    writeFileSync(empty, '');
    await expect(classesOf([empty])).rejects.toMatchObject({ message: `${empty} is empty` });
  });

  it('with rows of which none is a fill are refused', async () => {
    const order = { symbol: 'BTCUSD', posSide: 'long', tradeSide: 'open_long', marginCoin: 'BTC' };
    const figures = { priceAvg: 0, filledQty: 0, fee: 0, totalProfits: 0, uTime: '1' };
    const file = folder.write('orders.json', [JSON.stringify([{ ...order, ...figures }])]);
    const expected = { code: 'DATA', message: `no row of ${file} is a fill` };
    await expect(reconcile({ files: [file], preset: 'bitget' })).rejects.toMatchObject(expected);
  });

  it('that are directories are refused', async () => {
    mkdirSync(folder.path('folder.csv'));
    const expected = { code: 'DATA', message: `${folder.path('folder.csv')} is a directory` };
    await expect(classesOf([folder.path('folder.csv')])).rejects.toMatchObject(expected);
  });

  it('are read by their very names, and patterns where no file has that name', async () => {
    mkdirSync(folder.path('odd'));
    const open = folder.write('odd/part[1].csv', [HEADER, OPEN]);
    const close = folder.write('odd/part*.csv', [HEADER, CLOSE]);
    expect(await classesOf([open, close])).toEqual(['opening', 'exact']);
    expect(await classesOf([close, open])).toHaveLength(2);
    expect(await classesOf([folder.path('odd/p*1*.csv')])).toEqual(['opening']);
    const missing = folder.path('odd/missing*.csv');
    await expect(classesOf([missing])).rejects.toMatchObject({ code: 'DATA' });
  });
});

describe('order: time', () => {
  const order = 'time';

  it('sorts over all files, and keeps what has one time as it is', async () => {
    const later = folder.write('a.csv', [
      HEADER,
      CLOSE,
      'ETH,buy,100,1,0,10',
      'ETH,sell,90,1,-10,10',
    ]);
    const earlier = folder.write('b.csv', [
      HEADER,
      OPEN,
      'ETH,sell,110,1,0,9',
      'ETH,buy,90,1,20,9',
    ]);
    const { rows } = await reconcile({ files: [later, earlier], columns, order });
    expect(rows.map((row) => row.row)).toEqual([4, 1, 5, 6, 2, 3]);
    const expected = ['opening', 'exact', 'opening', 'exact', 'opening', 'exact'];
    expect(rows.map((row) => row.class)).toEqual(expected);
  });

  it.each([
    ['dates in zones', '2025-01-01T02:00:00+02:00', '2025-01-01 00:30:00'],
    ['dates as DuckDB prints them', '2025-01-01 00:00:00+00', '2025-01-01 00:00:00.5+00'],
    ['nanoseconds', '1735689600000000001', '1735689600000000002'],
    ['seconds with a fraction', '999.75', '1000.5'],
  ])('knows %s', async (_, first, second) => {
    const lines = [HEADER, CLOSE.replace(/2$/, second), OPEN.replace(/1$/, first)];
    expect(await classesOf([folder.write('t.csv', lines)], { order })).toEqual([
      'opening',
      'exact',
    ]);
  });

  it('refuses times that it cannot compare', async () => {
    const none = folder.write('t.csv', [HEADER, OPEN, CLOSE.replace(/2$/, 'noon')]);
    const expected = { code: 'DATA', message: `${none}: time of row 2 is "noon"` };
    await expect(classesOf([none], { order })).rejects.toMatchObject(expected);
    const mixed = folder.write('m.csv', [HEADER, OPEN, CLOSE.replace(/2$/, '2025-01-01')]);
    await expect(classesOf([mixed], { order })).rejects.toThrow(/some are epochs, others dates/);
  });

  it('needs a time column', async () => {
    const { time: _, ...without } = columns;
    const options = { files: ['x.csv'], columns: without };
    await expect(reconcile({ ...options, order })).rejects.toMatchObject({
      code: 'CONFIGURATION',
      violations: [{ path: 'order' }],
    });
  });

  it('holds for presets as well', async () => {
    const fill = (day: string, hour: string, rest: string) =>
      `0xa,XYZ,${rest.replace('TIME', `${day}-2025 ${hour}`)}`;
    const file = folder.write('h.csv', [
      HYPERLIQUID_HEADER,
      fill('01-02', '9:05', '11,1,0,SELL,TIME,1,Close Long,1,TRUE,0'),
      fill('31-01', '23:59', '10,1,0,BUY,TIME,0,Open Long,0,TRUE,0'),
    ]);
    const { rows } = await reconcile({ files: [file], preset: 'hyperliquid', order });
    expect(rows.map((row) => [row.row, row.class])).toEqual([
      [2, 'opening'],
      [1, 'exact'],
    ]);
  });

  it('is the order of bitget, over all files, unless options say otherwise', async () => {
    const common = {
      symbol: 'BTCUSD',
      posSide: 'long',
      marginCoin: 'BTC',
      fee: 0,
      filledQty: 0.01,
    };
    const orders = [
      { ...common, tradeSide: 'open_long', priceAvg: 20_000, totalProfits: 0, uTime: '5' },
      { ...common, tradeSide: 'open_long', priceAvg: 20_000, totalProfits: 0, uTime: '10' },
    ];
    const parts = orders.map((one, index) =>
      folder.write(`o${index}.json`, [JSON.stringify([one])]),
    );
    const rowsOf = async (given: Partial<ReconcileOptions>) => {
      const files = [...parts].reverse();
      return (await reconcile({ files, preset: 'bitget', ...given })).rows.map((row) => row.time);
    };
    expect(await rowsOf({})).toEqual(['5', '10']);
    expect(await rowsOf({ order: 'file' })).toEqual(['10', '5']);
  });
});
