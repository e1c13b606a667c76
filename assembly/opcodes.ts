// Opcodes of the protocol and the kinds of their fields: the one place both compilers read.
// Plain constants only: no imports, no annotations. Names, units and texts are in src/frames/schema.ts.

// Field kinds, one hexadecimal digit each.
export const KIND_END = 0;
export const KIND_INSTRUMENT = 1; // instrument index below the book's capacity
export const KIND_ASSET = 2; // asset index below the book's capacity
export const KIND_TICKS = 3; // integer 1 .. MAX_TICKS
export const KIND_LOTS = 4; // integer 0 .. MAX_LOTS
export const KIND_SIGNED_LOTS = 5; // integer -MAX_LOTS .. MAX_LOTS
export const KIND_NUMBER = 6; // finite, |x| <= MAX_NUMBER
export const KIND_NON_NEGATIVE = 7; // 0 .. MAX_NUMBER
export const KIND_POSITIVE = 8; // MIN_POSITIVE .. MAX_NUMBER
export const KIND_ID = 9; // integer 0 .. 2^64-2
export const KIND_ENUM = 10; // integer 0 .. 15, the handler knows the members
export const KIND_OPTIONAL_NUMBER = 11; // nil, or as KIND_NUMBER
export const KIND_OPTIONAL_ASSET = 12; // nil, or as KIND_ASSET
export const KIND_OPTIONAL_INSTRUMENT = 13; // nil, or as KIND_INSTRUMENT
export const KIND_REASON = 14; // UTF-8 text, 1 .. MAX_REASON_BYTES bytes
export const KIND_RATIO = 15; // 0 .. 1

// Input. FIELDS_x lists the kinds after [opcode, sequence, timeNs], first field in the lowest digit.
export const OP_DEFINE_ASSET = 1;
export const FIELDS_DEFINE_ASSET = 0xd82;
export const OP_DEFINE_INSTRUMENT = 2;
export const FIELDS_DEFINE_INSTRUMENT = 0x6674888222a1;
export const OP_SET_FEES = 3;
export const FIELDS_SET_FEES = 0x661;
export const OP_SET_QUOTING = 4;
export const FIELDS_SET_QUOTING = 0x777f7687aff41;
export const OP_SET_LINEAR = 5;
export const FIELDS_SET_LINEAR = 0x7771;
export const OP_SET_AVELLANEDA_STOIKOV = 6;
export const FIELDS_SET_AVELLANEDA_STOIKOV = 0xbb87871;
export const OP_SET_GUEANT = 7;
export const FIELDS_SET_GUEANT = 0xb888771;
export const OP_SET_VOLATILITY = 8;
export const FIELDS_SET_VOLATILITY = 0x77781;
export const OP_SET_INVENTORY = 9;
export const FIELDS_SET_INVENTORY = 0xb451;
export const OP_SET_RISK = 10;
export const FIELDS_SET_RISK = 0xbb1;
export const OP_SET_BOOK_LIMITS = 11;
export const FIELDS_SET_BOOK_LIMITS = 0xfbbbbb;
export const OP_SET_TABLE_LEVEL = 12;
export const FIELDS_SET_TABLE_LEVEL = 0xa664;
export const OP_SET_TABLE = 13;
export const FIELDS_SET_TABLE = 0x86441;
export const OP_SET_FACTOR_LOADINGS = 14;
export const FIELDS_SET_FACTOR_LOADINGS = 0x666666667771;
export const OP_SET_ESTIMATORS = 15;
export const FIELDS_SET_ESTIMATORS = 0x788a1;

export const OP_BOOK_TICKER = 16;
export const FIELDS_BOOK_TICKER = 0x44331;
export const OP_TRADE = 17;
export const FIELDS_TRADE = 0xa431;
export const OP_MARK = 18;
export const FIELDS_MARK = 0x81;
export const OP_ASSET_RATE = 19;
export const FIELDS_ASSET_RATE = 0x82;
export const OP_FILL = 20;
export const FIELDS_FILL = 0xcbaa43a91;
export const OP_WORKING = 21;
export const FIELDS_WORKING = 0x44441;
export const OP_POSITION = 22;
export const FIELDS_POSITION = 0x351;
export const OP_CASH = 23;
export const FIELDS_CASH = 0xa62;
export const OP_FUNDING = 24;
export const FIELDS_FUNDING = 0x861;
export const OP_SETTLE = 25;
export const FIELDS_SETTLE = 0x71;
export const OP_ALPHA = 26;
export const FIELDS_ALPHA = 0x61;
export const OP_CLOCK = 27;
export const FIELDS_CLOCK = 0x0;
export const OP_TRADING_STATE = 28;
export const FIELDS_TRADING_STATE = 0xead;

