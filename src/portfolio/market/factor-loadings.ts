/** How the return of an underlying moves with factors, as a row of the market table says it. */
import { FACTORS_MAX } from '../../../assembly/codes.js';
import type { ConfigurationFrame } from '../../config/index.js';
import type { MarketReader, NumberColumn } from './columns.js';

/** Of a day; factors have unit variance. */
export interface FactorLoadings {
  /** Return per factor, 1/sqrt(day). */
  readonly loadings: readonly number[];
  /** Variance that no factor explains, 1/day. */
  readonly specific: number;
}

const SECONDS_PER_DAY = 86_400;
const orZero = (value: number): number => (Number.isNaN(value) ? 0 : value);

const LOADINGS = Array.from(
  { length: FACTORS_MAX },
  (_, factor) => `factor_${factor + 1}` as NumberColumn,
);

/** Null when a row says nothing of them. */
export function readFactors(table: MarketReader, place: number): FactorLoadings | null {
  if (!table.hasFactors) return null;
  const loadings = LOADINGS.map((name) => orZero(table.number(name, place)));
  const specific = orZero(table.number('specific_variance', place));
  return specific === 0 && loadings.every((loading) => loading === 0)
    ? null
    : { loadings, specific };
}

/** Without whole-book skew: positions of a batch are not of one book. */
export function factorFrame(
  { loadings, specific }: FactorLoadings,
  index: number,
): ConfigurationFrame {
  const perSecond = loadings.map((loading) => loading / Math.sqrt(SECONDS_PER_DAY));
  const values = [index, 0, 0, specific / SECONDS_PER_DAY, ...perSecond];
  return { name: 'setFactorLoadings', values };
}
