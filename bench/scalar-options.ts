/**
 * The baseline of option pricing: Black 1976 in plain doubles as one would write it by hand for
 * speed. One logarithm, one root and one exponential an option, columns of binary64, no objects.
 */
import type { OptionColumns } from '../src/index.js';

/** Where results go, one entry per option. */
export type ScalarResults = Readonly<
  Record<'price' | 'delta' | 'gamma' | 'vega' | 'theta' | 'rho', Float64Array>
>;

const PER_ROOT_TWO_PI = 0.3989422804014327;
const NEAR_MAX = 7.071067811865475;

/** (1 - N(x)) exp(x^2 / 2) for x >= 0: Hart 1968, number 5666, and a fraction beyond. */
function scaledTail(x: number): number {
  if (x > NEAR_MAX) {
    return PER_ROOT_TWO_PI / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65)))));
  }
  let above = 3.52624965998911e-2 * x + 0.700383064443688;
  above = above * x + 6.37396220353165;
  above = above * x + 33.912866078383;
  above = above * x + 112.079291497871;
  above = above * x + 221.213596169931;
  above = above * x + 220.206867912376;
  let below = 8.83883476483184e-2 * x + 1.75566716318264;
  below = below * x + 16.064177579207;
  below = below * x + 86.7807322029461;
  below = below * x + 296.564248779674;
  below = below * x + 637.333633378831;
  below = below * x + 793.826512519948;
  below = below * x + 440.413735824752;
  return above / below;
}

/** Prices and main greeks of options with time and volatility that are not settled in coin. */
export function priceScalar(options: OptionColumns, results: ScalarResults): void {
  const { forward, strike, timeToExpiryYears, volatility, discountFactor, rate, sign } = options;
  const { price, delta, gamma, vega, theta, rho } = results;
  for (let index = 0; index < price.length; index++) {
    const f = forward[index] as number;
    const k = strike[index] as number;
    const time = timeToExpiryYears[index] as number;
    const sigma = volatility[index] as number;
    const discount = discountFactor[index] as number;
    const side = sign[index] as number;
    const rootTime = Math.sqrt(time);
    const total = sigma * rootTime;
    const d1 = Math.log(f / k) / total + total / 2;
    const d2 = d1 - total;
    const gaussian = Math.exp((d1 * d1) / -2);
    const tail1 = gaussian * scaledTail(Math.abs(d1));
    const tail2 = gaussian * (f / k) * scaledTail(Math.abs(d2));
    const likely1 = side * d1 > 0 ? 1 - tail1 : tail1;
    const likely2 = side * d2 > 0 ? 1 - tail2 : tail2;
    const density = discount * gaussian * PER_ROOT_TWO_PI;
    const value = side * discount * (f * likely1 - k * likely2);
    price[index] = value;
    delta[index] = side * discount * likely1;
    gamma[index] = density / (f * total);
    vega[index] = f * density * rootTime;
    theta[index] = (rate[index] as number) * value - (f * density * sigma) / (2 * rootTime);
    rho[index] = side * time * discount * k * likely2;
  }
}
