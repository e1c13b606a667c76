/** A venue's own fills against the book's accounting. */
export { loadOptions, type ReconcileOptions } from './options.js';
export { type Reconciliation, reconcile } from './reconcile.js';
export {
  type DifferenceReport,
  type ReconciledRow,
  type ReconcileReport,
  ROW_CLASSES,
  type RowClass,
  type SymbolReport,
} from './types.js';
export { writeRows } from './write-rows.js';
