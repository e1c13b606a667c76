/** Two sets of scenarios over the same underlyings as one: both are priced in one pass. */
import { emptySet, type ScenarioSet } from './scenario-set.js';

const TABLES = ['priceMoves', 'priceShifts', 'volatilityMoves', 'volatilityShifts'] as const;
const ROWS = [
  'weights',
  'volatilityMins',
  'shortPowers',
  'longPowers',
  'elapsedYears',
  'rateMoves',
] as const;

/** The scenarios of `first`, then those of `second`. An underlying's column is that of its two columns. */
export function joinSets(first: ScenarioSet, second: ScenarioSet): ScenarioSet {
  const columns = new Map<number, number>();
  const columnOf = first.columnOf.map((own, underlying) => {
    const pair = own * second.columns + (second.columnOf[underlying] ?? 0);
    const known = columns.get(pair) ?? columns.size;
    columns.set(pair, known);
    return known;
  });
  // A set without underlyings still has a column.
  if (columns.size === 0) columns.set(0, 0);
  const joined = emptySet([...first.names, ...second.names], columns.size, columnOf);
  for (const name of ROWS) {
    joined[name].set(first[name]);
    joined[name].set(second[name], first.count);
  }
  for (const [pair, column] of columns) {
    const [left, right] = [Math.floor(pair / second.columns), pair % second.columns];
    for (const name of TABLES) {
      for (let scenario = 0; scenario < joined.count; scenario++) {
        const isFirst = scenario < first.count;
        const source = isFirst ? first : second;
        const row = isFirst ? scenario : scenario - first.count;
        const value = source[name][row * source.columns + (isFirst ? left : right)] ?? 0;
        joined[name][scenario * columns.size + column] = value;
      }
    }
  }
  return joined;
}
