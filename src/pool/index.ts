/** BookPool: live books on worker threads, fed and read through shared memory. */
export type { PoolJournalOptions, PoolOptions } from './options.js';
export type { OutputListener } from './output-ring.js';
export { BookPool, type OpenOptions } from './pool.js';
export { PoolBook, type PublishedRisk } from './pool-book.js';
export { LatestQuote } from './published.js';
export type { CloseReport, FailureReport, RestartReport, WorkerMetrics } from './reports.js';
export { type StreamPart, StreamSplitter } from './stream-splitter.js';
