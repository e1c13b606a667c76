/** What a pool tells about itself. */

/** A worker died and another one took over: its books lost nothing. */
export interface RestartReport {
  /** Index of the worker. */
  readonly worker: number;
  /** Ids of the books it serves. */
  readonly books: readonly number[];
  /** Why it died. */
  readonly cause: Error;
  /** Bytes of the ring that were applied again. */
  readonly replayedBytes: number;
  /** Bytes that had been sent and not applied when it died. */
  readonly backlogBytes: number;
  /** From the death being noticed to the successor serving. */
  readonly downMs: number;
}

/** A book, or a worker with all its books, was given up. */
export interface FailureReport {
  readonly worker: number;
  readonly books: readonly number[];
  readonly cause: Error;
}

/** What was not done when a pool closed. */
export interface CloseReport {
  /** Bytes of frames that were sent and not applied, by worker; all 0 when nothing was abandoned. */
  readonly abandonedBytes: readonly number[];
  /** Workers that did not stop in time and were terminated. */
  readonly terminated: readonly number[];
}

/** State of one worker. */
export interface WorkerMetrics {
  readonly worker: number;
  readonly state: 'starting' | 'serving' | 'failed' | 'stopped';
  readonly books: number;
  readonly isParked: boolean;
  /** Bytes sent and not yet applied. */
  readonly backlogBytes: number;
  /** Bytes applied and kept for a successor. */
  readonly keptBytes: number;
  /** Output bytes that nobody has taken yet. */
  readonly outputBacklogBytes: number;
  /** Records applied, those applied again after a death included. */
  readonly records: bigint;
  readonly batches: bigint;
  readonly parks: bigint;
  /** Rounds of images taken. */
  readonly images: bigint;
  /** Times the worker waited for room in the output ring. */
  readonly outputWaits: bigint;
  /** Times a frame was refused because the ring was full. */
  readonly ringFull: number;
  readonly restarts: number;
}
