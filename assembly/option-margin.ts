// Margin of short options as Deribit's standard margin states it (docs/semantics.md 14); long ones need
// none. In premium currency per base unit: coins, or quote currency with a coin worth the index.
import * as code from './codes';
import * as at from './layout';
import * as margin from './margin-layout';
import { ledgerLane, optionLane, quoteLane, riskLane, underlyingRow } from './region';
import * as risk from './risk-layout';

// Share of the coin by which the option is out of the money; 0 without an index.
function outOfTheMoney(option: usize, index: f64): f64 {
  if (!(index > 0)) return 0;
  const above = load<f64>(option, risk.OPTION_STRIKE) - index;
  return Math.max(load<f64>(option, risk.OPTION_SIGN) * above, 0) / index;
}

// Of so many lots sold, settle asset. `which` is OF_INITIAL or OF_MAINTENANCE.
export function shortOptionMargin(state: usize, instrument: i32, which: usize, lots: f64): f64 {
  const lane = riskLane(state, instrument);
  const slot = <i32>load<f64>(lane, risk.RISK_OPTION) - 1;
  if (lots == 0 || slot < 0) return 0;
  const ledger = ledgerLane(state, instrument);
  const option = optionLane(state, slot);
  const row = underlyingRow(state, <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1);
  const reference = load<f64>(row, risk.UNDERLYING_REFERENCE);
  const index = reference > 0 ? reference : load<f64>(row, risk.UNDERLYING_INDEX);
  const coin = load<f64>(ledger, at.LEDGER_CONTRACT) == code.CONTRACT_OPTION ? index : 1;
  const ticks = load<f64>(quoteLane(state, instrument), at.QUOTE_MARK);
  const mark = ticks * load<f64>(ledger, at.LEDGER_TICK_SIZE);
  const isPut = load<f64>(option, risk.OPTION_SIGN) < 0;
  const rate = load<f64>(lane, margin.MARGIN_MAINTENANCE_RATE);
  const charge = isPut ? Math.max(coin, mark) * rate : coin * rate;
  let amount = charge + mark;
  if (which == margin.OF_INITIAL) {
    const atTheMoney = load<f64>(lane, margin.MARGIN_INITIAL_RATE) - outOfTheMoney(option, index);
    const initial = Math.max(atTheMoney, load<f64>(lane, margin.MARGIN_FLOOR_RATE)) * coin + mark;
    amount = isPut ? Math.max(initial, amount) : initial;
  }
  return lots * load<f64>(ledger, at.LEDGER_UNIT) * amount;
}
