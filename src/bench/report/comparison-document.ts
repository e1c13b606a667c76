/** A comparison as a document. */
import type { CaseComparison, Comparison } from '../comparison/index.js';
import type { ReportDocument } from './document.js';
import { formatChange, formatNs, formatShare } from './format.js';

/** The comparison as a document. */
export function comparisonDocument(comparison: Comparison): ReportDocument {
  const { comparisons, alpha, minimumEffect, warnings } = comparison;
  return {
    facts: [],
    sheets: [
      {
        title: 'Comparison',
        head: ['case', 'statistic', 'before', 'after', 'change', 'interval', 'verdict'],
        rows: comparisons.map(rowOf),
        notes: [
          'change: Hodges-Lehmann estimate over the rounds; interval: exact rank interval, all ' +
            `together right with ${formatShare(1 - alpha)}; differences below ` +
            `${formatShare(minimumEffect)} or one step of the clock are none`,
        ],
      },
    ],
    warnings: [
      ...warnings,
      ...comparisons
        .filter(({ note, statistic }) => note !== '' && statistic !== 'p99')
        .map(({ name, note }) => `${name}: ${note}`),
    ],
  };
}

function rowOf({ name, statistic, beforeNs, afterNs, ratio, verdict }: CaseComparison): string[] {
  const time = (ns: number | null): string => (ns === null ? '' : formatNs(ns));
  const change = ratio === null ? '' : formatChange(ratio.estimate);
  const interval =
    ratio === null ? '' : `${formatChange(ratio.low)} .. ${formatChange(ratio.high)}`;
  return [name, statistic, time(beforeNs), time(afterNs), change, interval, verdict];
}
