// Double-double arithmetic: an unevaluated sum of two binary64, about 32 digits.
// Dekker 1971, Knuth TAOCP 4.2.2. A result is left in `hi` and `lo`.
import { LOW_PART } from './layout';

export let hi: f64 = 0;
export let lo: f64 = 0;

const SPLITTER: f64 = 134217729; // 2^27 + 1

// What a + b lost when it was rounded to `sum`.
function lostOfSum(a: f64, b: f64, sum: f64): f64 {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}

// What a x b lost when it was rounded to `product`.
function lostOfProduct(a: f64, b: f64, product: f64): f64 {
  const aBig = SPLITTER * a;
  const aHi = aBig - (aBig - a);
  const aLo = a - aHi;
  const bBig = SPLITTER * b;
  const bHi = bBig - (bBig - b);
  const bLo = b - bHi;
  return aHi * bHi - product + aHi * bLo + aLo * bHi + aLo * bLo;
}

export function twoSum(a: f64, b: f64): void {
  const sum = a + b;
  lo = lostOfSum(a, b, sum);
  hi = sum;
}

// Needs |a| >= |b|.
function quickTwoSum(a: f64, b: f64): void {
  const sum = a + b;
  lo = b - (sum - a);
  hi = sum;
}

export function twoProduct(a: f64, b: f64): void {
  const product = a * b;
  lo = lostOfProduct(a, b, product);
  hi = product;
}

export function add(aHi: f64, aLo: f64, bHi: f64, bLo: f64): void {
  twoSum(aLo, bLo);
  const tailHi = hi;
  const tailLo = lo;
  twoSum(aHi, bHi);
  quickTwoSum(hi, lo + tailHi);
  quickTwoSum(hi, lo + tailLo);
}

export function multiply(aHi: f64, aLo: f64, b: f64): void {
  twoProduct(aHi, b);
  quickTwoSum(hi, lo + aLo * b);
}

export function divide(aHi: f64, aLo: f64, b: f64): void {
  const first = aHi / b;
  twoProduct(first, -b);
  add(aHi, aLo, hi, lo);
  const restHi = hi;
  const restLo = lo;
  const second = restHi / b;
  twoProduct(second, -b);
  add(restHi, restLo, hi, lo);
  const third = hi / b;
  quickTwoSum(first, second);
  add(hi, lo, third, 0);
}

// memory[address] += (bHi, bLo)
export function addTo(address: usize, bHi: f64, bLo: f64): void {
  add(load<f64>(address), load<f64>(address, LOW_PART), bHi, bLo);
  store<f64>(address, hi);
  store<f64>(address, lo, LOW_PART);
}

// memory[address] += value for running totals: the rounding error is kept in the low part and not
// carried into the high one (Neumaier 1974). Read it with valueAt.
export function accumulate(address: usize, value: f64): void {
  const total = load<f64>(address);
  const sum = total + value;
  const lost = lostOfSum(total, value, sum);
  store<f64>(address, sum);
  store<f64>(address, load<f64>(address, LOW_PART) + lost, LOW_PART);
}

// Rounded to binary64 once: a x b + (cHi, cLo). By values alone: it is on the way of every tick.
export function multiplyAdd(a: f64, b: f64, cHi: f64, cLo: f64): f64 {
  const product = a * b;
  const tail = lostOfProduct(a, b, product) + cLo;
  const sum = product + cHi;
  return sum + (lostOfSum(product, cHi, sum) + tail);
}

export function storeAt(address: usize): void {
  store<f64>(address, hi);
  store<f64>(address, lo, LOW_PART);
}

// Rounded to binary64.
export function valueAt(address: usize): f64 {
  return load<f64>(address) + load<f64>(address, LOW_PART);
}
