// Reason codes, states and ranges: the one place both compilers read. Codes are never reused.
// Plain constants only: no imports, no annotations. Texts are in src/frames/codes.ts.

// Ranges
export const MAX_TICKS = 1099511627776; // 2^40
export const MAX_LOTS = 1125899906842624; // 2^50
export const MAX_NUMBER = 1e15;
export const MIN_POSITIVE = 1e-15;
export const MAX_MONEY = 1.2379400392853803e27; // 2^90, lots x level
export const MAX_TIME_NS = 4611686018427387904; // 2^62, the year 2116
export const MAX_FRAME_BYTES = 512;
export const MAX_FRAME_FIELDS = 13;
export const MAX_REASON_BYTES = 64;
export const FACTORS_MAX = 8; // of whole-book skew

// Contract kinds
export const CONTRACT_SPOT = 0;
export const CONTRACT_LINEAR = 1;
export const CONTRACT_INVERSE = 2;
export const CONTRACT_QUANTO = 3;
export const CONTRACT_OPTION = 4; // premium in quote currency; kinds from here on are options
export const CONTRACT_INVERSE_OPTION = 5; // premium and payoff in coin

// Sides, liquidity, purposes
export const SIDE_BUY = 0;
export const SIDE_SELL = 1;
export const LIQUIDITY_MAKER = 0;
export const LIQUIDITY_TAKER = 1;
export const PURPOSE_QUOTE = 0;
export const PURPOSE_HEDGE = 1;
export const CASH_CAPITAL = 0;
export const CASH_ADJUSTMENT = 1;

// Rights of options
export const RIGHT_CALL = 0;
export const RIGHT_PUT = 1;

// Sides that a level of a quote table quotes
export const TABLE_BOTH = 0;
export const TABLE_BID_ONLY = 1;
export const TABLE_ASK_ONLY = 2;

// Trading states
export const STATE_ACTIVE = 0;
export const STATE_REDUCING = 1;
export const STATE_HALTED = 2;

// Why a frame was not applied. 0 = applied.
export const APPLIED = 0;
export const REJECT_NOT_A_FRAME = 1; // bytes that do not start an array of 3 .. 16 elements
export const REJECT_MALFORMED = 2; // an element is not a well-formed msgpack scalar
export const REJECT_FRAME_TOO_LONG = 3;
export const REJECT_TRUNCATED = 4; // input ended inside a frame
export const REJECT_UNKNOWN_OPCODE = 5;
export const REJECT_FIELD_COUNT = 6;
export const REJECT_FIELD_TYPE = 7;
export const REJECT_FIELD_RANGE = 8;
export const REJECT_SEQUENCE_REGRESSION = 9;
export const REJECT_TIME_BACKWARDS = 10;
export const REJECT_UNKNOWN_INSTRUMENT = 11;
export const REJECT_UNKNOWN_ASSET = 12;
export const REJECT_ALREADY_DEFINED = 13;
export const REJECT_CROSSED_BOOK = 14;
export const REJECT_DUPLICATE_FILL = 15;
export const REJECT_OVERFLOW = 16;
export const REJECT_INCONSISTENT = 17; // fields contradict each other, for example resting > open
export const REJECT_OUTPUT_FULL = 18; // drain output frames and apply again
export const REJECT_UNKNOWN_BOOK = 19; // streams of many books only
export const REJECT_UNKNOWN_UNDERLYING = 20;
export const REJECT_UNKNOWN_EXPIRY = 21;
export const REJECT_NOT_AN_OPTION = 22;
export const REJECT_NO_ROOM = 23; // more than the capacity chosen at creation

// Why a side is not quoted. 0 = quoted.
export const QUOTED = 0;
export const DROP_NOT_CONFIGURED = 32;
export const DROP_HALTED = 33;
export const DROP_NO_MARKET = 34;
export const DROP_STALE = 35;
export const DROP_PRICE = 36;
export const DROP_COLLAR = 37;
export const DROP_REDUCING = 38;
export const DROP_INVENTORY = 39;
export const DROP_LIMIT = 40;
export const DROP_MIN_SIZE = 41;
export const DROP_MIN_NOTIONAL = 42;

// What moved a trading state, or which limit was met. 0 = none.
export const LIMIT_NONE = 0;
export const LIMIT_OPERATOR = 64;
export const LIMIT_POSITION = 65;
export const LIMIT_NOTIONAL = 66;
export const LIMIT_LOSS_REDUCE = 67;
export const LIMIT_LOSS_HALT = 68;
export const LIMIT_DRAWDOWN_REDUCE = 69;
export const LIMIT_DRAWDOWN_HALT = 70;
export const LIMIT_GROSS_NOTIONAL = 71;
export const LIMIT_WORST_CASE = 72;
export const LIMIT_RECOVERED = 73; // back to ACTIVE: every measure is inside the recover band

// Verdicts on orders
export const VERDICT_ALLOW = 0;
export const VERDICT_RESIZE = 1;
export const VERDICT_DENY = 2;
export const ACTION_NEW = 0;
export const ACTION_AMEND = 1;
export const ACTION_CANCEL = 2;

// Why an order is denied or made smaller. 0 = allowed.
export const ORDER_TRADING_HALTED = 128;
export const ORDER_MARKET_UNKNOWN = 129;
export const ORDER_MARKET_STALE = 130;
export const ORDER_DUPLICATE_ORDER = 131;
export const ORDER_CROSSES_OWN = 132;
export const ORDER_MARK_COLLAR = 133;
export const ORDER_TOUCH_COLLAR = 134;
export const ORDER_REPEATED = 135;
export const ORDER_REDUCE_ONLY = 136; // the state or the order says: reduce only
export const ORDER_UNREPORTED = 137;
export const ORDER_MAX_LOTS = 138;
export const ORDER_MAX_VALUE = 139;
export const ORDER_POSITION_ROOM = 140;
export const ORDER_NOTIONAL_ROOM = 141;
export const ORDER_GUARD_ROOM = 142;
export const ORDER_MESSAGE_BUDGET = 143;

// Why there is no estimate of a fill intensity. 0 = there is one.
export const ESTIMATED = 0;
export const ESTIMATE_OFF = 112; // not configured
export const ESTIMATE_THIN = 113; // fewer effective orders than configured
export const ESTIMATE_NO_DECAY = 114; // every order ended within a tick: no finite A and k

// Why the pool did not take a frame. 0 = taken; whether it was applied, the book says.
export const POOL_RING_FULL = 96; // the worker is behind: send again
export const POOL_BOOK_FAILED = 97; // the kernel stopped at this book again after a restart
export const POOL_BOOK_CLOSED = 98;
export const POOL_RECORD_TOO_LONG = 99;
