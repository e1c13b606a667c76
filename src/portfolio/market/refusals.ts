/** Why rows of a market table are refused. Codes are stable. */
import type { NumberColumn, TextColumn } from './columns.js';

/** Every code with what it means. */
export const MARKET_REFUSALS = {
  MARKET_NUMBER: 'a number that is not finite, below what the column allows, or beyond 1e15',
  MARKET_SYMBOL: 'a name that is not text of 1 .. 64 characters without spaces',
  MARKET_CONTRACT: 'a kind of contract that is not known',
  MARKET_MISSING: 'a number without which the row says nothing',
  MARKET_SETTLE: 'a coin contract settles in its underlying; spot, linear and options never do',
  MARKET_TOUCH: 'one side of the touch without the other',
  MARKET_TICK: 'a bid or ask that is no whole number of ticks in range',
  MARKET_CROSSED: 'a bid that is not below the ask',
  MARKET_NO_PRICE: 'neither mark nor touch, and no option',
  MARKET_EXPIRY: 'an expiry that is no time',
  MARKET_EXPIRED: 'an option that has expired',
  MARKET_RIGHT: 'an option that is neither call nor put',
  MARKET_DUPLICATE: 'a symbol that a row before has',
  MARKET_PROFILE: 'a profile that is not there, or does not fit the terms of the row',
  MARKET_SIZE: 'a size or limit that is no whole number of lots, or contradicts another',
  MARKET_CONFLICT: 'a rate, index or forward that contradicts a row before',
  MARKET_INDEX: 'an option on an underlying without an index',
  MARKET_ROOM: 'more instruments, assets, underlyings, expiries or options than a book can hold',
} as const;

/** Why a row cannot be used, and the column that says so. */
export interface Refusal {
  readonly code: keyof typeof MARKET_REFUSALS;
  readonly column: TextColumn | NumberColumn;
}

/** Whether a reading is a refusal. */
export function isRefusal(reading: object | null): reading is Refusal {
  return reading !== null && 'code' in reading;
}
