/** Files in, files out: formats, choices, rejected rows. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Float64, Table, tableFromIPC, tableToIPC, vectorFromArray } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvaluateOptions, evaluate, type PortfolioSource } from '../../src/portfolio/index.js';
import { settleOptions } from '../../src/portfolio/options.js';
import { AsideFiles } from '../../src/portfolio/output/aside-files.js';
import { prepare } from '../../src/portfolio/prepare.js';
import { Rejects } from '../../src/portfolio/tables/rejects.js';
import { AS_OF, query, SmallFiles } from './small-files.js';

const POSITIONS = [
  'portfolio,instrument,position,average_entry,open_buy,open_sell,booked',
  'one,ALFA,1.5,98.123,0.25,,3.5',
  'two,CALL,-2,,,,',
  'one,BETA,-0.3,20.25,,0.1,',
  'two,ALFA,-0.001,101,,,-1e-3',
  'one,COIN,5,1999.5,,,0.0001',
];

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

function run(source: Partial<PortfolioSource>, options: Partial<EvaluateOptions> = {}) {
  const positions = source.positions ?? files.write('positions.csv', POSITIONS);
  return evaluate(
    { ...source, positions },
    { table: files.market, asOf: AS_OF },
    { output: files.path('out.parquet'), workers: 1, ...options },
  );
}

const rowsOf = (file: string, columns = '*'): Promise<unknown[][]> =>
  query(`SELECT ${columns} FROM '${file}'`);

/** Positions as numbers, of a file that is read and not evaluated. */
async function workOf(positions: string): Promise<Buffer> {
  const aside = new AsideFiles();
  const options = settleOptions({ output: files.path('read.parquet') });
  const rejects = new Rejects(aside.for(options.rejects), false);
  const market = { table: files.market, reportingAsset: 'USD', asOf: AS_OF };
  try {
    const context = { portfolio: { positions }, market, options, files: aside, rejects };
    return readFileSync((await prepare(context)).work);
  } finally {
    rejects.close();
    aside.discard();
  }
}

describe('formats', () => {
  it('gives a row per position in order, with names and what it comes to', async () => {
    const summary = await run({});
    expect(summary.rows).toEqual({ read: 5, evaluated: 5, rejected: 0 });
    const rows = await rowsOf(
      files.path('out.parquet'),
      'row, portfolio, instrument, position, mark',
    );
    expect(rows).toEqual([
      [1n, 'one', 'ALFA', 1.5, 100],
      [2n, 'two', 'CALL', -2, expect.any(Number)],
      [3n, 'one', 'BETA', -0.3, 20.75],
      [4n, 'two', 'ALFA', -0.001, 100],
      [5n, 'one', 'COIN', 5, 2000.25],
    ]);
    // (100 - 98.123) * 1.5
    const [[unrealised, pnl]] = (await rowsOf(files.path('out.parquet'), 'unrealised, pnl')) as [
      number[],
    ];
    expect(unrealised).toBeCloseTo(2.8155, 10);
    expect(pnl).toBeCloseTo(6.3155, 10);
    expect(files.others('market.csv', 'positions.csv').sort()).toEqual([
      'out.parquet',
      'out.rejects.csv',
    ]);
  });

  it('reads the same from every format', async () => {
    const csv = files.write('positions.csv', POSITIONS);
    const expected = await workOf(csv);
    expect(expected.length).toBeGreaterThan(0);
    await query(`COPY (FROM '${csv}') TO '${files.path('p.parquet')}'`);
    await query(`COPY (FROM '${csv}') TO '${files.path('p.json')}' (ARRAY true)`);
    await query(`COPY (FROM '${csv}') TO '${files.path('p.jsonl')}'`);
    await query(`COPY (FROM '${csv}') TO '${files.path('p.csv.gz')}' (HEADER)`);
    writeArrow(await query(`FROM '${csv}'`));
    for (const name of ['p.parquet', 'p.json', 'p.jsonl', 'p.csv.gz', 'p.arrow', 'p.arrows']) {
      expect((await workOf(files.path(name))).equals(expected), name).toBe(true);
    }
  });

  it.each(['o.arrow', 'o.csv.gz'])('writes %s', async (name) => {
    const { rows } = await run({}, { output: files.path(name) });
    expect(rows.evaluated).toBe(5);
    const read = name.endsWith('.arrow')
      ? tableFromIPC(readFileSync(files.path(name)))
          .toArray()
          .map((row) => row.instrument)
      : (await rowsOf(files.path(name), 'instrument')).flat();
    expect(read).toEqual(['ALFA', 'CALL', 'BETA', 'ALFA', 'COIN']);
  });

  it('takes what was written as input again', async () => {
    await run({});
    await run({ positions: files.path('out.parquet') }, { output: files.path('again.parquet') });
    const columns = 'row, portfolio, instrument, position, mark';
    expect(await rowsOf(files.path('again.parquet'), columns)).toEqual(
      await rowsOf(files.path('out.parquet'), columns),
    );
  });

  function writeArrow(rows: readonly (readonly unknown[])[]): void {
    const names = POSITIONS[0]?.split(',') ?? [];
    const columns = names.map((name, index) => {
      const values = rows.map((row) => row[index] ?? null);
      const vector =
        index < 2
          ? vectorFromArray(values)
          : vectorFromArray(
              values.map((value) => (value === null ? null : Number(value))),
              new Float64(),
            );
      return [name, vector] as const;
    });
    const table = new Table(Object.fromEntries(columns));
    writeFileSync(files.path('p.arrow'), tableToIPC(table, 'file'));
    writeFileSync(files.path('p.arrows'), tableToIPC(table, 'stream'));
  }
});

