/** Trades at prices that are not multiples of the tick size. */
import { UNKNOWN_SIDE } from './event-stream.js';

/** A price further than this from a multiple of the tick size, in ticks, is off the grid. */
const GRID_TOLERANCE = 1e-4;

/** Whether a price in ticks is a multiple of the tick size. */
export const onGrid = (ticks: number): boolean =>
  Math.abs(ticks - Math.round(ticks)) <= GRID_TOLERANCE;

/**
 * The whole ticks of a trade: off the grid what was bought is rounded down and what was sold up, away
 * from the resting order it met, so that no order of ours is reached that was not. Left as it is while
 * the side is unknown: rounded first it could land on our quote, and its side be inferred from that.
 */
export function tradeTicks(ticks: number, side: number): number {
  if (onGrid(ticks)) return Math.round(ticks);
  if (side === UNKNOWN_SIDE) return ticks;
  return side === 0 ? Math.floor(ticks) : Math.ceil(ticks);
}
