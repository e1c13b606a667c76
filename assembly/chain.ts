// Chains: all options of an underlying priced at once, and what their prices and greeks are in between
// (docs/semantics.md 10). A re-mark costs what the chain is long; a tick compares the index with where
// the chain was priced.
import { priceGroup } from './black76';
import { isPreview } from './encode';
import { addOption } from './exposure';
import * as at from './layout';
import { reviseMargin } from './margin';
import {
  expiryRow,
  isExpiry,
  ledgerLane,
  optionBlock,
  optionLane,
  quoteLane,
  riskLane,
  stateOf,
  underlyingRow,
} from './region';
import * as risk from './risk-layout';
import { setMark } from './totals';
import { exp, logOfRatio } from './vector-math';

const NS_PER_YEAR: f64 = 31536000000000000; // 365 days
const GROUP: i32 = at.PRICING_GROUP_PAIRS;

// Years from the last frame to an expiry, 0 when it has passed.
function yearsTo(state: usize, expiry: usize): f64 {
  const left = load<i64>(expiry, risk.EXPIRY_TIME_NS) - load<i64>(state, at.BOOK_TIME_NS);
  return left > 0 ? <f64>left / NS_PER_YEAR : 0;
}

// Forward, time and discount factor of the expiries of an underlying as of now; their sums begin anew.
function prepareExpiries(state: usize, underlying: i32, index: f64): void {
  const count = load<i32>(state, risk.BOOK_EXPIRY_COUNT);
  for (let place = 0; place < count; place++) {
    const row = expiryRow(state, place);
    if (!isExpiry(state, place)) continue;
    if (load<f64>(row, risk.EXPIRY_UNDERLYING) != <f64>underlying) continue;
    const years = yearsTo(state, row);
    const discount = exp(f64x2.splat(-load<f64>(row, risk.EXPIRY_RATE) * years));
    store<f64>(row, index * load<f64>(row, risk.EXPIRY_CARRY), risk.EXPIRY_FORWARD);
    store<f64>(row, years, risk.EXPIRY_YEARS);
    store<f64>(row, f64x2.extract_lane(discount, 0), risk.EXPIRY_DISCOUNT);
    store<f64>(row, 0, risk.EXPIRY_VEGA);
    store<f64>(row, 0, risk.EXPIRY_DELTA);
  }
}

// One number of the expiries of both lanes.
function ofExpiries(even: usize, odd: usize, offset: usize): v128 {
  const lane = f64x2.splat(load<f64>(even + offset));
  return f64x2.replace_lane(lane, 1, load<f64>(odd + offset));
}

// Raw SVI (Gatheral 2004): volatility of the expiry's smile at a strike, 0 at expiry and without a smile.
function smileVolatility(even: usize, odd: usize, strike: v128, forward: v128, years: v128): v128 {
  const zero = f64x2.splat(0);
  const sigma = ofExpiries(even, odd, risk.EXPIRY_SVI_SIGMA);
  const shift = ofExpiries(even, odd, risk.EXPIRY_SVI_M);
  const distance = f64x2.sub(logOfRatio(strike, forward), shift);
  const square = f64x2.add(f64x2.mul(distance, distance), f64x2.mul(sigma, sigma));
  const tilt = f64x2.mul(ofExpiries(even, odd, risk.EXPIRY_SVI_RHO), distance);
  const wings = f64x2.add(tilt, f64x2.sqrt(square));
  const slope = f64x2.mul(ofExpiries(even, odd, risk.EXPIRY_SVI_B), wings);
  const variance = f64x2.add(ofExpiries(even, odd, risk.EXPIRY_SVI_A), slope);
  const volatility = f64x2.sqrt(f64x2.div(f64x2.pmax(variance, zero), years));
  const hasSmile = f64x2.ne(ofExpiries(even, odd, risk.EXPIRY_HAS_SMILE), zero);
  return v128.and(volatility, v128.and(hasSmile, f64x2.gt(years, zero)));
}

