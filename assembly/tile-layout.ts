// A tile: positions of a batch by columns, and what they come to; and the record of an instrument that
// they are laid over (docs/portfolio.md).
// Plain integer constants only: no imports, no annotations; the kernel and the host both read this file.
//
//   | pair    | TILE_PAIR_BYTES: the records of the two rows at hand, a vector per quantity
//   | columns | TILE_COLUMNS of so many binary64 as the tile has rows, an even number
//
// A record holds what one position needs of its instrument, so that rows in any order read a few
// neighbouring cache lines: 8 bytes per quantity, at half the offset it has in the pair.

// ---- Pair, continued behind the quote block of layout.ts
export const PAIR_TICK_NUMERATOR = 1024; // tick size = numerator / denominator, a power of ten
export const PAIR_TICK_DENOMINATOR = PAIR_TICK_NUMERATOR + 16;
export const PAIR_LOT_NUMERATOR = PAIR_TICK_DENOMINATOR + 16; // lot size likewise
export const PAIR_LOT_DENOMINATOR = PAIR_LOT_NUMERATOR + 16;
export const PAIR_TICK_SIZE = PAIR_LOT_DENOMINATOR + 16; // quote currency
export const PAIR_VALUE_SCALE = PAIR_TICK_SIZE + 16; // settle asset per lot and level
export const PAIR_IS_INVERSE = PAIR_VALUE_SCALE + 16; // 1 where the level is -1 / ticks
export const PAIR_RATE = PAIR_IS_INVERSE + 16; // reporting currency per unit of the settle asset
export const PAIR_INDEX = PAIR_RATE + 16; // index of the underlying, quote currency; NaN for none
export const PAIR_DELTA = PAIR_INDEX + 16; // base units per lot
export const PAIR_QUOTE_DELTA = PAIR_DELTA + 16; // quote currency per lot, of inverse contracts
export const PAIR_GAMMA = PAIR_QUOTE_DELTA + 16; // base units per quote currency and lot
export const PAIR_VEGA = PAIR_GAMMA + 16; // quote currency per 1.00 and lot
export const PAIR_THETA = PAIR_VEGA + 16; // quote currency per year and lot
export const PAIR_HAS_MARGIN = PAIR_THETA + 16; // 1 once margin rates were set
export const PAIR_TABLE_LEVELS = PAIR_HAS_MARGIN + 16; // rows of the quote table; 0 for none
export const TILE_PAIR_BYTES = 1280;
export const RECORD_BYTES = 640;

// ---- Columns that go in
export const TILE_INSTRUMENT = 0; // index
export const TILE_PORTFOLIO = 1; // index; for whoever adds rows up
export const TILE_LOTS = 2; // signed
export const TILE_ENTRY = 3; // ticks; NaN: the mark
export const TILE_OPEN_BUY = 4; // lots
export const TILE_OPEN_SELL = 5; // lots
export const TILE_BOOKED = 6; // settle asset

// ---- Columns that come out, in the order of the output file
export const TILE_POSITION = 7; // base units or contracts
export const TILE_MARK = 8; // quote currency
export const TILE_UNREALISED = 9; // settle asset
export const TILE_PNL = 10; // reporting currency
export const TILE_NOTIONAL = 11; // reporting currency, signed
export const TILE_DELTA = 12; // base units
export const TILE_DOLLAR_DELTA = 13; // quote currency
export const TILE_DOLLAR_GAMMA = 14; // quote currency per 1 % of index
export const TILE_VEGA = 15; // quote currency per 1.00
export const TILE_THETA = 16; // quote currency per year
export const TILE_UTILISATION = 17; // -1 .. 1
export const TILE_FAIR = 18; // quote currency; NaN without a market
export const TILE_RESERVATION = 19; // likewise
export const TILE_BID = 20; // quote currency; NaN when not quoted
export const TILE_BID_SIZE = 21; // base units or contracts, 0 when not quoted
export const TILE_BID_REASON = 22; // 0 when quoted
export const TILE_ASK = 23;
export const TILE_ASK_SIZE = 24;
export const TILE_ASK_REASON = 25;
export const TILE_LIMITS = 26; // bits: 1 position, 2 worst case with open orders, 4 notional
export const TILE_INITIAL_MARGIN = 27; // settle asset
export const TILE_MAINTENANCE_MARGIN = 28; // settle asset
export const TILE_EQUITY = 29; // unrealised plus booked, settle asset; not in the file
export const TILE_COLUMNS = 30;
