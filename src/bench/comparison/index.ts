/** Comparing two results. */
export {
  type CaseComparison,
  type CompareOptions,
  type Comparison,
  compareResults,
  DEFAULT_COMPARISON,
  type Verdict,
} from './compare.js';
