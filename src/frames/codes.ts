/** Names and texts of every code. Codes are never reused; reports print the names. */
import * as c from '../../assembly/codes.js';

/** Which question a code answers. */
export type CodeFamily = 'reject' | 'drop' | 'limit' | 'hedge' | 'estimate' | 'order' | 'pool';

/** One code. */
export interface CodeEntry {
  readonly code: number;
  readonly family: CodeFamily;
  readonly name: string;
  readonly text: string;
}

const entries =
  (family: CodeFamily) =>
  (code: number, name: string, text: string): CodeEntry => ({ code, family, name, text });
const reject = entries('reject');
const drop = entries('drop');
const limit = entries('limit');
const hedge = entries('hedge');
const estimate = entries('estimate');
const order = entries('order');
const pool = entries('pool');

/** Every code except 0, which is `APPLIED`, `QUOTED` or `NONE` by family. */
export const CODES: readonly CodeEntry[] = [
  reject(
    c.REJECT_NOT_A_FRAME,
    'NOT_A_FRAME',
    'bytes that do not start an array of 3 .. 16 elements',
  ),
  reject(c.REJECT_MALFORMED, 'MALFORMED', 'an element is not a well-formed msgpack scalar'),
  reject(c.REJECT_FRAME_TOO_LONG, 'FRAME_TOO_LONG', `longer than ${c.MAX_FRAME_BYTES} bytes`),
  reject(c.REJECT_TRUNCATED, 'TRUNCATED', 'input ended inside a frame'),
  reject(c.REJECT_UNKNOWN_OPCODE, 'UNKNOWN_OPCODE', 'no input frame has this opcode'),
  reject(c.REJECT_FIELD_COUNT, 'FIELD_COUNT', 'the frame has another number of fields'),
  reject(c.REJECT_FIELD_TYPE, 'FIELD_TYPE', 'a field has another type'),
  reject(c.REJECT_FIELD_RANGE, 'FIELD_RANGE', 'a field is out of range'),
  reject(
    c.REJECT_SEQUENCE_REGRESSION,
    'SEQUENCE_REGRESSION',
    'the sequence is not above the last accepted one',
  ),
  reject(c.REJECT_TIME_BACKWARDS, 'TIME_BACKWARDS', 'the time is before the last accepted frame'),
  reject(c.REJECT_UNKNOWN_INSTRUMENT, 'UNKNOWN_INSTRUMENT', 'the instrument was never defined'),
  reject(c.REJECT_UNKNOWN_ASSET, 'UNKNOWN_ASSET', 'the asset was never defined'),
  reject(
    c.REJECT_ALREADY_DEFINED,
    'ALREADY_DEFINED',
    'the instrument, or the book of a stream, is defined already',
  ),
  reject(c.REJECT_CROSSED_BOOK, 'CROSSED_BOOK', 'the bid is not below the ask'),
  reject(c.REJECT_DUPLICATE_FILL, 'DUPLICATE_FILL', 'a fill with this id was applied before'),
  reject(c.REJECT_OVERFLOW, 'OVERFLOW', 'a position or an amount would leave its exact range'),
  reject(c.REJECT_INCONSISTENT, 'INCONSISTENT', 'fields contradict each other'),
  reject(c.REJECT_OUTPUT_FULL, 'OUTPUT_FULL', 'drain the output frames and apply again'),
  reject(c.REJECT_UNKNOWN_BOOK, 'UNKNOWN_BOOK', 'the stream names no open book'),
  reject(c.REJECT_UNKNOWN_UNDERLYING, 'UNKNOWN_UNDERLYING', 'the underlying was never defined'),
  reject(c.REJECT_UNKNOWN_EXPIRY, 'UNKNOWN_EXPIRY', 'the expiry was never defined'),
  reject(c.REJECT_NOT_AN_OPTION, 'NOT_AN_OPTION', 'the instrument has no terms of an option'),
  reject(c.REJECT_NO_ROOM, 'NO_ROOM', 'more than the capacity chosen at creation'),
  reject(
    c.REJECT_TIME_AHEAD,
    'TIME_AHEAD',
    'the time is further ahead than setMaxAhead lets it be',
  ),

  drop(c.DROP_NOT_CONFIGURED, 'NOT_CONFIGURED', 'quoting, model or inventory limits are missing'),
  drop(c.DROP_HALTED, 'HALTED', 'the book or the instrument is HALTED'),
  drop(c.DROP_NO_MARKET, 'NO_MARKET', 'no book ticker yet'),
  drop(c.DROP_STALE, 'STALE', 'the last book ticker is older than allowed'),
  drop(c.DROP_PRICE, 'PRICE', 'the bid would be below one tick'),
  drop(c.DROP_COLLAR, 'COLLAR', 'the price is too far from the mark'),
  drop(c.DROP_REDUCING, 'REDUCING', 'the side would not reduce the position'),
  drop(c.DROP_INVENTORY, 'INVENTORY', 'soft wall or size skew took the whole size'),
  drop(c.DROP_LIMIT, 'LIMIT', 'no room below the position limit'),
  drop(c.DROP_MIN_SIZE, 'MIN_SIZE', 'the size left is below the smallest order'),
  drop(c.DROP_MIN_NOTIONAL, 'MIN_NOTIONAL', 'the value left is below the smallest order value'),
  drop(c.DROP_STOPPED, 'STOPPED', 'the ladder lets nothing new be published'),

  limit(c.LIMIT_OPERATOR, 'OPERATOR', 'operator command'),
  limit(c.LIMIT_POSITION, 'POSITION', 'position against maxPosition'),
  limit(c.LIMIT_NOTIONAL, 'NOTIONAL', 'value of the position against maxNotional'),
  limit(c.LIMIT_LOSS_REDUCE, 'LOSS_REDUCE', 'loss of the UTC day against lossReduce'),
  limit(c.LIMIT_LOSS_HALT, 'LOSS_HALT', 'loss of the UTC day against lossHalt'),
  limit(c.LIMIT_DRAWDOWN_REDUCE, 'DRAWDOWN_REDUCE', 'drawdown from peak against drawdownReduce'),
  limit(c.LIMIT_DRAWDOWN_HALT, 'DRAWDOWN_HALT', 'drawdown from peak against drawdownHalt'),
  limit(c.LIMIT_GROSS_NOTIONAL, 'GROSS_NOTIONAL', 'gross notional against maxGrossNotional'),
  limit(c.LIMIT_WORST_CASE, 'WORST_CASE', 'position plus open orders against maxPosition'),
  limit(c.LIMIT_RECOVERED, 'RECOVERED', 'every measure is inside the recover band again'),
  limit(c.LIMIT_GUARD, 'GUARD', 'a rung of the ladder: the `ladder` frame names the guard'),

  hedge(c.HEDGE_BAND, 'BAND', 'delta left its band'),
  hedge(c.HEDGE_DEALER, 'DEALER', 'delta left the zone in which client flow is waited for'),
  hedge(c.HEDGE_MINIMUM_VARIANCE, 'MINIMUM_VARIANCE', 'trading costs less than the risk it takes'),
  hedge(c.HEDGE_TARGET, 'TARGET', 'hedging was configured anew'),
  hedge(c.HEDGE_FLATTEN, 'FLATTEN', 'the position is to go'),
  hedge(c.HEDGE_INSIDE, 'INSIDE', 'no hedge: trading costs more than it saves'),
  hedge(c.HEDGE_NO_INSTRUMENT, 'NO_INSTRUMENT', 'no hedge: no instrument that could'),
  hedge(c.HEDGE_STALE_MARKET, 'STALE_MARKET', 'no hedge: no book ticker, or one that is too old'),
  hedge(c.HEDGE_UNCONFIRMED, 'UNCONFIRMED', 'a hedge was sent and its end never reported'),
  hedge(c.HEDGE_IN_FLIGHT, 'IN_FLIGHT', 'no hedge: another one is under way'),
  hedge(c.HEDGE_LIMITED, 'LIMITED', 'no hedge: position limit or trading state leave no room'),
  hedge(c.HEDGE_ROUNDED, 'ROUNDED', 'no hedge: less than a lot, or than the smallest order'),
  hedge(c.HEDGE_RATE_LIMITED, 'RATE_LIMITED', 'no hedge: too soon after the last one'),
  hedge(c.HEDGE_NO_INDEX, 'NO_INDEX', 'no hedge: the underlying has no index price'),

  order(c.ORDER_TRADING_HALTED, 'TRADING_HALTED', 'the book or the instrument is HALTED'),
  order(c.ORDER_MARKET_UNKNOWN, 'MARKET_UNKNOWN', 'no book ticker or no mark yet'),
  order(c.ORDER_MARKET_STALE, 'MARKET_STALE', 'the last book ticker is older than allowed'),
  order(c.ORDER_DUPLICATE_ORDER, 'DUPLICATE_ORDER', 'an order with this id was allowed before'),
  order(c.ORDER_CROSSES_OWN, 'CROSSES_OWN', 'the order would trade with the own quote'),
  order(c.ORDER_MARK_COLLAR, 'MARK_COLLAR', 'the price is too far from the mark'),
  order(c.ORDER_TOUCH_COLLAR, 'TOUCH_COLLAR', 'the price is too far through the touch'),
  order(c.ORDER_REPEATED, 'REPEATED', 'too many fills of this side in a row'),
  order(c.ORDER_REDUCE_ONLY, 'REDUCE_ONLY', 'more than what closes the position'),
  order(c.ORDER_UNREPORTED, 'UNREPORTED', 'allowed orders were not reported in time'),
  order(c.ORDER_MAX_LOTS, 'MAX_LOTS', 'more lots than an order may have'),
  order(c.ORDER_MAX_VALUE, 'MAX_VALUE', 'more value than an order may have'),
  order(c.ORDER_POSITION_ROOM, 'POSITION_ROOM', 'worst-case position against maxPosition'),
  order(c.ORDER_NOTIONAL_ROOM, 'NOTIONAL_ROOM', 'worst-case value against maxNotional'),
  order(c.ORDER_GUARD_ROOM, 'GUARD_ROOM', 'a limit of the underlying or the book leaves less room'),
  order(
    c.ORDER_MESSAGE_BUDGET,
    'MESSAGE_BUDGET',
    'no message left: nanoseconds until there is one',
  ),
  order(c.ORDER_MARGIN_ROOM, 'MARGIN_ROOM', 'initial margin against the equity of its account'),

  estimate(c.ESTIMATE_OFF, 'OFF', 'the intensity is not estimated: no setEstimators'),
  estimate(c.ESTIMATE_THIN, 'THIN', 'fewer effective orders than minOrders'),
  estimate(c.ESTIMATE_NO_DECAY, 'NO_DECAY', 'every order ended within a tick: no finite A and k'),

  pool(c.POOL_RING_FULL, 'RING_FULL', "the worker's ring has no room now: send again"),
  pool(c.POOL_BOOK_FAILED, 'BOOK_FAILED', 'the book stopped at a broken invariant, twice'),
  pool(c.POOL_BOOK_CLOSED, 'BOOK_CLOSED', 'the book or its pool was closed'),
  pool(c.POOL_RECORD_TOO_LONG, 'RECORD_TOO_LONG', 'more bytes at once than a record may hold'),
];

