/** What `evaluate` is asked. */
import type { Selection } from './tables/input.js';

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
  /** Asset in which everything is valued; default USD. */
  readonly reportingAsset?: string | undefined;
  /** Time of the market: ns since the epoch or ISO 8601; default now. */
  readonly asOf?: bigint | string | undefined;
  /** Quoting parameters by name; none without. */
  readonly profiles?: unknown;
}

/** What is under way. */
export interface EvaluateProgress {
  readonly stage: 'read' | 'evaluate';
  /** Rows of the stage so far. */
  readonly rows: number;
  /** Of the stage; 0 while it is not known. */
  readonly total: number;
}

/** Where results go and how they are computed. */
export interface EvaluateOptions {
  /** `.parquet`, `.csv`, `.json`, `.jsonl` or `.arrow`. */
  readonly output: string;
  /** CSV file of rows that cannot be used; default beside the output. Written when there are any. */
  readonly rejects?: string | undefined;
  /** A row that cannot be used is an error. */
  readonly strict?: boolean | undefined;
  /** Threads that evaluate, 1 .. 256; default one per processor. */
  readonly workers?: number | undefined;
  /** Rows of a tile, even, 2 .. 65,536; default 8192. It changes no result. */
  readonly tileRows?: number | undefined;
  /** Limit of the database in MiB, 64 or more; default 512. */
  readonly memoryMiB?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((progress: EvaluateProgress) => void) | undefined;
}

/** What came of it. */
export interface EvaluateSummary {
  /** Interrupted: nothing was written. */
  readonly end: 'complete' | 'interrupted';
  readonly asOf: string;
  readonly reportingAsset: string;
  readonly positions: {
    readonly read: number;
    readonly evaluated: number;
    readonly rejected: number;
  };
  readonly portfolios: number;
  readonly instruments: number;
  /** Null without rejected rows. */
  readonly rejects: {
    readonly file: string;
    /** Rows of all tables by code. */
    readonly codes: Readonly<Record<string, number>>;
  } | null;
  readonly output: string;
}
