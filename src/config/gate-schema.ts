/** The pre-trade gate: `book.gate` and `instruments[].gate`. What must agree: resolve-gate.ts. */
import { flag, integerBetween, map, positive, positiveBps } from './ranges.js';

const BURST_MAX = 1_000_000;

/** So many messages a second, so many at once. */
export const budgetSchema = map({
  perSecond: positive,
  burst: integerBetween(1, BURST_MAX),
});

const budgets = {
  /** New orders and amends; without it no budget. */
  messages: budgetSchema.optional(),
  /** Cancels have a budget of their own, so that orders cannot starve them. */
  cancels: budgetSchema.optional(),
};

/** Of the whole book; without the section there is no budget. */
export const bookGateSchema = map({
  ...budgets,
  /** Longest time from an allowed order to the next `working` frame; null for any. */
  maxUnreportedSeconds: positive.nullable().default(5),
  /** Published quotes draw from the message budgets. */
  countQuotes: flag.default(false),
});

/** Orders of one instrument; without the section only states, market data and limits are checked. */
export const instrumentGateSchema = map({
  /** Largest order, base units or contracts; null for none. */
  maxSize: positive.nullable().default(null),
  /** Largest value of an order, quote currency; null for none. */
  maxValue: positive.nullable().default(null),
  /** Largest distance of a price from the mark; null for none. */
  markCollarBps: positiveBps.nullable().default(500),
  /** Largest distance of a price through the opposite touch; null for none. */
  touchCollarBps: positiveBps.nullable().default(100),
  ...budgets,
  /** Fills of one side in a row that close the side, until a pause or an operator command. */
  repeats: map({ fills: integerBetween(1, BURST_MAX), pauseSeconds: positive }).optional(),
  /** No order may cross the own quote. */
  denyCross: flag.default(true),
});