// Terms and market of a pair as what the pricing reads.
function prepare(state: usize, block: usize, input: usize): void {
  const zero = f64x2.splat(0);
  const even = expiryRow(state, <i32>load<f64>(block, risk.OPTION_EXPIRY));
  const odd = expiryRow(state, <i32>load<f64>(block + at.LANE_BYTES, risk.OPTION_EXPIRY));
  const isUsed = f64x2.ne(v128.load(block, risk.OPTION_INSTRUMENT), zero);
  const one = f64x2.splat(1);
  const forward = v128.bitselect(ofExpiries(even, odd, risk.EXPIRY_FORWARD), one, isUsed);
  const strike = v128.bitselect(v128.load(block, risk.OPTION_STRIKE), one, isUsed);
  const years = ofExpiries(even, odd, risk.EXPIRY_YEARS);
  const own = v128.load(block, risk.OPTION_OWN_VOLATILITY);
  const smile = smileVolatility(even, odd, strike, forward, years);
  const volatility = v128.bitselect(own, smile, f64x2.gt(own, zero));
  v128.store(block, v128.and(volatility, isUsed), risk.OPTION_VOLATILITY);
  v128.store(input, forward, at.PRICING_FORWARD);
  v128.store(input, strike, at.PRICING_STRIKE);
  v128.store(input, years, at.PRICING_TIME);
  v128.store(input, volatility, at.PRICING_VOLATILITY);
  v128.store(input, ofExpiries(even, odd, risk.EXPIRY_DISCOUNT), at.PRICING_DISCOUNT);
  v128.store(input, ofExpiries(even, odd, risk.EXPIRY_RATE), at.PRICING_RATE);
  v128.store(input, v128.load(block, risk.OPTION_SIGN), at.PRICING_SIGN);
  v128.store(input, v128.load(block, risk.OPTION_COIN), at.PRICING_IS_COIN);
}

// From derivatives by the forward, in premium currency, to those by the index, in quote currency. A coin
// option is worth its premium in coin times the index: its delta beyond the coin itself is net.
function take(block: usize, output: usize, forward: v128, isPriced: v128, index: f64): void {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  const isCoin = f64x2.ne(v128.load(block, risk.OPTION_COIN), zero);
  const spot = f64x2.splat(index);
  const carry = f64x2.div(forward, spot);
  const worth = v128.bitselect(spot, one, isCoin);
  const byIndex = v128.bitselect(one, carry, isCoin);
  const netDelta = v128.load(output, at.PRICING_NET_DELTA);
  const delta = f64x2.mul(netDelta, byIndex);
  const netGamma = v128.load(output, at.PRICING_NET_GAMMA);
  const gamma = f64x2.mul(f64x2.mul(netGamma, byIndex), carry);
  const coinVega = v128.load(output, at.PRICING_VEGA);
  const coinTheta = v128.load(output, at.PRICING_THETA);
  const ownVanna = v128.load(output, at.PRICING_VANNA);
  const ownCharm = v128.load(output, at.PRICING_CHARM);
  const vanna = f64x2.sub(f64x2.mul(ownVanna, byIndex), v128.and(coinVega, isCoin));
  const charm = f64x2.sub(f64x2.mul(ownCharm, byIndex), v128.and(coinTheta, isCoin));
  const volga = f64x2.mul(v128.load(output, at.PRICING_VOLGA), worth);
  const rho = f64x2.mul(v128.load(output, at.PRICING_RHO), worth);
  const perWorth = f64x2.div(one, worth);
  const slope = f64x2.mul(delta, perWorth);
  const bend = f64x2.sub(gamma, v128.and(slope, isCoin));
  const decay = f64x2.mul(coinTheta, f64x2.splat(1 / NS_PER_YEAR));
  v128.store(block, v128.and(v128.load(output, at.PRICING_PRICE), isPriced), risk.OPTION_PRICE);
  v128.store(block, v128.and(delta, isPriced), risk.OPTION_DELTA);
  v128.store(block, v128.and(gamma, isPriced), risk.OPTION_GAMMA);
  v128.store(block, v128.and(f64x2.mul(coinVega, worth), isPriced), risk.OPTION_VEGA);
  v128.store(block, v128.and(f64x2.mul(coinTheta, worth), isPriced), risk.OPTION_THETA);
  v128.store(block, v128.and(rho, isPriced), risk.OPTION_RHO);
  v128.store(block, v128.and(vanna, isPriced), risk.OPTION_VANNA);
  v128.store(block, v128.and(volga, isPriced), risk.OPTION_VOLGA);
  v128.store(block, v128.and(charm, isPriced), risk.OPTION_CHARM);
  v128.store(block, v128.and(slope, isPriced), risk.OPTION_SLOPE);
  v128.store(block, v128.and(f64x2.mul(bend, perWorth), isPriced), risk.OPTION_CURVE);
  v128.store(block, v128.and(decay, isPriced), risk.OPTION_DECAY);
}

