/** What `run` with many books says at its end. */
import type { BookPool } from '../../../pool/index.js';
import type { Feed } from '../feed.js';
import type { RoutedBooks } from './routed-books.js';

/** One book at the end of a run. */
export interface BookSummary {
  readonly book: number;
  readonly worker: number;
  readonly framesApplied: number;
  readonly framesRejected: number;
  /** XXH64 of the state, 16 hexadecimal digits; null for a book that was given up. */
  readonly stateHash: string | null;
  readonly state: string;
  readonly equity: number;
  readonly reportingAsset: string;
}

/** The account of a run of many books. */
export interface ManySummary {
  readonly framesApplied: number;
  /** Frames refused by books, and frames and bytes refused before. */
  readonly framesRejected: number;
  readonly linesRejected: number;
  readonly unfinishedBytes: number;
  readonly workers: number;
  readonly restarts: number;
  readonly books: readonly BookSummary[];
}

/** Takes stock of a run. */
export async function summariseMany(
  pool: BookPool,
  books: RoutedBooks,
  feed: Feed,
): Promise<ManySummary> {
  const served = new Set(pool.books.filter(({ isServed }) => isServed));
  const rows: BookSummary[] = [];
  for (const [id, book] of books.all) {
    const { framesApplied, framesRejected, state, equity } = book.risk();
    const hash = served.has(book) ? (await book.capture()).stateHash() : undefined;
    rows.push({
      book: id,
      worker: book.worker,
      framesApplied,
      framesRejected,
      stateHash: hash === undefined ? null : hash.toString(16).padStart(16, '0'),
      state,
      equity,
      reportingAsset: book.configuration.reportingAsset,
    });
  }
  return {
    framesApplied: feed.framesApplied,
    framesRejected: feed.framesRejected,
    linesRejected: feed.linesRejected,
    unfinishedBytes: feed.unfinishedBytes,
    workers: pool.workers,
    restarts: pool.metrics().reduce((sum, { restarts }) => sum + restarts, 0),
    books: rows,
  };
}

/** The account as text for people. */
export function summaryOfMany(summary: ManySummary): string {
  const rejected = summary.framesRejected + summary.linesRejected;
  const lines = [
    `frames applied   ${summary.framesApplied} by ${summary.workers} workers`,
    `rejected         ${rejected}`,
    ...summary.books.map(
      ({ book, framesApplied, state, stateHash, equity, reportingAsset }) =>
        `book ${book}           ${framesApplied} frames, ${state}, hash ${stateHash ?? 'unknown'}, ` +
        `equity ${equity} ${reportingAsset}`.trimEnd(),
    ),
  ];
  if (summary.restarts > 0) lines.push(`workers replaced ${summary.restarts}`);
  if (summary.unfinishedBytes > 0) {
    lines.push(`not applied      ${summary.unfinishedBytes} bytes of an unfinished frame`);
  }
  return `${lines.join('\n')}\n`;
}
