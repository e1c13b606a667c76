// Distances of option quotes from the model's price, by what the book holds of the underlying's delta and
// vega (docs/semantics.md 11). They change with a re-mark and with a position, never with a tick, and
// are left as a half-spread and a skew, as those of a quote table are.
import { collateralDelta, contractDelta } from './exposure';
import * as at from './layout';
import { expiryRow, optionLane, quoteLane, riskLane, underlyingRow } from './region';
import * as risk from './risk-layout';
import { exp, log } from './vector-math';

export const MODEL_NONE: i32 = 0;
export const MODEL_GREEKS: i32 = 1;
export const MODEL_HEDGED: i32 = 2;
export const MODEL_UNHEDGED: i32 = 3;
export const MODEL_RESIDUAL: i32 = 4;
export const MODEL_VEGA: i32 = 5;

const HALLEY_STEPS: i32 = 4;

function fixed(value: f64): v128 {
  return f64x2.splat(value);
}

function pair(bid: f64, ask: f64): v128 {
  return f64x2.replace_lane(f64x2.splat(bid), 1, ask);
}

// y with y + ln y = u: Lambert's W of e^u, by Halley's method; below 1 as y = e^u e^-y, which keeps the
// digits of a small y, above in logarithms.
export function lambertOfExp(u: v128): v128 {
  const one = fixed(1);
  const two = fixed(2);
  const whole = exp(f64x2.pmin(u, one));
  const upper = f64x2.add(one, f64x2.mul(fixed(4.0 / 3.0), whole));
  const lower = f64x2.add(fixed(7.0 / 3.0), f64x2.mul(fixed(5.0 / 6.0), whole));
  let small = f64x2.div(f64x2.mul(whole, upper), f64x2.add(one, f64x2.mul(whole, lower)));
  const large = f64x2.pmax(u, one);
  let big = f64x2.sub(large, log(large));
  for (let step = 0; step < HALLEY_STEPS; step++) {
    const image = f64x2.mul(whole, exp(f64x2.neg(small)));
    const excess = f64x2.sub(small, image);
    const bend = f64x2.div(f64x2.mul(excess, image), f64x2.add(two, f64x2.mul(two, image)));
    small = f64x2.sub(small, f64x2.div(excess, f64x2.add(f64x2.add(one, image), bend)));
    const beyond = f64x2.sub(f64x2.add(big, log(big)), large);
    const curve = f64x2.div(beyond, f64x2.add(two, f64x2.mul(two, big)));
    const slope = f64x2.add(f64x2.add(one, big), curve);
    big = f64x2.sub(big, f64x2.div(f64x2.mul(big, beyond), slope));
  }
  return v128.bitselect(small, big, f64x2.le(u, one));
}

// Best distance against a cost under the intensity lambda / (1 + e^(alpha + beta d)); bid and ask.
function logisticDistance(alpha: f64, beta: f64, cost: v128): v128 {
  const one = fixed(1);
  const u = f64x2.sub(fixed(-1 - alpha), f64x2.mul(fixed(beta), cost));
  const y = lambertOfExp(u);
  const near = f64x2.add(cost, f64x2.div(f64x2.add(one, y), fixed(beta)));
  const far = f64x2.div(f64x2.neg(f64x2.add(fixed(alpha), log(y))), fixed(beta));
  return v128.bitselect(near, far, f64x2.lt(y, one));
}

// H''(0) of an option with that intensity: how fast its flow answers to a cost.
export function responseOf(lambda: f64, alpha: f64, beta: f64, size: f64): f64 {
  const y = f64x2.extract_lane(lambertOfExp(fixed(-1 - alpha)), 0);
  const odds = 1 + y;
  return (size * lambda * beta * y) / (odds * odds * odds);
}

function parameter(option: usize, place: usize): f64 {
  return load<f64>(option + place * at.VECTOR_BYTES, risk.OPTION_PARAMETERS);
}

function clamp(value: f64): f64 {
  return Math.min(Math.max(value, -1), 1);
}