/** Contract kinds by their number. */
export const CONTRACT_KINDS = [
  'spot',
  'linear',
  'inverse',
  'quanto',
  'option',
  'inverseOption',
] as const;

/** Hedging modes by their number. */
export const HEDGING_MODES = [
  'off',
  'band',
  'whalleyWilmott',
  'dealer',
  'minimumVariance',
] as const;

/** Trading states by their number. */
export const TRADING_STATES = ['ACTIVE', 'REDUCING', 'HALTED'] as const;

const names = new Map(CODES.map((entry) => [entry.code, entry.name]));
const zeroNames: Readonly<Record<CodeFamily, string>> = {
  reject: 'APPLIED',
  drop: 'QUOTED',
  limit: 'NONE',
  hedge: 'OFF',
  estimate: 'ESTIMATED',
  order: 'ALLOWED',
  pool: 'TAKEN',
};

/**
 * Name of a code, for example `INVENTORY`. 0 has a name per family: `APPLIED` for rejects, `QUOTED`
 * for drop reasons, `NONE` for limits, `OFF` for hedges, `ESTIMATED` for estimates, `ALLOWED` for orders,
 * `TAKEN` for what a pool was given. A code that does not exist gives `CODE_n`.
 */
export function codeName(code: number, family: CodeFamily = 'limit'): string {
  return code === 0 ? zeroNames[family] : (names.get(code) ?? `CODE_${code}`);
}
