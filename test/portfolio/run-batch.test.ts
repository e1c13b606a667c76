/** A thread that fails ends the whole batch, the writer that waits for it too. */
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settleOptions } from '../../src/portfolio/options.js';
import { resultColumns } from '../../src/portfolio/output/result-file.js';
import { PortfolioSums } from '../../src/portfolio/reduce/index.js';
import { CashTable, RiskPlan } from '../../src/portfolio/report/index.js';
import { WorkWriter } from '../../src/portfolio/tables/work-file.js';
import type { BatchSetup } from '../../src/portfolio/tasks/evaluate-blocks.js';
import { runBatch } from '../../src/portfolio/tasks/run-batch.js';
import { sharedSetup } from '../../src/portfolio/tasks/shared-setup.js';
import { madeMarket } from './made-market.js';
import { SmallFiles } from './small-files.js';

const ROWS = 200_000;

let files: SmallFiles;
beforeEach(() => {
  files = new SmallFiles();
});
afterEach(() => files.remove());

type Change = (setup: Omit<BatchSetup, 'ring'>) => Omit<BatchSetup, 'ring'>;

async function run(change: Change, aside = files.path('out.aside')): Promise<number> {
  const market = madeMarket(64 * 2 ** 20);
  const work = new WorkWriter(files.path('work'));
  for (let row = 0; row < ROWS; row++) {
    for (const column of Object.values(work.block)) column[work.at] = 0;
    work.block.row[work.at] = row + 1;
    work.advance();
  }
  work.finish();
  const prepared = {
    market,
    portfolios: ['one'],
    cash: new CashTable(1, market.assets.length),
    work: work.path,
    read: ROWS,
    rows: ROWS,
  };
  const options = settleOptions({ output: files.path('out.csv'), workers: 2 });
  const plan = new RiskPlan(market, 1, {});
  const sums = new PortfolioSums(plan.shape);
  await runBatch({
    setup: change(sharedSetup(plan, prepared, options)),
    file: {
      output: options.output,
      aside,
      columns: resultColumns(['one'], market.instruments.symbols),
      memory: '64MiB',
    },
    workers: options.workers,
    take: (block, result) => sums.add(block, result.sums),
  });
  return sums.totals(0).positions;
}

describe('a batch', () => {
  it('adds up all rows', async () => {
    expect(await run((setup) => setup)).toBe(ROWS);
  });

  it('ends when a thread traps', async () => {
    const broken = run((setup) => ({ ...setup, place: { ...setup.place, book: 2 ** 31 - 64 } }));
    await expect(broken).rejects.toMatchObject({ code: 'WORKER' });
  });

  it('ends when the work file is cut off', async () => {
    const short = run((setup) => {
      writeFileSync(setup.work, new Uint8Array(1000));
      return setup;
    });
    await expect(short).rejects.toMatchObject({ code: 'IO' });
  });

  it('ends when the writer cannot write', async () => {
    await expect(run((setup) => setup, '/dev/full')).rejects.toMatchObject({ code: 'IO' });
  });
});
