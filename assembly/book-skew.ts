// Whole-book skew: quotes of an instrument move with the exposure of the whole book to the factors it
// shares with others (docs/semantics.md 9). Exposures change with positions, in O(factors); the skew
// of every instrument is a constant that ticks add.
import * as code from './codes';
import * as dd from './double-double';
import { BOOK_SPECIFIC_HI } from './guard-layout';
import * as at from './layout';
import { assetRow, ledgerLane, quoteBlock, quoteLane, skewBlock, skewLane } from './region';
import { levelOf } from './totals';

const FACTOR_BYTES: usize = 2 * at.VECTOR_BYTES;

// Set when an exposure changed: the skew of every instrument must be computed again.
export let moved: bool = false;

export function setMoved(on: bool): void {
  moved = on;
}

// Position in reporting currency at the mark and rate of now, signed.
function valueOf(state: usize, instrument: i32): f64 {
  const quote = quoteLane(state, instrument);
  const position = load<f64>(quote, at.QUOTE_POSITION);
  if (position == 0) return 0;
  const ledger = ledgerLane(state, instrument);
  const isInverse = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_INVERSE;
  const level = Math.abs(levelOf(isInverse, load<f64>(quote, at.QUOTE_MARK)));
  const settle = assetRow(state, <i32>load<f64>(ledger, at.LEDGER_SETTLE_ASSET));
  const notional = position * load<f64>(ledger, at.LEDGER_VALUE_SCALE) * level;
  return load<f64>(settle, at.ASSET_RATE) * notional;
}

// What was added for a value comes off again to the last bit of the product.
function addExposure(state: usize, skew: usize, value: f64): bool {
  let isLoaded = false;
  for (let factor: usize = 0; factor < <usize>code.FACTORS_MAX; factor++) {
    const loading = load<f64>(skew + factor * at.VECTOR_BYTES, at.SKEW_LOADING);
    if (loading == 0) continue;
    isLoaded = true;
    dd.accumulate(state + at.BOOK_FACTOR_0_HI + factor * FACTOR_BYTES, loading * value);
  }
  return isLoaded;
}

// Puts a new value of an instrument's position in the place of the old one.
function replaceValue(state: usize, instrument: i32, value: f64): void {
  const skew = skewLane(state, instrument);
  const previous = load<f64>(skew, at.SKEW_VALUE);
  if (value == previous) return;
  const specific = load<f64>(skew, at.SKEW_IDIOSYNCRATIC);
  dd.accumulate(state + BOOK_SPECIFIC_HI, -(specific * (previous * previous)));
  dd.accumulate(state + BOOK_SPECIFIC_HI, specific * (value * value));
  addExposure(state, skew, -previous);
  const isLoaded = addExposure(state, skew, value);
  store<f64>(skew, value, at.SKEW_VALUE);
  if (isLoaded) moved = true;
  else skewPair(state, instrument >> 1);
}

// To be called when a position changed.
export function moveExposure(state: usize, instrument: i32): void {
  if (load<i32>(state, at.BOOK_HAS_FACTORS) == 0) return;
  replaceValue(state, instrument, valueOf(state, instrument));
}

// Values every position at the marks and rates of now.
export function revalue(state: usize): void {
  if (load<i32>(state, at.BOOK_HAS_FACTORS) == 0) return;
  const count = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let instrument = 0; instrument < count; instrument++) {
    replaceValue(state, instrument, valueOf(state, instrument));
  }
}

// New loadings of an instrument come in between: takes its position out of the exposures.
export function withdrawExposure(state: usize, instrument: i32): void {
  replaceValue(state, instrument, 0);
}

function exposureTo(state: usize, factor: usize): v128 {
  return f64x2.splat(dd.valueAt(state + at.BOOK_FACTOR_0_HI + factor * FACTOR_BYTES));
}

function weighed(skew: usize, factor: usize, exposure: v128): v128 {
  return f64x2.mul(v128.load(skew + factor * at.VECTOR_BYTES, at.SKEW_LOADING), exposure);
}

// Skews of the pairs [first, end). The exposures stay in registers, so there is no loop over them.
function skewPairs(state: usize, first: i32, end: i32): void {
  const f0 = exposureTo(state, 0);
  const f1 = exposureTo(state, 1);
  const f2 = exposureTo(state, 2);
  const f3 = exposureTo(state, 3);
  const f4 = exposureTo(state, 4);
  const f5 = exposureTo(state, 5);
  const f6 = exposureTo(state, 6);
  const f7 = exposureTo(state, 7);
  let skew = skewBlock(state, first);
  let quote = quoteBlock(state, first);
  for (let pair = first; pair < end; pair++) {
    const low = f64x2.add(weighed(skew, 0, f0), weighed(skew, 1, f1));
    const middle = f64x2.add(weighed(skew, 2, f2), weighed(skew, 3, f3));
    const high = f64x2.add(weighed(skew, 4, f4), weighed(skew, 5, f5));
    const top = f64x2.add(weighed(skew, 6, f6), weighed(skew, 7, f7));
    const value = v128.load(skew, at.SKEW_VALUE);
    const own = f64x2.mul(v128.load(skew, at.SKEW_IDIOSYNCRATIC), value);
    const common = f64x2.add(f64x2.add(low, middle), f64x2.add(high, top));
    const cap = v128.load(skew, at.SKEW_CAP);
    const raw = f64x2.mul(v128.load(skew, at.SKEW_COEFFICIENT), f64x2.add(common, own));
    const bounded = f64x2.pmin(f64x2.pmax(raw, f64x2.neg(cap)), cap);
    v128.store(quote, bounded, at.QUOTE_BOOK_SKEW);
    skew += at.SKEW_BLOCK_BYTES;
    quote += at.QUOTE_BLOCK_BYTES;
  }
}

export function skewPair(state: usize, pair: i32): void {
  skewPairs(state, pair, pair + 1);
}

export function skewAll(state: usize): void {
  skewPairs(state, 0, (load<i32>(state, at.BOOK_INSTRUMENT_COUNT) + 1) >> 1);
}
