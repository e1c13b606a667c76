// Offsets of what hedging keeps, inside the areas that risk-layout.ts reserves for it.
// Plain integer constants only: no imports, no annotations; the kernel and the host both read this file.

// ---- Header of the state, continued
export const BOOK_HEDGE_COUNT = 1536; // i64, hedges sent since the beginning: the last hedge id
export const BOOK_HEDGED_ROWS = BOOK_HEDGE_COUNT + 16; // i32, 1 + the highest underlying that was ever hedged

// ---- One underlying: how it is hedged, and what the last decision was
export const HEDGE_ROW_MODE = 704; // hedging mode
export const HEDGE_ROW_A = HEDGE_ROW_MODE + 16; // half-width, risk aversion or psi, by mode
export const HEDGE_ROW_B = HEDGE_ROW_A + 16; // discount factor, eta or volatility, by mode
export const HEDGE_ROW_C = HEDGE_ROW_B + 16; // permanent impact or volatility of volatility, by mode
export const HEDGE_ROW_D = HEDGE_ROW_C + 16; // inventory penalty or correlation, by mode
export const HEDGE_ROW_TARGET_DELTA = HEDGE_ROW_D + 16; // base units
export const HEDGE_ROW_TARGET_GAMMA = HEDGE_ROW_TARGET_DELTA + 16; // base units per quote currency of index
export const HEDGE_ROW_TARGET_VEGA = HEDGE_ROW_TARGET_GAMMA + 16; // quote currency per 1.00 of volatility
export const HEDGE_ROW_AGGRESSIVENESS = HEDGE_ROW_TARGET_VEGA + 16; // 0 edge of the band .. 1 target
export const HEDGE_ROW_INTERVAL_NS = HEDGE_ROW_AGGRESSIVENESS + 16; // shortest time between hedges
export const HEDGE_ROW_MAX_DELTA = HEDGE_ROW_INTERVAL_NS + 16; // most that one decision trades, base units; infinite for none
export const HEDGE_ROW_SENT_NOW = HEDGE_ROW_MAX_DELTA + 16; // time of the last hedge, ns since the book's epoch; -infinite before any
export const HEDGE_ROW_COUNT = HEDGE_ROW_SENT_NOW + 16; // hedge instruments in the slots
export const HEDGE_ROW_ACTION = HEDGE_ROW_COUNT + 16; // HEDGE_ code of the last decision; 0 before any
export const HEDGE_ROW_ACTION_NOW = HEDGE_ROW_ACTION + 16; // its time, ns since the book's epoch
export const HEDGE_ROW_DELTA = HEDGE_ROW_ACTION_NOW + 16; // exposures that it saw, in-flight hedges included, base units
export const HEDGE_ROW_GAMMA = HEDGE_ROW_DELTA + 16;
export const HEDGE_ROW_VEGA = HEDGE_ROW_GAMMA + 16;
export const HEDGE_ROW_LOW = HEDGE_ROW_VEGA + 16; // band of delta without a trade, base units; infinite for no bound
export const HEDGE_ROW_HIGH = HEDGE_ROW_LOW + 16;
export const HEDGE_ROW_WANTED = HEDGE_ROW_HIGH + 16; // delta that it wanted to trade, base units
export const HEDGE_ROW_PAY = HEDGE_ROW_WANTED + 16; // expected cost of trading it, reporting currency; infinite when not known
export const HEDGE_ROW_HOLD = HEDGE_ROW_PAY + 16; // risk cost of not trading it, reporting currency; infinite when not known
export const HEDGE_ROW_SENT = HEDGE_ROW_HOLD + 16; // hedges sent for this underlying
export const HEDGE_ROW_SLOTS = 1408; // MAX_HEDGE_INSTRUMENTS slots begin here
export const HEDGE_ROW_PROBLEM = 2048; // the minimum-variance problem of the last decision begins here

