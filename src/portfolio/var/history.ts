/** Days of a panel of prices as scenarios: what underlyings did then, they do now. */
import { EvenkeelError } from '../../errors.js';
import type { ScenarioSet } from '../scenarios/index.js';
import { emptySet } from '../scenarios/index.js';

/** Prices of underlyings: a row per time, oldest first, a column per symbol. */
export interface PanelPrices {
  readonly symbols: readonly string[];
  readonly times: readonly string[];
  /** Above 0. */
  readonly prices: readonly (readonly number[])[];
}

/** Scenarios of a history. */
export interface History {
  /** One per move, named by the time it ends at, oldest first. */
  readonly set: ScenarioSet;
  /** Underlyings that the panel has not; they do not move. */
  readonly missing: readonly string[];
}

export interface HistoryOptions {
  /** Rows that a move spans. */
  readonly horizonDays: number;
  readonly missing: 'refuse' | 'still';
  /** Underlyings that are held; others may be missing. All without it. */
  readonly held?: ReadonlySet<string>;
}

const SHOWN = 5;

function requireCovered(missing: readonly string[]): void {
  if (missing.length === 0) return;
  const shown = missing.slice(0, SHOWN).join(', ');
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
  throw new EvenkeelError('DATA', `the panel has no prices of ${shown}${more}`, {
    code: 'MISSING_HISTORY',
    count: missing.length,
    missing: missing.slice(0, 100),
  });
}

/**
 * Relative moves over `horizonDays` rows, every underlying by its own column. Volatilities stay.
 *
 * @throws EvenkeelError `DATA` when the panel has fewer rows than one move takes, or not all
 *   underlyings that are held and they are to be refused (details: code `MISSING_HISTORY`, count)
 */
export function historicalScenarios(
  panel: PanelPrices,
  underlyings: readonly string[],
  { horizonDays, missing: treatment, held }: HistoryOptions,
): History {
  const place = new Map(panel.symbols.map((symbol, column) => [symbol, column + 1]));
  const isNeeded = (symbol: string): boolean => held === undefined || held.has(symbol);
  const missing = underlyings.filter((symbol) => !place.has(symbol) && isNeeded(symbol));
  if (treatment === 'refuse') requireCovered(missing);
  const count = panel.times.length - horizonDays;
  if (count < 1) {
    const rows = panel.times.length;
    throw new EvenkeelError('DATA', `a panel of ${rows} rows has no move over ${horizonDays}`, {
      rows,
      horizonDays,
    });
  }
  const columns = panel.symbols.length + 1;
  // Column 0 does not move.
  const columnOf = Int32Array.from(underlyings, (symbol) => place.get(symbol) ?? 0);
  const set = emptySet(panel.times.slice(horizonDays), columns, columnOf);
  for (let day = 0; day < count; day++) {
    const before = panel.prices[day] ?? [];
    const after = panel.prices[day + horizonDays] ?? [];
    before.forEach((price, column) => {
      set.priceMoves[day * columns + column + 1] = (after[column] ?? Number.NaN) / price - 1;
    });
  }
  return { set, missing };
}