export const OP_SET_MAX_AHEAD = 29;
export const FIELDS_SET_MAX_AHEAD = 0xb;

// Streams of many books: these two say whose the frames behind them are. A book by itself refuses them.
export const OP_BOOK = 32;
export const FIELDS_BOOK = 0x4;
export const OP_OPEN_BOOK = 33;
export const FIELDS_OPEN_BOOK = 0x444444444;

// Underlyings, expiries, options.
export const OP_DEFINE_UNDERLYING = 34;
export const FIELDS_DEFINE_UNDERLYING = 0xbbdc4;
export const OP_SET_UNDERLYING = 35;
export const FIELDS_SET_UNDERLYING = 0x41;
export const OP_DEFINE_EXPIRY = 36;
export const FIELDS_DEFINE_EXPIRY = 0x6944;
export const OP_DEFINE_OPTION = 37;
export const FIELDS_DEFINE_OPTION = 0xaab8a41;
export const OP_SET_SMILE = 38;
export const FIELDS_SET_SMILE = 0x866764;
export const OP_SET_OPTION_MODEL = 39;
export const FIELDS_SET_OPTION_MODEL = 0x66666666aa1;
export const OP_SET_GUARD = 42;
export const FIELDS_SET_GUARD = 0x7ff4aabb44a4;
export const OP_SET_LADDER = 43;
export const FIELDS_SET_LADDER = 0x7b87f8;
export const OP_SET_VEGA_RISK = 47;
export const FIELDS_SET_VEGA_RISK = 0xb774;
export const OP_INDEX = 48;
export const FIELDS_INDEX = 0x84;
export const OP_FORWARD = 49;
export const FIELDS_FORWARD = 0x84;
export const OP_IMPLIED_VOL = 50;
export const FIELDS_IMPLIED_VOL = 0x81;
export const OP_REMARK = 51;
export const FIELDS_REMARK = 0x4;

// Hedging.
export const OP_SET_HEDGE = 40;
export const FIELDS_SET_HEDGE = 0xb7f6666777a4;
export const OP_SET_HEDGE_INSTRUMENT = 41;
export const FIELDS_SET_HEDGE_INSTRUMENT = 0x77467ba1;
export const OP_HEDGE_RESULT = 52;
export const FIELDS_HEDGE_RESULT = 0xa441;

// Margin.
export const OP_SET_MARGIN = 46;
export const FIELDS_SET_MARGIN = 0x7ff1;
export const OP_SET_ACCOUNT = 54;
export const FIELDS_SET_ACCOUNT = 0xa;
export const OP_SET_COLLATERAL = 55;
export const FIELDS_SET_COLLATERAL = 0xf2;
export const OP_SET_MARGIN_TIER = 56;
export const FIELDS_SET_MARGIN_TIER = 0xff841;
export const OP_SET_MARGIN_SLOPE = 57;
export const FIELDS_SET_MARGIN_SLOPE = 0x771;
export const OP_SET_ISOLATED = 58;
export const FIELDS_SET_ISOLATED = 0xb1;
export const OP_SET_OPTION_MARGIN = 59;
export const FIELDS_SET_OPTION_MARGIN = 0xfff1;

// Pre-trade gate.
export const OP_SET_GATE = 44;
export const FIELDS_SET_GATE = 0xab4b4b;
export const OP_SET_INSTRUMENT_GATE = 45;
export const FIELDS_SET_INSTRUMENT_GATE = 0xa744b4bbbbb1;
export const OP_CHECK_ORDER = 53;
export const FIELDS_CHECK_ORDER = 0x4a44aa91;

// Output.
export const OP_QUOTE = 64;
export const OP_HEDGE = 65;
export const OP_RISK_STATE = 66;
export const OP_LIMIT_EVENT = 67;
export const OP_REJECT = 68;
export const OP_ORDER_VERDICT = 69;
export const OP_LADDER = 70;
