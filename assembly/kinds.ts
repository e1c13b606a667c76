// Which kinds of fields an opcode has, and the range of every kind.
import * as code from './codes';
import * as at from './layout';
import * as op from './opcodes';

// Kinds of an opcode's fields, -1 for an unknown opcode.
export function kindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_BOOK_TICKER:
      return op.FIELDS_BOOK_TICKER;
    case op.OP_TRADE:
      return op.FIELDS_TRADE;
    case op.OP_MARK:
      return op.FIELDS_MARK;
    case op.OP_ASSET_RATE:
      return op.FIELDS_ASSET_RATE;
    case op.OP_FILL:
      return op.FIELDS_FILL;
    case op.OP_WORKING:
      return op.FIELDS_WORKING;
    case op.OP_POSITION:
      return op.FIELDS_POSITION;
    case op.OP_CASH:
      return op.FIELDS_CASH;
    case op.OP_FUNDING:
      return op.FIELDS_FUNDING;
    case op.OP_SETTLE:
      return op.FIELDS_SETTLE;
    case op.OP_ALPHA:
      return op.FIELDS_ALPHA;
    case op.OP_CLOCK:
      return op.FIELDS_CLOCK;
    case op.OP_TRADING_STATE:
      return op.FIELDS_TRADING_STATE;
    default:
      return configurationKindsOf(opcodeRead);
  }
}

function configurationKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_DEFINE_ASSET:
      return op.FIELDS_DEFINE_ASSET;
    case op.OP_DEFINE_INSTRUMENT:
      return op.FIELDS_DEFINE_INSTRUMENT;
    case op.OP_SET_FEES:
      return op.FIELDS_SET_FEES;
    case op.OP_SET_QUOTING:
      return op.FIELDS_SET_QUOTING;
    case op.OP_SET_LINEAR:
      return op.FIELDS_SET_LINEAR;
    case op.OP_SET_AVELLANEDA_STOIKOV:
      return op.FIELDS_SET_AVELLANEDA_STOIKOV;
    case op.OP_SET_GUEANT:
      return op.FIELDS_SET_GUEANT;
    case op.OP_SET_VOLATILITY:
      return op.FIELDS_SET_VOLATILITY;
    case op.OP_SET_INVENTORY:
      return op.FIELDS_SET_INVENTORY;
    case op.OP_SET_RISK:
      return op.FIELDS_SET_RISK;
    case op.OP_SET_ESTIMATORS:
      return op.FIELDS_SET_ESTIMATORS;
    case op.OP_SET_BOOK_LIMITS:
      return op.FIELDS_SET_BOOK_LIMITS;
    case op.OP_SET_MAX_AHEAD:
      return op.FIELDS_SET_MAX_AHEAD;
    case op.OP_SET_TABLE_LEVEL:
      return op.FIELDS_SET_TABLE_LEVEL;
    case op.OP_SET_TABLE:
      return op.FIELDS_SET_TABLE;
    case op.OP_SET_FACTOR_LOADINGS:
      return op.FIELDS_SET_FACTOR_LOADINGS;
    default:
      return derivativeKindsOf(opcodeRead);
  }
}

function derivativeKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_DEFINE_UNDERLYING:
      return op.FIELDS_DEFINE_UNDERLYING;
    case op.OP_SET_UNDERLYING:
      return op.FIELDS_SET_UNDERLYING;
    case op.OP_DEFINE_EXPIRY:
      return op.FIELDS_DEFINE_EXPIRY;
    case op.OP_DEFINE_OPTION:
      return op.FIELDS_DEFINE_OPTION;
    case op.OP_SET_SMILE:
      return op.FIELDS_SET_SMILE;
    case op.OP_SET_GUARD:
      return op.FIELDS_SET_GUARD;
    case op.OP_SET_LADDER:
      return op.FIELDS_SET_LADDER;
    case op.OP_SET_OPTION_MODEL:
      return op.FIELDS_SET_OPTION_MODEL;
    case op.OP_SET_VEGA_RISK:
      return op.FIELDS_SET_VEGA_RISK;
    case op.OP_INDEX:
      return op.FIELDS_INDEX;
    case op.OP_FORWARD:
      return op.FIELDS_FORWARD;
    case op.OP_IMPLIED_VOL:
      return op.FIELDS_IMPLIED_VOL;
    case op.OP_REMARK:
      return op.FIELDS_REMARK;
    default:
      return hedgingKindsOf(opcodeRead);
  }
}

function hedgingKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_SET_HEDGE:
      return op.FIELDS_SET_HEDGE;
    case op.OP_SET_HEDGE_INSTRUMENT:
      return op.FIELDS_SET_HEDGE_INSTRUMENT;
    case op.OP_HEDGE_RESULT:
      return op.FIELDS_HEDGE_RESULT;
    default:
      return gateKindsOf(opcodeRead);
  }
}

function gateKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_CHECK_ORDER:
      return op.FIELDS_CHECK_ORDER;
    case op.OP_SET_GATE:
      return op.FIELDS_SET_GATE;
    case op.OP_SET_INSTRUMENT_GATE:
      return op.FIELDS_SET_INSTRUMENT_GATE;
    default:
      return marginKindsOf(opcodeRead);
  }
}

function marginKindsOf(opcodeRead: i32): i64 {
  switch (opcodeRead) {
    case op.OP_SET_MARGIN:
      return op.FIELDS_SET_MARGIN;
    case op.OP_SET_ACCOUNT:
      return op.FIELDS_SET_ACCOUNT;
    case op.OP_SET_COLLATERAL:
      return op.FIELDS_SET_COLLATERAL;
    case op.OP_SET_MARGIN_TIER:
      return op.FIELDS_SET_MARGIN_TIER;
    case op.OP_SET_MARGIN_SLOPE:
      return op.FIELDS_SET_MARGIN_SLOPE;
    case op.OP_SET_ISOLATED:
      return op.FIELDS_SET_ISOLATED;
    case op.OP_SET_OPTION_MARGIN:
      return op.FIELDS_SET_OPTION_MARGIN;
    default:
      return -1;
  }
}

export function smallestOf(kind: i32): f64 {
  switch (kind) {
    case op.KIND_TICKS:
      return 1;
    case op.KIND_SIGNED_LOTS:
      return -(<f64>code.MAX_LOTS);
    case op.KIND_NUMBER:
    case op.KIND_OPTIONAL_NUMBER:
      return -code.MAX_NUMBER;
    case op.KIND_POSITIVE:
      return code.MIN_POSITIVE;
    default:
      return 0;
  }
}

export function largestOf(state: usize, kind: i32): f64 {
  switch (kind) {
    case op.KIND_INSTRUMENT:
    case op.KIND_OPTIONAL_INSTRUMENT:
      return <f64>(load<i32>(state, at.BOOK_INSTRUMENT_CAPACITY) - 1);
    case op.KIND_ASSET:
    case op.KIND_OPTIONAL_ASSET:
      return <f64>(load<i32>(state, at.BOOK_ASSET_CAPACITY) - 1);
    case op.KIND_TICKS:
      return <f64>code.MAX_TICKS;
    case op.KIND_LOTS:
    case op.KIND_SIGNED_LOTS:
      return <f64>code.MAX_LOTS;
    case op.KIND_ENUM:
      return 15;
    case op.KIND_RATIO:
      return 1;
    default:
      return code.MAX_NUMBER;
  }
}

export function isFractional(kind: i32): bool {
  return (
    (kind >= op.KIND_NUMBER && kind <= op.KIND_POSITIVE) ||
    kind == op.KIND_OPTIONAL_NUMBER ||
    kind == op.KIND_RATIO
  );
}
