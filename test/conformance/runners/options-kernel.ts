/**
 * Options through the kernel. It prices on the forward with a discount factor; what a model on the
 * spot price needs besides is here: the forward and the discount factor, and the chain rule.
 */
import { OptionPricer, type PricedColumns } from '../../../src/kernel/index.js';
import { type CaseInput, type CaseOutput, number, oneOf } from '../case.js';

const pricer = new OptionPricer(1);

type Column = keyof Required<PricedColumns>;

interface Terms {
  readonly forward: number;
  readonly discountFactor: number;
  readonly rate: number;
  readonly isCoin: 0 | 1;
}

/** One option, one number per column. */
function price(input: CaseInput, { forward, discountFactor, rate, isCoin }: Terms) {
  const columns = pricer.price(
    {
      forward: [forward],
      strike: [number(input, 'K')],
      timeToExpiryYears: [number(input, 'T')],
      volatility: [number(input, 'sigma')],
      discountFactor: [discountFactor],
      rate: [rate],
      sign: [oneOf(input, 'type', ['call', 'put']) === 'call' ? 1 : -1],
      isCoin: [isCoin],
    },
    true,
  );
  const first = Object.entries(columns).map(([name, [value]]) => [name, value]);
  return Object.fromEntries(first) as Readonly<Record<Column, number>>;
}

function runBlack76(input: CaseInput): CaseOutput {
  const terms = { forward: number(input, 'F'), discountFactor: number(input, 'df') };
  return price(input, { ...terms, rate: 0, isCoin: 0 });
}

const finiteDistance = (distance: number): number | null =>
  Math.abs(distance) < 1e80 ? distance : null;

function runBlackScholesMerton(input: CaseInput): CaseOutput {
  const [spot, rate, dividendYield] = [
    number(input, 'S'),
    number(input, 'r'),
    number(input, 'divYield'),
  ];
  const time = number(input, 'T');
  const carry = rate - dividendYield;
  const growth = Math.exp(carry * time);
  const forward = spot * growth;
  const got = price(input, { forward, discountFactor: Math.exp(-rate * time), rate, isCoin: 0 });
  const drift = carry * (got.delta + forward * got.gamma);
  return {
    price: got.price,
    delta: growth * got.delta,
    gamma: growth * growth * got.gamma,
    vega: got.vega,
    theta: got.theta - carry * forward * got.delta,
    rho: got.rho,
    divRho: -time * forward * got.delta,
    vanna: growth * got.vanna,
    volga: got.volga,
    charm: growth * (got.charm - drift),
    d1: finiteDistance(got.d1),
    d2: finiteDistance(got.d2),
  };
}

function runInverse(input: CaseInput): CaseOutput {
  const forward = number(input, 'F');
  const got = price(input, { forward, discountFactor: 1, rate: 0, isCoin: 1 });
  return {
    price: got.price,
    priceUsd: got.price * forward,
    deltaBS: got.delta,
    netDelta: got.netDelta,
    deltaCoin: got.netDelta / forward,
    // From d netDelta / dF = d (F dV/dF) / dF.
    gammaCoin: (got.netGamma - got.netDelta / forward) / forward,
    gammaUsd: got.gamma,
    vega: got.vega,
    theta: got.theta,
  };
}

export const kernelRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'bsm (kernel)': runBlackScholesMerton,
  'black76 (kernel)': runBlack76,
  'inverse (kernel)': runInverse,
};
