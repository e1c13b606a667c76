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
export const MAX_HEDGE_INSTRUMENTS = 8; // of one underlying
export const MAX_MARGIN_TIERS = 8; // of one instrument, above the first

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

// What stands behind cross margin
export const ACCOUNT_SINGLE_ASSET = 0; // equity of the asset that a position settles in
export const ACCOUNT_MULTI_ASSET = 1; // equity of the book, less haircuts

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
export const REJECT_TIME_AHEAD = 24;

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
export const DROP_STOPPED = 48;

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

export const LIMIT_GUARD = 74; // a guard, which the `ladder` frame names

// Rungs of the ladder
export const RUNG_NORMAL = 0;
export const RUNG_WIDEN = 1; // wider and smaller quotes
export const RUNG_REDUCE_ONLY = 2;
export const RUNG_STOP_NEW = 3; // published quotes may only shrink or go
export const RUNG_CANCEL_ALL = 4; // halted; this and the next end only by an operator frame
export const RUNG_FLATTEN = 5; // halted, and positions are to be closed

// What a guard is about
export const GUARD_OF_BOOK = 0;
export const GUARD_OF_ASSET = 1;
export const GUARD_OF_UNDERLYING = 2;
export const GUARD_OF_INSTRUMENT = 3;
export const GUARD_OF_FACTOR = 4;

// What a guard watches
export const MEASURE_POSITION = 1; // lots, worst case over open orders; instrument
export const MEASURE_NOTIONAL = 2; // quote currency at the mark, worst case; instrument
export const MEASURE_DELTA = 3; // base units, worst case; underlying
export const MEASURE_DOLLAR_DELTA = 4; // the same at the index, quote currency; underlying
export const MEASURE_DOLLAR_GAMMA = 5; // change of dollar delta for 1 % of index; underlying
export const MEASURE_VEGA = 6; // quote currency per 1.00, worst case; underlying
export const MEASURE_THETA = 7; // quote currency per day; underlying
export const MEASURE_GROSS = 8; // gross notional; book, asset, underlying
export const MEASURE_NET = 9; // net notional without options; underlying
export const MEASURE_LEVERAGE = 10; // gross notional / equity; book
export const MEASURE_VALUE_AT_RISK = 11; // reporting currency, by factors; book
export const MEASURE_LOSS = 12; // reporting currency since the UTC day began; book
export const MEASURE_DRAWDOWN = 13; // reporting currency below the peak; book
export const MEASURE_FACTOR = 14; // exposure to a factor; factor
export const MEASURE_MARGIN = 15; // initial margin / equity; book
export const MEASURE_MAINTENANCE = 16; // maintenance margin / equity; book
export const MEASURE_LIQUIDATION = 17; // distance of the liquidation price, share of the mark; book, instrument

// Hedging modes, and how a hedge ended
export const HEDGING_OFF = 0;
export const HEDGING_BAND = 1;
export const HEDGING_WHALLEY_WILMOTT = 2;
export const HEDGING_DEALER = 3;
export const HEDGING_MINIMUM_VARIANCE = 4;
export const RESULT_DONE = 0;
export const RESULT_CANCELLED = 1;
export const RESULT_REJECTED = 2;

// Why a hedge was sent; why none was, the most telling last. 0 = hedging is off.
export const HEDGE_NONE = 0;
export const HEDGE_BAND = 144;
export const HEDGE_DEALER = 145;
export const HEDGE_MINIMUM_VARIANCE = 146;
export const HEDGE_TARGET = 147; // hedging was configured anew
export const HEDGE_FLATTEN = 148;
export const HEDGE_INSIDE = 149; // trading costs more than it saves
export const HEDGE_NO_INSTRUMENT = 150; // none is enabled, or none moves the exposure
export const HEDGE_STALE_MARKET = 151;
export const HEDGE_UNCONFIRMED = 152; // a hedge was sent and its end never reported
export const HEDGE_IN_FLIGHT = 153;
export const HEDGE_LIMITED = 154; // position limit, notional limit or trading state leave no room
export const HEDGE_ROUNDED = 155; // less than a lot, or than the smallest order
export const HEDGE_RATE_LIMITED = 156;
export const HEDGE_NO_INDEX = 157;
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
export const ORDER_MARGIN_ROOM = 160; // initial margin against the equity of the account

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
