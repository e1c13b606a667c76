/** What `evaluate` is asked, with what holds when it is not said. */
import { availableParallelism } from 'node:os';
import { EvenkeelError } from '../errors.js';
import { outputFormatOf } from './output/format.js';
import type { RiskSummary } from './report/index.js';
import type { Selection } from './tables/input.js';
import { TILE_ROWS } from './tiles/tile-memory.js';
import type { VarOptions } from './var/index.js';

/** Positions, and what portfolios hold besides. */
export interface PortfolioSource extends Selection {
  /** CSV, Parquet, JSON or Arrow file of POSITION_COLUMNS. */
  readonly positions: string;
  /** File of CASH_COLUMNS. */
  readonly cash?: string | undefined;
}

/** The market that positions are valued in. */
export interface MarketSource {
  /** File of MARKET_COLUMNS. */
  readonly table: string;
  /** SQL query over a view `input` of the file that gives MARKET_COLUMNS, for files that are none. */
  readonly sql?: string | undefined;
  /** Asset in which everything is valued; default USD. */
  readonly reportingAsset?: string | undefined;
  /** Time of the market: ns since the epoch or ISO 8601; default now. */
  readonly asOf?: bigint | string | undefined;
  /** Quoting parameters by name; none without. */
  readonly profiles?: unknown;
}

/** What is under way. */
export interface EvaluateProgress {
  readonly stage: 'read' | 'evaluate' | 'contributions';
  /** Rows of the stage so far. */
  readonly rows: number;
  /** Of the stage; 0 while it is not known. */
  readonly total: number;
}

/** Files of tables: CSV, Parquet, JSON or Arrow by their names. */
export interface OutputFiles {
  /** A row per position that can be used. */
  readonly output: string;
  /** A row per portfolio. */
  readonly portfolios?: string | undefined;
  /** A row per portfolio and scenario. */
  readonly scenarioPnl?: string | undefined;
  /** A row per portfolio and confidence. */
  readonly risk?: string | undefined;
  /** A row per part of a portfolio's VaR; historical VaR goes over the positions a second time for it. */
  readonly contributions?: string | undefined;
}

/** Where results go and how they are computed. */
export interface EvaluateOptions extends OutputFiles {
  /** CSV file of rows that cannot be used; default beside the output. Written when there are any. */
  readonly rejects?: string | undefined;
  /**
   * Adds POSITION_RISK_COLUMNS to the output, of scenarios and of historical VaR. For parts of VaR rows are
   * written when the positions are gone over a second time.
   */
  readonly positionRisk?: boolean | undefined;
  /** A row that cannot be used is an error. */
  readonly strict?: boolean | undefined;
  /** Scenarios, as in a file of them (docs/portfolio.md); none without. */
  readonly scenarios?: unknown;
  readonly valueAtRisk?: VarOptions | undefined;
  /** File of prices: a row per time, a column per underlying. Of historical VaR. */
  readonly panel?: string | undefined;
  /** Days that VaR is told from in a backtest; none without it. */
  readonly backtestDays?: number | undefined;
  /** Threads that evaluate, 1 .. 256; default one per processor. */
  readonly workers?: number | undefined;
  /** Rows of a tile, even, 2 .. 65,536; default 8192. It changes no result. */
  readonly tileRows?: number | undefined;
  /** Limit of the database in MiB, 64 or more; default 512. */
  readonly memoryMiB?: number | undefined;
  /** Aborted: nothing is written. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: EvaluateProgress) => void) | undefined;
}

/** What came of it. */
export interface EvaluateSummary {
  /** Interrupted: nothing was written. */
  readonly end: 'complete' | 'interrupted';
  /** ISO 8601. */
  readonly asOf: string;
  readonly reportingAsset: string;
  readonly rows: {
    readonly read: number;
    readonly evaluated: number;
    readonly rejected: number;
  };
  /** Instruments of the market. */
  readonly instruments: number;
  /** Null without rejected rows. */
  readonly rejects: {
    readonly file: string;
    /** Rows of all tables by code. */
    readonly codes: Readonly<Record<string, number>>;
  } | null;
  /** Null when interrupted. */
  readonly totals: RiskSummary | null;
  readonly output: string;
}

const MEMORY_MIB = { least: 64, most: 2 ** 20, usual: 512 } as const;
const WORKERS = { least: 1, most: 256 } as const;

type Settled = 'rejects' | 'strict' | 'workers' | 'tileRows' | 'memoryMiB';

/** Options with every choice made. */
export type SettledOptions = Omit<EvaluateOptions, Settled> & {
  readonly [Name in Settled]-?: NonNullable<EvaluateOptions[Name]>;
};

/** @throws EvenkeelError `USAGE` for what is out of range */
export function settleOptions(options: EvaluateOptions): SettledOptions {
  const { output } = options;
  for (const file of outputsOf(options)) outputFormatOf(file);
  const settled = {
    ...options,
    rejects: options.rejects ?? `${output.replace(/\.\w+(\.(gz|zst))?$/, '')}.rejects.csv`,
    strict: options.strict ?? false,
    workers: options.workers ?? availableParallelism(),
    tileRows: options.tileRows ?? TILE_ROWS.usual,
    memoryMiB: options.memoryMiB ?? MEMORY_MIB.usual,
  };
  requireWhole('workers', settled.workers, WORKERS);
  requireWhole('tileRows', settled.tileRows, TILE_ROWS);
  if (settled.tileRows % 2 !== 0) {
    const message = `tileRows is ${settled.tileRows}; allowed: an even number`;
    throw new EvenkeelError('USAGE', message, { tileRows: settled.tileRows });
  }
  requireWhole('memoryMiB', settled.memoryMiB, MEMORY_MIB);
  const hasRisk = options.scenarios !== undefined || options.valueAtRisk?.method === 'historical';
  if (options.positionRisk && !hasRisk) {
    throw new EvenkeelError('USAGE', 'risk of positions is of scenarios or of historical VaR');
  }
  return settled;
}

function outputsOf(options: OutputFiles): readonly string[] {
  const { output, portfolios, scenarioPnl, risk, contributions } = options;
  const files = [output, portfolios, scenarioPnl, risk, contributions].filter(
    (file) => file !== undefined,
  );
  const twice = files.find((file, place) => files.indexOf(file) !== place);
  if (twice === undefined) return files;
  throw new EvenkeelError('USAGE', `${twice} is to hold two tables`, { path: twice });
}

function requireWhole(
  name: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const message = `${name} is ${value}; allowed: a whole number ${least} .. ${most}`;
  throw new EvenkeelError('USAGE', message, { [name]: value, least, most });
}
