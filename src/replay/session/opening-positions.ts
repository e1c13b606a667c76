/** Whether the positions a session begins with exist on the grids of their instruments. */
import { MAX_LOTS, MAX_TICKS } from '../../../assembly/codes.js';
import type { BookConfiguration } from '../../config/index.js';
import type { Violation } from '../../errors.js';
import type { SessionSection } from './session-schema.js';
import { violation } from './violation.js';

/** Rounding noise of a division, in ticks or lots. */
const TOLERANCE = 1e-6;

/** Positions and prices that are no multiples of lot and tick size, or out of range. */
export function openingViolations(session: SessionSection, book: BookConfiguration): Violation[] {
  return session.positions.flatMap(({ instrument, position, price }, index) => {
    const terms = book.instruments.find(({ symbol }) => symbol === instrument);
    if (terms === undefined) return [];
    const { lotSize, tickSize } = terms;
    const at = `session.positions[${index}]`;
    const found: Violation[] = [];
    if (!isWhole(position / lotSize, -MAX_LOTS, MAX_LOTS)) {
      const allowed = `a multiple of lotSize ${lotSize}, at most ${MAX_LOTS} lots`;
      found.push(violation(`${at}.position`, position, allowed));
    }
    if (!isWhole(price / tickSize, 1, MAX_TICKS)) {
      const allowed = `a multiple of tickSize ${tickSize}, 1 to ${MAX_TICKS} ticks`;
      found.push(violation(`${at}.price`, price, allowed));
    }
    return found;
  });
}

function isWhole(value: number, least: number, most: number): boolean {
  const whole = Math.round(value);
  return Math.abs(value - whole) <= TOLERANCE && whole >= least && whole <= most;
}
