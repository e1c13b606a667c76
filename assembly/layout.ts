// Where everything lies in memory: the one place offsets are stated.
// Plain integer constants only: no imports, no annotations; the kernel and the host both read this
// file, and the loader compares it with the constants the binary exports.
//
//   book pointer
//   | IO block      | unhashed: registers, terms of the last quote, counters, buffer addresses
//   | state         | hashed and snapshotted; holds no absolute address
//   |   header      | scalars of the book
//   |   assets      | ASSET_BYTES each
//   |   fill ids    | ring of the last ids, then an open-addressing table of twice as many slots
//   |   quotes      | QUOTE_BLOCK_BYTES per pair of instruments: what a tick and a sweep touch
//   |   ledgers     | LEDGER_BLOCK_BYTES per pair: terms and accounts, touched by fills
//   |   skews       | SKEW_BLOCK_BYTES per pair: factor loadings, where the quote table is
//   |   table rows  | TABLE_ROW_BYTES per level of a quote table, shared by all instruments
//   |   ...         | underlyings, expiries, options, risks, guards: risk-layout.ts
//   | output buffer |
//   | input buffer  |
//
// A pair block holds two neighbouring instruments: every quantity is one 16-byte vector, lane 0 the
// even instrument, lane 1 the odd one. A double-double has its low part 16 bytes after its high part.

export const LAYOUT_VERSION = 5;
export const LANE_BYTES = 8;
export const VECTOR_BYTES = 16;
export const LOW_PART = 16; // from the high part of a double-double to its low part

// ---- IO block
export const IO_REGISTERS = 0; // one 8-byte slot per decoded field
export const IO_OUTPUT_BEGIN = 128; // i32 address
export const IO_OUTPUT_END = 136; // i32 address after the last frame
export const IO_OUTPUT_LIMIT = 144; // i32 address
export const IO_FRAMES_REJECTED = 152; // i64
export const IO_DUPLICATE_FILLS = 160; // i64
export const IO_LAST_CODE = 168; // i32
export const IO_CALL_APPLIED = 172; // i32, frames of the last applyFrames
export const IO_CALL_REJECTED = 176; // i32
export const IO_QUOTE_ROWS = 184; // u32 address of rows that published quotes are copied to; 0 for none
export const IO_REJECTS_BY_CODE = 192; // i64 per reject code, 0 .. 31

// Terms of the last quote computed, one vector each, for explain.
export const TERM_MID = 512; // ticks
export const TERM_FAIR = TERM_MID + VECTOR_BYTES; // ticks
export const TERM_RESERVATION = TERM_FAIR + VECTOR_BYTES; // ticks
export const TERM_NORMALISED = TERM_RESERVATION + VECTOR_BYTES; // normalised inventory
export const TERM_BASE_HALF = TERM_NORMALISED + VECTOR_BYTES; // constant part of the half-spread, ticks
export const TERM_MODEL_HALF = TERM_BASE_HALF + VECTOR_BYTES; // model half-spread, ticks
export const TERM_HALF = TERM_MODEL_HALF + VECTOR_BYTES; // after floor and cap, ticks
export const TERM_SKEW = TERM_HALF + VECTOR_BYTES; // ticks
export const TERM_WALL = TERM_SKEW + VECTOR_BYTES; // ticks
export const TERM_BID = TERM_WALL + VECTOR_BYTES; // rounded and clamped, ticks
export const TERM_ASK = TERM_BID + VECTOR_BYTES; // rounded and clamped, ticks
export const TERM_BID_SIZE = TERM_ASK + VECTOR_BYTES; // size after skew and wall, lots
export const TERM_ASK_SIZE = TERM_BID_SIZE + VECTOR_BYTES;
export const TERM_BID_ROOM = TERM_ASK_SIZE + VECTOR_BYTES; // lots
export const TERM_ASK_ROOM = TERM_BID_ROOM + VECTOR_BYTES; // lots
export const TERM_BID_LOTS = TERM_ASK_ROOM + VECTOR_BYTES; // what would be quoted, lots
export const TERM_ASK_LOTS = TERM_BID_LOTS + VECTOR_BYTES;
export const TERM_BID_REASON = TERM_ASK_LOTS + VECTOR_BYTES;
export const TERM_ASK_REASON = TERM_BID_REASON + VECTOR_BYTES;
export const TERM_FLOOR = TERM_ASK_REASON + VECTOR_BYTES; // ticks
export const TERM_CAP = TERM_FLOOR + VECTOR_BYTES; // ticks
export const TERM_BOOK_SKEW = TERM_CAP + VECTOR_BYTES; // whole-book skew, ticks
export const IO_PRICING_INPUTS = 1024; // a group of options being priced: PRICING_ input blocks
export const IO_PRICING_OUTPUTS = 1536; // and output blocks
export const IO_BYTES = 2560;

