/** Exposure through a batch: sums of positions by portfolio, and by portfolio and underlying. */

import { choleskyRows } from '../../../src/models/risk/var-es/cholesky.js';
import { covarianceOf } from '../../../src/models/shapes.js';
import type { Market } from '../../../src/portfolio/types.js';
import type { ParametricRisk } from '../../../src/portfolio/var/index.js';
import { Bench, WHOLE } from '../../portfolio/batch.js';
import { madeMarket, positionColumns } from '../../portfolio/made-market.js';
import { batchMarket, FREE_BYTES, UNDERLYINGS } from '../batch-market.js';
import { type CaseInput, type CaseOutput, matrix, numbers } from '../case.js';
import { portfolio } from '../holdings.js';
import { lotStep } from '../lots.js';

function runAggregate(input: CaseInput): CaseOutput {
  const { spot, rate, holdings } = portfolio(input);
  const priced = holdings.map((holding) => {
    const years = holding.kind === 'option' ? holding.timeToExpiryYears : 0;
    return { holding, forward: spot * Math.exp(rate * years) };
  });
  const { market, positions } = batchMarket(priced, spot, rate);
  const sums = new Bench(market, 1, {}, WHOLE, true).sums(positionColumns(positions));
  const totals = sums.totals(0);
  const deltaOf = (kind: keyof typeof UNDERLYINGS): number => {
    const row = market.underlyings.indexOf(UNDERLYINGS[kind]);
    const cell = sums.exposures()[0]?.find(({ underlying }) => underlying === row);
    return (cell?.dollarDelta ?? 0) / spot;
  };
  // Gamma of a coin option is that of its net delta here: d2V/dS2 is what the premium takes off more.
  const gamma = (totals.dollarGamma * 100) / spot / spot + deltaOf('inverseOption') / spot;
  // The forward stays where it is while time passes; the vectors' forward falls at the rate.
  const drift = rate * spot * deltaOf('option');
  return {
    deltaLinear: deltaOf('linear') + deltaOf('option'),
    deltaCoin: deltaOf('inverse') + deltaOf('inverseOption'),
    gamma,
    vega: totals.vega,
    theta: totals.theta - drift,
    deltaCash: totals.dollarDelta,
    gamma1pct: (gamma * spot * spot) / 100,
  };
}

const FACTORS = 8;

/** Exposures in money as positions at a price of 1, an underlying each, with loadings of factors. */
function cashMarket(
  exposures: readonly number[],
  loadings: readonly (readonly number[])[],
): Market {
  const rows = exposures.map((exposure, index) => ({
    instrument: `I${index}`,
    tick_size: 2 ** -10,
    lot_size: lotStep([exposure]),
    mark: 1,
    ...Object.fromEntries(
      (loadings[index] ?? []).map((loading, factor) => [`factor_${factor + 1}`, loading]),
    ),
  }));
  return madeMarket(FREE_BYTES, rows);
}

function cashPositions(exposures: readonly number[]) {
  return positionColumns(
    exposures.map((exposure, instrument) => ({
      portfolio: 0,
      instrument,
      lots: Math.round(exposure / lotStep([exposure])),
    })),
  );
}

/**
 * Normal VaR of exposures with a covariance: factors are the columns of its Cholesky factor, eight at a time, as many as a
 * market has. Variances of independent factors add up.
 */
export function covarianceRisk(
  exposures: readonly number[],
  covariance: readonly (readonly number[])[],
  confidence: number,
  horizonDays: number,
): readonly ParametricRisk[] {
  const rows = choleskyRows(covarianceOf('cov', covariance, exposures.length));
  const groups = Math.ceil(exposures.length / FACTORS);
  return Array.from({ length: groups }, (_, group) => {
    const loadings = exposures.map((__, row) =>
      Array.from({ length: FACTORS }, (___, k) => rows[row]?.[group * FACTORS + k] ?? 0),
    );
    const valueAtRisk = { method: 'parametric', confidences: [confidence], horizonDays } as const;
    const bench = new Bench(cashMarket(exposures, loadings), 1, { valueAtRisk });
    const [report] = bench.report(cashPositions(exposures), ['all']);
    if (!report?.parametric) throw new Error('no VaR');
    return report.parametric;
  });
}

function runPortfolio(input: CaseInput): CaseOutput {
  const exposures = numbers(input, 'exposures');
  const betas = numbers(input, 'beta');
  const loadings = matrix(input, 'loadings');
  const all = betas.map((beta, row) => [beta, ...(loadings[row] ?? [])]);
  const bench = new Bench(cashMarket(exposures, all), 1, {}, WHOLE, true);
  const sums = bench.sums(cashPositions(exposures));
  const { gross, net, factors } = sums.totals(0);
  const cells = sums.exposures()[0] ?? [];
  const variance = covarianceRisk(exposures, matrix(input, 'cov'), 0.99, 1).reduce(
    (sum, { standardDeviation }) => sum + standardDeviation ** 2,
    0,
  );
  return {
    variance,
    vol: Math.sqrt(variance),
    gross,
    net,
    hhi: gross === 0 ? null : cells.reduce((sum, cell) => sum + (cell.dollarDelta / gross) ** 2, 0),
    betaDelta: factors[0],
    factor: factors.slice(1, 1 + (loadings[0]?.length ?? 0)),
  };
}

export const batchRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'aggregate (batch)': runAggregate,
  'portfolio (batch)': runPortfolio,
};
