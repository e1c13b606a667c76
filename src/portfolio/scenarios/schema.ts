/** The scenarios document: `--scenarios grid.yaml`. */
import * as z from 'zod';
import { list, nonNegative, numberBetween } from '../../config/index.js';

const MOVE_MAX = 1e6;
const relative = numberBetween(-1, MOVE_MAX).refine((move) => move > -1, 'a number above -1');
const anyMove = numberBetween(-1e15, 1e15);

/** One number for all underlyings, or by symbol; `*` are those that are not named. */
function byUnderlying<T extends z.ZodType<number>>(move: T) {
  return z.union([move, z.record(z.string().min(1), move)]);
}

const grid = z.strictObject({
  /** Relative moves of every price. */
  priceMoves: list(relative).min(1).default([-0.3, -0.15, 0, 0.15, 0.3]),
  /** Relative moves of volatility at 30 days to expiry. */
  volatilityMoves: list(anyMove).min(1).default([-0.25, 0, 0.45]),
  /** Far moves of prices at the largest volatility move, with the share of their PnL that counts. */
  extended: list(z.strictObject({ priceMove: relative, weight: nonNegative })).default([]),
  /** Exponent of 30 / days on volatility moves, below and from 30 days on. */
  shortPower: numberBetween(-10, 10).default(0.3),
  longPower: numberBetween(-10, 10).default(0.13),
  /** Least volatility of a scenario. */
  volatilityMin: nonNegative.default(1e-6),
});

const span16 = z
  .strictObject({
    /** Largest ordinary move, a share of the price. */
    priceScanRange: byUnderlying(nonNegative).optional(),
    /** The same in quote currency. */
    priceScanPoints: byUnderlying(nonNegative).optional(),
    /** Largest ordinary move of volatility, absolute. */
    volatilityScanRange: nonNegative,
    extremeMultiple: nonNegative.default(2),
    extremeCover: nonNegative.default(0.33),
    elapsedDays: nonNegative.default(1),
  })
  .refine(
    (span) => (span.priceScanRange === undefined) !== (span.priceScanPoints === undefined),
    'either priceScanRange or priceScanPoints',
  );

const custom = z
  .strictObject({
    name: z.string().min(1),
    /** Relative moves. */
    price: byUnderlying(relative).optional(),
    /** Quote currency, on top. */
    pricePoints: byUnderlying(anyMove).optional(),
    /** Moves of factors 1 .. 8, standard deviations of a day. */
    factors: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7', '8']), anyMove).optional(),
    /** Relative move of volatility, whatever the expiry. */
    volatility: byUnderlying(anyMove).optional(),
    /** Absolute, on top. */
    volatilityPoints: byUnderlying(anyMove).optional(),
    /** Time that passes; options stop at their expiry. */
    days: nonNegative.optional(),
    years: nonNegative.optional(),
    /** Change of interest rates, 1/year. */
    rate: numberBetween(-10, 10).default(0),
    /** Share of the PnL that counts. */
    weight: nonNegative.default(1),
    volatilityMin: nonNegative.default(1e-6),
  })
  .refine((one) => one.days === undefined || one.years === undefined, 'either days or years');

/** Keys of the document. */
export const scenariosSchema = z
  .strictObject({
    grid: grid.optional(),
    span16: span16.optional(),
    custom: list(custom).default([]),
  })
  .refine(
    ({ grid, span16, custom }) => grid !== undefined || span16 !== undefined || custom.length > 0,
    'grid, span16 or custom',
  );

/** What a document says, with defaults. */
export type ScenariosDocument = z.output<typeof scenariosSchema>;
/** The same as it is written. */
export type ScenariosInput = z.input<typeof scenariosSchema>;
export type GridSection = NonNullable<ScenariosDocument['grid']>;
export type SpanSection = NonNullable<ScenariosDocument['span16']>;
export type CustomScenario = ScenariosDocument['custom'][number];