// ---- Header of the state, from the state's begin
export const BOOK_INSTRUMENT_CAPACITY = 0; // i32
export const BOOK_ASSET_CAPACITY = BOOK_INSTRUMENT_CAPACITY + VECTOR_BYTES; // i32
export const BOOK_FILL_ID_CAPACITY = BOOK_ASSET_CAPACITY + VECTOR_BYTES; // i32, a power of two
export const BOOK_TABLE_CAPACITY = BOOK_FILL_ID_CAPACITY + VECTOR_BYTES; // i32, rows for levels of quote tables
export const BOOK_INSTRUMENT_COUNT = BOOK_TABLE_CAPACITY + VECTOR_BYTES; // i32, 1 + the highest index defined
export const BOOK_QUOTES_OFFSET = BOOK_INSTRUMENT_COUNT + VECTOR_BYTES; // u32, from the state's begin
export const BOOK_LEDGERS_OFFSET = BOOK_QUOTES_OFFSET + VECTOR_BYTES; // u32
export const BOOK_SKEWS_OFFSET = BOOK_LEDGERS_OFFSET + VECTOR_BYTES; // u32
export const BOOK_TABLES_OFFSET = BOOK_SKEWS_OFFSET + VECTOR_BYTES; // u32
export const BOOK_TABLE_CHANGES = BOOK_TABLES_OFFSET + VECTOR_BYTES; // i64, frames that changed a quote table
export const BOOK_HAS_FACTORS = BOOK_TABLE_CHANGES + VECTOR_BYTES; // i32, 1 once an instrument has factor loadings
export const BOOK_EPOCH_NS = BOOK_HAS_FACTORS + VECTOR_BYTES; // i64, time of the first frame after 1970; 0 means none yet
export const BOOK_TIME_NS = BOOK_EPOCH_NS + VECTOR_BYTES; // i64, time of the last frame
export const BOOK_NEXT_DAY_NS = BOOK_TIME_NS + VECTOR_BYTES; // i64, when the next UTC day begins
export const BOOK_MAX_AHEAD_NS = BOOK_NEXT_DAY_NS + VECTOR_BYTES; // i64, most that a frame may be ahead of TIME_NS; the largest for any
export const BOOK_LAST_SEQUENCE = BOOK_MAX_AHEAD_NS + VECTOR_BYTES; // i64
export const BOOK_FRAMES_APPLIED = BOOK_LAST_SEQUENCE + VECTOR_BYTES; // i64
export const BOOK_NOW = BOOK_FRAMES_APPLIED + VECTOR_BYTES; // f64, TIME_NS - EPOCH_NS
export const BOOK_SECONDS = BOOK_NOW + VECTOR_BYTES; // f64, TIME_NS in s since 1970
export const BOOK_FILL_ID_COUNT = BOOK_SECONDS + VECTOR_BYTES; // i64, fill ids remembered since the beginning
export const BOOK_STATE = BOOK_FILL_ID_COUNT + VECTOR_BYTES; // i32, trading state of the book
export const BOOK_OPERATOR_STATE = BOOK_STATE + VECTOR_BYTES; // i32
export const BOOK_AUTOMATIC_STATE = BOOK_OPERATOR_STATE + VECTOR_BYTES; // i32
export const BOOK_AUTOMATIC_LIMIT = BOOK_AUTOMATIC_STATE + VECTOR_BYTES; // i32, what set AUTOMATIC_STATE
export const BOOK_LATCH = BOOK_AUTOMATIC_LIMIT + VECTOR_BYTES; // i32, limit that halted the book; 0 when none
export const BOOK_LIMIT = BOOK_LATCH + VECTOR_BYTES; // i32, what set STATE
export const BOOK_RECOVER_RATIO = BOOK_LIMIT + VECTOR_BYTES; // f64
export const BOOK_MAX_GROSS = BOOK_RECOVER_RATIO + VECTOR_BYTES; // f64, infinite for none
export const BOOK_LOSS_REDUCE = BOOK_MAX_GROSS + VECTOR_BYTES; // f64
export const BOOK_LOSS_HALT = BOOK_LOSS_REDUCE + VECTOR_BYTES; // f64
export const BOOK_DRAWDOWN_REDUCE = BOOK_LOSS_HALT + VECTOR_BYTES; // f64
export const BOOK_DRAWDOWN_HALT = BOOK_DRAWDOWN_REDUCE + VECTOR_BYTES; // f64
export const BOOK_PEAK = BOOK_DRAWDOWN_HALT + VECTOR_BYTES; // f64, reporting currency
export const BOOK_DAY_OPEN = BOOK_PEAK + VECTOR_BYTES; // f64, equity when the UTC day began
export const BOOK_EQUITY_HI = BOOK_DAY_OPEN + VECTOR_BYTES; // reporting currency
export const BOOK_EQUITY_LO = BOOK_EQUITY_HI + VECTOR_BYTES;
export const BOOK_CAPITAL_HI = BOOK_EQUITY_LO + VECTOR_BYTES; // sum of capital flows
export const BOOK_CAPITAL_LO = BOOK_CAPITAL_HI + VECTOR_BYTES;
export const BOOK_GROSS_HI = BOOK_CAPITAL_LO + VECTOR_BYTES; // gross notional
export const BOOK_GROSS_LO = BOOK_GROSS_HI + VECTOR_BYTES;
export const BOOK_SPREAD_HI = BOOK_GROSS_LO + VECTOR_BYTES; // attribution, reporting currency
export const BOOK_SPREAD_LO = BOOK_SPREAD_HI + VECTOR_BYTES;
export const BOOK_HEDGE_HI = BOOK_SPREAD_LO + VECTOR_BYTES;
export const BOOK_HEDGE_LO = BOOK_HEDGE_HI + VECTOR_BYTES;
export const BOOK_INVENTORY_HI = BOOK_HEDGE_LO + VECTOR_BYTES;
export const BOOK_INVENTORY_LO = BOOK_INVENTORY_HI + VECTOR_BYTES;
export const BOOK_ADJUSTMENT_HI = BOOK_INVENTORY_LO + VECTOR_BYTES;
export const BOOK_ADJUSTMENT_LO = BOOK_ADJUSTMENT_HI + VECTOR_BYTES;
export const BOOK_FEES_HI = BOOK_ADJUSTMENT_LO + VECTOR_BYTES; // paid fees are below 0 here
export const BOOK_FEES_LO = BOOK_FEES_HI + VECTOR_BYTES;
export const BOOK_FUNDING_HI = BOOK_FEES_LO + VECTOR_BYTES;
export const BOOK_FUNDING_LO = BOOK_FUNDING_HI + VECTOR_BYTES;
export const BOOK_CONVERSION_HI = BOOK_FUNDING_LO + VECTOR_BYTES;
export const BOOK_CONVERSION_LO = BOOK_CONVERSION_HI + VECTOR_BYTES;
export const BOOK_FACTOR_0_HI = BOOK_CONVERSION_LO + VECTOR_BYTES; // exposure to a factor, reporting currency x loading
export const BOOK_FACTOR_0_LO = BOOK_FACTOR_0_HI + VECTOR_BYTES;
export const BOOK_FACTOR_1_HI = BOOK_FACTOR_0_LO + VECTOR_BYTES;
export const BOOK_FACTOR_1_LO = BOOK_FACTOR_1_HI + VECTOR_BYTES;
export const BOOK_FACTOR_2_HI = BOOK_FACTOR_1_LO + VECTOR_BYTES;
export const BOOK_FACTOR_2_LO = BOOK_FACTOR_2_HI + VECTOR_BYTES;
export const BOOK_FACTOR_3_HI = BOOK_FACTOR_2_LO + VECTOR_BYTES;
export const BOOK_FACTOR_3_LO = BOOK_FACTOR_3_HI + VECTOR_BYTES;
export const BOOK_FACTOR_4_HI = BOOK_FACTOR_3_LO + VECTOR_BYTES;
export const BOOK_FACTOR_4_LO = BOOK_FACTOR_4_HI + VECTOR_BYTES;
export const BOOK_FACTOR_5_HI = BOOK_FACTOR_4_LO + VECTOR_BYTES;
export const BOOK_FACTOR_5_LO = BOOK_FACTOR_5_HI + VECTOR_BYTES;
export const BOOK_FACTOR_6_HI = BOOK_FACTOR_5_LO + VECTOR_BYTES;
export const BOOK_FACTOR_6_LO = BOOK_FACTOR_6_HI + VECTOR_BYTES;
export const BOOK_FACTOR_7_HI = BOOK_FACTOR_6_LO + VECTOR_BYTES;
export const BOOK_FACTOR_7_LO = BOOK_FACTOR_7_HI + VECTOR_BYTES;
export const BOOK_OPERATOR_REASON_BYTES = BOOK_FACTOR_7_LO + VECTOR_BYTES; // i32
export const BOOK_OPERATOR_REASON = BOOK_OPERATOR_REASON_BYTES + VECTOR_BYTES; // text of the last operator command
export const HEADER_BYTES = 2560; // from 1280 on: risk-layout.ts

