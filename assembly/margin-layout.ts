// Offsets of margin, in the places that risk-layout.ts keeps for it.
// Plain integer constants only: no imports, no annotations.

// ---- Header of the state, reporting currency
export const BOOK_INITIAL_HI = 2048; // initial margin of the book
export const BOOK_INITIAL_LO = BOOK_INITIAL_HI + 16;
export const BOOK_MAINTENANCE_HI = BOOK_INITIAL_LO + 16; // maintenance margin of the book
export const BOOK_MAINTENANCE_LO = BOOK_MAINTENANCE_HI + 16;

// ---- One asset, continued: what instruments that settle in it need, asset
export const ASSET_INITIAL_HI = 144;
export const ASSET_INITIAL_LO = ASSET_INITIAL_HI + 16;
export const ASSET_MAINTENANCE_HI = ASSET_INITIAL_LO + 16;
export const ASSET_MAINTENANCE_LO = ASSET_MAINTENANCE_HI + 16;

// ---- Risk block of a pair
export const MARGIN_INITIAL_RATE = 384; // fraction of notional
export const MARGIN_MAINTENANCE_RATE = MARGIN_INITIAL_RATE + 16; // fraction of notional
export const MARGIN_DEDUCTION = MARGIN_MAINTENANCE_RATE + 16; // off the maintenance margin, settle asset
export const MARGIN_INITIAL = MARGIN_DEDUCTION + 16; // as it stands in the totals, settle asset
export const MARGIN_MAINTENANCE = MARGIN_INITIAL + 16; // as it stands in the totals, settle asset
