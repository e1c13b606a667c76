// What guards watch: one function per measure (docs/semantics.md 13). NaN when it cannot be known yet.
import { maintenanceRatio, marginUtilisation } from './account';
import * as code from './codes';
import * as dd from './double-double';
import { deltaOf, grossNotional, netNotional, openDeltaDown, openDeltaUp } from './exposure';
import * as guard from './guard-layout';
import * as at from './layout';
import { liquidationDistance, nearestLiquidation } from './liquidation';
import { assetRow, ledgerLane, quoteLane, underlyingRow } from './region';
import * as risk from './risk-layout';

const DAYS_PER_YEAR: f64 = 365;

// Lots of an instrument if the worse side of its open orders were filled.
function worstLots(state: usize, instrument: i32): f64 {
  const position = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  const ledger = ledgerLane(state, instrument);
  const long = Math.abs(position + load<f64>(ledger, at.LEDGER_OPEN_BUY));
  return Math.max(long, Math.abs(position - load<f64>(ledger, at.LEDGER_OPEN_SELL)));
}

function ofInstrument(state: usize, instrument: i32, measure: i32): f64 {
  if (measure == code.MEASURE_LIQUIDATION) return liquidationDistance(state, instrument);
  const lots = worstLots(state, instrument);
  if (measure == code.MEASURE_POSITION) return lots;
  const quote = quoteLane(state, instrument);
  const perTick = load<f64>(quote, at.QUOTE_NOTIONAL_PER_TICK);
  const fixed = load<f64>(quote, at.QUOTE_NOTIONAL_FIXED);
  return lots * (fixed + perTick * load<f64>(quote, at.QUOTE_MARK));
}

// The larger size of a sum if what adds to it, or what takes off from it, came in.
function worst(sum: f64, up: f64, down: f64): f64 {
  return Math.max(Math.abs(sum + up), Math.abs(sum - down));
}

function ofUnderlying(state: usize, row: usize, measure: i32): f64 {
  const index = load<f64>(row, risk.UNDERLYING_INDEX);
  switch (measure) {
    case code.MEASURE_DELTA:
      return worst(deltaOf(state, row), openDeltaUp(row), openDeltaDown(row));
    case code.MEASURE_DOLLAR_DELTA:
      return worst(deltaOf(state, row), openDeltaUp(row), openDeltaDown(row)) * index;
    case code.MEASURE_DOLLAR_GAMMA:
      return Math.abs(load<f64>(row, risk.UNDERLYING_GAMMA)) * index * index * 0.01;
    case code.MEASURE_VEGA:
      return worst(
        load<f64>(row, risk.UNDERLYING_VEGA),
        load<f64>(row, risk.UNDERLYING_VEGA_UP),
        load<f64>(row, risk.UNDERLYING_VEGA_DOWN),
      );
    case code.MEASURE_THETA:
      return Math.abs(load<f64>(row, risk.UNDERLYING_THETA)) / DAYS_PER_YEAR;
    case code.MEASURE_GROSS:
      return grossNotional(row);
    default:
      return Math.abs(netNotional(row));
  }
}

function leverage(state: usize): f64 {
  const gross = dd.valueAt(state + at.BOOK_GROSS_HI);
  const equity = dd.valueAt(state + at.BOOK_EQUITY_HI);
  if (gross <= 0) return 0;
  return equity > 0 ? gross / equity : Infinity;
}

function factorExposure(state: usize, factor: i32): f64 {
  const offset = <usize>factor * 2 * at.VECTOR_BYTES;
  return dd.valueAt(state + at.BOOK_FACTOR_0_HI + offset);
}

// Normal value at risk of the whole book: z sqrt(h) sqrt(sum f^2 + sum D v^2), factors of unit variance.
function valueAtRisk(state: usize, parameter: f64): f64 {
  let variance = Math.max(dd.valueAt(state + guard.BOOK_SPECIFIC_HI), 0);
  for (let factor = 0; factor < code.FACTORS_MAX; factor++) {
    const exposure = factorExposure(state, factor);
    variance += exposure * exposure;
  }
  return parameter * Math.sqrt(variance);
}

function ofBook(state: usize, measure: i32, parameter: f64): f64 {
  const equity = dd.valueAt(state + at.BOOK_EQUITY_HI);
  switch (measure) {
    case code.MEASURE_GROSS:
      return dd.valueAt(state + at.BOOK_GROSS_HI);
    case code.MEASURE_LEVERAGE:
      return leverage(state);
    case code.MEASURE_MARGIN:
      return marginUtilisation(state);
    case code.MEASURE_MAINTENANCE:
      return maintenanceRatio(state);
    case code.MEASURE_LIQUIDATION:
      return nearestLiquidation(state);
    case code.MEASURE_LOSS:
      return load<f64>(state, at.BOOK_DAY_OPEN) - equity;
    case code.MEASURE_DRAWDOWN:
      return Math.max(load<f64>(state, at.BOOK_PEAK) - equity, 0);
    default:
      return valueAtRisk(state, parameter);
  }
}

export function measureOf(state: usize, row: usize): f64 {
  const index = <i32>load<f64>(row, guard.GUARD_INDEX);
  const measure = <i32>load<f64>(row, guard.GUARD_MEASURE);
  switch (<i32>load<f64>(row, guard.GUARD_SCOPE)) {
    case code.GUARD_OF_INSTRUMENT:
      return ofInstrument(state, index, measure);
    case code.GUARD_OF_UNDERLYING:
      return ofUnderlying(state, underlyingRow(state, index), measure);
    case code.GUARD_OF_ASSET:
      return dd.valueAt(assetRow(state, index) + at.ASSET_GROSS_HI);
    case code.GUARD_OF_FACTOR:
      return Math.abs(factorExposure(state, index));
    default:
      return ofBook(state, measure, load<f64>(row, guard.GUARD_PARAMETER));
  }
}

// Whether a scope has this measure.
export function isMeasured(scope: i32, measure: i32): bool {
  switch (scope) {
    case code.GUARD_OF_BOOK:
      return (
        measure == code.MEASURE_GROSS ||
        (measure >= code.MEASURE_LEVERAGE && measure <= code.MEASURE_DRAWDOWN) ||
        (measure >= code.MEASURE_MARGIN && measure <= code.MEASURE_LIQUIDATION)
      );
    case code.GUARD_OF_ASSET:
      return measure == code.MEASURE_GROSS;
    case code.GUARD_OF_UNDERLYING:
      return measure >= code.MEASURE_DELTA && measure <= code.MEASURE_NET;
    case code.GUARD_OF_INSTRUMENT:
      return (
        measure == code.MEASURE_POSITION ||
        measure == code.MEASURE_NOTIONAL ||
        measure == code.MEASURE_LIQUIDATION
      );
    default:
      return measure == code.MEASURE_FACTOR;
  }
}

// Whether less of a measure is worse: its limits are passed from above, and the hard one is the smaller.
export function isFloored(measure: f64): bool {
  return measure == code.MEASURE_LIQUIDATION;
}