// ---- One asset
export const ASSET_DEFINED = 0; // 1 once defined
export const ASSET_RATE = ASSET_DEFINED + VECTOR_BYTES; // reporting currency per unit
export const ASSET_RATE_INSTRUMENT = ASSET_RATE + VECTOR_BYTES; // 1 + the instrument whose mark is the rate; 0 for none
export const ASSET_CASH_HI = ASSET_RATE_INSTRUMENT + VECTOR_BYTES; // asset
export const ASSET_CASH_LO = ASSET_CASH_HI + VECTOR_BYTES;
export const ASSET_EQUITY_HI = ASSET_CASH_LO + VECTOR_BYTES; // cash plus PnL of instruments settled in it, asset
export const ASSET_EQUITY_LO = ASSET_EQUITY_HI + VECTOR_BYTES;
export const ASSET_GROSS_HI = ASSET_EQUITY_LO + VECTOR_BYTES; // gross notional of instruments settled in it, asset
export const ASSET_GROSS_LO = ASSET_GROSS_HI + VECTOR_BYTES;
export const ASSET_BYTES = 320; // five cache lines; from 144 on: margin-layout.ts

// ---- Fill ids: 8 bytes a slot
export const FILL_ID_BYTES = 8;
export const FILL_ID_SLOTS_PER_ID = 3; // one in the ring, two in the table

