/** Rows of numbers by scenario, in memory that threads share. */

/** Numbers of a line of the cache. */
const LINE = 8;

/** Scenarios of a row in memory: whole lines of the cache, 0 behind the last one. */
export function rowLength(scenarios: number): number {
  return Math.ceil(scenarios / LINE) * LINE;
}
