// Offsets of what batch evaluation sums up per portfolio: the job, slots of portfolios, cells of
// portfolio and underlying. Plain integer constants only: no imports, no annotations; the kernel and the
// host both read this file, and the loader compares it with the constants the binary exports.
//
// Two sums lie side by side: 16 bytes of totals, then 16 bytes of what rounding took off them (LOW_PART).

// ---- Job: i32, or u32 addresses; columns are binary64, one entry per row of a tile
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
export const REDUCE_COLUMNS = 104; // columns of a tile, as tile-layout.ts has them
export const REDUCE_CAPACITY = 112; // numbers from a column of it to the next
export const REDUCE_VAR_PARTS = 120; // column to write: contribution to VaR
export const REDUCE_ES_PARTS = 128; // column to write: contribution to ES
export const REDUCE_SETTLES = 136; // i32 per instrument: its settle asset
export const REDUCE_FETCHED = 144; // of no meaning
export const REDUCE_JOB_BYTES = 192;

// ---- Slot of a portfolio: sums in pairs, the second 8 bytes behind the first
export const SLOT_PORTFOLIO = 0; // index
export const SLOT_POSITIONS = 8; // rows
export const SLOT_BREACHES = 16; // rows with a limit broken
export const SLOT_WITHHELD = 24; // sides without a quote
export const SLOT_UNEXPOSED = 32; // rows whose index is not known: they are in no exposure
export const SLOT_GROSS = 64; // reporting currency; with net
export const SLOT_NET = 72;
export const SLOT_LONG = 96; // with short, above 0 both
export const SLOT_SHORT = 104;
export const SLOT_PNL = 128; // reporting currency; with unrealised
export const SLOT_UNREALISED = 136;
export const SLOT_DOLLAR_DELTA = 160; // with dollar gamma
export const SLOT_DOLLAR_GAMMA = 168;
export const SLOT_VEGA = 192; // with theta
export const SLOT_THETA = 200;
export const SLOT_FACTORS = 224; // eight, quote currency / sqrt(s): dollar delta times loading
export const SLOT_ASSETS = 384; // rows of assets begin here, then scenarios; whole lines of the cache

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
