/** What the pool cases need of a pool of live books, so that tests can put a slow one in its place. */
import type { FillTarget, QuotedSides } from '../workload.js';

/** A live book in a worker. Ticks and fills return 0, or a code when the ring has no room. */
export interface PooledBookUnderTest extends FillTarget {
  /** Position in the ring after what was sent last. */
  readonly sentPosition: number;
  /** Whether everything before a position is applied and its quotes are visible. */
  isApplied(position: number): boolean;
  /** The published quote as seen by the host. */
  latest(instrument: number): QuotedSides;
}

/** Worker threads with books. */
export interface PoolUnderTest {
  open(configuration: unknown): PooledBookUnderTest;
  close(): Promise<unknown>;
}

/** Starts a pool. */
export type CreatePool = (options: {
  readonly workers: number;
  readonly spinUs: number;
}) => Promise<PoolUnderTest>;
