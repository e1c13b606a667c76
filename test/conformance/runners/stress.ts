/** Stress by full revaluation and by greeks: `stress.json`. */
import {
  revaluePortfolio,
  type StressShock,
  stressMatrix,
  taylorPnl,
} from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, numbers, record, records } from '../case.js';
import { portfolio } from '../holdings.js';
import { batchRunners } from './stress-batch.js';

const shock = (input: CaseInput): StressShock => ({
  spotMove: number(input, 'spot'),
  volatilityMove: number(input, 'vol'),
  elapsedYears: number(input, 'dt'),
  rateMove: number(input, 'rate'),
});

function runRevalue(input: CaseInput): CaseOutput {
  const { pnls, worstLoss } = revaluePortfolio(
    portfolio(input),
    records(input, 'shocks').map(shock),
  );
  return { pnl: pnls.map(({ pnlCash }) => pnlCash), worstLoss };
}

function runTaylor(input: CaseInput): CaseOutput {
  const one = shock(record(input, 'shock'));
  const taylor = taylorPnl(portfolio(input), one).pnlCash;
  const full = revaluePortfolio(portfolio(input), [one]).pnls[0]?.pnlCash;
  return { taylor, full };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  ...batchRunners,
  revalue: runRevalue,
  taylor: runTaylor,
  matrix: (input) => ({
    pnl: stressMatrix(portfolio(input), numbers(input, 'spotShocks'), numbers(input, 'volShocks')),
  }),
};
