/** A case of the lab: what is measured, and how one measurement of it is taken. */
import type { LoopTimings } from './loops/index.js';

/** What every case is told. */
export interface LabOptions {
  /** Arrivals of open loops, ticks per second. */
  readonly ratePerSecond: number;
  /** Worker threads of the pool's throughput. */
  readonly workers: number;
  /** How long a worker of the pool spins before it parks, microseconds. */
  readonly spinUs: number;
  /** Seed of random arrivals. */
  readonly seed: number;
}

/** How thorough one measurement is. */
export interface Effort {
  readonly seconds: number;
  /** Before it, the same work untimed. */
  readonly warmupSeconds: number;
}

/** `batch` times many units together, `closed` and `open` time single calls. */
export type LoopKind = 'batch' | 'closed' | 'open';

/** What one measurement found. */
export interface CaseTimings extends LoopTimings {
  /** Units in one sample; default 1. */
  readonly unitsPerSample?: number;
  /** Of an open loop: ticks that were not done in time. */
  readonly unfinished?: number;
}

/** A case that is set up: its book exists, its workers run. */
export interface OpenCase {
  /**
   * Depends on every result of a fixed amount of work done before any timing: the same on every
   * machine and in every run, so that two results are known to be of the same work.
   */
  readonly checksum: string;
  measure(effort: Effort): CaseTimings | Promise<CaseTimings>;
  /** Ends workers; default nothing. */
  close?(): void | Promise<void>;
}

/** One thing that can be measured. */
export interface BenchCase {
  /** Group and name, for example `inline/tick`. */
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly loop: LoopKind;
  /** What is counted: `tick`, `frame`, `fill`. */
  readonly unit: string;
  /** Name of the case whose figure is shown beside this one, where the run has it. */
  readonly beside?: string;
  /** Threads that never yield while it is measured. */
  readonly spinningThreads: number;
  /** What two runs must share to be compared. */
  readonly parameters: Readonly<Record<string, string | number>>;
  open(): OpenCase | Promise<OpenCase>;
}
