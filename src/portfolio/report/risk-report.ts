/** Portfolios after all blocks were added up: rows of their tables. */
import type { CONTRIBUTION_COLUMNS, RISK_COLUMNS } from '../columns.js';
import type { PortfolioSums, UnderlyingPart } from '../reduce/index.js';
import {
  type MonteCarloRisk,
  monteCarloRisks,
  type ParametricRisk,
  type PartWeights,
  parametricRisk,
  partWeights,
  type RiskFigure,
  type RiskPart,
  type RollingBacktest,
  rollingBacktest,
  sampleRisk,
} from '../var/index.js';
import { type CashTable, type PortfolioEquity, portfolioEquity } from './equity.js';
import { type PortfolioRow, portfolioRow, worstOf } from './portfolio-row.js';
import type { RiskPlan } from './risk-plan.js';
import { coinPnl, portfolioPnls } from './scenario-pnl.js';

type Row<Columns extends readonly { readonly name: string }[]> = Readonly<
  Record<Columns[number]['name'], string | number | null>
>;
export type RiskRow = Row<typeof RISK_COLUMNS>;
export type ContributionRow = Row<typeof CONTRIBUTION_COLUMNS>;

/** A portfolio with all that is known of it. */
export interface PortfolioReport {
  readonly row: PortfolioRow;
  readonly equity: PortfolioEquity;
  /** Weighted PnL in the scenarios of the document. */
  readonly pnls: readonly number[];
  readonly figures: readonly RiskFigure[];
  /** One per confidence, or none. */
  readonly backtests: readonly RollingBacktest[];
  /** Of historical VaR, for contributions at the first confidence. */
  readonly weights: PartWeights | null;
  /** Of VaR by factors, at the first confidence. */
  readonly parametric: ParametricRisk | null;
  readonly monteCarlo: MonteCarloRisk | null;
}

/** Of historical VaR: figures, backtests and weights from a portfolio's PnL on every day. */
function historicalOf(plan: RiskPlan, pnls: readonly number[]) {
  const { valueAtRisk, backtestDays } = plan;
  if (valueAtRisk?.method !== 'historical') return { figures: [], backtests: [], weights: null };
  const { confidences, decay } = valueAtRisk;
  return {
    figures: sampleRisk(pnls, confidences, decay),
    backtests:
      backtestDays === null
        ? []
        : confidences.map((confidence) => rollingBacktest(pnls, confidence, backtestDays)),
    weights: partWeights(pnls, confidences[0] ?? Number.NaN, decay),
  };
}

/** Of VaR by exposures to underlyings: one entry per portfolio. */
function modelled(plan: RiskPlan, sums: PortfolioSums) {
  const { valueAtRisk, factors } = plan;
  const isModelled = valueAtRisk !== null && valueAtRisk.method !== 'historical';
  const exposures = isModelled ? sums.exposures() : [];
  const isDrawn = valueAtRisk?.method === 'monteCarlo';
  const drawn = isDrawn ? monteCarloRisks(exposures, factors, valueAtRisk) : [];
  return (portfolio: number) => {
    const own = exposures[portfolio];
    if (!isModelled || isDrawn || own === undefined) {
      return { parametric: [], monteCarlo: drawn[portfolio] ?? null };
    }
    const { confidences, horizonDays } = valueAtRisk;
    const parametric = confidences.map((confidence) =>
      parametricRisk(own, factors, confidence, horizonDays),
    );
    return { parametric, monteCarlo: null };
  };
}

/**
 * Reports every portfolio.
 *
 * @param names of portfolios by their indexes
 */
