/** State and counters of a worker, read while it works. */
import * as at from '../../assembly/pool-layout.js';
import type { WorkerMetrics } from './reports.js';
import type { WorkerHost } from './worker-host.js';

/** What a worker says of itself now. Each number is whole; together they are of nearly one moment. */
export function workerMetrics(host: WorkerHost, books: number): WorkerMetrics {
  const { memory, input, output } = host;
  const read = host.readPosition;
  return {
    worker: host.index,
    state: host.state,
    books,
    isParked: memory.load(at.WORKER_PARKED) !== 0,
    backlogBytes: (input.tail - read) | 0,
    keptBytes: (read - memory.load(at.WORKER_RELEASED)) | 0,
    outputBacklogBytes: (memory.load(at.WORKER_OUTPUT_TAIL) - output.head) | 0,
    records: memory.long(at.WORKER_COUNT_RECORDS),
    batches: memory.long(at.WORKER_COUNT_BATCHES),
    parks: memory.long(at.WORKER_COUNT_PARKS),
    images: memory.long(at.WORKER_COUNT_IMAGES),
    outputWaits: memory.long(at.WORKER_COUNT_OUTPUT_WAITS),
    ringFull: input.refusals,
    restarts: host.restarts,
  };
}
