/** Streams of market events: columns of numbers, in time order within a stream. */

/** Kind of the events of a stream. */
export const QUOTES = 0;
/** Kind of the events of a stream. */
export const TRADES = 1;
/** Kind of the events of a stream. */
export const FUNDING = 2;

/** Aggressor of a trade whose source does not name it. */
export const UNKNOWN_SIDE = -1;

/**
 * Some events in order. Valid until the stream's next `next()`.
 *
 * | kind | a | b | c | d |
 * |---|---|---|---|---|
 * | quotes | bid ticks | ask ticks | bid lots | ask lots |
 * | trades | price ticks, a fraction when off the grid and of unknown side | lots | 0 bought, 1 sold, -1 unknown | |
 * | funding | rate | mark price, 0 when unknown | | |
 */
export interface EventChunk {
  count: number;
  /** Whole microseconds since the epoch, never decreasing. */
  readonly time: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  readonly d: Float64Array;
}

/** What was seen in a source, and what was not used and why. */
export interface SourceTally {
  /** Rows delivered by the file, before any of the counts below. */
  rows: number;
  /** Events that were delivered to the session; counts below are of rows read, also ahead of it. */
  events: number;
  /** Rows without time, price or (trades) size; quotes with one side. */
  incomplete: number;
  duplicates: number;
  suspicious: number;
  /** Trades that cannot have met an order of an exchange. */
  offExchange: number;
  /** Rows before `from` or after `to`. */
  outside: number;
  /** Events whose price was not a multiple of the tick size. */
  offGrid: number;
  /** Events whose time went backwards, stamped with the latest time seen. */
  late: number;
  /** Largest step backwards, microseconds. */
  lateMaxUs: number;
  /** Trades whose aggressor was inferred. */
  inferredSides: number;
  /** Funding payments before the first mid, without a mark of their own. */
  unvalued: number;
  /** Time of the first and last delivered event, microseconds; NaN before any. */
  firstTime: number;
  lastTime: number;
  /** Events that the book refused, by reject code. */
  readonly rejected: Map<number, number>;
}

/** A tally of nothing. */
export const emptyTally = (): SourceTally => ({
  rows: 0,
  events: 0,
  incomplete: 0,
  duplicates: 0,
  suspicious: 0,
  offExchange: 0,
  outside: 0,
  offGrid: 0,
  late: 0,
  lateMaxUs: 0,
  inferredSides: 0,
  unvalued: 0,
  firstTime: Number.NaN,
  lastTime: Number.NaN,
  rejected: new Map(),
});

/** A stream of events of one kind and one instrument. */
export interface EventStream {
  readonly kind: typeof QUOTES | typeof TRADES | typeof FUNDING;
  readonly instrument: number;
  readonly tally: SourceTally;
  /** The next events, or null at the end. */
  next(): Promise<EventChunk | null>;
}

/** Columns for up to `capacity` events. */
export const createChunk = (capacity: number): EventChunk => ({
  count: 0,
  time: new Float64Array(capacity),
  a: new Float64Array(capacity),
  b: new Float64Array(capacity),
  c: new Float64Array(capacity),
  d: new Float64Array(capacity),
});
