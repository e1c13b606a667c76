/** The worst of several scenarios. */

export interface WorstScenario {
  /** Largest loss, 0 or more. */
  readonly worstLoss: number;
  /** First scenario with the lowest PnL; null without scenarios. */
  readonly worstIndex: number | null;
}

/** @param pnls one per scenario */
export function worstScenario(pnls: readonly number[]): WorstScenario {
  let worstIndex: number | null = null;
  let worst = Number.POSITIVE_INFINITY;
  for (const [index, pnl] of pnls.entries()) {
    if (pnl < worst) {
      worst = pnl;
      worstIndex = index;
    }
  }
  return { worstLoss: Math.max(0, -worst), worstIndex };
}