// ---- Quote block of a pair
export const QUOTE_BID = 0; // best bid, ticks; 0 before the first ticker
export const QUOTE_ASK = QUOTE_BID + VECTOR_BYTES; // best ask, ticks
export const QUOTE_BID_LOTS = QUOTE_ASK + VECTOR_BYTES; // size at the best bid
export const QUOTE_ASK_LOTS = QUOTE_BID_LOTS + VECTOR_BYTES; // size at the best ask
export const QUOTE_TICKER_NOW = QUOTE_ASK_LOTS + VECTOR_BYTES; // time of the last ticker, ns since the book's epoch
export const QUOTE_MARK = QUOTE_TICKER_NOW + VECTOR_BYTES; // valuation price, ticks; 0 before any
export const QUOTE_ALPHA = QUOTE_MARK + VECTOR_BYTES; // external signal, fraction of the mid
export const QUOTE_SIGMA = QUOTE_ALPHA + VECTOR_BYTES; // volatility used in quotes, ticks/sqrt(s)
export const QUOTE_POSITION = QUOTE_SIGMA + VECTOR_BYTES; // signed lots
export const QUOTE_OTHER_BUY = QUOTE_POSITION + VECTOR_BYTES; // open buys that the next quote does not replace, lots
export const QUOTE_OTHER_SELL = QUOTE_OTHER_BUY + VECTOR_BYTES; // open sells that the next quote does not replace, lots
export const QUOTE_TARGET = QUOTE_OTHER_SELL + VECTOR_BYTES; // target position, lots
export const QUOTE_INVENTORY_UP = QUOTE_TARGET + VECTOR_BYTES; // 1/(limit - target)
export const QUOTE_INVENTORY_DOWN = QUOTE_INVENTORY_UP + VECTOR_BYTES; // 1/(limit + target)
export const QUOTE_MAX_POSITION = QUOTE_INVENTORY_DOWN + VECTOR_BYTES; // hard limit, lots
export const QUOTE_MAX_NOTIONAL = QUOTE_MAX_POSITION + VECTOR_BYTES; // hard limit, quote currency; infinite for none
export const QUOTE_NOTIONAL_FIXED = QUOTE_MAX_NOTIONAL + VECTOR_BYTES; // quote currency per lot, whatever the price
export const QUOTE_NOTIONAL_PER_TICK = QUOTE_NOTIONAL_FIXED + VECTOR_BYTES; // quote currency per lot and tick
export const QUOTE_BOOK_SKEW = QUOTE_NOTIONAL_PER_TICK + VECTOR_BYTES; // whole-book skew, fraction of fair
export const QUOTE_HALF_CONST = QUOTE_BOOK_SKEW + VECTOR_BYTES; // half-spread, ticks
export const QUOTE_HALF_FAIR = QUOTE_HALF_CONST + VECTOR_BYTES; // half-spread per fair value
export const QUOTE_HALF_SIGMA = QUOTE_HALF_FAIR + VECTOR_BYTES; // half-spread per volatility
export const QUOTE_HALF_VARIANCE = QUOTE_HALF_SIGMA + VECTOR_BYTES; // half-spread per variance and second
export const QUOTE_SKEW_FAIR = QUOTE_HALF_VARIANCE + VECTOR_BYTES; // skew per fair value at full inventory
export const QUOTE_SKEW_SIGMA = QUOTE_SKEW_FAIR + VECTOR_BYTES; // skew per volatility and lot
export const QUOTE_SKEW_VARIANCE = QUOTE_SKEW_SIGMA + VECTOR_BYTES; // skew per variance, second and lot
export const QUOTE_SKEW_CONST = QUOTE_SKEW_VARIANCE + VECTOR_BYTES; // skew, ticks; of a quote table, as of the last change of position
export const QUOTE_HORIZON = QUOTE_SKEW_CONST + VECTOR_BYTES; // longest time to the end of the session, s
export const QUOTE_END_SECONDS = QUOTE_HORIZON + VECTOR_BYTES; // end of the session, s since 1970; infinite for none
export const QUOTE_FLOOR_FAIR = QUOTE_END_SECONDS + VECTOR_BYTES; // floor of the half-spread, fraction of fair
export const QUOTE_CAP_FAIR = QUOTE_FLOOR_FAIR + VECTOR_BYTES; // cap of the half-spread, fraction of fair
export const QUOTE_MAX_SKEW = QUOTE_CAP_FAIR + VECTOR_BYTES; // cap of the skew, fraction of fair
export const QUOTE_WALL_START = QUOTE_MAX_SKEW + VECTOR_BYTES; // normalised inventory where the soft wall begins
export const QUOTE_WALL_SCALE = QUOTE_WALL_START + VECTOR_BYTES; // 1/(1 - WALL_START)
export const QUOTE_WALL_SKEW = QUOTE_WALL_SCALE + VECTOR_BYTES; // extra skew at full inventory, fraction of fair
export const QUOTE_MICRO_WEIGHT = QUOTE_WALL_SKEW + VECTOR_BYTES; // 0 mid .. 1 microprice
export const QUOTE_POST_ONLY = QUOTE_MICRO_WEIGHT + VECTOR_BYTES; // 0 or 1
export const QUOTE_COLLAR = QUOTE_POST_ONLY + VECTOR_BYTES; // largest distance of a quote from the mark, fraction; infinite for none
export const QUOTE_MAX_AGE = QUOTE_COLLAR + VECTOR_BYTES; // oldest quotable ticker, ns; infinite for none
export const QUOTE_QUOTE_LOTS = QUOTE_MAX_AGE + VECTOR_BYTES; // size of one side at target inventory
export const QUOTE_SIZE_SKEW = QUOTE_QUOTE_LOTS + VECTOR_BYTES; // share of size moved by inventory
export const QUOTE_BID_SHARE = QUOTE_SIZE_SKEW + VECTOR_BYTES; // 1, or 0 where the quote table has no bid
export const QUOTE_ASK_SHARE = QUOTE_BID_SHARE + VECTOR_BYTES; // 1, or 0 where the quote table has no ask
export const QUOTE_MIN_LOTS = QUOTE_ASK_SHARE + VECTOR_BYTES; // smallest order
export const QUOTE_MIN_NOTIONAL = QUOTE_MIN_LOTS + VECTOR_BYTES; // smallest order value, quote currency
export const QUOTE_STATE = QUOTE_MIN_NOTIONAL + VECTOR_BYTES; // trading state of the instrument: max of operator and automatic
export const QUOTE_CONFIGURED = QUOTE_STATE + VECTOR_BYTES; // 7 when quoting, model and inventory are set
export const QUOTE_REQUOTE_FAIR = QUOTE_CONFIGURED + VECTOR_BYTES; // smallest price change worth a quote, fraction of fair
export const QUOTE_REQUOTE_SIZE = QUOTE_REQUOTE_FAIR + VECTOR_BYTES; // 1 + smallest relative growth of size worth a quote
export const QUOTE_QUOTED_BID = QUOTE_REQUOTE_SIZE + VECTOR_BYTES; // published bid, ticks; 0 when withdrawn
export const QUOTE_QUOTED_BID_LOTS = QUOTE_QUOTED_BID + VECTOR_BYTES; // published bid size
export const QUOTE_QUOTED_ASK = QUOTE_QUOTED_BID_LOTS + VECTOR_BYTES; // published ask, ticks
export const QUOTE_QUOTED_ASK_LOTS = QUOTE_QUOTED_ASK + VECTOR_BYTES; // published ask size
export const QUOTE_QUOTED_BID_REASON = QUOTE_QUOTED_ASK_LOTS + VECTOR_BYTES; // why the bid is withdrawn; 0 when it is quoted
export const QUOTE_QUOTED_ASK_REASON = QUOTE_QUOTED_BID_REASON + VECTOR_BYTES; // why the ask is withdrawn
export const QUOTE_QUOTED_VERSION = QUOTE_QUOTED_ASK_REASON + VECTOR_BYTES; // how often the published quote was replaced
export const QUOTE_QUOTED_NOW = QUOTE_QUOTED_VERSION + VECTOR_BYTES; // time of the last replacement, ns since the book's epoch
export const QUOTE_BY_MODEL = QUOTE_QUOTED_NOW + VECTOR_BYTES; // 1 when an option is quoted around the model's price
export const QUOTE_MODEL_TICKS = QUOTE_BY_MODEL + VECTOR_BYTES; // that price; 0 when there is none
export const QUOTE_LEAN = QUOTE_MODEL_TICKS + VECTOR_BYTES; // skew, times: guards near their limit lean harder; 1 without
export const QUOTE_WIDEN = QUOTE_LEAN + VECTOR_BYTES; // half-spread, times; 1 on the lowest rung of the ladder
export const QUOTE_SHRINK = QUOTE_WIDEN + VECTOR_BYTES; // size, times
export const QUOTE_STOPPED = QUOTE_SHRINK + VECTOR_BYTES; // 1 when published quotes may only shrink or go
export const QUOTE_BLOCK_BYTES = 1024;

