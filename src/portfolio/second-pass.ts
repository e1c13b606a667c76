/** What positions contribute to historical VaR: a second pass, once the days that count are known. */
import type { SettledOptions } from './options.js';
import type { Prepared } from './prepare.js';
import { ContributionSums, type UnderlyingPart } from './reduce/index.js';
import type { PortfolioReport, RiskPlan } from './report/index.js';
import type { BatchSetup } from './tasks/evaluate-blocks.js';
import { type Batch, runBatch } from './tasks/run-batch.js';
import { contributionSetup } from './tasks/shared-setup.js';

const NO_WEIGHTS = { valueAtRisk: [], expectedShortfall: [] };

/** Parts by portfolio and underlying; null when it was interrupted. @param file of rows; null for none */
export async function contributionPass(
  options: SettledOptions,
  prepared: Prepared,
  plan: RiskPlan,
  setup: Omit<BatchSetup, 'ring'>,
  reports: readonly PortfolioReport[],
  file: Batch['file'],
): Promise<readonly (readonly UnderlyingPart[])[] | null> {
  plan.writeWeights(
    setup.risk,
    reports.map((report) => report.weights ?? NO_WEIGHTS),
  );
  const sums = new ContributionSums();
  const isWhole = await runBatch({
    setup: contributionSetup(prepared, setup, options.workers),
    file,
    workers: options.workers,
    signal: options.signal,
    progress: (rows) => options.progress?.({ stage: 'contributions', rows, total: setup.rows }),
    take: (block, result) => sums.addBlock(block, result.contributions),
  });
  return isWhole ? sums.parts(reports.length) : null;
}
