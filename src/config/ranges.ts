/** Kinds of configuration values. Each carries one text of what is allowed, shown in violations. */
import * as z from 'zod';
import { MAX_NUMBER, MIN_POSITIVE } from '../../assembly/codes.js';

/** A bound as text; large ones as powers of ten. */
function show(bound: number): string {
  return Math.abs(bound) >= 1e9 ? bound.toExponential().replace('+', '') : String(bound);
}

/** A number of `low` .. `high`, both included. */
export function numberBetween(low: number, high: number): z.ZodNumber {
  const allowed = `a number ${show(low)} .. ${show(high)}`;
  return z.number({ error: allowed }).gte(low, allowed).lte(high, allowed);
}

/** A whole number of `low` .. `high` that is a multiple of `step`. */
export function integerBetween(low: number, high: number, step = 1): z.ZodNumber {
  const allowed = `${step === 1 ? 'a whole' : 'an even'} number ${low} .. ${high}`;
  return z
    .number({ error: allowed })
    .int(allowed)
    .gte(low, allowed)
    .lte(high, allowed)
    .multipleOf(step, allowed);
}

const aboveZero = `a number above 0 (${MIN_POSITIVE} .. ${show(MAX_NUMBER)})`;

/** A number above 0, as far as frames carry it. */
export const positive = z
  .number({ error: aboveZero })
  .gte(MIN_POSITIVE, aboveZero)
  .lte(MAX_NUMBER, aboveZero);

/** 0 or more, as far as frames carry it. */
export const nonNegative = numberBetween(0, MAX_NUMBER);

/** Any finite number, as far as frames carry it. */
export const anyNumber = numberBetween(-MAX_NUMBER, MAX_NUMBER);

/** A share. */
export const ratio = numberBetween(0, 1);

const belowOne = 'a number of 0 or more, below 1';

/** A share short of the whole. */
export const ratioBelowOne = z.number({ error: belowOne }).gte(0, belowOne).lt(1, belowOne);

const BPS_PER_UNIT = 10_000;

/** Basis points, 0 or more. */
export const bps = numberBetween(0, BPS_PER_UNIT);

/** Basis points of either sign. */
export const signedBps = numberBetween(-BPS_PER_UNIT, BPS_PER_UNIT);

const bpsAboveZero = `a number above 0, at most ${BPS_PER_UNIT}`;

/** Basis points above 0. */
export const positiveBps = z
  .number({ error: bpsAboveZero })
  .gt(0, bpsAboveZero)
  .lte(BPS_PER_UNIT, bpsAboveZero);

/** Fee as a fraction of notional; the bound catches percent and bps. */
export const feeRate = numberBetween(-0.1, 0.1);

const symbolText = 'text of 1 .. 64 characters without spaces';

/** Name of an asset or instrument. */
export const symbol = z.string({ error: symbolText }).regex(/^[^\s\p{C}]{1,64}$/u, symbolText);

/** Yes or no. */
export const flag = z.boolean({ error: 'true or false' });

/** A map in which every key is known. */
export function map<Shape extends z.core.$ZodShape>(
  shape: Shape,
): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: 'a map' });
}

/** A list. */
export function list<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item, { error: 'a list' });
}
