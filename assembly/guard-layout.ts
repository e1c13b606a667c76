// Offsets of guards, of the ladder and of the gate against bad data, continued from risk-layout.ts.
// Plain integer constants only: no imports, no annotations.

// ---- Header of the state
export const BOOK_FIRST_GUARD = 1664; // 1 + the first guard of book, assets and factors; 0 for none
export const BOOK_GUARD_COUNT = BOOK_FIRST_GUARD + 16; // i32, 1 + the highest guard defined
export const BOOK_RUNG = BOOK_GUARD_COUNT + 16; // rung of the book's ladder
export const BOOK_RUNG_NOW = BOOK_RUNG + 16; // when it was reached, ns since the book's epoch
export const BOOK_WIDEN = BOOK_RUNG_NOW + 16; // half-spread on WIDEN and above, times; 1 or more
export const BOOK_SHRINK = BOOK_WIDEN + 16; // size on WIDEN and above, times; 0 .. 1
export const BOOK_HOLD_NS = BOOK_SHRINK + 16; // shortest time on a rung before stepping down
export const BOOK_MAX_LEAN = BOOK_HOLD_NS + 16; // skew at full utilisation, times; 1 or more
export const BOOK_JUMP = BOOK_MAX_LEAN + 16; // move of a mark that must be confirmed, fraction; infinite for none
export const BOOK_JUMP_NS = BOOK_JUMP + 16; // after which an unconfirmed one is believed
export const BOOK_SUSPECTS = BOOK_JUMP_NS + 16; // i32, marks and indexes that are not believed yet
export const BOOK_UNJUDGED = BOOK_SUSPECTS + 4; // i32, 1 while limits of the book wait for a price in doubt
export const BOOK_DOUBT_NOW = BOOK_SUSPECTS + 16; // since when there has been one without a break, ns since the book's epoch
export const BOOK_FLATTENING = BOOK_DOUBT_NOW + 16; // i32, guards on FLATTEN
export const BOOK_SPECIFIC_HI = BOOK_FLATTENING + 16; // sum of idiosyncratic variance x value^2
export const BOOK_SPECIFIC_LO = BOOK_SPECIFIC_HI + 16;

// ---- One guard
export const GUARD_SCOPE = 0; // GUARD_OF_x
export const GUARD_INDEX = GUARD_SCOPE + 16; // asset, underlying, instrument or factor
export const GUARD_MEASURE = GUARD_INDEX + 16; // MEASURE_x; 0 for a row without a guard
export const GUARD_SOFT = GUARD_MEASURE + 16; // as the measure; infinite for none
export const GUARD_HARD = GUARD_SOFT + 16;
export const GUARD_SOFT_RUNG = GUARD_HARD + 16; // rung beyond SOFT
export const GUARD_HARD_RUNG = GUARD_SOFT_RUNG + 16;
export const GUARD_CONFIRMATIONS = GUARD_HARD_RUNG + 16; // evaluations in a row that a rung takes, 1 or more
export const GUARD_RECOVER = GUARD_CONFIRMATIONS + 16; // share of a limit below which its rung is left
export const GUARD_LEAN_START = GUARD_RECOVER + 16; // utilisation at which the skew begins to lean; 1 for never
export const GUARD_PARAMETER = GUARD_LEAN_START + 16; // value at risk: quantile x sqrt(horizon in s)
export const GUARD_NEXT = GUARD_PARAMETER + 16; // 1 + the next guard of the scope; 0 for none
export const GUARD_VALUE = GUARD_NEXT + 16; // as measured last
export const GUARD_PENDING = GUARD_VALUE + 16; // evaluations in a row beyond the present rung
export const GUARD_RUNG = GUARD_PENDING + 16; // what it asks for now
export const GUARD_LEAN = GUARD_RUNG + 16; // sixteenths of the way to the largest lean

// ---- What guards did to an instrument, in its risk block
export const RISK_RUNG = 112; // of book, underlying and instrument the highest
export const RISK_TRUST = 896; // TRUST_ fields of its mark
export const UNDERLYING_TRUST = 3520; // and of an index, in the row of the underlying

// ---- What is believed of a price
export const TRUST_LAST = 0; // believed last; 0 before any
export const TRUST_DOUBT = TRUST_LAST + 16; // seen last and not believed; 0 when there is no doubt
export const TRUST_DOUBT_NOW = TRUST_DOUBT + 16; // since when, ns since the book's epoch