describe('selection', () => {
  it('keeps the numbers of rows of the file', async () => {
    const summary = await run({ where: "portfolio = 'two' AND position < -0.0005" });
    expect(summary.rows.read).toBe(2);
    expect(await rowsOf(files.path('out.parquet'), 'row, instrument')).toEqual([
      [2n, 'CALL'],
      [4n, 'ALFA'],
    ]);
  });

  it('takes a query over the input', async () => {
    await run({
      sql: "SELECT 'all' AS portfolio, instrument, sum(position) AS position FROM input GROUP BY ALL ORDER BY ALL",
    });
    const rows = await rowsOf(files.path('out.parquet'), 'row, portfolio, instrument, position');
    expect(rows).toEqual([
      [1n, 'all', 'ALFA', 1.499],
      [2n, 'all', 'BETA', -0.3],
      [3n, 'all', 'CALL', -2],
      [4n, 'all', 'COIN', 5],
    ]);
  });

  it('refuses what is no SQL of the columns', async () => {
    await expect(run({ where: 'nothing > 1' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(run({ sql: 'DROP TABLE input' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('rejected rows', () => {
  const BAD = [
    'portfolio,instrument,position,average_entry,open_buy,open_sell,booked',
    'one,ALFA,1,,,,',
    'one,NONE,1,,,,',
    'one,LOST,1,,,,',
    'two,ALFA,abc,,,,',
    'three,ALFA,,,,,',
    'four,ALFA,0.0005,,,,',
    'five,ALFA,1e15,,,,',
    'six,ALFA,1,-1,,,',
    'seven,ALFA,1,nan,,,',
    'eight,ALFA,1,,-1,,',
    'nine,ALFA,1,,,0.00001,',
    'ten,ALFA,1,,,,inf',
    'eleven,COIN,1,0,,,',
    '"a, ""b""","NO,""NE""",1,,,,',
    'two,BETA,0.1,,,,',
  ];

  it('are listed with row, code, column and value', async () => {
    const positions = files.write('bad.csv', BAD);
    const summary = await run({ positions });
    expect(summary.rows).toEqual({ read: 15, evaluated: 2, rejected: 13 });
    expect(await rowsOf(files.path('out.parquet'), 'row')).toEqual([[1n], [15n]]);
    const rows = await query(
      `SELECT * FROM read_csv('${files.path('out.rejects.csv')}', all_varchar=true, nullstr='-')`,
    );
    expect(rows).toEqual([
      ['market', '5', 'MARKET_NO_PRICE', 'mark', ''],
      ['positions', '2', 'UNKNOWN_INSTRUMENT', 'instrument', 'NONE'],
      ['positions', '3', 'MARKET', 'instrument', 'LOST'],
      ['positions', '4', 'NUMBER', 'position', 'abc'],
      ['positions', '5', 'NUMBER', 'position', ''],
      ['positions', '6', 'NOT_ON_LOT', 'position', '0.0005'],
      ['positions', '7', 'TOO_LARGE', 'position', '1000000000000000'],
      ['positions', '8', 'NEGATIVE', 'average_entry', '-1'],
      ['positions', '9', 'NUMBER', 'average_entry', 'nan'],
      ['positions', '10', 'NEGATIVE', 'open_buy', '-1'],
      ['positions', '11', 'NOT_ON_LOT', 'open_sell', '0.00001'],
      ['positions', '12', 'NUMBER', 'booked', 'inf'],
      ['positions', '13', 'NUMBER', 'average_entry', '0'],
      ['positions', '14', 'UNKNOWN_INSTRUMENT', 'instrument', 'NO,"NE"'],
    ]);
    expect(summary.rejects?.codes).toMatchObject({ NUMBER: 5, NEGATIVE: 2, MARKET: 1 });
  });

  it('may be called something else', async () => {
    const positions = files.write('bad.csv', BAD);
    await run({ positions }, { rejects: files.path('bad-rows.csv') });
    expect(existsSync(files.path('bad-rows.csv'))).toBe(true);
    expect(existsSync(files.path('out.rejects.csv'))).toBe(false);
  });

  it('end a strict run', async () => {
    const market = files.write(
      'm.csv',
      readFileSync(files.market, 'utf8').trim().split('\n').slice(0, 5),
    );
    const positions = files.write('bad.csv', BAD);
    const strict = evaluate(
      { positions },
      { table: market, asOf: AS_OF },
      { output: files.path('out.parquet'), strict: true },
    );
    await expect(strict).rejects.toMatchObject({
      code: 'DATA',
      details: { row: 2, code: 'UNKNOWN_INSTRUMENT', value: 'NONE' },
    });
    expect(files.others('market.csv', 'm.csv', 'bad.csv')).toEqual([]);
  });
});
