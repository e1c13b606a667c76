/** Black 1976 and its derivatives, straight from the textbook, in binary64. */

const PER_ROOT_TWO_PI = 0.3989422804014327;
/** From here on the tail is a continued fraction, before it a series. */
const TAIL = 3;

function density(x: number): number {
  return PER_ROOT_TWO_PI * Math.exp(-0.5 * x * x);
}

/** N(-x) / n(x) for x above TAIL: 1 / (x + 1 / (x + 2 / (x + ...))), from the far end. */
function mills(x: number): number {
  let rest = x;
  for (let term = 120; term >= 1; term -= 1) rest = x + term / rest;
  return 1 / rest;
}

/** Normal distribution. Near 0: 1/2 + n(x) (x + x^3/3 + x^5/15 + ...). */
export function normal(x: number): number {
  if (x < -TAIL) return x < -40 ? 0 : density(x) * mills(-x);
  if (x > TAIL) return 1 - normal(-x);
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + density(x) * sum;
}

export interface OptionMarket {
  /** 1 a call, -1 a put. */
  readonly sign: 1 | -1;
  readonly isCoin: boolean;
  readonly strike: number;
  readonly index: number;
  /** Forward over index. */
  readonly carry: number;
  readonly rate: number;
  readonly years: number;
  readonly volatility: number;
}

/** By the index, quote currency per base unit; price, slope, curve and decay in premium currency. */
export interface Greeks {
  readonly price: number;
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
  readonly vanna: number;
  readonly volga: number;
  /** Derivatives of the premium by index, twice by index, and by nanoseconds. */
  readonly slope: number;
  readonly curve: number;
  readonly decay: number;
}

export const NO_GREEKS: Greeks = {
  price: 0,
  delta: 0,
  gamma: 0,
  vega: 0,
  theta: 0,
  vanna: 0,
  volga: 0,
  slope: 0,
  curve: 0,
  decay: 0,
};

const YEAR_NS = 31_536_000e9;

/** N(+-d1), n(d1) and their like; certain outcomes have no density. */
function terms({ sign, strike, index, carry, years, volatility }: OptionMarket) {
  const forward = index * carry;
  const rootTime = Math.sqrt(years);
  const total = volatility * rootTime;
  const moneyness = Math.log(forward / strike);
  if (total === 0) {
    const certain = sign * moneyness > 0 ? 1 : 0;
    return { forward, rootTime, total, d1: 0, d2: 0, n1: 0, in1: certain, in2: certain };
  }
  const d1 = moneyness / total + total / 2;
  const d2 = d1 - total;
  const [in1, in2] = [normal(sign * d1), normal(sign * d2)];
  return { forward, rootTime, total, d1, d2, n1: density(d1), in1, in2 };
}

export function greeksOf(market: OptionMarket): Greeks {
  return market.isCoin ? coinGreeks(market) : linearGreeks(market);
}

function linearGreeks(market: OptionMarket): Greeks {
  const { sign, strike, carry, rate, years, volatility } = market;
  const { forward, rootTime, total, d1, d2, n1, in1, in2 } = terms(market);
  const discount = Math.exp(-rate * years);
  const price = discount * sign * (forward * in1 - strike * in2);
  const vega = discount * forward * n1 * rootTime;
  const over = total === 0 ? 0 : 1 / total;
  const perVolatility = total === 0 ? 0 : 1 / volatility;
  const timeDecay = total === 0 ? 0 : (discount * forward * n1 * volatility) / (2 * rootTime);
  const theta = rate * price - timeDecay;
  const delta = carry * discount * sign * in1;
  const gamma = ((carry * carry * discount * n1) / forward) * over;
  return {
    price: Math.max(0, price),
    delta,
    gamma,
    vega,
    theta,
    vanna: -carry * discount * n1 * d2 * perVolatility,
    volga: vega * d1 * d2 * perVolatility,
    slope: delta,
    curve: gamma,
    decay: theta / YEAR_NS,
  };
}

/** Worth V / F coins, V undiscounted. Delta is net of the premium. */
function coinGreeks(market: OptionMarket): Greeks {
  const { sign, strike, index, carry, volatility } = market;
  const { forward, rootTime, total, d1, d2, n1, in1, in2 } = terms(market);
  const premium = sign * (in1 - (strike / forward) * in2);
  const over = total === 0 ? 0 : 1 / total;
  const perVolatility = total === 0 ? 0 : 1 / volatility;
  const coinVega = n1 * rootTime;
  const coinTheta = total === 0 ? 0 : -(n1 * volatility) / (2 * rootTime);
  // N(d1) - V/F and its change, without the difference of near equals.
  const delta = (sign * strike * in2) / forward;
  const gamma = carry * ((n1 * over) / forward - delta / forward);
  return {
    price: Math.max(0, premium),
    delta,
    gamma,
    vega: coinVega * index,
    theta: coinTheta * index,
    vanna: -n1 * d2 * perVolatility - coinVega,
    volga: coinVega * d1 * d2 * perVolatility * index,
    slope: delta / index,
    curve: (gamma - delta / index) / index,
    decay: coinTheta / YEAR_NS,
  };
}
