/** What the kernel has estimated of an instrument, from the sums that it keeps. */
import * as code from '../../assembly/codes.js';
import * as at from '../../assembly/layout.js';
import { codeName } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import type { EstimatesReport, InstrumentTerms, IntensityReport } from './types.js';

/** Reads volatility and the intensity of both sides, as of the last frame. */
export function estimatesReport(region: BookRegion, terms: InstrumentTerms): EstimatesReport {
  const ledger = region.ledgerLane(terms.index);
  const quote = region.quoteLane(terms.index);
  const { kept, exposure } = decayed(region, ledger);
  const side = (offset: number): IntensityReport => {
    const lane = ledger + offset - at.LEDGER_BUY_ORDERS;
    const [orders, weights, steps, squares] = [
      region.float(lane + at.LEDGER_BUY_ORDERS),
      region.float(lane + at.LEDGER_BUY_SQUARED_WEIGHTS),
      region.float(lane + at.LEDGER_BUY_STEPS),
      region.float(lane + at.LEDGER_BUY_SQUARED_STEPS),
    ];
    const sums = { orders, weights, steps, squares, rate: (orders * kept) / exposure };
    return intensityReport(sums, {
      tickSize: terms.tickSize,
      isOn: region.float(ledger + at.LEDGER_ORDER_HALF_LIFE) > 0,
      minimum: region.float(ledger + at.LEDGER_ORDER_MINIMUM),
      fromTicks: region.float(ledger + at.LEDGER_ORDER_FROM),
    });
  };
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    sigma: region.float(quote + at.QUOTE_SIGMA) * terms.tickSize,
    robust: region.float(ledger + at.LEDGER_ROBUST) !== 0,
    bought: side(at.LEDGER_BUY_ORDERS),
    sold: side(at.LEDGER_SELL_ORDERS),
  };
}

/** What is left of the sums now, and the exposure with the time since. */
function decayed(region: BookRegion, ledger: number): { kept: number; exposure: number } {
  const since = region.float(ledger + at.LEDGER_ORDER_DECAYED);
  const halfLife = region.float(ledger + at.LEDGER_ORDER_HALF_LIFE);
  if (halfLife === 0 || since < 0) return { kept: 0, exposure: 0 };
  const seconds = (region.float(region.state + at.BOOK_NOW) - since) * 1e-9;
  const lost = -Math.expm1((-Math.LN2 * seconds) / halfLife);
  const before = region.float(ledger + at.LEDGER_ORDER_EXPOSURE);
  return { kept: 1 - lost, exposure: before * (1 - lost) + (lost * halfLife) / Math.LN2 };
}

/** Decayed sums of a side; `rate` is orders per second now. */
interface Sums {
  readonly orders: number;
  readonly weights: number;
  readonly steps: number;
  readonly squares: number;
  readonly rate: number;
}

interface Settings {
  readonly tickSize: number;
  readonly isOn: boolean;
  readonly minimum: number;
  readonly fromTicks: number;
}

/**
 * Whole ticks beyond `fromTicks` of exponential depths are geometric with mean m = 1 / (e^k - 1), k
 * per tick, and variance m (1 + m): k = ln(1 + 1/m) by maximum likelihood, with variance
 * 1 / (n m (1 + m)), and A = rate e^(k fromTicks).
 */
function intensityReport(sums: Sums, settings: Settings): IntensityReport {
  const { orders, weights, steps, squares, rate } = sums;
  const effectiveOrders = weights > 0 ? (orders * orders) / weights : 0;
  const refused = (reason: number): IntensityReport => ({
    code: codeName(reason, 'estimate'),
    effectiveOrders,
    ...{ intensityA: null, intensityK: null, standardErrorK: null, dispersion: null },
  });
  if (!settings.isOn) return refused(code.ESTIMATE_OFF);
  // Rates of nothing and of no time are not numbers.
  if (!(effectiveOrders >= settings.minimum && rate > 0 && Number.isFinite(rate))) {
    return refused(code.ESTIMATE_THIN);
  }
  const mean = steps / orders;
  const perTick = Math.log1p(1 / mean);
  const intensityA = rate * (1 + Math.expm1(perTick * settings.fromTicks));
  if (!(mean > 0 && Number.isFinite(intensityA))) return refused(code.ESTIMATE_NO_DECAY);
  const expected = mean * (1 + mean);
  const dispersion = Math.max(squares / orders - mean * mean, 0) / expected;
  const errorPerTick = Math.sqrt(Math.max(1, dispersion) / (effectiveOrders * expected));
  return {
    code: codeName(code.ESTIMATED, 'estimate'),
    effectiveOrders,
    intensityA,
    intensityK: perTick / settings.tickSize,
    standardErrorK: errorPerTick / settings.tickSize,
    dispersion,
  };
}
