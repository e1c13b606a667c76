/** Scenario margin through a batch: positions in tiles times the PnL of a lot by scenario. */
import type { PricedHolding } from '../batch-market.js';
import { batchScenarios } from '../batch-scenarios.js';
import { type CaseInput, type CaseOutput, number, oneOf, records } from '../case.js';

function holding(input: CaseInput, isCoin: boolean): PricedHolding {
  const type = oneOf(input, 'type', ['future', 'call', 'put']);
  const held = { position: number(input, 'qty'), multiplier: 1 };
  const forward = number(input, 'F');
  if (type === 'future') {
    return { forward, holding: { kind: isCoin ? 'inverse' : 'linear', ...held } };
  }
  return {
    forward,
    holding: {
      kind: isCoin ? 'inverseOption' : 'option',
      ...held,
      type,
      strike: number(input, 'K'),
      volatility: number(input, 'sigma'),
      timeToExpiryYears: number(input, 'T'),
    },
  };
}

/** All forwards of a vector are the same: the index is that price. */
function indexOf(holdings: readonly PricedHolding[]): number {
  const forwards = new Set(holdings.map(({ forward }) => forward));
  const [index] = forwards;
  if (index === undefined || forwards.size > 1) throw new Error('forwards differ');
  return index;
}

function runSpan(input: CaseInput): CaseOutput {
  const holdings = records(input, 'positions').map((each) => holding(each, false));
  const span16 = {
    priceScanPoints: number(input, 'psr'),
    volatilityScanRange: number(input, 'vsr'),
    extremeMultiple: number(input, 'extremeMultiple'),
    extremeCover: number(input, 'extremeCover'),
    elapsedDays: 365 * number(input, 'dt'),
  };
  const { pnls, margin, worst } = batchScenarios(holdings, indexOf(holdings), 0, { span16 });
  return { pnl: pnls, scanRisk: margin, worst };
}

function runGrid(input: CaseInput): CaseOutput {
  const isCoin = oneOf(input, 'settle', ['usd', 'coin']) === 'coin';
  const holdings = records(input, 'positions').map((each) => holding(each, isCoin));
  const custom = records(input, 'scenarios').map((scenario, place) => ({
    name: String(place),
    price: number(scenario, 'price'),
    volatility: number(scenario, 'vol'),
    weight: number(scenario, 'weight'),
    volatilityMin: number(input, 'volFloor'),
    shortPower: number(input, 'shortPower'),
    longPower: number(input, 'longPower'),
  }));
  const index = indexOf(holdings);
  const { pnls, margin, worst } = batchScenarios(holdings, index, 0, { custom });
  if (!isCoin) return { pnl: pnls, worstLoss: margin, worst };
  // A batch reports quote currency at the price of the scenario, the vectors coins.
  const coins = pnls.map((pnl, place) => pnl / (index * (1 + (custom[place]?.price ?? 0))));
  const least = Math.min(...coins);
  return { pnl: coins, worstLoss: Math.max(0, -least), worst: coins.indexOf(least) };
}

export const batchRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'span16 (batch)': runSpan,
  'grid (batch)': runGrid,
};
