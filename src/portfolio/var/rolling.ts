/** Backtest of historical VaR: told from the days before, held against the day. */
import { EvenkeelError } from '../../errors.js';
import { historicalVar, type VarBacktest, varBacktest } from '../../models/index.js';

/** Result of {@link rollingBacktest}. */
export interface RollingBacktest extends VarBacktest {
  readonly confidence: number;
  /** Days that a VaR was told from. */
  readonly windowDays: number;
  /** Days that were judged. */
  readonly days: number;
}

/**
 * What today's positions would have made on each day against their VaR by the `windowDays` before it:
 * exceptions, and how likely as many are (Kupiec 1995).
 *
 * @param pnl of non-overlapping days, oldest first
 * @throws EvenkeelError `USAGE` when fewer than two days are left to judge
 */
export function rollingBacktest(
  pnl: readonly number[],
  confidence: number,
  windowDays: number,
): RollingBacktest {
  const days = pnl.length - windowDays;
  if (!(Number.isInteger(windowDays) && windowDays >= 1 && days >= 2)) {
    const message = `a window of ${windowDays} of ${pnl.length} days; allowed: 1 .. ${pnl.length - 2}`;
    throw new EvenkeelError('USAGE', message, { windowDays, days: pnl.length });
  }
  const valueAtRisk = Array.from({ length: days }, (_, day) => {
    return historicalVar({ pnl: pnl.slice(day, day + windowDays), confidence }).valueAtRisk;
  });
  const judged = varBacktest({ pnl: pnl.slice(windowDays), valueAtRisk, confidence });
  return { confidence, windowDays, days, ...judged };
}
