/** Batches of several blocks: the same for any cut, all rows accounted for, stopped in order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EvaluateOptions, evaluate } from '../../src/portfolio/index.js';
import { AS_OF, query, SmallFiles } from './small-files.js';

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

const ROWS = 70_000;

/** Two blocks, the last one not full, of all kinds of instruments in 700 portfolios. */
async function manyPositions(rows = ROWS): Promise<string> {
  const file = files.path('many.parquet');
  await query(`COPY (SELECT 'p' || i % 700 + i // 210000 * 700 AS portfolio,
    ['ALFA', 'CALL', 'COIN'][1 + i // 700 % 3] || i // 2100 % 100 AS instrument,
    ((i * 7919) % 2001 - 1000)::DOUBLE AS position,
    CASE WHEN i % 3 > 0 THEN 50 + (i % 1000) / 7 END AS average_entry,
    (i % 7)::DOUBLE AS open_buy, (i % 1000) / 3 AS booked
    FROM range(${rows}) t(i)) TO '${file}'`);
  return file;
}

/** A hundred of each instrument of the small market that can be used. */
async function manyInstruments(): Promise<string> {
  const file = files.path('wide.parquet');
  await query(`COPY (SELECT * REPLACE (instrument || i AS instrument)
    FROM '${files.market}', range(100) t(i) WHERE instrument <> 'LOST') TO '${file}'`);
  return file;
}

async function run(positions: string, options: Partial<EvaluateOptions>, table = files.market) {
  const market = { table, asOf: AS_OF };
  return evaluate({ positions }, market, {
    output: files.path('out.parquet'),
    workers: 1,
    ...options,
  });
}

describe('blocks', () => {
  it('give the same bytes for any number of workers and size of tiles', async () => {
    const [positions, market] = [await manyPositions(), await manyInstruments()];
    const cut = async (name: string, options: Partial<EvaluateOptions>) => {
      const output = files.path(`${name}.parquet`);
      const portfolios = files.path(`${name}.csv`);
      const tables = { output, portfolios, scenarios: { grid: {} }, positionRisk: true };
      const { rows, totals } = await run(positions, { ...tables, ...options }, market);
      return { rows, totals, output: readFileSync(output), portfolios: readFileSync(portfolios) };
    };
    const whole = await cut('one', {});
    expect(whole.rows).toEqual({ read: ROWS, evaluated: ROWS, rejected: 0 });
    for (const options of [
      { workers: 2, tileRows: 65_536 },
      { workers: 3, tileRows: 62 },
    ]) {
      const other = await cut('other', options);
      expect(other.rows).toEqual(whole.rows);
      expect(other.totals).toEqual(whole.totals);
      expect(other.output.equals(whole.output), JSON.stringify(options)).toBe(true);
      expect(other.portfolios.equals(whole.portfolios), JSON.stringify(options)).toBe(true);
    }
    const order = `SELECT count(*) FROM (SELECT row, row_number() OVER () AS place FROM '${files.path('one.parquet')}') WHERE row <> place`;
    expect(await query(order)).toEqual([[0n]]);
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
    minLength: 100,
    maxLength: 200,
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
      { numRuns: 3 },
    );
  }, 600_000);
});

describe('interrupted', () => {
  it.each(['read', 'evaluate'] as const)(
    'leaves nothing at %s',
    async (stage) => {
      const [positions, market] = [await manyPositions(), await manyInstruments()];
      const before = files.others();
      const stop = new AbortController();
      const options = {
        signal: stop.signal,
        portfolios: files.path('portfolios.csv'),
        progress: (progress: { stage: string }) => {
          if (progress.stage === stage) stop.abort();
        },
      };
      const summary = await run(positions, options, market);
      expect(summary).toMatchObject({ end: 'interrupted', totals: null });
      expect(files.others()).toEqual(before);
    },
    600_000,
  );

  it('by a signal ends with 130', async () => {
    const positions = await manyPositions(4 * ROWS);
    const market = await manyInstruments();
    const before = files.others();
    const command = ['dist/src/cli/main.js', 'evaluate', positions, '-m', market];
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

describe('a thread that is killed', () => {
  // DuckDB aborts the process when a thread that is in it is terminated: Arrow is written without.
  it.each([
    ['evaluates', 0],
    ['writes Arrow', 1],
  ])(
    'while it %s ends all with an error and leaves nothing',
    async (_, victim) => {
      const [positions, market] = [await manyPositions(3 * ROWS), await manyInstruments()];
      const before = files.others();
      const threads: Worker[] = [];
      const note = (thread: Worker): number => threads.push(thread);
      process.on('worker', note);
      try {
        const progress = ({ stage }: { stage: string }): void => {
          if (stage === 'evaluate') void threads[victim]?.terminate();
        };
        const output = files.path('out.arrow');
        const options = { progress, output, portfolios: files.path('portfolios.csv') };
        await expect(run(positions, options, market)).rejects.toMatchObject({ code: 'WORKER' });
      } finally {
        process.off('worker', note);
      }
      expect(threads.length).toBeGreaterThan(victim);
      expect(files.others()).toEqual(before);
    },
    600_000,
  );
});
