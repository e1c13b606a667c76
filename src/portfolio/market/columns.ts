/** Columns of the market table by name, and what a number in each may be. */
import { MAX_NUMBER, MIN_POSITIVE } from '../../../assembly/codes.js';
import { MARKET_COLUMNS } from '../columns.js';
import type { MarketTable } from '../types.js';

/** Columns of numbers. */
export type NumberColumn = Exclude<(typeof MARKET_COLUMNS)[number]['name'], TextColumn>;
/** Columns of texts. */
export type TextColumn =
  | 'instrument'
  | 'contract'
  | 'underlying'
  | 'settle'
  | 'expiry'
  | 'right'
  | 'profile';

const NOT_NEGATIVE: readonly string[] = [
  'bid',
  'ask',
  'bid_size',
  'ask_size',
  'sigma',
  'specific_variance',
];
const ANY: readonly string[] = ['interest_rate', 'target_position'];

const isOfFactors = (name: string): boolean =>
  name === 'specific_variance' || name.startsWith('factor_');

function leastOf(name: string): number {
  if (ANY.includes(name) || name.startsWith('factor_')) return -MAX_NUMBER;
  return NOT_NEGATIVE.includes(name) ? 0 : MIN_POSITIVE;
}

const NUMBERS = MARKET_COLUMNS.filter(({ type }) => type === 'number').map(({ name }) => ({
  name: name as NumberColumn,
  least: leastOf(name),
}));

interface CheckedColumn {
  readonly name: NumberColumn;
  readonly least: number;
  readonly values: Float64Array;
}

/** Reads a market table by name and row; a column that is not there is empty. */
export class MarketReader {
  readonly #table: MarketTable;
  /** Those that are there. */
  readonly #numbers: readonly CheckedColumn[];
  /** Whether any column of the factor model is there. */
  readonly hasFactors: boolean;

  constructor(table: MarketTable) {
    this.#table = table;
    this.#numbers = NUMBERS.flatMap(({ name, least }) => {
      const values = table.numbers[name];
      return values === undefined ? [] : [{ name, least, values }];
    });
    this.hasFactors = this.#numbers.some(({ name }) => isOfFactors(name));
  }

  /** '' when left out. */
  text(name: TextColumn, row: number): string {
    return this.#table.texts[name]?.[row] ?? '';
  }

  /** NaN when left out. */
  number(name: NumberColumn, row: number): number {
    return this.#table.numbers[name]?.[row] ?? Number.NaN;
  }

  /** The first number of a row that no market can have; null when there is none. */
  wrongNumber(row: number): NumberColumn | null {
    for (const { name, least, values } of this.#numbers) {
      const value = values[row] ?? Number.NaN;
      if (value < least || value > MAX_NUMBER) return name;
    }
    return null;
  }
}
