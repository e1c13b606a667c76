/** What capital, margin and inventory earned, and how often they were turned over. */
import { DomainError } from '../../errors.js';
import { finiteResult, requireFinite, requireNonNegative } from '../domain.js';
import { requireList, requireNonNegativeList, requireSameLength } from '../shapes.js';

const SECONDS_PER_HOUR = 3600;

/** A quantity that holds from each time to the next, and to the end. */
export interface StepPath {
  /** Not falling, at least one. */
  readonly timesSeconds: readonly number[];
  /** From each time on, 0 or more: a margin, or the value of an inventory. */
  readonly values: readonly number[];
  /** At or after the last time. */
  readonly endSeconds: number;
}

/**
 * Sum of value times hours: of a margin its margin-hours, over the duration its mean.
 *
 * @throws DomainError when an argument is outside its range, times fall or the result overflows
 */
export function valueHours(path: StepPath): number {
  const { timesSeconds, values, endSeconds } = path;
  requireList('timesSeconds', timesSeconds, 1);
  requireNonNegativeList('values', values);
  requireSameLength({ timesSeconds, values });
  requireFinite({ endSeconds });
  let hours = 0;
  for (const [index, from] of timesSeconds.entries()) {
    const to = timesSeconds[index + 1] ?? endSeconds;
    if (to < from) throw new DomainError(`time falls from ${from} to ${to}`, { index, from, to });
    hours += (values[index] ?? 0) * ((to - from) / SECONDS_PER_HOUR);
  }
  return finiteResult('valueHours', { hours }).hours;
}

/** Arguments of {@link capitalEfficiency}; money in one currency, of one session. */
export interface CapitalEfficiencyInput {
  readonly pnl: number;
  /** Sum of the values traded, bought and sold, 0 or more. */
  readonly turnover: number;
  /** Own money at the beginning, 0 or more. */
  readonly capital: number;
  /** Margin held times hours, 0 or more. */
  readonly marginHours: number;
  /** |value of the inventory| times hours, 0 or more. */
  readonly inventoryHours: number;
  /** Length of the session, hours, 0 or more. */
  readonly hours: number;
}

/** What {@link capitalEfficiency} returns; null where nothing was held, traded or put up. */
export interface CapitalEfficiency {
  /** PnL per unit of margin held for an hour, 1/hour. */
  readonly pnlPerMarginHour: number | null;
  /** Turnover / capital: how often the capital was traded in the session. */
  readonly capitalTurnover: number | null;
  /** Turnover / mean |value of the inventory|: how often the inventory was traded in the session. */
  readonly inventoryTurnover: number | null;
  /**
   * Mean time for which a unit of inventory was held, seconds, by Little's law: mean inventory over
   * the rate at which it is bought, half of the turnover.
   */
  readonly holdingSeconds: number | null;
}

/** @throws DomainError when an argument is outside its range or the result overflows */
export function capitalEfficiency(input: CapitalEfficiencyInput): CapitalEfficiency {
  const { pnl, turnover, capital, marginHours, inventoryHours, hours } = input;
  requireFinite({ pnl });
  requireNonNegative({ turnover, capital, marginHours, inventoryHours, hours });
  return finiteResult('capitalEfficiency', {
    pnlPerMarginHour: ratioOf(pnl, marginHours),
    capitalTurnover: ratioOf(turnover, capital),
    inventoryTurnover: inventoryHours > 0 ? (turnover * hours) / inventoryHours : null,
    holdingSeconds: ratioOf(2 * SECONDS_PER_HOUR * inventoryHours, turnover),
  });
}

function ratioOf(value: number, base: number): number | null {
  return base > 0 ? value / base : null;
}
