// Offsets of margin, in the places that risk-layout.ts keeps for it.
// Plain integer constants only: no imports, no annotations.

// ---- Header of the state, reporting currency
export const BOOK_INITIAL_HI = 2048; // initial margin of the book
export const BOOK_INITIAL_LO = BOOK_INITIAL_HI + 16;
export const BOOK_MAINTENANCE_HI = BOOK_INITIAL_LO + 16; // maintenance margin of the book
export const BOOK_MAINTENANCE_LO = BOOK_MAINTENANCE_HI + 16;
export const BOOK_WITHHELD_HI = BOOK_MAINTENANCE_LO + 16; // equity that backs no cross margin: isolated, haircuts
export const BOOK_WITHHELD_LO = BOOK_WITHHELD_HI + 16;
export const BOOK_ACCOUNT_MODE = BOOK_WITHHELD_LO + 16; // ACCOUNT_SINGLE_ASSET or ACCOUNT_MULTI_ASSET
export const BOOK_MARGIN_ASSETS = BOOK_ACCOUNT_MODE + 8; // i32, 1 + the highest asset that margin can be due in
export const BOOK_MARGINED = BOOK_ACCOUNT_MODE + 16; // instruments that need cross margin

// ---- One asset, continued: what instruments that settle in it need, asset
export const ASSET_INITIAL_HI = 144;
export const ASSET_INITIAL_LO = ASSET_INITIAL_HI + 16;
export const ASSET_MAINTENANCE_HI = ASSET_INITIAL_LO + 16;
export const ASSET_MAINTENANCE_LO = ASSET_MAINTENANCE_HI + 16;
export const ASSET_BALANCE_HI = ASSET_MAINTENANCE_LO + 16; // cash and realised PnL, less isolated collateral
export const ASSET_BALANCE_LO = ASSET_BALANCE_HI + 16;
export const ASSET_ISOLATED_HI = ASSET_BALANCE_LO + 16; // collateral and unrealised PnL of isolated positions
export const ASSET_ISOLATED_LO = ASSET_ISOLATED_HI + 16;
export const ASSET_HAIRCUT = ASSET_ISOLATED_LO + 16; // share of the balance that is no collateral in MULTI_ASSET
export const ASSET_CUT = ASSET_HAIRCUT + 16; // what it takes off now, as it stands in the totals
export const ASSET_MARGINED = ASSET_CUT + 16; // instruments that need cross margin in it

// ---- Risk block of a pair
export const MARGIN_INITIAL_RATE = 384; // fraction of notional
export const MARGIN_MAINTENANCE_RATE = MARGIN_INITIAL_RATE + 16; // fraction of notional
export const MARGIN_DEDUCTION = MARGIN_MAINTENANCE_RATE + 16; // off the maintenance margin, settle asset
export const MARGIN_INITIAL = MARGIN_DEDUCTION + 16; // as it stands in the totals, settle asset
export const MARGIN_MAINTENANCE = MARGIN_INITIAL + 16; // as it stands in the totals, settle asset

// ---- Risk block of a pair, continued: the schedule of rates, isolated margin
export const MARGIN_INITIAL_SLOPE = 960; // added to the rate per base unit
export const MARGIN_MAINTENANCE_SLOPE = MARGIN_INITIAL_SLOPE + 16;
export const MARGIN_IS_ISOLATED = MARGIN_MAINTENANCE_SLOPE + 16; // 1 when the position has collateral of its own
export const MARGIN_COLLATERAL = MARGIN_IS_ISOLATED + 16; // of an isolated position, settle asset
export const MARGIN_ISOLATED_EQUITY = MARGIN_COLLATERAL + 16; // as it stands in the totals, settle asset
export const MARGIN_FLOOR_RATE = MARGIN_ISOLATED_EQUITY + 16; // least initial margin of a short option
export const MARGIN_TIER_COUNT = MARGIN_FLOOR_RATE + 16; // tiers above the first
export const MARGIN_TIERS = MARGIN_TIER_COUNT + 16; // MAX_MARGIN_TIERS of them
export const MARGIN_BYTES = 512; // from MARGIN_INITIAL_SLOPE on

// ---- One tier above the first
export const TIER_ABOVE = 0; // notional at which it begins, settle asset
export const TIER_INITIAL_RATE = TIER_ABOVE + 16; // of the notional above
export const TIER_MAINTENANCE_RATE = TIER_INITIAL_RATE + 16;
export const TIER_BYTES = 48;

// ---- The two margins: from a field of the initial one to that of the maintenance margin
export const OF_INITIAL = 0;
export const OF_MAINTENANCE = 16;
