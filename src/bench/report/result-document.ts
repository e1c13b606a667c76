/** A run of the lab as a document. */
import { spreadOf } from '../results/advice.js';
import type { BenchResult, CaseResult } from '../results/result-schema.js';
import type { Percentiles } from '../timing-histogram.js';
import type { ReportDocument, Sheet } from './document.js';
import { formatNs, formatRate, formatShare } from './format.js';

/** The run as a document: facts, throughput, latency, warnings. */
export function resultDocument(result: BenchResult): ReportDocument {
  return {
    facts: factsOf(result),
    sheets: [throughputSheet(result), latencySheet(result)].filter(({ rows }) => rows.length > 0),
    warnings: [
      ...(result.isInterrupted ? ['interrupted: not every round was measured'] : []),
      ...result.warnings,
      ...result.failures.map(({ name, reason }) => `${name} FAILED: ${reason}`),
      ...result.cases.flatMap(({ name, warnings }) => warnings.map((text) => `${name}: ${text}`)),
    ],
  };
}

function factsOf({ environment, clock, settings, startedAt }: BenchResult): [string, string][] {
  const { cpu, cores, allowedCores, isolatedCores, memoryGiB, governor, isVirtual } = environment;
  const machine = isVirtual ? `${cpu} (virtual machine)` : cpu;
  const { secondsPerCase, rounds, ratePerSecond } = settings;
  return [
    ['cpu', `${machine}, ${memoryGiB} GiB`],
    ['cores', `${cores} (${allowedCores}), isolated ${isolatedCores}, governor ${governor}`],
    ['before the run', `load ${environment.loadAverage}, ${environment.idleCores} cores idle`],
    ['platform', environment.platform],
    ['node', `${environment.node}, V8 ${environment.v8}, flags ${environment.flags}`],
    ['evenkeel', `${environment.evenkeel}, kernel ${environment.kernel}`],
    [
      'clock',
      `${clock.source} (${environment.clocksource}): one read ${formatNs(clock.costNs)}, ` +
        `steps of ${clock.granularityNs} ns`,
    ],
    [
      'run',
      `${startedAt}, ${secondsPerCase} s a case in ${rounds} rounds, ` +
        `open loops at ${formatRate(ratePerSecond)}`,
    ],
  ];
}

function ofKind({ cases }: BenchResult, kind: CaseResult['kind']): readonly CaseResult[] {
  return cases.filter((each) => each.kind === kind);
}

/** How this figure relates to the one it belongs beside, when the run has that. */
function besideText(result: BenchResult, { beside, percentilesNs }: CaseResult): string {
  const other = result.cases.find(({ name }) => name === beside);
  if (other === undefined) return '';
  const ratio = other.percentilesNs.p50 / percentilesNs.p50;
  const digits = ratio >= 10 ? 0 : ratio >= 1 ? 1 : 2;
  return `${ratio.toFixed(digits)}x of ${other.name}`;
}

/** Nothing for a single round. */
function noiseText(result: CaseResult): string {
  return result.rounds.length === 1 ? '' : formatShare(spreadOf(result));
}

function throughputSheet(result: BenchResult): Sheet {
  const cases = ofKind(result, 'throughput');
  return {
    title: 'Throughput',
    head: ['case', 'each', 'p99 batch', 'rate', 'noise', 'speed beside', 'checksum'],
    rows: cases.map((each) => [
      each.name,
      `${formatNs(each.percentilesNs.p50)}/${each.unit}`,
      formatNs(each.percentilesNs.p99),
      formatRate(each.ratePerSecond),
      noiseText(each),
      besideText(result, each),
      each.checksum,
    ]),
    notes: [
      'each: median of batches, per unit; noise: range of the medians of the rounds; ' +
        'equal checksums: equal quotes after equal work',
    ],
  };
}

function percentileCells(percentiles: Percentiles): string[] {
  const { p50, p90, p99, max } = percentiles;
  return [p50, p90, p99, percentiles['p99.9'], max].map(formatNs);
}

function latencySheet(result: BenchResult): Sheet {
  const rows = ofKind(result, 'latency').flatMap((each) => {
    const measured = [
      each.name,
      ...percentileCells(each.percentilesNs),
      noiseText(each),
      formatRate(each.ratePerSecond),
      besideText(result, each),
    ];
    if (each.correctedNs === null) return [measured];
    const rate = formatRate(result.settings.ratePerSecond);
    const title = `  had one been due at ${rate}`;
    return [measured, [title, ...percentileCells(each.correctedNs), '', '', '']];
  });
  return {
    title: 'Latency',
    head: [...['case', 'p50', 'p90', 'p99', 'p99.9', 'max'], ...['noise', 'rate', 'speed beside']],
    rows,
    notes: [
      `single calls contain one read of the clock (${formatNs(result.clock.costNs)}); ` +
        'open loops count from the intended arrival',
    ],
  };
}
