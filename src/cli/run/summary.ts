/** What `run` says about a run: on standard error, for people or as one JSON line. */
import type { Book, ExposuresReport } from '../../book/index.js';
import type { Feed } from './feed.js';

/** The account of a run. */
export interface RunSummary {
  readonly framesApplied: number;
  /** Frames and bytes refused by the engine. */
  readonly framesRejected: number;
  /** Lines of JSON that are no frame. */
  readonly linesRejected: number;
  /** How often by reject code. */
  readonly rejects: Readonly<Record<string, number>>;
  /** Bytes of a frame that had not ended when the run was interrupted. */
  readonly unfinishedBytes: number;
  /** XXH64 of the state, 16 hexadecimal digits. */
  readonly stateHash: string;
  readonly state: string;
  readonly equity: number;
  readonly reportingAsset: string;
  /** At the end; absent without underlyings. */
  readonly exposures?: ExposuresReport;
}

/** Takes stock of a run. */
export function summarise(book: Book, feed: Feed): RunSummary {
  // OUTPUT_FULL is between the engine and this driver: nothing was lost.
  const { OUTPUT_FULL: _, ...rejects } = book.rejects();
  return {
    framesApplied: feed.framesApplied,
    framesRejected: feed.framesRejected,
    linesRejected: feed.linesRejected,
    rejects,
    unfinishedBytes: feed.unfinishedBytes,
    stateHash: book.stateHash().toString(16).padStart(16, '0'),
    state: book.risk().state,
    equity: book.equity,
    reportingAsset: book.configuration.reportingAsset,
    ...(book.configuration.underlyings.length > 0 ? { exposures: book.exposures() } : {}),
  };
}

/** The account as text for people. */
export function summaryText(summary: RunSummary): string {
  const codes = Object.entries(summary.rejects).map(([code, count]) => `${code} ${count}`);
  if (summary.linesRejected > 0) codes.push(`JSON_LINE ${summary.linesRejected}`);
  const rejected = summary.framesRejected + summary.linesRejected;
  const lines = [
    `frames applied   ${summary.framesApplied}`,
    `rejected         ${rejected}${codes.length > 0 ? ` (${codes.join(', ')})` : ''}`,
    `state            ${summary.state}, hash ${summary.stateHash}`,
    `equity           ${summary.equity} ${summary.reportingAsset}`,
  ];
  if (summary.unfinishedBytes > 0) {
    lines.push(`not applied      ${summary.unfinishedBytes} bytes of an unfinished frame`);
  }
  return `${lines.join('\n')}\n`;
}