// ---- Ledger block of a pair
export const LEDGER_DEFINED = 0; // 1 once defined
export const LEDGER_CONTRACT = LEDGER_DEFINED + VECTOR_BYTES; // contract kind
export const LEDGER_SETTLE_ASSET = LEDGER_CONTRACT + VECTOR_BYTES; // asset index
export const LEDGER_FEE_ASSET = LEDGER_SETTLE_ASSET + VECTOR_BYTES; // asset index
export const LEDGER_TICK_SIZE = LEDGER_FEE_ASSET + VECTOR_BYTES; // quote currency
export const LEDGER_UNIT = LEDGER_TICK_SIZE + VECTOR_BYTES; // lot size x multiplier
export const LEDGER_VALUE_SCALE = LEDGER_UNIT + VECTOR_BYTES; // settle asset per lot and level
export const LEDGER_MAKER_FEE = LEDGER_VALUE_SCALE + VECTOR_BYTES; // fraction of notional
export const LEDGER_TAKER_FEE = LEDGER_MAKER_FEE + VECTOR_BYTES; // fraction of notional
export const LEDGER_MIN_HALF_SPREAD = LEDGER_TAKER_FEE + VECTOR_BYTES; // configured floor, fraction of fair
export const LEDGER_MIN_EDGE = LEDGER_MIN_HALF_SPREAD + VECTOR_BYTES; // configured edge over the maker fee, fraction of fair
export const LEDGER_MARK_MODE = LEDGER_MIN_EDGE + VECTOR_BYTES; // 0 no mark yet, 1 mid, 2 mark frames, 3 set by a fill
export const LEDGER_RATE_ASSET = LEDGER_MARK_MODE + VECTOR_BYTES; // 1 + the asset whose rate follows this instrument; 0 for none
export const LEDGER_OPEN_BUY = LEDGER_RATE_ASSET + VECTOR_BYTES; // all open buys, lots
export const LEDGER_OPEN_SELL = LEDGER_OPEN_BUY + VECTOR_BYTES; // all open sells, lots
export const LEDGER_WORST_CASE_BREACH = LEDGER_OPEN_SELL + VECTOR_BYTES; // 1 while working orders exceed the limit
export const LEDGER_OPERATOR_STATE = LEDGER_WORST_CASE_BREACH + VECTOR_BYTES; // trading state by command
export const LEDGER_AUTOMATIC_STATE = LEDGER_OPERATOR_STATE + VECTOR_BYTES; // trading state by limits
export const LEDGER_VARIANCE = LEDGER_AUTOMATIC_STATE + VECTOR_BYTES; // EWMA, ticks^2/s
export const LEDGER_HALF_LIFE = LEDGER_VARIANCE + VECTOR_BYTES; // of the EWMA, s
export const LEDGER_SAMPLE_TIME = LEDGER_HALF_LIFE + VECTOR_BYTES; // shortest time between samples, s
export const LEDGER_SIGMA_FLOOR = LEDGER_SAMPLE_TIME + VECTOR_BYTES; // ticks/sqrt(s)
export const LEDGER_SAMPLE_MID = LEDGER_SIGMA_FLOOR + VECTOR_BYTES; // mid of the last sample, ticks; 0 before any
export const LEDGER_SAMPLE_NOW = LEDGER_SAMPLE_MID + VECTOR_BYTES; // time of the last sample, ns since the book's epoch
export const LEDGER_COST_HI = LEDGER_SAMPLE_NOW + VECTOR_BYTES; // sum of lots x level of the open position
export const LEDGER_COST_LO = LEDGER_COST_HI + VECTOR_BYTES;
export const LEDGER_REALISED_HI = LEDGER_COST_LO + VECTOR_BYTES; // lots x level
export const LEDGER_REALISED_LO = LEDGER_REALISED_HI + VECTOR_BYTES;
export const LEDGER_BASE_HI = LEDGER_REALISED_LO + VECTOR_BYTES; // realised - cost: PnL is this plus position x level
export const LEDGER_BASE_LO = LEDGER_BASE_HI + VECTOR_BYTES;
export const LEDGER_SPREAD_HI = LEDGER_BASE_LO + VECTOR_BYTES; // lots x level
export const LEDGER_SPREAD_LO = LEDGER_SPREAD_HI + VECTOR_BYTES;
export const LEDGER_HEDGE_HI = LEDGER_SPREAD_LO + VECTOR_BYTES; // lots x level
export const LEDGER_HEDGE_LO = LEDGER_HEDGE_HI + VECTOR_BYTES;
export const LEDGER_INVENTORY_HI = LEDGER_HEDGE_LO + VECTOR_BYTES; // lots x level, accrued up to ACCRUED_LEVEL
export const LEDGER_INVENTORY_LO = LEDGER_INVENTORY_HI + VECTOR_BYTES;
export const LEDGER_ADJUSTMENT_HI = LEDGER_INVENTORY_LO + VECTOR_BYTES; // lots x level
export const LEDGER_ADJUSTMENT_LO = LEDGER_ADJUSTMENT_HI + VECTOR_BYTES;
export const LEDGER_ACCRUED_LEVEL = LEDGER_ADJUSTMENT_LO + VECTOR_BYTES; // level of the mark at the last accrual
export const LEDGER_BOOKED_PNL = LEDGER_ACCRUED_LEVEL + VECTOR_BYTES; // settle asset, as it stands in the asset's equity
export const LEDGER_BOOKED_GROSS = LEDGER_BOOKED_PNL + VECTOR_BYTES; // settle asset, as it stands in the asset's gross notional
export const LEDGER_FEES_HI = LEDGER_BOOKED_GROSS + VECTOR_BYTES; // settle asset, above 0 is a cost
export const LEDGER_FEES_LO = LEDGER_FEES_HI + VECTOR_BYTES;
export const LEDGER_FUNDING_HI = LEDGER_FEES_LO + VECTOR_BYTES; // settle asset, above 0 was received
export const LEDGER_FUNDING_LO = LEDGER_FUNDING_HI + VECTOR_BYTES;
export const LEDGER_BOUGHT_LOTS = LEDGER_FUNDING_LO + VECTOR_BYTES;
export const LEDGER_SOLD_LOTS = LEDGER_BOUGHT_LOTS + VECTOR_BYTES;
export const LEDGER_TURNOVER = LEDGER_SOLD_LOTS + VECTOR_BYTES; // settle asset
export const LEDGER_FILL_COUNT = LEDGER_TURNOVER + VECTOR_BYTES;
export const LEDGER_LAST_TRADE = LEDGER_FILL_COUNT + VECTOR_BYTES; // price of the last public trade, ticks
export const LEDGER_LAST_TRADE_LOTS = LEDGER_LAST_TRADE + VECTOR_BYTES;
export const LEDGER_TRADE_COUNT = LEDGER_LAST_TRADE_LOTS + VECTOR_BYTES;
export const LEDGER_FLOW = LEDGER_TRADE_COUNT + VECTOR_BYTES; // sum of all amounts ever booked, lots x level: the scale of rounding
export const LEDGER_ROBUST = LEDGER_FLOW + VECTOR_BYTES; // 1 when the volatility is bipower-robust
export const LEDGER_SAMPLE_RATE = LEDGER_ROBUST + VECTOR_BYTES; // |change| / sqrt(s) of the last robust sample; below 0 before any
export const LEDGER_ORDER_HALF_LIFE = LEDGER_SAMPLE_RATE + VECTOR_BYTES; // of the intensity, s; 0 when it is not estimated
export const LEDGER_ORDER_MINIMUM = LEDGER_ORDER_HALF_LIFE + VECTOR_BYTES; // effective orders without which there is no estimate
export const LEDGER_ORDER_FROM = LEDGER_ORDER_MINIMUM + VECTOR_BYTES; // depth beyond the mid from which orders count, ticks
export const LEDGER_ORDER_DECAYED = LEDGER_ORDER_FROM + VECTOR_BYTES; // time of the sums below, ns since the book's epoch; below 0 before the first ticker
export const LEDGER_ORDER_MID = LEDGER_ORDER_DECAYED + VECTOR_BYTES; // mid before the last order, ticks; 0 before any
export const LEDGER_ORDER_NOW = LEDGER_ORDER_MID + VECTOR_BYTES; // time of the last order, ns since the book's epoch
export const LEDGER_ORDER_TAKER = LEDGER_ORDER_NOW + VECTOR_BYTES; // side of the last order
export const LEDGER_ORDER_STEPS = LEDGER_ORDER_TAKER + VECTOR_BYTES; // whole ticks of the last order beyond FROM; below 0 when it did not get there
export const LEDGER_ORDER_EXPOSURE = LEDGER_ORDER_STEPS + VECTOR_BYTES; // decayed time, s
export const LEDGER_BUY_ORDERS = LEDGER_ORDER_EXPOSURE + VECTOR_BYTES; // decayed orders that bought
export const LEDGER_BUY_SQUARED_WEIGHTS = LEDGER_BUY_ORDERS + VECTOR_BYTES; // sum of their squared weights
export const LEDGER_BUY_STEPS = LEDGER_BUY_SQUARED_WEIGHTS + VECTOR_BYTES; // decayed whole ticks beyond FROM
export const LEDGER_BUY_SQUARED_STEPS = LEDGER_BUY_STEPS + VECTOR_BYTES; // decayed squares of these
export const LEDGER_SELL_ORDERS = LEDGER_BUY_SQUARED_STEPS + VECTOR_BYTES; // the same of orders that sold
export const LEDGER_SELL_SQUARED_WEIGHTS = LEDGER_SELL_ORDERS + VECTOR_BYTES;
export const LEDGER_SELL_STEPS = LEDGER_SELL_SQUARED_WEIGHTS + VECTOR_BYTES;
export const LEDGER_SELL_SQUARED_STEPS = LEDGER_SELL_STEPS + VECTOR_BYTES;
export const LEDGER_INDEX_OF = LEDGER_SELL_SQUARED_STEPS + VECTOR_BYTES; // 1 + the underlying whose index follows this instrument; 0 for none
export const LEDGER_HAS_MARGIN = LEDGER_INDEX_OF + VECTOR_BYTES; // 1 once margin rates were set
export const LEDGER_BLOCK_BYTES = 1216;

