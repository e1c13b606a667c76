/** Data quality of a source. */
import { codeName } from '../../frames/index.js';
import { type SourceTally, usToIso } from '../sources/index.js';
import type { SourceReport } from './report-types.js';

/** What a tally belongs to. */
export interface SourceLabel {
  readonly name: string;
  readonly instrument: string;
  readonly kind: string;
  readonly files: readonly string[];
}

/** Reports a tally. */
export function reportSource(label: SourceLabel, tally: SourceTally): SourceReport {
  const rejected = [...tally.rejected].map(
    ([code, count]) => [codeName(code, 'reject'), count] as const,
  );
  return {
    ...label,
    rows: tally.rows,
    events: tally.events,
    incomplete: tally.incomplete,
    duplicates: tally.duplicates,
    suspicious: tally.suspicious,
    offExchange: tally.offExchange,
    outsideRange: tally.outside,
    offGrid: tally.offGrid,
    late: tally.late,
    lateMaxMs: tally.lateMaxUs / 1000,
    inferredSides: tally.inferredSides,
    unvalued: tally.unvalued,
    rejected: Object.fromEntries(rejected),
    firstTime: usToIso(tally.firstTime),
    lastTime: usToIso(tally.lastTime),
  };
}
