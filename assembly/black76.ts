// European options by Black 1976, linear and coin-settled, a group of eight at a time
// (docs/arithmetic.md).
//
// An option exchanges an underlying leg U for a strike leg W, both present values: U = df F and
// W = df K, and for one that is settled in coin U = 1 and W = K / F. With m = ln(F / K) and total
// volatility s = volatility x sqrt(time), d1 = m / s + s / 2, d2 = m / s - s / 2 and
// B = U n(d1) = W n(d2). The four tails that prices and greeks are made of are B M(|d1|) and
// B M(|d2|), M being the Mills ratio, and what they leave of the legs: one exponential for all.
//
// A group goes through in stages, with the terms in its output blocks: stages are short enough for
// the processor to overlap the work on neighbours, and constants are shared by the whole group.
import * as at from './layout';
import {
  expOfSum,
  firstMills,
  logOfRatio,
  millsOfTwo,
  NORMAL_DISTANCE_MAX,
  secondMills,
} from './vector-math';

const PER_ROOT_TWO_PI: f64 = 0.3989422804014327;
// Total volatility is kept within these. Below the least one the outcome is certain.
const TOTAL_LEAST: f64 = 1e-100;
const TOTAL_MOST: f64 = 1e100;

// d1, d2 and the distance |m| / s - s / 2 of the one of call and put that is out of the money. If
// the outcome is certain, that one is out of reach; at the money both are, and d1 = d2 = 0.
function computeDistances(input: usize, output: usize): void {
  const volatility = v128.load(input, at.PRICING_VOLATILITY);
  const rootTime = f64x2.sqrt(v128.load(input, at.PRICING_TIME));
  const product = f64x2.mul(volatility, rootTime);
  const least = f64x2.splat(TOTAL_LEAST);
  const total = f64x2.pmin(f64x2.pmax(product, least), f64x2.splat(TOTAL_MOST));
  const perTotal = f64x2.div(f64x2.splat(1), total);
  const moneyness = logOfRatio(
    v128.load(input, at.PRICING_FORWARD),
    v128.load(input, at.PRICING_STRIKE),
  );
  const center = f64x2.mul(moneyness, perTotal);
  const isCertain = f64x2.lt(product, least);
  const half = v128.andnot(f64x2.mul(total, f64x2.splat(0.5)), isCertain);
  const near = f64x2.sub(f64x2.abs(center), half);
  const far = f64x2.splat(NORMAL_DISTANCE_MAX);
  v128.store(output, f64x2.add(center, half), at.PRICING_D1);
  v128.store(output, f64x2.sub(center, half), at.PRICING_D2);
  v128.store(output, v128.bitselect(far, near, isCertain), at.PRICING_NEAR);
  v128.store(output, rootTime, at.PRICING_ROOT_TIME);
  v128.store(output, perTotal, at.PRICING_PER_TOTAL);
}

function size(distance: v128): v128 {
  return f64x2.pmin(f64x2.abs(distance), f64x2.splat(NORMAL_DISTANCE_MAX));
}

// Density at that distance.
function bell(output: usize): v128 {
  const distance = size(v128.load(output, at.PRICING_NEAR));
  const exponent = f64x2.mul(f64x2.mul(distance, distance), f64x2.splat(-0.5));
  return f64x2.mul(expOfSum(exponent, f64x2.splat(0)), f64x2.splat(PER_ROOT_TWO_PI));
}

// All are computed before any is stored: then the group shares its constants.
function computeBells(outputs: usize): void {
  const bell0 = bell(outputs);
  const bell1 = bell(outputs + at.PRICING_OUTPUT_BYTES);
  const bell2 = bell(outputs + 2 * at.PRICING_OUTPUT_BYTES);
  const bell3 = bell(outputs + 3 * at.PRICING_OUTPUT_BYTES);
  v128.store(outputs, bell0, at.PRICING_BELL);
  v128.store(outputs, bell1, at.PRICING_BELL + at.PRICING_OUTPUT_BYTES);
  v128.store(outputs, bell2, at.PRICING_BELL + 2 * at.PRICING_OUTPUT_BYTES);
  v128.store(outputs, bell3, at.PRICING_BELL + 3 * at.PRICING_OUTPUT_BYTES);
}

