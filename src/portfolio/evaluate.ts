/** Positions of many portfolios over one market: files in, files out. */
import { readPricePanel } from '../tables/index.js';
import {
  CONTRIBUTION_COLUMNS,
  type Column,
  PORTFOLIO_COLUMNS,
  RISK_COLUMNS,
  SCENARIO_COLUMNS,
} from './columns.js';
import {
  type EvaluateOptions,
  type EvaluateSummary,
  type MarketSource,
  type PortfolioSource,
  type SettledOptions,
  settleOptions,
} from './options.js';
import { AsideFiles } from './output/aside-files.js';
import { positionRiskColumns, resultColumns } from './output/result-file.js';
import { type TableRow, writeRows } from './output/write-rows.js';
import { type Prepared, prepare, type RunContext } from './prepare.js';
import { PortfolioSums, type UnderlyingPart } from './reduce/index.js';
import {
  contributionRows,
  type PortfolioReport,
  RiskPlan,
  type RiskRequest,
  type RiskSummary,
  reportPortfolios,
  riskRows,
  riskSummary,
} from './report/index.js';
import { validateScenarios } from './scenarios/index.js';
import { contributionPass } from './second-pass.js';
import { Rejects } from './tables/rejects.js';
import { runBatch } from './tasks/run-batch.js';
import { sharedSetup } from './tasks/shared-setup.js';

/**
 * Values every position and writes a row for each that can be used. The results do not depend on the
 * number of workers or the size of tiles. Files appear under their names when all is done; a call that
 * fails or is interrupted leaves what was there before.
 *
 * @throws EvenkeelError `DATA` for a file that cannot be read as what it is, `IO` for one that cannot be
 *   written, `USAGE` for options out of range, `WORKER` when a thread died
 * @throws ConfigurationError when profiles or scenarios are not valid
 * @throws DomainError when a scenario takes a price to 0 or below
 */
export async function evaluate(
  portfolio: PortfolioSource,
  market: MarketSource,
  options: EvaluateOptions,
): Promise<EvaluateSummary> {
  const settled = settleOptions(options);
  const files = new AsideFiles();
  const rejects = new Rejects(files.for(settled.rejects), settled.strict);
  try {
    const { reportingAsset = 'USD', asOf = new Date().toISOString() } = market;
    const context = {
      portfolio,
      market: { ...market, reportingAsset, asOf },
      options: settled,
      files,
      rejects,
    };
    return await run(context);
  } finally {
    rejects.close();
    files.discard();
  }
}

async function run(context: RunContext): Promise<EvaluateSummary> {
  const { options, files, rejects } = context;
  const aside = files.for(options.output);
  const prepared = await prepare(context);
  if (options.signal?.aborted) return summaryOf(context, prepared, null);
  const { market, portfolios } = prepared;
  const plan = new RiskPlan(market, portfolios.length, await riskRequest(options));
  const setup = sharedSetup(plan, prepared, options);
  const file = {
    output: options.output,
    aside,
    columns: [
      ...resultColumns(portfolios, market.instruments.symbols),
      ...(options.positionRisk ? positionRiskColumns(plan) : []),
    ],
    memory: `${options.memoryMiB}MiB`,
  };
  const isHistorical = plan.history !== null;
  const hasSecondPass =
    isHistorical && (options.positionRisk || options.contributions !== undefined);
  // Parts of VaR are known in the second pass only.
  const isWrittenLast = isHistorical && options.positionRisk;
  const sums = new PortfolioSums(plan.shape);
  const isWhole = await runBatch({
    setup,
    file: isWrittenLast ? null : file,
    workers: options.workers,
    signal: options.signal,
    progress: (rows) => options.progress?.({ stage: 'evaluate', rows, total: setup.rows }),
    take: (block, result) => sums.add(block, result.sums),
  });
  if (!isWhole) return summaryOf(context, prepared, null);
  const reports = reportPortfolios(plan, portfolios, sums, prepared.cash);
  const later = isWrittenLast ? file : null;
  const parts = hasSecondPass
    ? await contributionPass(options, prepared, plan, setup, reports, later)
    : [];
  if (parts === null) return summaryOf(context, prepared, null);
  for (const { path, columns, rows } of tablesOf(options, prepared, plan, reports, parts)) {
    await writeRows(path, files.for(path), columns, rows);
  }
  if (!rejects.finish()) files.drop(options.rejects);
  files.finish();
  return summaryOf(context, prepared, riskSummary(plan, reports));
}

async function riskRequest(options: SettledOptions): Promise<RiskRequest> {
  const { scenarios, valueAtRisk, panel, backtestDays } = options;
  return {
    ...(scenarios !== undefined && { scenarios: validateScenarios(scenarios) }),
    ...(valueAtRisk !== undefined && { valueAtRisk }),
    ...(panel !== undefined && { panel: await readPricePanel(panel) }),
    ...(backtestDays !== undefined && { backtestDays }),
  };
}

interface OutputTable {
  readonly path: string;
  readonly columns: readonly Column[];
  readonly rows: readonly TableRow[];
}

/** Tables of portfolios that were asked for. */
function tablesOf(
  options: SettledOptions,
  { market }: Prepared,
  plan: RiskPlan,
  reports: readonly PortfolioReport[],
  parts: readonly (readonly UnderlyingPart[])[],
): readonly OutputTable[] {
  const { portfolios, scenarioPnl, risk, contributions } = options;
  const table = (
    path: string | undefined,
    columns: readonly Column[],
    rows: () => readonly TableRow[],
  ): OutputTable[] => (path === undefined ? [] : [{ path, columns, rows: rows() }]);
  return [
    ...table(portfolios, PORTFOLIO_COLUMNS, () => reports.map(({ row }) => row)),
    ...table(scenarioPnl, SCENARIO_COLUMNS, () => scenarioRows(plan, reports)),
    ...table(risk, RISK_COLUMNS, () => riskRows(plan, reports)),
    ...table(contributions, CONTRIBUTION_COLUMNS, () =>
      contributionRows(plan, reports, market, parts),
    ),
  ];
}

function scenarioRows({ set }: RiskPlan, reports: readonly PortfolioReport[]): readonly TableRow[] {
  return reports.flatMap(({ row, pnls }) =>
    pnls.map((pnl, scenario) => ({
      portfolio: row.portfolio,
      scenario: set.names[scenario] ?? '',
      weight: set.weights[scenario] ?? null,
      pnl,
    })),
  );
}

function summaryOf(
  { market, options, rejects }: RunContext,
  { read, rows, market: { instruments } }: Prepared,
  totals: RiskSummary | null,
): EvaluateSummary {
  const { total, counts } = rejects;
  return {
    end: totals === null ? 'interrupted' : 'complete',
    asOf: String(market.asOf),
    reportingAsset: market.reportingAsset,
    rows: { read, evaluated: rows, rejected: read - rows },
    instruments: instruments.symbols.length,
    rejects: total === 0 ? null : { file: options.rejects, codes: counts },
    totals,
    output: options.output,
  };
}
