// Offsets of what batch evaluation sums up per portfolio: the job, slots of portfolios, cells of
// portfolio and underlying. Plain integer constants only: no imports, no annotations; the kernel and the
// host both read this file, and the loader compares it with the constants the binary exports.
//
// Two sums lie side by side: 16 bytes of totals, then 16 bytes of what rounding took off them (LOW_PART).

// ---- Job: i32 or u32 addresses; columns are binary64 unless said otherwise, one entry per row of a tile
export const REDUCE_STATE = 0; // state of the market's book
export const REDUCE_UNITS = 8; // PnL of a lot by instrument and scenario, reporting currency
export const REDUCE_SCENARIOS = 16; // scenarios, an even number; 0 for none
export const REDUCE_UNDERLYINGS = 24; // i32 per instrument; read with cells only
export const REDUCE_INDEX = 32; // i32 per portfolio: 1 + its slot, 0 before its first row
export const REDUCE_SLOTS = 40;
export const REDUCE_SLOT_BYTES = 48;
export const REDUCE_SLOT_COUNT = 56; // slots in use
export const REDUCE_CELLS = 64;
export const REDUCE_CELL_COUNT = 72; // cells in use
export const REDUCE_CELL_TABLE = 80; // i32 each: 1 + a cell, 0 for none
export const REDUCE_CELL_MASK = 88; // size of that table less 1; 0 when there are no cells
export const REDUCE_WEIGHTS = 96; // per portfolio, of VaR and of ES: a weight per scenario
export const REDUCE_PORTFOLIO = 104; // column, i32
export const REDUCE_INSTRUMENT = 112; // column, i32
export const REDUCE_LOTS = 120; // column, signed
export const REDUCE_UNREALISED = 128; // column, settle asset
export const REDUCE_BOOKED = 136; // column, settle asset
export const REDUCE_NOTIONAL = 144; // column, reporting currency, signed
export const REDUCE_DOLLAR_DELTA = 152; // column, quote currency
export const REDUCE_DOLLAR_GAMMA = 160; // column, quote currency per 1 %
export const REDUCE_VEGA = 168; // column, quote currency per 1.00
export const REDUCE_THETA = 176; // column, quote currency per year
export const REDUCE_INITIAL = 184; // column, settle asset
export const REDUCE_MAINTENANCE = 192; // column, settle asset
export const REDUCE_BREACHES = 200; // column, bits of limits that are broken
export const REDUCE_BID_REASON = 208; // column, 0 when there is a bid
export const REDUCE_ASK_REASON = 216; // column
export const REDUCE_VAR_PART = 224; // column to write: contribution to VaR
export const REDUCE_ES_PART = 232; // column to write: contribution to ES
export const REDUCE_JOB_BYTES = 256;

// ---- Slot of a portfolio: sums in pairs, the second 8 bytes behind the first
export const SLOT_PORTFOLIO = 0; // index
export const SLOT_POSITIONS = 8; // rows
export const SLOT_BREACHES = 16; // rows with a limit broken
export const SLOT_WITHHELD = 24; // sides without a quote
export const SLOT_GROSS = 32; // reporting currency; with net
export const SLOT_NET = 40;
export const SLOT_LONG = 64; // with short, above 0 both
export const SLOT_SHORT = 72;
export const SLOT_PNL = 96; // reporting currency; with unrealised
export const SLOT_UNREALISED = 104;
export const SLOT_DOLLAR_DELTA = 128; // with dollar gamma
export const SLOT_DOLLAR_GAMMA = 136;
export const SLOT_VEGA = 160; // with theta
export const SLOT_THETA = 168;
export const SLOT_FACTORS = 192; // eight, quote currency / sqrt(s): dollar delta times loading
export const SLOT_ASSETS = 320; // rows of assets begin here, then scenarios

// ---- Row of an asset in a slot, in that asset
export const SLOT_ASSET_PNL = 0; // with gross notional
export const SLOT_ASSET_GROSS = 8;
export const SLOT_ASSET_INITIAL = 32; // with maintenance margin
export const SLOT_ASSET_MAINTENANCE = 40;
export const SLOT_ASSET_BYTES = 64;

// ---- Cell: exposure of a portfolio to an underlying
export const CELL_PORTFOLIO = 0; // i32
export const CELL_UNDERLYING = 4; // i32
export const CELL_DOLLAR_DELTA = 16; // with dollar gamma
export const CELL_DOLLAR_GAMMA = 24;
export const CELL_BYTES = 48;
