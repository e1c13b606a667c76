/** What `--json` says of all portfolios together. */

import type { RiskPlan } from './risk-plan.js';
import type { PortfolioReport } from './risk-report.js';

/** Money in reporting currency. */
export interface RiskSummary {
  readonly portfolios: number;
  readonly positions: number;
  readonly equity: number;
  readonly grossNotional: number;
  readonly netNotional: number;
  readonly pnl: number;
  /** How many portfolios have each verdict. */
  readonly verdicts: Readonly<Record<string, number>>;
  readonly limitsBroken: number;
  readonly sidesWithheld: number;
  readonly scenarios: number;
  /** Of all portfolios, the scenario of one that loses most. */
  readonly worst: {
    readonly portfolio: string;
    readonly scenario: string;
    readonly pnl: number;
  } | null;
  readonly valueAtRisk: {
    readonly method: string;
    readonly confidences: readonly number[];
    readonly horizonDays: number;
    /** Days of history, of historical VaR. */
    readonly days: number | null;
    /** Underlyings without history that were kept still. */
    readonly missing: readonly string[];
    /** Sum over portfolios at the first confidence. */
    readonly sum: number;
  } | null;
  /** Over all portfolios, per confidence; null without a backtest. */
  readonly backtest: readonly BacktestSummary[] | null;
}

export interface BacktestSummary {
  readonly confidence: number;
  readonly days: number;
  readonly exceptions: number;
  readonly expected: number;
  /** Portfolios whose Kupiec p-value is below 5 %. */
  readonly rejected: number;
}

const REJECTED_BELOW = 0.05;

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

function worstOf(reports: readonly PortfolioReport[]): RiskSummary['worst'] {
  const rows = reports.flatMap(({ row }) =>
    typeof row.worst_pnl === 'number'
      ? [
          {
            portfolio: String(row.portfolio),
            scenario: String(row.worst_scenario),
            pnl: row.worst_pnl,
          },
        ]
      : [],
  );
  return rows.reduce<RiskSummary['worst']>(
    (worst, row) => (worst === null || row.pnl < worst.pnl ? row : worst),
    null,
  );
}

function backtestOf(plan: RiskPlan, reports: readonly PortfolioReport[]) {
  if (plan.backtestDays === null) return null;
  return (plan.valueAtRisk?.confidences ?? []).map((confidence, place) => {
    const tests = reports.flatMap(({ backtests }) => backtests[place] ?? []);
    const sum = (of: (test: (typeof tests)[number]) => number): number =>
      tests.reduce((total, test) => total + of(test), 0);
    return {
      confidence,
      days: sum(({ days }) => days),
      exceptions: sum(({ exceptions }) => exceptions),
      expected: sum(({ expected }) => expected),
      rejected: tests.filter(({ coverage }) => coverage.pValue < REJECTED_BELOW).length,
    };
  });
}

export function riskSummary(plan: RiskPlan, reports: readonly PortfolioReport[]): RiskSummary {
  type Field = keyof PortfolioReport['row'];
  const sum = (field: Field): number =>
    reports.reduce((total, { row }) => total + Number(row[field] ?? 0), 0);
  const { valueAtRisk: options, history } = plan;
  return {
    portfolios: reports.length,
    positions: sum('positions'),
    equity: sum('equity'),
    grossNotional: sum('gross_notional'),
    netNotional: sum('net_notional'),
    pnl: sum('pnl'),
    verdicts: countOf(reports.map(({ row }) => String(row.verdict))),
    limitsBroken: sum('limits_broken'),
    sidesWithheld: sum('sides_withheld'),
    scenarios: plan.marginCount,
    worst: worstOf(reports),
    valueAtRisk: options && {
      method: options.method,
      confidences: options.confidences,
      horizonDays: options.horizonDays,
      days: history?.set.count ?? null,
      missing: history?.missing ?? [],
      sum: sum('value_at_risk'),
    },
    backtest: backtestOf(plan, reports),
  };
}
