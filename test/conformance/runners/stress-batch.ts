/** Stress through a batch: positions in tiles times the PnL of a lot by scenario, priced in full. */
import type { PricedHolding } from '../batch-market.js';
import { batchScenarios } from '../batch-scenarios.js';
import { type CaseInput, type CaseOutput, number, numbers, records } from '../case.js';
import { portfolio } from '../holdings.js';

/** Options on a spot price grow at the rate, those in coin are on the spot price. */
function priced(input: CaseInput): readonly PricedHolding[] {
  const { spot, rate, holdings } = portfolio(input);
  return holdings.map((holding) => {
    const years = holding.kind === 'option' ? holding.timeToExpiryYears : 0;
    return { holding, forward: spot * Math.exp(rate * years) };
  });
}

function runRevalue(input: CaseInput): CaseOutput {
  const custom = records(input, 'shocks').map((shock, place) => ({
    name: String(place),
    price: number(shock, 'spot'),
    volatilityPoints: number(shock, 'vol'),
    years: number(shock, 'dt'),
    rate: number(shock, 'rate'),
  }));
  const { pnls, margin } = batchScenarios(priced(input), number(input, 'S'), number(input, 'r'), {
    custom,
  });
  return { pnl: pnls, worstLoss: margin };
}

function runMatrix(input: CaseInput): CaseOutput {
  const volatilities = numbers(input, 'volShocks');
  const custom = numbers(input, 'spotShocks').flatMap((price, row) =>
    volatilities.map((volatilityPoints, column) => ({
      name: `${row} ${column}`,
      price,
      volatilityPoints,
    })),
  );
  const { pnls } = batchScenarios(priced(input), number(input, 'S'), number(input, 'r'), {
    custom,
  });
  const rows = numbers(input, 'spotShocks').map((_, row) =>
    pnls.slice(row * volatilities.length, (row + 1) * volatilities.length),
  );
  return { pnl: rows };
}

export const batchRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'revalue (batch)': runRevalue,
  'matrix (batch)': runMatrix,
};
