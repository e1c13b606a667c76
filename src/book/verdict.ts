/** The verdict on equity and margin, of a book, an asset or a portfolio (docs/solvency.md). */
import type { SolvencyVerdict } from './solvency-types.js';

/** What stands behind margin, and the margin; all in one currency. */
export interface MarginedEquity {
  readonly collateral: number;
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
}

/** Infinite where margin is due and nothing stands behind it, as guards measure it. */
export function marginShare(amount: number, collateral: number): number {
  if (collateral > 0) return amount / collateral;
  return amount > 0 || collateral < 0 ? Number.POSITIVE_INFINITY : 0;
}

/** null where it is no finite number. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function verdictOf({
  collateral,
  initialMargin,
  maintenanceMargin,
}: MarginedEquity): SolvencyVerdict {
  if (collateral < 0 || (collateral === 0 && maintenanceMargin > 0)) return 'INSOLVENT';
  if (maintenanceMargin > collateral) return 'LIQUIDATABLE';
  return initialMargin > collateral ? 'MARGIN_CALL' : 'SOLVENT';
}

const SEVERITY: readonly SolvencyVerdict[] = [
  'SOLVENT',
  'MARGIN_CALL',
  'LIQUIDATABLE',
  'INSOLVENT',
];

/** SOLVENT of none. */
export function worstVerdict(verdicts: readonly SolvencyVerdict[]): SolvencyVerdict {
  const worst = Math.max(...verdicts.map((verdict) => SEVERITY.indexOf(verdict)));
  return SEVERITY[worst] ?? 'SOLVENT';
}

/**
 * The worst verdict of the whole and of the assets that margin is due in: one that nothing is margined in
 * may be owed, it stands in the equity of the whole.
 */
export function accountVerdict(
  whole: MarginedEquity,
  assets: readonly MarginedEquity[],
): SolvencyVerdict {
  const margined = assets.filter(
    ({ initialMargin, maintenanceMargin }) => initialMargin + maintenanceMargin > 0,
  );
  return worstVerdict([whole, ...margined].map(verdictOf));
}
