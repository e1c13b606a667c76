/** What `npm run evaluate-bench` does with its arguments. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { filesIn, writeData } from './data.js';
import type { MeasuredRun } from './measured-run.js';
import { runPlain, TOLERANCE } from './plain-run.js';
import { comparisonTable } from './table.js';

const HELP = `Usage: npm run evaluate-bench -- [options]

Evaluates positions in 15 scenarios from Parquet to Parquet with 1 and with 2 workers, and a part of them by
plain loops over objects, and compares the results. Files that are not in DIR are made.

  --positions N     (default: 10000000)
  --instruments N   20 % of them options (default: 100000)
  --portfolios N    (default: 1000)
  --plain N         positions of the plain baseline (default: 200000)
  --dir DIR         where the files are or go (default: a folder that is removed)
  --json            figures instead of a table
  --help            this text

Exit status: 0 done, 1 the results differ, 2 wrong usage.`;

const OPTIONS = {
  positions: { type: 'string', default: '10000000' },
  instruments: { type: 'string', default: '100000' },
  portfolios: { type: 'string', default: '1000' },
  plain: { type: 'string', default: '200000' },
  dir: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const execute = promisify(execFile);

/** A run in a process of its own, so that the peak of its memory is its own. */
async function measured(mode: string, folder: string, workers: number): Promise<MeasuredRun> {
  const script = join(import.meta.dirname, 'measured-run.js');
  const output = join(folder, `out-${workers}.parquet`);
  const { stdout } = await execute(process.execPath, [script, mode, folder, output, `${workers}`]);
  return JSON.parse(stdout) as MeasuredRun;
}

/** Runs the command; returns the exit status. */
export async function run(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const folder = values.dir ?? mkdtempSync(join(tmpdir(), 'evenkeel-evaluate-bench-'));
  try {
    const files = filesIn(folder);
    if (!existsSync(files.positions)) {
      const shape = {
        positions: Number(values.positions),
        instruments: Number(values.instruments),
        portfolios: Number(values.portfolios),
        optionShare: 0.2,
        seed: 1,
      };
      await writeData(folder, shape);
    }
    const wholes = [await measured('whole', folder, 1), await measured('whole', folder, 2)];
    const stages = [
      await measured('evaluation', folder, 1),
      await measured('evaluation', folder, 2),
    ];
    const output = join(folder, 'out-2.parquet');
    const plain = await runPlain(files, output, Number(values.plain));
    const found = { wholes, stages, plain };
    print(values.json ? JSON.stringify(found) : comparisonTable(found));
    return plain.worst <= TOLERANCE ? 0 : 1;
  } finally {
    if (values.dir === undefined) rmSync(folder, { recursive: true, force: true });
  }
}
