// Offsets of underlyings, expiries, options and of what the risk engine keeps, continued from layout.ts.
// Plain integer constants only: no imports, no annotations; the kernel and the host both read this file,
// and the loader compares it with the constants the binary exports.
//
//   | ... table rows  | the state so far
//   |   underlyings   | UNDERLYING_BYTES each
//   |   expiries      | EXPIRY_BYTES each
//   |   options       | OPTION_BLOCK_BYTES per pair of options of one underlying
//   |   risks         | RISK_BLOCK_BYTES per pair of instruments: exposure, hedging, margin, gate
//   |   guards        | GUARD_BYTES each: one watched measure of one scope
//
// Rows and the header keep 16 bytes between fields, as everywhere: a low part lies behind its high part.

// ---- Header of the state, continued
export const BOOK_UNDERLYING_CAPACITY = 1280; // i32
export const BOOK_EXPIRY_CAPACITY = BOOK_UNDERLYING_CAPACITY + 16; // i32
export const BOOK_OPTION_CAPACITY = BOOK_EXPIRY_CAPACITY + 16; // i32
export const BOOK_GUARD_CAPACITY = BOOK_OPTION_CAPACITY + 16; // i32
export const BOOK_UNDERLYINGS_OFFSET = BOOK_GUARD_CAPACITY + 16; // u32, from the state's begin
export const BOOK_EXPIRIES_OFFSET = BOOK_UNDERLYINGS_OFFSET + 16; // u32
export const BOOK_OPTIONS_OFFSET = BOOK_EXPIRIES_OFFSET + 16; // u32
export const BOOK_RISKS_OFFSET = BOOK_OPTIONS_OFFSET + 16; // u32
export const BOOK_GUARDS_OFFSET = BOOK_RISKS_OFFSET + 16; // u32
export const BOOK_OPTION_PAIRS = BOOK_GUARDS_OFFSET + 16; // i32, pairs of options in use
export const BOOK_EXPIRY_COUNT = BOOK_OPTION_PAIRS + 16; // i32, 1 + the highest expiry defined
export const BOOK_UNDERLYING_COUNT = BOOK_EXPIRY_COUNT + 16; // i32, 1 + the highest underlying defined

