/** What guards and the ladder say now (docs/risk.md). */
import * as guard from '../../assembly/guard-layout.js';
import type { BookConfiguration } from '../config/index.js';
import { guardNames, isFloored } from '../config/index.js';
import type { BookRegion } from '../kernel/index.js';

/** One guard. Limits and value in the units of its measure; positions in lots. */
export interface GuardReport {
  readonly guard: number;
  /** `book`, or the symbol of what it is about; a factor by its number from 1 on. */
  readonly scope: string;
  readonly measure: string;
  /** As judged last; 0 before. */
  readonly value: number;
  /** null for none. */
  readonly soft: number | null;
  readonly hard: number | null;
  /** Share of the hard limit, of the soft one without it; above 1 beyond it, of floors as well. */
  readonly utilisation: number;
  /** What it asks for. */
  readonly rung: string;
  /** Evaluations in a row that asked for more, and how many it takes. */
  readonly pending: number;
  readonly confirmations: number;
  /** 0 .. 1: how far the skew leans towards its largest multiple. */
  readonly lean: number;
}

/** The ladder of the book. */
export interface LadderReport {
  /** Of the book; instruments may be higher by guards of their own. */
  readonly rung: string;
  /** Prices that jumped and are not confirmed yet. */
  readonly pricesInDoubt: number;
  readonly guards: readonly GuardReport[];
}

const limitOf = (value: number): number | null =>
  value === Number.POSITIVE_INFINITY ? null : value;

/** A floor is reached from above. */
function utilisationOf(measure: string, value: number, limit: number | null): number {
  if (limit === null) return 0;
  return isFloored(measure) ? limit / value : value / limit;
}

function guardReport(
  region: BookRegion,
  configuration: BookConfiguration,
  index: number,
): GuardReport {
  const row = region.guardRow(index);
  const read = (offset: number): number => region.float(row + offset);
  const names = guardNames(configuration, {
    scope: read(guard.GUARD_SCOPE),
    index: read(guard.GUARD_INDEX),
    measure: read(guard.GUARD_MEASURE),
    rung: read(guard.GUARD_RUNG),
  });
  const soft = limitOf(read(guard.GUARD_SOFT));
  const hard = limitOf(read(guard.GUARD_HARD));
  const value = read(guard.GUARD_VALUE);
  return {
    guard: index,
    ...names,
    value,
    soft,
    hard,
    utilisation: utilisationOf(names.measure, value, hard ?? soft),
    pending: read(guard.GUARD_PENDING),
    confirmations: read(guard.GUARD_CONFIRMATIONS),
    lean: read(guard.GUARD_LEAN) / 16,
  };
}

/** Guards that are defined, with the rung of the book. */
export function ladderReport(region: BookRegion, configuration: BookConfiguration): LadderReport {
  const count = region.integer(region.state + guard.BOOK_GUARD_COUNT);
  const indexes = Array.from({ length: count }, (_, index) => index);
  const defined = indexes.filter((index) => {
    return region.float(region.guardRow(index) + guard.GUARD_MEASURE) !== 0;
  });
  const rung = region.float(region.state + guard.BOOK_RUNG);
  return {
    rung: guardNames(configuration, { scope: 0, index: 0, measure: 1, rung }).rung,
    pricesInDoubt: region.integer(region.state + guard.BOOK_SUSPECTS),
    guards: defined.map((index) => guardReport(region, configuration, index)),
  };
}