// Premiums around C / (2D), moved by costs and kept in 0 .. C / D (Stoikov and Saglam 2009).
function clipped(option: usize, scale: f64, costBid: f64, costAsk: f64): v128 {
  const highest = (parameter(option, 0) / parameter(option, 1)) * scale;
  const premium = f64x2.add(fixed(highest / 2), pair(costBid, costAsk));
  return f64x2.pmax(fixed(0), f64x2.pmin(fixed(highest), premium));
}

// A half-spread, and shifts in proportion to the vega and the delta of the book.
function byGreeks(option: usize, scale: f64, index: f64, vega: f64, delta: f64): v128 {
  const half = parameter(option, 0) * scale;
  const fullVega = parameter(option, 2);
  const fullDelta = parameter(option, 4);
  const byVega = fullVega > 0 ? parameter(option, 1) * clamp(vega / fullVega) : 0;
  const byDelta = fullDelta > 0 ? parameter(option, 3) * clamp(delta / fullDelta) : 0;
  const fromVega = load<f64>(option, risk.OPTION_VEGA) * byVega;
  const shift = fromVega + load<f64>(option, risk.OPTION_DELTA) * (index * byDelta);
  return pair(half + shift, half - shift);
}

// Theorem 2: the underlying cannot be traded until the position is closed.
function unhedged(option: usize, scale: f64, index: f64, netDelta: f64): v128 {
  const delta = load<f64>(option, risk.OPTION_DELTA);
  const move = parameter(option, 3) * index;
  const perDelta = parameter(option, 2) * (move * move) * parameter(option, 4) * delta;
  const bid = perDelta * (netDelta + delta * 0.5);
  return clipped(option, scale, bid, perDelta * (delta * 0.5 - netDelta));
}

// Theorem 4: hedged by delta at intervals; gamma and vega are left.
function residual(option: usize, scale: f64, index: f64, years: f64, held: f64): v128 {
  const volatility = parameter(option, 3);
  const horizon = parameter(option, 4);
  const change = parameter(option, 5) * years;
  const moves = volatility * volatility * horizon * 0.5 + change * change;
  const perMove = load<f64>(option, risk.OPTION_GAMMA) * index * index * volatility;
  const cost = parameter(option, 2) * (moves * perMove * perMove * horizon);
  return clipped(option, scale, cost * (held + 0.5), cost * (0.5 - held));
}

// Baldacci, Bergault and Gueant 2021: the vega of the whole book is what costs. In volatility units the
// cost is per vega of the option.
function byVega(option: usize, isVolatility: bool, aversion: f64, portfolio: f64): v128 {
  const vega = load<f64>(option, risk.OPTION_VEGA);
  const own = parameter(option, 3) * vega;
  const unit = aversion * (isVolatility ? 1 : vega);
  const cost = pair(unit * (own + 2 * portfolio), unit * (own - 2 * portfolio));
  const distance = logisticDistance(parameter(option, 1), parameter(option, 2), cost);
  return isVolatility ? f64x2.mul(distance, fixed(vega)) : distance;
}

// Whether a fill may take the vega of the book from one value to another: within its limit, or towards it.
function isVegaAllowed(before: f64, after: f64, most: f64): bool {
  return Math.abs(after) <= most || Math.abs(after) < Math.abs(before);
}

// Sides that would take the vega of the book beyond its limit are not quoted.
function limitVega(row: usize, option: usize, quote: usize): void {
  const most = load<f64>(row, risk.UNDERLYING_MAX_VEGA);
  const portfolio = load<f64>(row, risk.UNDERLYING_VEGA);
  const own = parameter(option, 3) * load<f64>(option, risk.OPTION_VEGA);
  const canBuy = isVegaAllowed(portfolio, portfolio + own, most);
  const canSell = isVegaAllowed(portfolio, portfolio - own, most);
  store<f64>(quote, canBuy ? 1 : 0, at.QUOTE_BID_SHARE);
  store<f64>(quote, canSell ? 1 : 0, at.QUOTE_ASK_SHARE);
}