// ---- One slot of an underlying: a hedge instrument as of the last decision, 8 bytes a field
export const HEDGE_SLOT_INSTRUMENT = 0; // 1 + index
export const HEDGE_SLOT_DELTA = 8; // base units per lot
export const HEDGE_SLOT_GAMMA = 16; // per lot
export const HEDGE_SLOT_VEGA = 24; // per lot
export const HEDGE_SLOT_BUY_COST = 32; // reporting currency per lot bought; infinite when not known
export const HEDGE_SLOT_SELL_COST = 40; // reporting currency per lot sold
export const HEDGE_SLOT_IMPACT = 48; // reporting currency per lot squared
export const HEDGE_SLOT_LOW = 56; // most that may be sold, lots, 0 or below
export const HEDGE_SLOT_HIGH = 64; // most that may be bought, lots
export const HEDGE_SLOT_VERDICT = 72; // HEDGE_ code why it was not used; 0 when it could be
export const HEDGE_SLOT_BYTES = 80;

// ---- min x'Qx/2 + b'x + sum of costs, low <= x <= high; 8 bytes a number, rows of Q of 8 numbers
export const HEDGE_PROBLEM_CURVATURE = 0;
export const HEDGE_PROBLEM_SLOPE = 512;
export const HEDGE_PROBLEM_BUY_COST = 576;
export const HEDGE_PROBLEM_SELL_COST = 640;
export const HEDGE_PROBLEM_LOW = 704;
export const HEDGE_PROBLEM_HIGH = 768;
export const HEDGE_PROBLEM_X = 832;
export const HEDGE_PROBLEM_STEP = 896; // scratch: direction of a jump
export const HEDGE_PROBLEM_FACTOR = 960; // scratch: Cholesky factor of the curvature of what is in use
export const HEDGE_PROBLEM_BYTES = 1472;

// ---- Risk block of a pair: an instrument that hedges, and its hedge that is under way
export const HEDGE_LANE_ROLE = 128; // HEDGE_ROLE_: whether its expected position is kept
export const HEDGE_LANE_SLOT = HEDGE_LANE_ROLE + 16; // 1 + slot in its underlying; 0 for none
export const HEDGE_LANE_HALF_SPREAD = HEDGE_LANE_SLOT + 16; // fraction of the price; below 0 takes the touch's
export const HEDGE_LANE_IMPACT = HEDGE_LANE_HALF_SPREAD + 16; // fraction of the price per lot
export const HEDGE_LANE_CARRY = HEDGE_LANE_IMPACT + 16; // fraction of the value that a long position pays
export const HEDGE_LANE_MAX_LOTS = HEDGE_LANE_CARRY + 16; // of one order; infinite for none
export const HEDGE_LANE_SETTLE_NS = HEDGE_LANE_MAX_LOTS + 16; // how late a report of the venue may be
export const HEDGE_LANE_CONFIRM_NS = HEDGE_LANE_SETTLE_NS + 16; // after which a hedge without completion is unconfirmed
export const HEDGE_LANE_ID = HEDGE_LANE_CONFIRM_NS + 16; // of the open hedge; 0 for none
export const HEDGE_LANE_LOTS = HEDGE_LANE_ID + 16; // signed lots of the open hedge
export const HEDGE_LANE_EXPECTED = HEDGE_LANE_LOTS + 16; // position once everything in flight has arrived, lots
export const HEDGE_LANE_IN_FLIGHT = HEDGE_LANE_EXPECTED + 16; // signed lots of hedges still to arrive as fills
export const HEDGE_LANE_SENT_NOW = HEDGE_LANE_IN_FLIGHT + 16; // when the open hedge was sent, ns since the book's epoch
export const HEDGE_LANE_QUIET_NOW = HEDGE_LANE_SENT_NOW + 16; // when a hedge was sent or ended, or a fill arrived, last
export const HEDGE_LANE_REPORT_NOW = HEDGE_LANE_QUIET_NOW + 16; // when the position report came that stands since; below 0 for none
export const HEDGE_LANE_STATE = HEDGE_LANE_REPORT_NOW + 16; // HEDGE_STATE_

export const HEDGE_ROLE_NONE = 0;
export const HEDGE_ROLE_TRACKED = 1; // expected position kept, not used to hedge
export const HEDGE_ROLE_ENABLED = 2;

export const HEDGE_STATE_IDLE = 0;
export const HEDGE_STATE_OPEN = 1;
export const HEDGE_STATE_UNCONFIRMED = 2; // open for longer than the confirmation time
export const HEDGE_STATE_HELD = 3; // ended: fills may still arrive, or the venue refused it

// ---- Output
export const HEDGES_PER_FRAME = 64; // hedges that one input frame may lead to
export const HEDGE_FRAME_BYTES = 96; // bound of one encoded hedge frame
