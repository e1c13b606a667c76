/** Batches of several blocks: the same for any cut, all rows accounted for, stopped in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvaluateOptions, evaluate } from '../../src/portfolio/index.js';
import { AS_OF, query, SmallFiles } from './small-files.js';

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

const ROWS = 150_000;

/** Three blocks, the last one not full, of 50,000 portfolios. */
async function manyPositions(rows = ROWS): Promise<string> {
  const file = files.path('many.parquet');
  await query(`COPY (SELECT 'p' || (i % 50000 + i // 150000 * 50000) AS portfolio,
    ['ALFA', 'CALL', 'COIN'][1 + i // 50000 % 3] AS instrument,
    ((i * 7919) % 2001 - 1000)::DOUBLE AS position,
    CASE WHEN i % 3 > 0 THEN 50 + (i % 1000) / 7 END AS average_entry,
    (i % 7)::DOUBLE AS open_buy, (i % 1000) / 3 AS booked
    FROM range(${rows}) t(i)) TO '${file}'`);
  return file;
}

function run(positions: string, options: Partial<EvaluateOptions>) {
  const market = { table: files.market, asOf: AS_OF };
  return evaluate({ positions }, market, {
    output: files.path('out.parquet'),
    workers: 1,
    ...options,
  });
}

describe('blocks', () => {
  it('give the same for any number of workers and size of tiles', async () => {
    const positions = await manyPositions();
    const scenarios = { grid: {} };
    const whole = await run(positions, {
      output: files.path('one.parquet'),
      portfolios: files.path('one-portfolios.csv'),
      scenarios,
    });
    expect(whole.rows).toEqual({ read: ROWS, evaluated: ROWS, rejected: 0 });
    // In order of rows: what threads of a query put together has none.
    const hash = (name: string) =>
      query(`SELECT count(*), md5(string_agg(md5(t::VARCHAR), '' ORDER BY t.row)) FROM
        (FROM '${files.path(name)}') AS t`);
    const bytes = (name: string): string => readFileSync(files.path(name), 'utf8');
    const expected = await hash('one.parquet');
    const portfolios = bytes('one-portfolios.csv');
    for (const cut of [
      { workers: 2, tileRows: 65_536 },
      { workers: 3, tileRows: 1000 },
      { workers: 2, tileRows: 62 },
    ]) {
      const other = await run(positions, {
        ...cut,
        portfolios: files.path('portfolios.csv'),
        scenarios,
      });
      expect(await hash('out.parquet'), JSON.stringify(cut)).toEqual(expected);
      expect(bytes('portfolios.csv') === portfolios, JSON.stringify(cut)).toBe(true);
      expect(other.totals).toEqual(whole.totals);
    }
    const order = `SELECT count(*) FROM (SELECT row, row_number() OVER () AS place FROM '${files.path('one.parquet')}') WHERE row <> place`;
    expect(await query(order)).toEqual([[0n]]);
  }, 600_000);

  it('names instruments whatever the size of their list', async () => {
    for (const count of [255, 256, 65_535, 65_536, 65_537]) {
      const market = files.path('wide.parquet');
      await query(`COPY (SELECT 's' || i AS instrument, 0.01 AS tick_size, 1.0 AS lot_size, 10.0 AS mark
        FROM range(${count}) t(i)) TO '${market}'`);
      const positions = files.path('ends.csv');
      await query(`COPY (SELECT 's' || unnest([0, ${count - 1}, ${count >> 1}]) AS instrument, 1 AS position)
        TO '${positions}' (HEADER)`);
      const output = files.path('out.parquet');
      await evaluate({ positions }, { table: market, asOf: AS_OF }, { output, workers: 1 });
      const names = await query(`SELECT instrument FROM '${output}'`);
      expect(names).toEqual([['s0'], [`s${count - 1}`], [`s${count >> 1}`]]);
    }
  }, 600_000);
});

describe('any rows', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '',
      'ALFA',
      'BETA',
      'COIN',
      'CALL',
      'LOST',
      'NONE',
      'nan',
      'inf',
      '-inf',
      '1e400',
    ),
    fc.string({ maxLength: 8 }),
    fc.double().map(String),
    fc.integer({ min: -1000, max: 1000 }).map((value) => String(value / 10)),
  );
  const rows = fc.array(fc.array(text, { minLength: 5, maxLength: 5 }), {
    minLength: 1,
    maxLength: 30,
  });

  it('are evaluated or rejected, each once', async () => {
    const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(rows, async (values) => {
        // The portfolio makes every key one of its own; the first row can be used.
        const positions = files.write('fuzz.csv', [
          'portfolio,instrument,position,average_entry,open_buy,booked',
          'good,ALFA,1,,,',
          ...values.map((row, index) => [`p${index}`, ...row.map(cell)].join(',')),
        ]);
        const summary = await run(positions, { tileRows: 2 });
        const { read, evaluated, rejected } = summary.rows;
        expect(read).toBe(values.length + 1);
        expect(evaluated + rejected).toBe(read);
        const numbers =
          await query(`SELECT row::BIGINT FROM '${files.path('out.parquet')}' UNION ALL
          SELECT row::BIGINT FROM read_csv('${files.path('out.rejects.csv')}', all_varchar=true)
          WHERE "table" = 'positions' ORDER BY ALL`);
        expect(numbers).toEqual(Array.from({ length: read }, (_, index) => [BigInt(index + 1)]));
      }),
      { numRuns: 15 },
    );
  }, 600_000);
});

describe('interrupted', () => {
  it('leaves nothing', async () => {
    const positions = await manyPositions();
    const before = files.others();
    for (const stage of ['read', 'evaluate'] as const) {
      const stop = new AbortController();
      const summary = await run(positions, {
        signal: stop.signal,
        portfolios: files.path('portfolios.csv'),
        progress: (progress) => {
          if (progress.stage === stage) stop.abort();
        },
      });
      expect(summary).toMatchObject({ end: 'interrupted', totals: null });
      expect(files.others()).toEqual(before);
    }
  }, 600_000);

  it('by a signal ends with 130', async () => {
    const positions = await manyPositions(10 * ROWS);
    const before = files.others();
    const command = ['dist/src/cli/main.js', 'evaluate', positions, '-m', files.market];
    const child = spawn(process.execPath, [...command, '-o', files.path('out.csv'), '--tile', '2']);
    const ended = once(child, 'exit');
    while (!readdirSync(files.folder).some((name) => name.endsWith('.work'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(files.others()).toEqual(before);
  }, 600_000);
});