function computeMills(output: usize): void {
  const d1 = v128.load(output, at.PRICING_D1);
  const d2 = v128.load(output, at.PRICING_D2);
  millsOfTwo(size(d1), size(d2));
  v128.store(output, firstMills, at.PRICING_MILLS_1);
  v128.store(output, secondMills, at.PRICING_MILLS_2);
}

// What depends on the density alone, and theta and the slope of the net delta.
function computeGreeks(
  input: usize,
  output: usize,
  common: v128, // B
  density: v128, // n(d1), weighted as the delta
  perForward: v128,
  isCoin: v128,
): void {
  const half = f64x2.splat(0.5);
  const rootTime = v128.load(output, at.PRICING_ROOT_TIME);
  const perTotal = v128.load(output, at.PRICING_PER_TOTAL);
  const volatility = v128.load(input, at.PRICING_VOLATILITY);
  const carry = v128.andnot(v128.load(input, at.PRICING_RATE), isCoin);
  const perRootTime = f64x2.mul(volatility, perTotal);
  const gamma = f64x2.mul(f64x2.mul(density, perForward), perTotal);
  const vega = f64x2.mul(common, rootTime);
  const decay = f64x2.mul(f64x2.mul(common, half), f64x2.mul(volatility, perRootTime));
  const accrual = f64x2.mul(carry, v128.load(output, at.PRICING_PRICE));
  const netDelta = v128.load(output, at.PRICING_NET_DELTA);
  const premium = v128.and(f64x2.mul(netDelta, perForward), isCoin);
  v128.store(output, gamma, at.PRICING_GAMMA);
  v128.store(output, vega, at.PRICING_VEGA);
  v128.store(output, f64x2.sub(accrual, decay), at.PRICING_THETA);
  v128.store(output, f64x2.sub(gamma, premium), at.PRICING_NET_GAMMA);
}

// Vanna, volga and charm.
function computeHigher(input: usize, output: usize, density: v128, isCoin: v128): void {
  const half = f64x2.splat(0.5);
  const rootTime = v128.load(output, at.PRICING_ROOT_TIME);
  const perTotal = v128.load(output, at.PRICING_PER_TOTAL);
  const carry = v128.andnot(v128.load(input, at.PRICING_RATE), isCoin);
  const perRootTime = f64x2.mul(v128.load(input, at.PRICING_VOLATILITY), perTotal);
  const d1 = v128.load(output, at.PRICING_D1);
  const d2 = v128.load(output, at.PRICING_D2);
  const perVolatility = f64x2.mul(rootTime, perTotal);
  const slope = f64x2.mul(density, d2);
  const vanna = f64x2.sub(f64x2.splat(0), f64x2.mul(slope, perVolatility));
  const vega = v128.load(output, at.PRICING_VEGA);
  const volga = f64x2.mul(f64x2.mul(vega, f64x2.mul(d1, d2)), perVolatility);
  const spread = f64x2.mul(f64x2.mul(slope, perRootTime), f64x2.mul(perRootTime, half));
  const charm = f64x2.add(f64x2.mul(carry, v128.load(output, at.PRICING_DELTA)), spread);
  v128.store(output, vanna, at.PRICING_VANNA);
  v128.store(output, volga, at.PRICING_VOLGA);
  v128.store(output, charm, at.PRICING_CHARM);
}

