// Offsets of the pre-trade gate, in the places that risk-layout.ts keeps for it.
// Plain integer constants only: no imports, no annotations; the kernel and the host both read this file,
// and the loader compares it with the constants the binary exports.

// ---- IO block: the verdict on the last order that was checked or previewed, binary64 each
export const GATE_VERDICT = 864; // VERDICT_ALLOW, VERDICT_RESIZE or VERDICT_DENY
export const GATE_CODE = 872; // why, an ORDER_ code; 0 when allowed; the reject code of a frame that was refused
export const GATE_ALLOWED_LOTS = 880; // lots that may be sent; 0 when denied and of a cancel
export const GATE_MEASURE = 888; // what was measured
export const GATE_BOUND = 896; // what is allowed

// ---- Header of the state
export const BOOK_GATE_ACTIVE = 2176; // i32, 1 from the first frame of the gate on
export const BOOK_GATE_QUOTES = 2180; // i32, 1 when published quotes draw from the message budgets
export const BOOK_GATE_UNREPORTED_NS = 2184; // i64, longest time without a working frame after an order; 0 for any
export const BOOK_GATE_ORDER_COUNT = 2192; // i64, order ids remembered since the beginning
export const BOOK_GATE_CHECKED = 2200; // i64, orders checked
export const BOOK_GATE_MESSAGES = 2208; // budget of new orders and amends of the whole book
export const BOOK_GATE_CANCELS = 2256; // budget of cancels of the whole book
export const BOOK_GATE_COUNTERS = 2304; // i64 per ORDER_ code: 128 .. 143, then 160 .. 175
export const GATE_COUNTER_GAP = 16; // codes between them, which are no orders'

// ---- A budget: a token bucket as the time at which it will be full again
export const BUDGET_INTERVAL_NS = 0; // i64, nanoseconds per message; 0 for no budget
export const BUDGET_DEPTH_NS = 16; // i64, burst x interval
export const BUDGET_FULL_NS = 32; // i64, when the budget is full if nothing draws from it

// ---- Risk block of a pair, one lane per instrument
export const GATE_MAX_LOTS = 576; // largest order; infinite for none
export const GATE_MAX_VALUE = 592; // value of the largest order, quote currency; infinite for none
export const GATE_MARK_COLLAR = 608; // largest distance from the mark, fraction; infinite for none
export const GATE_TOUCH_COLLAR = 624; // largest distance through the opposite touch, fraction; infinite for none
export const GATE_MESSAGES = 640; // budget of new orders and amends
export const GATE_CANCELS = 688; // budget of cancels
export const GATE_REPEATS = 736; // fills in a row that close a side; 0 for none
export const GATE_PAUSE_NS = 752; // i64, time without a fill that ends a row
export const GATE_DENIES_CROSS = 768; // 1 when an order must not cross the own quote
export const GATE_RUN = 784; // fills in a row, above 0 buys, below 0 sells
export const GATE_RUN_NS = 800; // i64, time of the last of them
export const GATE_PENDING_BUY = 816; // lots allowed since the last working frame
export const GATE_PENDING_SELL = 832;
export const GATE_PENDING_NS = 848; // i64, time of the first of them
export const GATE_QUOTED_BID = 864; // largest bid size published since the last working frame, lots
export const GATE_QUOTED_ASK = 880;

// ---- Order ids that are remembered, a power of two
export const GATE_ORDER_IDS = 1024;
