/** VaR and ES of portfolios through a batch. */
import { historicalVar } from '../../../src/models/index.js';
import type { VarOptions } from '../../../src/portfolio/var/index.js';
import { Bench } from '../../portfolio/batch.js';
import { madeMarket, positionColumns } from '../../portfolio/made-market.js';
import { type CaseInput, type CaseOutput, matrix, number, numbers } from '../case.js';
import { covarianceRisk } from './exposure-batch.js';

function risk(input: CaseInput, horizonDays: number) {
  const exposures = numbers(input, 'exposures');
  const [found] = covarianceRisk(
    exposures,
    matrix(input, 'cov'),
    number(input, 'alpha'),
    horizonDays,
  );
  if (found === undefined || exposures.length > 8) throw new Error('more than eight exposures');
  return { exposures, found };
}

/** A mean profit is no part of a batch: it comes off here. */
function runNormal(input: CaseInput): CaseOutput {
  const horizon = number(input, 'horizon');
  const { found } = risk(input, horizon);
  const drift = horizon * number(input, 'mean');
  return {
    sd: found.standardDeviation,
    z: found.quantile,
    VaR: found.valueAtRisk - drift,
    ES: found.expectedShortfall - drift,
  };
}

function runComponent(input: CaseInput): CaseOutput {
  const { exposures, found } = risk(input, 1);
  const component = found.underlyings.map(({ valueAtRisk }) => valueAtRisk);
  return {
    VaR: found.valueAtRisk,
    component,
    marginal: component.map((part, place) => part / (exposures[place] ?? Number.NaN)),
  };
}

/** Profits as days of a panel: on each day the price of one underlying doubles, in which one lot makes it. */
function historical(pnl: readonly number[], options: Omit<VarOptions, 'method'>) {
  const rows = pnl.map((profit, day) => ({
    instrument: `D${day}`,
    tick_size: 2 ** -10,
    lot_size: 1,
    multiplier: Math.abs(profit),
    mark: 1,
  }));
  const positions = pnl.map((profit, instrument) => ({
    portfolio: 0,
    instrument,
    lots: Math.sign(profit),
  }));
  const days = [...pnl.keys()];
  const panel = {
    symbols: rows.map(({ instrument }) => instrument),
    times: ['begin', ...days.map(String)],
    prices: [-1, ...days].map((today) => days.map((day) => (day <= today ? 2 : 1))),
  };
  const valueAtRisk = { method: 'historical', ...options } as const;
  const bench = new Bench(madeMarket(2 ** 21, rows), 1, { valueAtRisk, panel });
  const [report] = bench.report(positionColumns(positions), ['all']);
  const [figure] = report?.figures ?? [];
  if (report === undefined || figure === undefined) throw new Error('no VaR');
  return { ...figure, history: report.history };
}

/** The interpolated quantile is no figure of a batch: it is told from the profits of its days. */
function runHistorical(input: CaseInput): CaseOutput {
  const confidence = number(input, 'alpha');
  const got = historical(numbers(input, 'pnl'), { confidences: [confidence] });
  const linear = historicalVar({ pnl: got.history, confidence }).interpolatedValueAtRisk;
  return { lower: got.valueAtRisk, linear, ES: got.expectedShortfall };
}

function runWeighted(input: CaseInput): CaseOutput {
  const { valueAtRisk, expectedShortfall } = historical(numbers(input, 'pnl'), {
    confidences: [number(input, 'alpha')],
    decay: number(input, 'decay'),
  });
  return { VaR: valueAtRisk, ES: expectedShortfall };
}

export const batchRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'normal (batch)': runNormal,
  'historical (batch)': runHistorical,
  'weighted (batch)': runWeighted,
  'component (batch)': runComponent,
};
