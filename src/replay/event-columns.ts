/** The columns of an events file, from the numbers that are collected while a session runs. */
import type { InstrumentTerms } from '../book/index.js';
import { literal } from '../tables/index.js';

/** Collected per row, all DOUBLE: time (us), instrument, kind, eight prices and sizes, position, equity. */
export const COLLECTED_COLUMNS = 13;
const KINDS = ['quote', 'trade', 'fill', 'funding'] as const;
/** A double has no more decimals that mean something. */
const DECIMALS_MAX = 15;

/** SELECT of the file's columns from the table `events` of `v0` to `v12`, in the order of its rows. */
export function selectColumns(instruments: readonly InstrumentTerms[]): string {
  const list = (values: readonly (string | number)[]): string => `[${values.join(', ')}]`;
  const symbol = `${list(instruments.map((terms) => literal(terms.symbol)))}[1 + v1::INT]`;
  const times = (column: string, steps: readonly Fraction[]): string => {
    const part = (values: readonly number[]): string =>
      `CAST(${list(values)} AS DOUBLE[])[1 + v1::INT]`;
    const numerator = part(steps.map((step) => step.numerator));
    return `(${column} * ${numerator} / ${part(steps.map((step) => step.denominator))})`;
  };
  const ticks = instruments.map((terms) => fractionOf(terms.tickSize));
  const lots = instruments.map((terms) => fractionOf(terms.lotSize));
  const price = (column: string): string => `nullif(${times(column, ticks)}, 0)`;
  const size = (column: string): string => times(column, lots);
  return `SELECT make_timestamp(v0::BIGINT) AS time, ${symbol} AS instrument,
    ${list(KINDS.map(literal))}[1 + v2::INT] AS event,
    ${price('v3')} AS bid, ${price('v4')} AS ask,
    ${price('v5')} AS quote_bid, ${price('v6')} AS quote_ask,
    ${price('v7')} AS resting_bid, ${price('v8')} AS resting_ask,
    ${price('v9')} AS price, nullif(${size('v10')}, 0) AS signed_size,
    ${size('v11')} AS position, v12 AS equity FROM events`;
}

interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * A step such as 0.1 as 1/10: whole numbers multiplied and divided once print as the decimal they
 * are, where a multiple of 0.1 prints as 61800.200000000004.
 */
function fractionOf(step: number): Fraction {
  for (let decimals = 0; decimals <= DECIMALS_MAX; decimals++) {
    if (Number(step.toFixed(decimals)) !== step) continue;
    const denominator = 10 ** decimals;
    return { numerator: Math.round(step * denominator), denominator };
  }
  return { numerator: step, denominator: 1 };
}