// Price, delta and what depends on the probability of exercise; then the rest.
function computeResults(input: usize, output: usize, hasHigher: bool): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const forward = v128.load(input, at.PRICING_FORWARD);
  const strike = v128.load(input, at.PRICING_STRIKE);
  const discount = v128.load(input, at.PRICING_DISCOUNT);
  const sign = v128.load(input, at.PRICING_SIGN);
  const isCoin = f64x2.ne(v128.load(input, at.PRICING_IS_COIN), zero);
  const perForward = f64x2.div(one, forward);
  const scale = v128.bitselect(perForward, discount, isCoin);
  const underlyingLeg = v128.bitselect(one, f64x2.mul(discount, forward), isCoin);
  const strikeLeg = f64x2.mul(scale, strike);
  const smallLeg = f64x2.pmin(underlyingLeg, strikeLeg);
  const common = f64x2.mul(smallLeg, v128.load(output, at.PRICING_BELL));
  const tail1 = f64x2.mul(common, v128.load(output, at.PRICING_MILLS_1));
  const tail2 = f64x2.mul(common, v128.load(output, at.PRICING_MILLS_2));

  const isWide = f64x2.lt(v128.load(output, at.PRICING_NEAR), zero);
  const wide = f64x2.sub(smallLeg, f64x2.add(tail1, tail2));
  const narrow = f64x2.abs(f64x2.sub(tail1, tail2));
  const timeValue = f64x2.pmax(v128.bitselect(wide, narrow, isWide), zero);
  const payoff = f64x2.pmax(f64x2.mul(sign, f64x2.sub(forward, strike)), zero);

  const weight = v128.bitselect(one, discount, isCoin);
  const perLeg = v128.bitselect(one, perForward, isCoin);
  const density = f64x2.mul(common, perLeg);
  const tail = f64x2.mul(tail1, perLeg);
  const isLikely1 = f64x2.gt(f64x2.mul(sign, v128.load(output, at.PRICING_D1)), zero);
  const isLikely2 = f64x2.gt(f64x2.mul(sign, v128.load(output, at.PRICING_D2)), zero);
  const size1 = v128.bitselect(f64x2.sub(weight, tail), tail, isLikely1);
  const size2 = v128.bitselect(f64x2.sub(strikeLeg, tail2), tail2, isLikely2);
  const delta = f64x2.mul(sign, size1);
  const strikeDelta = f64x2.mul(sign, size2); // W N(+-d2), signed
  const rho = f64x2.mul(v128.load(input, at.PRICING_TIME), strikeDelta);
  v128.store(output, f64x2.add(f64x2.mul(scale, payoff), timeValue), at.PRICING_PRICE);
  v128.store(output, delta, at.PRICING_DELTA);
  v128.store(output, rho, at.PRICING_RHO);
  v128.store(output, v128.bitselect(strikeDelta, delta, isCoin), at.PRICING_NET_DELTA);
  computeGreeks(input, output, common, density, perForward, isCoin);
  if (hasHigher) computeHigher(input, output, density, isCoin);
}

// Prices and greeks of a group of input blocks; vanna, volga and charm if asked for. Forward and
// strike are positive and normal, time and volatility 0 or more. What comes out of an unused lane
// means nothing and disturbs nobody. The pairs are written out and not looped over: a loop would
// load every constant anew.
export function priceGroup(inputs: usize, outputs: usize, hasHigher: bool): void {
  const input1 = inputs + at.PRICING_INPUT_BYTES;
  const input2 = input1 + at.PRICING_INPUT_BYTES;
  const input3 = input2 + at.PRICING_INPUT_BYTES;
  const output1 = outputs + at.PRICING_OUTPUT_BYTES;
  const output2 = output1 + at.PRICING_OUTPUT_BYTES;
  const output3 = output2 + at.PRICING_OUTPUT_BYTES;
  computeDistances(inputs, outputs);
  computeDistances(input1, output1);
  computeDistances(input2, output2);
  computeDistances(input3, output3);
  computeBells(outputs);
  computeMills(outputs);
  computeMills(output1);
  computeMills(output2);
  computeMills(output3);
  computeResults(inputs, outputs, hasHigher);
  computeResults(input1, output1, hasHigher);
  computeResults(input2, output2, hasHigher);
  computeResults(input3, output3, hasHigher);
}
