/** Margin: `book.account`, `assets[].haircut` and `instruments[].margin`. What must agree: resolve-margin.ts. */
import * as z from 'zod';
import { list, map, nonNegative, positive, ratio } from './ranges.js';

/** By their number in frames. */
export const ACCOUNT_MODES = ['singleAsset', 'multiAsset'] as const;

/** What stands behind cross margin. */
export const accountSchema = map({
  /** Every settle asset by itself, or the book as a whole. */
  mode: z.enum(ACCOUNT_MODES, { error: ACCOUNT_MODES.join(', ') }).default('singleAsset'),
});

/** Share of a balance that is no collateral in a multiAsset account. */
export const haircut = ratio;

/** Rates of the notional above a bound. */
export const marginTierSchema = map({
  /** Settle asset. */
  above: positive,
  initial: ratio,
  /** At most initial. */
  maintenance: ratio,
});

/** Margin rates; without the section none is counted. */
export const marginSchema = map({
  /** Fraction of notional; coins of a short option at the money. */
  initial: ratio,
  /** Fraction of notional, at most initial; coins of a short option, at most floor. */
  maintenance: ratio,
  /** Least initial margin of a short option, coins; of options only. */
  floor: ratio.optional(),
  /** Off the maintenance margin, settle asset. */
  deduction: nonNegative.default(0),
  /** Added to the rates per base unit. */
  initialSlope: nonNegative.default(0),
  maintenanceSlope: nonNegative.default(0),
  /** Rates of larger positions, by rising notional. */
  tiers: list(marginTierSchema).default([]),
  /** Settle asset; without it cross margin. */
  isolatedCollateral: positive.optional(),
});

export type MarginInput = z.output<typeof marginSchema>;