// ---- One underlying
export const UNDERLYING_DEFINED = 0; // 1 once defined
export const UNDERLYING_INDEX = UNDERLYING_DEFINED + 16; // index price, quote currency; 0 before any
export const UNDERLYING_INDEX_NOW = UNDERLYING_INDEX + 16; // when it was last said, ns since the book's epoch
export const UNDERLYING_COLLATERAL = UNDERLYING_INDEX_NOW + 16; // 1 + the asset whose equity is delta; 0 for none
export const UNDERLYING_FOLLOWS = UNDERLYING_COLLATERAL + 16; // 1 + the instrument whose mark is the index; 0 for none
export const UNDERLYING_BASE_HI = UNDERLYING_FOLLOWS + 16; // positions whose delta is fixed, base units
export const UNDERLYING_BASE_LO = UNDERLYING_BASE_HI + 16;
export const UNDERLYING_QUOTE_HI = UNDERLYING_BASE_LO + 16; // positions of inverse contracts, quote currency
export const UNDERLYING_QUOTE_LO = UNDERLYING_QUOTE_HI + 16;
export const UNDERLYING_BASE_BUY_HI = UNDERLYING_QUOTE_LO + 16; // open buys, as the two above
export const UNDERLYING_BASE_BUY_LO = UNDERLYING_BASE_BUY_HI + 16;
export const UNDERLYING_BASE_SELL_HI = UNDERLYING_BASE_BUY_LO + 16; // open sells
export const UNDERLYING_BASE_SELL_LO = UNDERLYING_BASE_SELL_HI + 16;
export const UNDERLYING_QUOTE_BUY_HI = UNDERLYING_BASE_SELL_LO + 16;
export const UNDERLYING_QUOTE_BUY_LO = UNDERLYING_QUOTE_BUY_HI + 16;
export const UNDERLYING_QUOTE_SELL_HI = UNDERLYING_QUOTE_BUY_LO + 16;
export const UNDERLYING_QUOTE_SELL_LO = UNDERLYING_QUOTE_SELL_HI + 16;
export const UNDERLYING_FIRST_PAIR = UNDERLYING_QUOTE_SELL_LO + 16; // 1 + the first pair of its options; 0 for none
export const UNDERLYING_LAST_PAIR = UNDERLYING_FIRST_PAIR + 16; // 1 + the last
export const UNDERLYING_OPTION_COUNT = UNDERLYING_LAST_PAIR + 16;
export const UNDERLYING_REMARK_FRACTION = UNDERLYING_OPTION_COUNT + 16; // index move that prices the options again; infinite for none
export const UNDERLYING_REMARK_NS = UNDERLYING_REMARK_FRACTION + 16; // time that does; infinite for none
export const UNDERLYING_REMARKS = UNDERLYING_REMARK_NS + 16; // how often the options were priced
export const UNDERLYING_REFERENCE = UNDERLYING_REMARKS + 16; // index at the last re-mark; 0 before any
export const UNDERLYING_REFERENCE_NOW = UNDERLYING_REFERENCE + 16; // time of the last re-mark, ns since the book's epoch
export const UNDERLYING_DELTA = UNDERLYING_REFERENCE_NOW + 16; // of option positions at the last re-mark, base units
export const UNDERLYING_GAMMA = UNDERLYING_DELTA + 16; // base units per quote currency of index
export const UNDERLYING_VEGA = UNDERLYING_GAMMA + 16; // quote currency per 1.00 of volatility
export const UNDERLYING_THETA = UNDERLYING_VEGA + 16; // quote currency per year
export const UNDERLYING_VANNA = UNDERLYING_THETA + 16; // base units per 1.00 of volatility
export const UNDERLYING_VOLGA = UNDERLYING_VANNA + 16; // quote currency per 1.00 of volatility squared
export const UNDERLYING_DELTA_UP = UNDERLYING_VOLGA + 16; // delta that open option orders can add, base units
export const UNDERLYING_DELTA_DOWN = UNDERLYING_DELTA_UP + 16; // delta that they can take off, base units, above 0
export const UNDERLYING_VEGA_UP = UNDERLYING_DELTA_DOWN + 16; // vega that open buys of options can add
export const UNDERLYING_VEGA_DOWN = UNDERLYING_VEGA_UP + 16; // vega that open sells can take off, above 0
export const UNDERLYING_GAMMA_UP = UNDERLYING_VEGA_DOWN + 16;
export const UNDERLYING_GAMMA_DOWN = UNDERLYING_GAMMA_UP + 16;
export const UNDERLYING_FIRST_GUARD = UNDERLYING_GAMMA_DOWN + 16; // 1 + the first guard of this scope; 0 for none
export const UNDERLYING_GROSS_BASE_HI = UNDERLYING_FIRST_GUARD + 16; // sizes of positions whose delta is fixed, base units
export const UNDERLYING_GROSS_BASE_LO = UNDERLYING_GROSS_BASE_HI + 16;
export const UNDERLYING_GROSS_QUOTE_HI = UNDERLYING_GROSS_BASE_LO + 16; // of inverse contracts, quote currency
export const UNDERLYING_GROSS_QUOTE_LO = UNDERLYING_GROSS_QUOTE_HI + 16;
export const UNDERLYING_GROSS_OPTION_HI = UNDERLYING_GROSS_QUOTE_LO + 16; // of options, base units
export const UNDERLYING_GROSS_OPTION_LO = UNDERLYING_GROSS_OPTION_HI + 16;
export const UNDERLYING_HEDGE = 704; // HEDGE_ fields begin here
export const UNDERLYING_VEGA_GAMMA = 1280; // risk aversion of the vega model, 1/quote currency
export const UNDERLYING_VOL_OF_VARIANCE = UNDERLYING_VEGA_GAMMA + 16; // 1/sqrt(year)
export const UNDERLYING_MAX_VEGA = UNDERLYING_VOL_OF_VARIANCE + 16; // quote currency per 1.00; infinite for none
export const UNDERLYING_FLOW_RESPONSE = UNDERLYING_MAX_VEGA + 16; // sum of z H''(0) vega^2 at the last re-mark
export const UNDERLYING_AVERSION = UNDERLYING_FLOW_RESPONSE + 16; // quote currency per squared vega
export const UNDERLYING_MODEL_COUNT = UNDERLYING_AVERSION + 16; // options at the last re-mark whose quotes depend on the book
export const UNDERLYING_HEDGE_TABLES = 1408; // slots of hedge instruments and the problem they are solved for
export const UNDERLYING_BYTES = 3584;

// ---- One expiry
export const EXPIRY_DEFINED = 0; // 1 once defined
export const EXPIRY_UNDERLYING = EXPIRY_DEFINED + 16; // row of the underlying
export const EXPIRY_TIME_NS = EXPIRY_UNDERLYING + 16; // i64
export const EXPIRY_CARRY = EXPIRY_TIME_NS + 16; // forward / index
export const EXPIRY_RATE = EXPIRY_CARRY + 16; // discount rate, continuously compounded, 1/year
export const EXPIRY_HAS_SMILE = EXPIRY_RATE + 16; // 1 when options without a volatility of their own take the smile's
export const EXPIRY_SVI_A = EXPIRY_HAS_SMILE + 16; // total variance, as below (raw SVI)
export const EXPIRY_SVI_B = EXPIRY_SVI_A + 16;
export const EXPIRY_SVI_RHO = EXPIRY_SVI_B + 16;
export const EXPIRY_SVI_M = EXPIRY_SVI_RHO + 16; // ln(strike/forward)
export const EXPIRY_SVI_SIGMA = EXPIRY_SVI_M + 16; // ln(strike/forward)
export const EXPIRY_OPTION_COUNT = EXPIRY_SVI_SIGMA + 16;
export const EXPIRY_FORWARD = EXPIRY_OPTION_COUNT + 16; // at the last re-mark, quote currency; 0 before any
export const EXPIRY_YEARS = EXPIRY_FORWARD + 16; // to expiry at the last re-mark, 365 days each, 0 or more
export const EXPIRY_DISCOUNT = EXPIRY_YEARS + 16; // at the last re-mark
export const EXPIRY_VEGA = EXPIRY_DISCOUNT + 16; // of positions, quote currency per 1.00 of volatility
export const EXPIRY_DELTA = EXPIRY_VEGA + 16; // of option positions, base units
export const EXPIRY_BYTES = 320;

