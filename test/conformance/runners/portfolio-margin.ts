/** Scenario margin: `portfolio_margin.json`. */
import { gridMargin, type MarginHolding, spanMargin } from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, oneOf, records } from '../case.js';
import { batchRunners } from './portfolio-margin-batch.js';
import { kernelRunners } from './portfolio-margin-kernel.js';

function holding(input: CaseInput): MarginHolding {
  const type = oneOf(input, 'type', ['future', 'call', 'put']);
  const position = number(input, 'qty');
  const forward = number(input, 'F');
  if (type === 'future') return { type, position, forward };
  return {
    type,
    position,
    forward,
    strike: number(input, 'K'),
    volatility: number(input, 'sigma'),
    timeToExpiryYears: number(input, 'T'),
  };
}

function runSpan(input: CaseInput): CaseOutput {
  const got = spanMargin({
    holdings: records(input, 'positions').map(holding),
    priceScanRange: number(input, 'psr'),
    volatilityScanRange: number(input, 'vsr'),
    extremeMultiple: number(input, 'extremeMultiple'),
    extremeCover: number(input, 'extremeCover'),
    elapsedYears: number(input, 'dt'),
  });
  return { pnl: got.pnls, scanRisk: got.scanRisk, worst: got.worstIndex };
}

function runGrid(input: CaseInput): CaseOutput {
  const got = gridMargin({
    holdings: records(input, 'positions').map(holding),
    scenarios: records(input, 'scenarios').map((scenario) => ({
      priceMove: number(scenario, 'price'),
      volatilityMove: number(scenario, 'vol'),
      weight: number(scenario, 'weight'),
    })),
    settlement: oneOf(input, 'settle', ['usd', 'coin']) === 'coin' ? 'inverse' : 'linear',
    volatilityMin: number(input, 'volFloor'),
    shortPower: number(input, 'shortPower'),
    longPower: number(input, 'longPower'),
  });
  return { pnl: got.pnls, worstLoss: got.worstLoss, worst: got.worstIndex };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  span16: runSpan,
  grid: runGrid,
  ...batchRunners,
  ...kernelRunners,
};
