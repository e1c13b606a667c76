/** Numbers of guards in frames and memory as the words of the configuration. */
import { FLOORED, MEASURES, RUNGS } from './guard-schema.js';
import type { BookConfiguration } from './types.js';

/** What a guard is about, watches and asks for, by number. */
export interface GuardNumbers {
  readonly scope: number;
  readonly index: number;
  readonly measure: number;
  readonly rung: number;
}

/** The same in words; a number stands for what the configuration does not name. */
export function guardNames(
  { assets, underlyings, instruments }: BookConfiguration,
  { scope, index, measure, rung }: GuardNumbers,
): { readonly scope: string; readonly measure: string; readonly rung: string } {
  const lists = [undefined, assets, underlyings, instruments];
  const named = scope === 0 ? 'book' : (lists[scope]?.[index]?.symbol ?? String(index + 1));
  return {
    scope: named,
    measure: MEASURES[measure - 1] ?? String(measure),
    rung: RUNGS[rung] ?? String(rung),
  };
}

/** Whether less of a measure is worse. */
export function isFloored(measure: string): boolean {
  return FLOORED.some((each) => each === measure);
}