export function reportPortfolios(
  plan: RiskPlan,
  names: readonly string[],
  sums: PortfolioSums,
  cash: CashTable,
): readonly PortfolioReport[] {
  const { set, rateChanges, marginCount, terms } = plan;
  const ofModel = modelled(plan, sums);
  return names.map((name, portfolio) => {
    const totals = sums.totals(portfolio);
    const equity = portfolioEquity(totals, terms.rates, cash.of(portfolio));
    const all = portfolioPnls(
      { weights: set.weights, rateChanges },
      sums.scenarioPnls(portfolio),
      equity.assets,
    );
    const pnls = all.slice(0, marginCount);
    const history = historicalOf(plan, all.slice(marginCount));
    const { parametric, monteCarlo } = ofModel(portfolio);
    const figures = [...history.figures, ...parametric, ...(monteCarlo?.figures ?? [])];
    return {
      row: portfolioRow(name, totals, equity, worstOf(set.names, pnls), figures[0] ?? null),
      equity,
      pnls,
      figures,
      backtests: history.backtests,
      weights: history.weights,
      parametric: parametric[0] ?? null,
      monteCarlo,
    };
  });
}

/** Rows of the table of VaR and ES. */
export function riskRows(plan: RiskPlan, reports: readonly PortfolioReport[]): readonly RiskRow[] {
  const method = plan.valueAtRisk?.method;
  if (method === undefined) return [];
  return reports.flatMap(({ row, figures, backtests }) =>
    figures.map(({ confidence, valueAtRisk, expectedShortfall }, place) => ({
      portfolio: row.portfolio,
      method,
      confidence,
      value_at_risk: valueAtRisk,
      expected_shortfall: expectedShortfall,
      exceptions: backtests[place]?.exceptions ?? null,
      expected_exceptions: backtests[place]?.expected ?? null,
      kupiec_p: backtests[place]?.coverage.pValue ?? null,
    })),
  );
}

/** What coins held contribute to historical VaR and ES; assets whose rate does not move are left out. */
function cashParts(plan: RiskPlan, { equity, weights }: PortfolioReport): readonly RiskPart[] {
  if (weights === null) return [];
  const rates = { weights: plan.set.weights, rateChanges: plan.rateChanges };
  return equity.assets.flatMap((_, asset) => {
    if ((plan.terms.rateUnderlying[asset] ?? -1) < 0) return [];
    const loss = (by: readonly number[]): number =>
      by.reduce(
        (sum, weight, day) =>
          sum - weight * coinPnl(rates, equity.assets, plan.marginCount + day, asset),
        0,
      );
    const { valueAtRisk, expectedShortfall } = weights;
    return [
      { key: asset, valueAtRisk: loss(valueAtRisk), expectedShortfall: loss(expectedShortfall) },
    ];
  });
}

/** Names of what parts are of. */
export interface PartNames {
  readonly underlyings: readonly string[];
  readonly assets: readonly string[];
}

/**
 * Rows of the table of contributions: of each portfolio those of underlyings, which add up to its VaR and
 * ES with those of cash; and those of factors, which do with the specific one.
 *
 * @param parts of historical VaR by portfolio, from a second pass over the positions
 */
export function contributionRows(
  plan: RiskPlan,
  reports: readonly PortfolioReport[],
  { underlyings, assets }: PartNames,
  parts: readonly (readonly UnderlyingPart[])[] = [],
): readonly ContributionRow[] {
  return reports.flatMap((report, portfolio) => {
    const { parametric, monteCarlo } = report;
    const rowsOf = (
      kind: string,
      nameOf: (key: number) => string,
      own: readonly RiskPart[],
    ): ContributionRow[] =>
      own.map(({ key, valueAtRisk, expectedShortfall }) => ({
        portfolio: report.row.portfolio,
        kind,
        name: nameOf(key),
        value_at_risk: valueAtRisk,
        expected_shortfall: expectedShortfall,
      }));
    const byHistory = (parts[portfolio] ?? []).map(({ underlying, ...part }) => ({
      key: underlying,
      ...part,
    }));
    const byUnderlying = [
      ...byHistory,
      ...(parametric?.underlyings ?? []),
      ...(monteCarlo?.underlyings ?? []),
    ];
    const specific = parametric ? [{ key: 0, ...parametric.specific }] : [];
    return [
      ...rowsOf('underlying', (key) => underlyings[key] ?? '', byUnderlying),
      ...rowsOf('cash', (key) => assets[key] ?? '', cashParts(plan, report)),
      ...rowsOf('factor', (key) => `factor_${key}`, parametric?.factors ?? []),
      ...rowsOf('specific', () => 'specific', specific),
    ];
  });
}
