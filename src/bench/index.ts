/** The latency lab: cases, how they are timed, results, comparisons, reports. */
export type {
  BenchCase,
  CaseTimings,
  Effort,
  LabOptions,
  LoopKind,
  OpenCase,
} from './bench-case.js';
export { labCases } from './cases/index.js';
export {
  type CaseComparison,
  type CompareOptions,
  type Comparison,
  compareResults,
  DEFAULT_COMPARISON,
  type Verdict,
} from './comparison/index.js';
export { throughput } from './loops/index.js';
export {
  comparisonDocument,
  type ReportDocument,
  renderMarkdown,
  renderText,
  resultDocument,
} from './report/index.js';
export { parseResult, readResult } from './results/read-result.js';
export type { BenchResult, CaseResult, Environment, RunSettings } from './results/result-schema.js';
export { DEFAULT_SETTINGS, type RunOptions, runBench, runInProcess } from './run.js';
export { selectCases } from './select-cases.js';
export { TimingHistogram } from './timing-histogram.js';
export {
  configuration,
  quoteChecksum,
  quoteOfBook,
  START_US,
  tickFrames,
  tickOf,
} from './workload.js';
