/** Positions of many portfolios over one market: files in, files out. */
import { availableParallelism } from 'node:os';
import { EvenkeelError } from '../errors.js';
import { type Database, openDatabase } from '../tables/index.js';
import { POSITION_COLUMNS } from './columns.js';
import { openMarket } from './market/index.js';
import type { EvaluateOptions, EvaluateSummary, MarketSource, PortfolioSource } from './options.js';
import { AsideFiles } from './output/aside-files.js';
import { outputFormatOf } from './output/format.js';
import { resultColumns } from './output/result-file.js';
import { openInput } from './tables/input.js';
import { type MarketFile, readMarketTable } from './tables/market-table.js';
import { normalise } from './tables/normalise.js';
import { portfolioNames } from './tables/portfolios.js';
import { Rejects } from './tables/rejects.js';
import { WorkWriter } from './tables/work-file.js';
import { runBatch } from './tasks/run-batch.js';
import { TILE_ROWS, tileBytes } from './tiles/tile-memory.js';
import type { Market } from './types.js';

const MEMORY_MIB = { least: 64, usual: 512 } as const;
const PART_ALIGNMENT = 64;

/**
 * Values every position and writes a row for each that can be used. The results do not depend on the
 * number of workers or the size of tiles. Files appear under their names when all is done; a call that
 * fails or is interrupted leaves what was there before.
 *
 * @throws EvenkeelError `DATA` for a file that cannot be read as what it is, `IO` for one that cannot be
 *   written, `USAGE` for options out of range, `WORKER` when a thread died
 * @throws ConfigurationError when profiles are not valid
 */
export async function evaluate(
  portfolio: PortfolioSource,
  market: MarketSource,
  options: EvaluateOptions,
): Promise<EvaluateSummary> {
  const settled = settle(options);
  const files = new AsideFiles();
  try {
    const run = new Evaluation(portfolio, market, settled, files);
    return await run.run();
  } finally {
    files.discard();
  }
}

type SettledOptions = EvaluateOptions &
  Required<{
    [Name in 'rejects' | 'strict' | 'workers' | 'tileRows' | 'memoryMiB']: NonNullable<
      EvaluateOptions[Name]
    >;
  }>;

function settle(options: EvaluateOptions): SettledOptions {
  const { output, workers, tileRows, memoryMiB } = options;
  outputFormatOf(output);
  const settled = {
    ...options,
    rejects: options.rejects ?? `${output.replace(/\.\w+(\.(gz|zst))?$/, '')}.rejects.csv`,
    strict: options.strict ?? false,
    workers: workers ?? availableParallelism(),
    tileRows: tileRows ?? TILE_ROWS.usual,
    memoryMiB: memoryMiB ?? MEMORY_MIB.usual,
  };
  requireWhole('workers', settled.workers, 1, 256);
  requireWhole('tileRows', settled.tileRows, TILE_ROWS.least, TILE_ROWS.most);
  requireWhole('memoryMiB', settled.memoryMiB, MEMORY_MIB.least, 2 ** 20);
  return settled;
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const message = `${name} is ${value}; allowed: a whole number ${least} .. ${most}`;
  throw new EvenkeelError('USAGE', message, { [name]: value, least, most });
}
