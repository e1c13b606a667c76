// Irregular-time EWMA of the variance of the mid (docs/semantics.md 5).
import * as at from './layout';

const LN2: f64 = 0.6931471805599453;

export function storeSigma(ledger: usize, quote: usize): void {
  const sigma = Math.sqrt(load<f64>(ledger, at.LEDGER_VARIANCE));
  store<f64>(quote, Math.max(sigma, load<f64>(ledger, at.LEDGER_SIGMA_FLOOR)), at.QUOTE_SIGMA);
}

export function sampleMid(ledger: usize, quote: usize, mid: f64, now: f64): void {
  const previous = load<f64>(ledger, at.LEDGER_SAMPLE_MID);
  if (previous != 0) {
    const seconds = (now - load<f64>(ledger, at.LEDGER_SAMPLE_NOW)) * 1e-9;
    if (!(seconds > 0) || seconds < load<f64>(ledger, at.LEDGER_SAMPLE_TIME)) return;
    const move = mid - previous;
    const variance = load<f64>(ledger, at.LEDGER_VARIANCE);
    const weight = -Math.expm1((-LN2 * seconds) / load<f64>(ledger, at.LEDGER_HALF_LIFE));
    store<f64>(
      ledger,
      variance + weight * ((move * move) / seconds - variance),
      at.LEDGER_VARIANCE,
    );
    storeSigma(ledger, quote);
  }
  store<f64>(ledger, mid, at.LEDGER_SAMPLE_MID);
  store<f64>(ledger, now, at.LEDGER_SAMPLE_NOW);
}