// ---- Two options of one underlying, a vector per quantity
export const OPTION_INSTRUMENT = 0; // 1 + index; 0 for an empty lane
export const OPTION_EXPIRY = OPTION_INSTRUMENT + 16; // row
export const OPTION_STRIKE = OPTION_EXPIRY + 16; // quote currency of the underlying
export const OPTION_SIGN = OPTION_STRIKE + 16; // 1 call, -1 put
export const OPTION_COIN = OPTION_SIGN + 16; // 1 when premium and payoff are in coin
export const OPTION_UNIT = OPTION_COIN + 16; // base units per lot
export const OPTION_TICK = OPTION_UNIT + 16; // premium per tick
export const OPTION_OWN_VOLATILITY = OPTION_TICK + 16; // 1.00 per sqrt(year); 0 to take the smile's
export const OPTION_MARKED = OPTION_OWN_VOLATILITY + 16; // 1 when a re-mark sets the mark
export const OPTION_VOLATILITY = OPTION_MARKED + 16; // used at the last re-mark; 0 when there was none
export const OPTION_PRICE = OPTION_VOLATILITY + 16; // per base unit at the last re-mark, in coin where COIN is 1
export const OPTION_DELTA = OPTION_PRICE + 16; // per base unit; net of the premium where COIN is 1
export const OPTION_GAMMA = OPTION_DELTA + 16; // derivative of OPTION_DELTA by the index
export const OPTION_VEGA = OPTION_GAMMA + 16; // quote currency per 1.00 of volatility
export const OPTION_THETA = OPTION_VEGA + 16; // quote currency per year
export const OPTION_RHO = OPTION_THETA + 16; // quote currency per 1.00 of rate
export const OPTION_VANNA = OPTION_RHO + 16;
export const OPTION_VOLGA = OPTION_VANNA + 16;
export const OPTION_CHARM = OPTION_VOLGA + 16; // delta per year
export const OPTION_SLOPE = OPTION_CHARM + 16; // of OPTION_PRICE by the index
export const OPTION_CURVE = OPTION_SLOPE + 16; // of OPTION_SLOPE by the index
export const OPTION_DECAY = OPTION_CURVE + 16; // of OPTION_PRICE by time, per ns
export const OPTION_NEXT_PAIR = OPTION_DECAY + 16; // i32, 1 + the next pair of the underlying; 0 for none
export const OPTION_MODEL_TYPE = 384; // 0 for none of an option's own
export const OPTION_SPREAD_UNIT = OPTION_MODEL_TYPE + 16; // 0 price in quote currency, 1 volatility
export const OPTION_PARAMETERS = OPTION_SPREAD_UNIT + 16; // eight, by type
export const OPTION_RESPONSE = OPTION_PARAMETERS + 128; // z H''(0) of the vega model
export const OPTION_BLOCK_BYTES = 640;

// ---- Risk block of a pair of instruments
export const RISK_UNDERLYING = 0; // 1 + row; 0 for none
export const RISK_OPTION = RISK_UNDERLYING + 16; // 1 + slot of the option; 0 for other contracts
export const RISK_LOTS = RISK_OPTION + 16; // position as it stands in the exposures
export const RISK_BUY_LOTS = RISK_LOTS + 16; // open buys as they stand in the exposures
export const RISK_SELL_LOTS = RISK_BUY_LOTS + 16;
export const RISK_SCALE = RISK_SELL_LOTS + 16; // delta per lot as it stands in the exposures, base units; quote currency of inverse contracts
export const RISK_FIRST_GUARD = RISK_SCALE + 16; // 1 + the first guard of the instrument; 0 for none
export const RISK_HEDGE = 128; // hedging fields begin here
export const RISK_MARGIN = 384; // margin fields begin here
export const RISK_GATE = 576; // fields of the pre-trade gate begin here
export const RISK_BLOCK_BYTES = 960;

// ---- One guard: a limit with its state
export const GUARD_BYTES = 256;

// ---- Capacity
export const MAX_UNDERLYING_CAPACITY = 131072;
export const MAX_EXPIRY_CAPACITY = 65536;
export const MAX_OPTION_CAPACITY = 1048576;
export const MAX_GUARD_CAPACITY = 65536;