// ---- Skew block of a pair: what a change of a position needs to move its own and other quotes
export const SKEW_LOADING = 0; // FACTORS_MAX vectors: return per factor, 1/sqrt(s)
export const SKEW_IDIOSYNCRATIC = 128; // variance of the return that no factor explains, 1/s
export const SKEW_VALUE = SKEW_IDIOSYNCRATIC + VECTOR_BYTES; // position as it stands in the exposures, reporting currency
export const SKEW_COEFFICIENT = SKEW_VALUE + VECTOR_BYTES; // skew per exposure, s/reporting currency
export const SKEW_CAP = SKEW_COEFFICIENT + VECTOR_BYTES; // cap of the whole-book skew, fraction of fair
export const SKEW_TABLE_ROW = SKEW_CAP + VECTOR_BYTES; // first row of the quote table
export const SKEW_TABLE_LEVELS = SKEW_TABLE_ROW + VECTOR_BYTES; // rows of the quote table; 0 for none
export const SKEW_TABLE_LOWEST = SKEW_TABLE_LEVELS + VECTOR_BYTES; // deviation from the target at the first row, lots
export const SKEW_TABLE_STEP = SKEW_TABLE_LOWEST + VECTOR_BYTES; // lots from one row to the next
export const SKEW_BLOCK_BYTES = 256;