function inputOf(book: usize, place: i32): usize {
  return book + at.IO_PRICING_INPUTS + <usize>place * at.PRICING_INPUT_BYTES;
}

function outputOf(book: usize, place: i32): usize {
  return book + at.IO_PRICING_OUTPUTS + <usize>place * at.PRICING_OUTPUT_BYTES;
}

function nextPair(block: usize): i32 {
  return load<i32>(block, risk.OPTION_NEXT_PAIR) - 1;
}

// Prices the pairs of a list, a group at a time. What does not fill a group is priced beside leftovers.
function pricePairs(book: usize, first: i32, index: f64): void {
  const state = stateOf(book);
  let pair = first;
  while (pair >= 0) {
    const begin = pair;
    let count = 0;
    for (; count < GROUP && pair >= 0; count++) {
      const block = optionBlock(state, pair);
      prepare(state, block, inputOf(book, count));
      pair = nextPair(block);
    }
    priceGroup(book + at.IO_PRICING_INPUTS, book + at.IO_PRICING_OUTPUTS, true);
    let priced = begin;
    for (let place = 0; place < count; place++) {
      const block = optionBlock(state, priced);
      const input = inputOf(book, place);
      // Without a volatility there is no price, but at expiry none is needed.
      const hasVolatility = f64x2.gt(v128.load(block, risk.OPTION_VOLATILITY), f64x2.splat(0));
      const isOver = f64x2.eq(v128.load(input, at.PRICING_TIME), f64x2.splat(0));
      const isUsed = f64x2.ne(v128.load(block, risk.OPTION_INSTRUMENT), f64x2.splat(0));
      const isPriced = v128.and(isUsed, v128.or(hasVolatility, isOver));
      const forward = v128.load(input, at.PRICING_FORWARD);
      take(block, outputOf(book, place), forward, isPriced, index);
      priced = nextPair(block);
    }
  }
}

function clearSums(row: usize): void {
  for (let sum = risk.UNDERLYING_DELTA; sum <= risk.UNDERLYING_GAMMA_DOWN; sum += at.VECTOR_BYTES) {
    store<f64>(row + sum, 0);
  }
  store<f64>(row, 0, risk.UNDERLYING_GROSS_OPTION_HI);
  store<f64>(row, 0, risk.UNDERLYING_GROSS_OPTION_LO);
}

// Whether an option has a price; a model that has none does not quote.
function isPriced(state: usize, option: usize): bool {
  if (load<f64>(option, risk.OPTION_VOLATILITY) > 0) return true;
  return yearsTo(state, expiryRow(state, <i32>load<f64>(option, risk.OPTION_EXPIRY))) == 0;
}

// The model's price of an option now, in ticks: its last price moved by index and time (delta, gamma,
// theta).
function ticksNow(state: usize, row: usize, option: usize): f64 {
  const reference = load<f64>(row, risk.UNDERLYING_REFERENCE);
  const move = load<f64>(row, risk.UNDERLYING_INDEX) - reference;
  const elapsed = load<f64>(state, at.BOOK_NOW) - load<f64>(row, risk.UNDERLYING_REFERENCE_NOW);
  const curve = load<f64>(option, risk.OPTION_CURVE) * move * 0.5;
  const drift = (load<f64>(option, risk.OPTION_SLOPE) + curve) * move;
  const decay = load<f64>(option, risk.OPTION_DECAY) * elapsed;
  const price = load<f64>(option, risk.OPTION_PRICE) + (drift + decay);
  return Math.max(price, 0) / load<f64>(option, risk.OPTION_TICK);
}