function distances(state: usize, row: usize, option: usize, lots: f64): v128 {
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  const isVolatility = load<f64>(option, risk.OPTION_SPREAD_UNIT) != 0;
  const scale = isVolatility ? load<f64>(option, risk.OPTION_VEGA) : 1;
  const vega = load<f64>(row, risk.UNDERLYING_VEGA);
  switch (<i32>load<f64>(option, risk.OPTION_MODEL_TYPE)) {
    case MODEL_GREEKS:
      return byGreeks(option, scale, index, vega, contractDelta(row) + collateralDelta(state, row));
    case MODEL_HEDGED:
      return clipped(option, scale, 0, 0);
    case MODEL_UNHEDGED:
      return unhedged(option, scale, index, contractDelta(row) + collateralDelta(state, row));
    case MODEL_RESIDUAL: {
      const expiry = expiryRow(state, <i32>load<f64>(option, risk.OPTION_EXPIRY));
      const held = lots * load<f64>(option, risk.OPTION_UNIT);
      return residual(option, scale, index, load<f64>(expiry, risk.EXPIRY_YEARS), held);
    }
    default:
      return byVega(option, isVolatility, load<f64>(row, risk.UNDERLYING_AVERSION), vega);
  }
}

// Brings the distances of one option up to date.
export function followRisk(state: usize, instrument: i32): void {
  const lane = riskLane(state, instrument);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (slot < 0) return;
  const option = optionLane(state, slot);
  if (load<f64>(option, risk.OPTION_MODEL_TYPE) == <f64>MODEL_NONE) return;
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const quote = quoteLane(state, instrument);
  const both = distances(state, row, option, load<f64>(quote, at.QUOTE_POSITION));
  const isCoin = load<f64>(option, risk.OPTION_COIN) != 0;
  const worth = isCoin ? load<f64>(row, risk.UNDERLYING_INDEX) : 1;
  const perTick = 0.5 / (worth * load<f64>(option, risk.OPTION_TICK));
  const bid = f64x2.extract_lane(both, 0);
  const ask = f64x2.extract_lane(both, 1);
  const isKnown = worth > 0 && isFinite(bid + ask);
  store<f64>(quote, isKnown ? (bid + ask) * perTick : 0, at.QUOTE_HALF_CONST);
  store<f64>(quote, isKnown ? (bid - ask) * perTick : 0, at.QUOTE_SKEW_CONST);
  if (load<f64>(option, risk.OPTION_MODEL_TYPE) == <f64>MODEL_VEGA) limitVega(row, option, quote);
}

// Aversion to vega of an underlying's book, from the flow of its options: a = xi sqrt(gamma / (32 sum)).
export function followFlow(state: usize, row: usize, response: f64): void {
  store<f64>(row, response, risk.UNDERLYING_FLOW_RESPONSE);
  const gamma = load<f64>(row, risk.UNDERLYING_VEGA_GAMMA);
  const swing = load<f64>(row, risk.UNDERLYING_VOL_OF_VARIANCE);
  const aversion = response > 0 ? swing * Math.sqrt(gamma / (32 * response)) : 0;
  store<f64>(row, aversion, risk.UNDERLYING_AVERSION);
}

// Whether quotes of the option move with what else the book holds.
export function looksAtBook(option: usize): bool {
  const type = <i32>load<f64>(option, risk.OPTION_MODEL_TYPE);
  return type == MODEL_GREEKS || type == MODEL_UNHEDGED || type == MODEL_VEGA;
}

// An option's part in the flow: z H''(0) x vega^2. In volatility units the response is per volatility.
export function flowOf(option: usize): f64 {
  if (load<f64>(option, risk.OPTION_MODEL_TYPE) != <f64>MODEL_VEGA) return 0;
  const vega = load<f64>(option, risk.OPTION_VEGA);
  const isVolatility = load<f64>(option, risk.OPTION_SPREAD_UNIT) != 0;
  return load<f64>(option, risk.OPTION_RESPONSE) * vega * (isVolatility ? 1 : vega);
}
