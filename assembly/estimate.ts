// Volatility of the mid and fill intensity from public trades (docs/semantics.md 5).
import * as code from './codes';
import * as at from './layout';

const LN2: f64 = 0.6931471805599453;
const HALF_PI: f64 = 1.5707963267948966;

export function storeSigma(ledger: usize, quote: usize): void {
  const sigma = Math.sqrt(load<f64>(ledger, at.LEDGER_VARIANCE));
  store<f64>(quote, Math.max(sigma, load<f64>(ledger, at.LEDGER_SIGMA_FLOOR)), at.QUOTE_SIGMA);
}

// Moves the variance towards a sample. Bipower: neighbouring |change| / sqrt(s) multiply, so that one
// jump alone weighs little (Barndorff-Nielsen and Shephard 2004).
function addSample(ledger: usize, move: f64, rate: f64, seconds: f64): void {
  let sample = (move * move) / seconds;
  if (load<f64>(ledger, at.LEDGER_ROBUST) != 0) {
    const before = load<f64>(ledger, at.LEDGER_SAMPLE_RATE);
    if (before < 0) return;
    sample = HALF_PI * before * rate;
  }
  const variance = load<f64>(ledger, at.LEDGER_VARIANCE);
  const weight = -Math.expm1((-LN2 * seconds) / load<f64>(ledger, at.LEDGER_HALF_LIFE));
  store<f64>(ledger, variance + weight * (sample - variance), at.LEDGER_VARIANCE);
}

export function sampleMid(ledger: usize, quote: usize, mid: f64, now: f64): void {
  const previous = load<f64>(ledger, at.LEDGER_SAMPLE_MID);
  let rate: f64 = -1; // none yet
  if (previous != 0) {
    const seconds = (now - load<f64>(ledger, at.LEDGER_SAMPLE_NOW)) * 1e-9;
    if (!(seconds > 0) || seconds < load<f64>(ledger, at.LEDGER_SAMPLE_TIME)) return;
    const move = mid - previous;
    if (load<f64>(ledger, at.LEDGER_ROBUST) != 0) rate = Math.abs(move) / Math.sqrt(seconds);
    addSample(ledger, move, rate, seconds);
    storeSigma(ledger, quote);
  }
  store<f64>(ledger, rate, at.LEDGER_SAMPLE_RATE);
  store<f64>(ledger, mid, at.LEDGER_SAMPLE_MID);
  store<f64>(ledger, now, at.LEDGER_SAMPLE_NOW);
}

// Forgets all orders; they count from the next ticker on.
export function restartOrders(ledger: usize): void {
  for (
    let offset = at.LEDGER_ORDER_EXPOSURE;
    offset <= at.LEDGER_SELL_SQUARED_STEPS;
    offset += at.VECTOR_BYTES
  ) {
    store<f64>(ledger + offset, 0);
  }
  store<f64>(ledger, 0, at.LEDGER_ORDER_MID);
  store<f64>(ledger, -1, at.LEDGER_ORDER_DECAYED);
}

export function startOrders(ledger: usize, now: f64): void {
  if (load<f64>(ledger, at.LEDGER_ORDER_HALF_LIFE) == 0) return;
  if (load<f64>(ledger, at.LEDGER_ORDER_DECAYED) >= 0) return;
  store<f64>(ledger, now, at.LEDGER_ORDER_DECAYED);
}

function scale(ledger: usize, offset: usize, kept: f64): void {
  store<f64>(ledger + offset, load<f64>(ledger + offset) * kept);
}

function forgetSide(side: usize, kept: f64): void {
  scale(side, at.LEDGER_BUY_ORDERS, kept);
  scale(side, at.LEDGER_BUY_SQUARED_WEIGHTS, kept * kept);
  scale(side, at.LEDGER_BUY_STEPS, kept);
  scale(side, at.LEDGER_BUY_SQUARED_STEPS, kept);
}

function forget(ledger: usize, now: f64): void {
  const seconds = (now - load<f64>(ledger, at.LEDGER_ORDER_DECAYED)) * 1e-9;
  const halfLife = load<f64>(ledger, at.LEDGER_ORDER_HALF_LIFE);
  const lost = -Math.expm1((-LN2 * seconds) / halfLife);
  const exposure = load<f64>(ledger, at.LEDGER_ORDER_EXPOSURE);
  store<f64>(ledger, exposure * (1 - lost) + (lost * halfLife) / LN2, at.LEDGER_ORDER_EXPOSURE);
  forgetSide(ledger, 1 - lost);
  forgetSide(ledger + SELL_SIDE, 1 - lost);
  store<f64>(ledger, now, at.LEDGER_ORDER_DECAYED);
}

const SELL_SIDE: usize = at.LEDGER_SELL_ORDERS - at.LEDGER_BUY_ORDERS;

function add(side: usize, offset: usize, amount: f64): void {
  store<f64>(side + offset, load<f64>(side + offset) + amount);
}

// A public trade. Trades of one moment and side are one order, as deep as the deepest of them from the
// mid before the first. Whole ticks beyond the configured depth are geometric when depths are exponential.
export function countTrade(ledger: usize, quote: usize, now: f64, ticks: f64, taker: f64): void {
  if (load<f64>(ledger, at.LEDGER_ORDER_HALF_LIFE) == 0) return;
  if (load<f64>(ledger, at.LEDGER_ORDER_DECAYED) < 0) return;
  const isSame =
    load<f64>(ledger, at.LEDGER_ORDER_MID) != 0 &&
    load<f64>(ledger, at.LEDGER_ORDER_NOW) == now &&
    load<f64>(ledger, at.LEDGER_ORDER_TAKER) == taker;
  if (!isSame) {
    const mid = (load<f64>(quote, at.QUOTE_BID) + load<f64>(quote, at.QUOTE_ASK)) * 0.5;
    store<f64>(ledger, mid, at.LEDGER_ORDER_MID);
    store<f64>(ledger, now, at.LEDGER_ORDER_NOW);
    store<f64>(ledger, taker, at.LEDGER_ORDER_TAKER);
    store<f64>(ledger, -1, at.LEDGER_ORDER_STEPS);
  }
  const beyond = ticks - load<f64>(ledger, at.LEDGER_ORDER_MID);
  const isSale = taker == code.SIDE_SELL;
  const reach = (isSale ? -beyond : beyond) - load<f64>(ledger, at.LEDGER_ORDER_FROM);
  const steps = Math.floor(reach);
  const before = load<f64>(ledger, at.LEDGER_ORDER_STEPS);
  if (!(steps > before)) return;
  store<f64>(ledger, steps, at.LEDGER_ORDER_STEPS);
  const side = isSale ? ledger + SELL_SIDE : ledger;
  if (before < 0) {
    forget(ledger, now);
    add(side, at.LEDGER_BUY_ORDERS, 1);
    add(side, at.LEDGER_BUY_SQUARED_WEIGHTS, 1);
  }
  const counted = Math.max(before, 0);
  add(side, at.LEDGER_BUY_STEPS, steps - counted);
  add(side, at.LEDGER_BUY_SQUARED_STEPS, steps * steps - counted * counted);
}