// Brings what an option is quoted around up to date. The age of its market is that of the index.
export function followModel(state: usize, instrument: i32): void {
  const quote = quoteLane(state, instrument);
  if (load<f64>(quote, at.QUOTE_BY_MODEL) == 0) return;
  const lane = riskLane(state, instrument);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const option = optionLane(state, slot);
  const isKnown = load<f64>(row, risk.UNDERLYING_REFERENCE) > 0 && isPriced(state, option);
  store<f64>(quote, isKnown ? ticksNow(state, row, option) : 0, at.QUOTE_MODEL_TICKS);
  store<f64>(quote, load<f64>(row, risk.UNDERLYING_INDEX_NOW), at.QUOTE_TICKER_NOW);
}

// Marks an option at the model's price, if that is how it is valued.
function mark(state: usize, instrument: i32, option: usize): void {
  if (load<f64>(option, risk.OPTION_MARKED) == 0 || !isPriced(state, option)) return;
  store<f64>(ledgerLane(state, instrument), 2, at.LEDGER_MARK_MODE);
  const ticks = load<f64>(option, risk.OPTION_PRICE) / load<f64>(option, risk.OPTION_TICK);
  setMark(state, instrument, ticks);
}

// The list of an underlying's options, by slot: an empty odd lane is passed over. -1 at its end.
export function firstOption(state: usize, underlying: i32): i32 {
  const pair = <i32>load<f64>(underlyingRow(state, underlying), risk.UNDERLYING_FIRST_PAIR) - 1;
  return pair < 0 ? -1 : 2 * pair;
}

export function optionAfter(state: usize, slot: i32): i32 {
  const isEven = (slot & 1) == 0;
  if (isEven && instrumentOf(state, slot + 1) >= 0) return slot + 1;
  const pair = nextPair(optionBlock(state, slot >> 1));
  return pair < 0 ? -1 : 2 * pair;
}

export function instrumentOf(state: usize, slot: i32): i32 {
  return <i32>load<f64>(optionLane(state, slot), risk.OPTION_INSTRUMENT) - 1;
}

// Prices every option of an underlying, sums their exposures in the order of the list, marks them.
export function remark(book: usize, underlying: i32): void {
  const state = stateOf(book);
  const row = underlyingRow(state, underlying);
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  if (!(index > 0)) return;
  prepareExpiries(state, underlying, index);
  pricePairs(book, <i32>load<f64>(row, risk.UNDERLYING_FIRST_PAIR) - 1, index);
  store<f64>(row, index, risk.UNDERLYING_REFERENCE);
  store<f64>(row, load<f64>(state, at.BOOK_NOW), risk.UNDERLYING_REFERENCE_NOW);
  store<f64>(row, load<f64>(row, risk.UNDERLYING_REMARKS) + 1, risk.UNDERLYING_REMARKS);
  clearSums(row);
  for (let slot = firstOption(state, underlying); slot >= 0; slot = optionAfter(state, slot)) {
    const instrument = instrumentOf(state, slot);
    const option = optionLane(state, slot);
    addOption(state, row, riskLane(state, instrument), option, 1);
    mark(state, instrument, option);
    reviseMargin(state, instrument);
    followModel(state, instrument);
  }
}

// Whether the index has moved so far from where the chain was priced that it must be priced again.
export function hasMoved(state: usize, underlying: i32): bool {
  const row = underlyingRow(state, underlying);
  if (load<f64>(row, risk.UNDERLYING_FIRST_PAIR) == 0 || isPreview) return false;
  const reference = load<f64>(row, risk.UNDERLYING_REFERENCE);
  const move = Math.abs(load<f64>(row, risk.UNDERLYING_INDEX) - reference);
  return reference == 0 || move > reference * load<f64>(row, risk.UNDERLYING_REMARK_FRACTION);
}

// Whether so much time has passed.
export function isOld(state: usize, underlying: i32): bool {
  const row = underlyingRow(state, underlying);
  if (load<f64>(row, risk.UNDERLYING_FIRST_PAIR) == 0) return false;
  const elapsed = load<f64>(state, at.BOOK_NOW) - load<f64>(row, risk.UNDERLYING_REFERENCE_NOW);
  return elapsed >= load<f64>(row, risk.UNDERLYING_REMARK_NS);
}
