/** From files to a market and a work file of positions in it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { openDatabase } from '../tables/index.js';
import { POSITION_COLUMNS } from './columns.js';
import { openMarket } from './market/index.js';
import type { MarketSource, PortfolioSource, SettledOptions } from './options.js';
import type { AsideFiles } from './output/aside-files.js';
import { CashTable } from './report/index.js';
import { openCash, readCash } from './tables/cash-table.js';
import { type Input, openInput } from './tables/input.js';
import { type MarketFile, readMarketTable } from './tables/market-table.js';
import { normalise } from './tables/normalise.js';
import { portfolioNames } from './tables/portfolios.js';
import type { Rejects } from './tables/rejects.js';
import { WorkWriter } from './tables/work-file.js';
import type { Market } from './types.js';

/**
 * Memory of a market for tiles, sums and scenarios. Pages that are not touched cost address space only.
 */
const FREE_BYTES = 2 ** 31;

/** What evaluation begins with. */
export interface Prepared {
  readonly market: Market;
  readonly portfolios: readonly string[];
  readonly cash: CashTable;
  readonly work: string;
  /** Rows of the table of positions, and those of the work file. */
  readonly read: number;
  readonly rows: number;
}

/** What holds for one run. */
export interface RunContext {
  readonly portfolio: PortfolioSource;
  readonly market: MarketSource & {
    readonly reportingAsset: string;
    readonly asOf: bigint | string;
  };
  readonly options: SettledOptions;
  readonly files: AsideFiles;
  readonly rejects: Rejects;
}

/** Reads everything that comes in. */
export async function prepare(context: RunContext): Promise<Prepared> {
  const { options, files } = context;
  const database = await openDatabase(':memory:', {
    memory_limit: `${options.memoryMiB}MiB`,
    temp_directory: files.temporary(options.output, 'spill'),
  });
  try {
    return await read(await database.connect(), context);
  } finally {
    database.close();
  }
}

async function read(connection: DuckDBConnection, context: RunContext): Promise<Prepared> {
  const { portfolio, options, files, rejects } = context;
  const table = await readMarketTable(connection, context.market.table, context.market.sql);
  const market = openedMarket(table, context);
  const positions = await openInput(
    connection,
    'positions',
    portfolio.positions,
    POSITION_COLUMNS,
    portfolio,
  );
  const cash = portfolio.cash && (await openCash(connection, portfolio.cash));
  const tables: Input[] = cash ? [positions, cash] : [positions];
  const portfolios = await portfolioNames(connection, tables);
  const path = files.temporary(options.output, 'work');
  const work = new WorkWriter(path);
  try {
    const rows = await normalise(connection, positions, {
      portfolios,
      instruments: { ...market.instruments, unusable: unusableSymbols(table, market) },
      work,
      rejects,
      signal: options.signal,
      progress: (done) => options.progress?.({ stage: 'read', rows: done, total: 0 }),
    });
    const owned = new CashTable(portfolios.length, market.assets.length);
    if (cash) await addCash(connection, cash, portfolios, market, owned, rejects);
    return { market, portfolios, cash: owned, work: path, read: rows, rows: work.rows };
  } finally {
    work.close();
  }
}

function openedMarket(table: MarketFile, { market, rejects }: RunContext): Market {
  const { reportingAsset, asOf, profiles = {} } = market;
  const opened = openMarket(table, { reportingAsset, asOf, profiles, freeBytes: FREE_BYTES });
  for (const rejected of opened.rejected) {
    const written = table.unreadable.get(rejected.column)?.get(rejected.row - 1);
    rejects.add(written === undefined ? rejected : { ...rejected, value: written });
  }
  return opened;
}

/** Symbols of rows that the market does not have, each once. */
function unusableSymbols(table: MarketFile, { rejected, instruments }: Market): readonly string[] {
  const usable = new Set(instruments.symbols);
  const symbols = rejected.map(({ row }) => table.texts.instrument?.[row - 1] ?? '');
  return [...new Set(symbols)].filter((symbol) => symbol !== '' && !usable.has(symbol));
}

async function addCash(
  connection: DuckDBConnection,
  input: Input,
  portfolios: readonly string[],
  { assets }: Market,
  owned: CashTable,
  rejects: Rejects,
): Promise<void> {
  const assetPlaces = new Map(assets.map((asset, place) => [asset, place]));
  const portfolioPlaces = new Map(portfolios.map((name, place) => [name, place]));
  const { rows, rejected } = await readCash(connection, input, assetPlaces);
  for (const row of rejected) rejects.add(row);
  for (const { portfolio, asset, amount } of rows) {
    owned.add(portfolioPlaces.get(portfolio) ?? 0, assetPlaces.get(asset) ?? 0, amount);
  }
}