// ---- One row of a quote table, 8 bytes each
export const TABLE_BID = 0; // fair value - bid, ticks
export const TABLE_ASK = 8; // ask - fair value, ticks
export const TABLE_SIDES = 16; // which sides are quoted: TABLE_BOTH, TABLE_BID_ONLY, TABLE_ASK_ONLY
export const TABLE_OWNER = 24; // 0 empty, -1 written, else 1 + the instrument that quotes by it
export const TABLE_ROW_BYTES = 32;

// ---- Pricing block of two options: what goes in, and in another array what comes out
export const PRICING_FORWARD = 0; // quote currency, above 0
export const PRICING_STRIKE = PRICING_FORWARD + VECTOR_BYTES; // quote currency, above 0
export const PRICING_TIME = PRICING_STRIKE + VECTOR_BYTES; // to expiry, years
export const PRICING_VOLATILITY = PRICING_TIME + VECTOR_BYTES; // per square root of a year
export const PRICING_DISCOUNT = PRICING_VOLATILITY + VECTOR_BYTES; // present value of 1 at expiry
export const PRICING_RATE = PRICING_DISCOUNT + VECTOR_BYTES; // continuously compounded, 1/year
export const PRICING_SIGN = PRICING_RATE + VECTOR_BYTES; // 1 for a call, -1 for a put
export const PRICING_IS_COIN = PRICING_SIGN + VECTOR_BYTES; // 1 when settled in coin
export const PRICING_INPUT_BYTES = 128;
export const PRICING_D1 = 0;
export const PRICING_D2 = PRICING_D1 + VECTOR_BYTES;
export const PRICING_PRICE = PRICING_D2 + VECTOR_BYTES; // settlement currency
export const PRICING_DELTA = PRICING_PRICE + VECTOR_BYTES; // of the value in quote currency
export const PRICING_GAMMA = PRICING_DELTA + VECTOR_BYTES; // of the value in quote currency
export const PRICING_VEGA = PRICING_GAMMA + VECTOR_BYTES; // settlement currency, per 1.00
export const PRICING_THETA = PRICING_VEGA + VECTOR_BYTES; // settlement currency per year, at a constant forward
export const PRICING_RHO = PRICING_THETA + VECTOR_BYTES; // settlement currency per 1.00, at a constant spot
export const PRICING_NET_DELTA = PRICING_RHO + VECTOR_BYTES; // premium-adjusted when settled in coin
export const PRICING_NET_GAMMA = PRICING_NET_DELTA + VECTOR_BYTES; // d net delta / d forward
export const PRICING_VANNA = PRICING_NET_GAMMA + VECTOR_BYTES; // d delta / d volatility
export const PRICING_VOLGA = PRICING_VANNA + VECTOR_BYTES; // d vega / d volatility
export const PRICING_CHARM = PRICING_VOLGA + VECTOR_BYTES; // d delta per year
// Terms on the way; some lie where results are written last.
export const PRICING_ROOT_TIME = PRICING_CHARM + VECTOR_BYTES;
export const PRICING_PER_TOTAL = PRICING_ROOT_TIME + VECTOR_BYTES; // 1 / (volatility x sqrt(time))
export const PRICING_BELL = PRICING_PER_TOTAL + VECTOR_BYTES; // density at the nearer distance
export const PRICING_NEAR = PRICING_VANNA; // the nearer distance
export const PRICING_MILLS_1 = PRICING_VOLGA;
export const PRICING_MILLS_2 = PRICING_CHARM;
export const PRICING_OUTPUT_BYTES = 256;
export const PRICING_GROUP_PAIRS = 4; // blocks that are priced together

// ---- Capacity
export const MAX_INSTRUMENT_CAPACITY = 1048576;
export const MAX_ASSET_CAPACITY = 65536;
export const MAX_FILL_ID_CAPACITY = 16777216;
export const MAX_TABLE_CAPACITY = 16777216;
export const QUOTE_FRAME_BYTES = 64; // bound of one encoded output frame
export const OUTPUT_SLACK_BYTES = 65536; // room beyond one frame per instrument
export const INPUT_BUFFER_BYTES = 65536;
