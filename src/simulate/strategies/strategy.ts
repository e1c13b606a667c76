/** What a strategy is: parameters that can be checked, and quotes that follow from them. */
import * as z from 'zod';
import { map } from '../../config/index.js';
import { type QuoteDistances, type QuoteTable, quoteTableAt } from '../../models/index.js';
import type { Market } from '../market.js';

/**
 * The quotes at a time, by position; always the same for the same arguments. What depends on time
 * alone, such as a table by position, is worked out once per step; a position is asked for once per
 * step and block of paths.
 *
 * - `tau`: time to the end of the path, above 0
 * - `positionLots`: position in fills, long above 0
 */
export type QuoteRule = (tau: number) => QuotesByPosition;

/** The quotes of one time: distances from the mid, price; may be below 0. */
export type QuotesByPosition = (positionLots: number) => QuoteDistances;

/** Quotes that a position shifts by the same distance per fill. All in price. */
export function affineQuotes(halfSpread: number, skewPerLot: number): QuotesByPosition {
  return (positionLots) => ({
    deltaBid: halfSpread + positionLots * skewPerLot,
    deltaAsk: halfSpread - positionLots * skewPerLot,
  });
}

/** Quotes of a table whose levels are one fill apart and lie around the flat position. */
export function tableQuotes(table: QuoteTable): QuotesByPosition {
  // Positions in fills are whole numbers, so that each one is a level whatever a fill is worth.
  const inFills = { ...table, lowestPosition: (1 - table.deltaBid.length) / 2, tradeSize: 1 };
  return (positionLots) => quoteTableAt(inFills, positionLots);
}

/** A strategy as the configuration names it. */
export interface StrategyModel {
  /** Its entry in `strategies`: `model`, an optional `name`, and the parameters. */
  readonly schema: z.ZodObject;
  /** The rule of an entry of this schema. @throws DomainError where the model has no quotes */
  readonly rule: (entry: unknown, market: Market) => QuoteRule;
}

/**
 * Defines a strategy.
 *
 * @param model the word in the configuration
 * @param parameters kinds and ranges of its parameters
 * @param rule what it quotes in a market
 */
export function strategy<Shape extends z.core.$ZodShape>(
  model: string,
  parameters: Shape,
  rule: (parameters: z.output<z.ZodObject<Shape, z.core.$strict>>, market: Market) => QuoteRule,
): StrategyModel {
  const own = map(parameters);
  const named = { model: z.literal(model), name: z.string().min(1).max(64).optional() };
  return {
    schema: map({ ...named, ...parameters }),
    rule(entry, market) {
      const { model: _, name: __, ...values } = entry as Record<string, unknown>;
      return rule(own.parse(values), market);
    },
  };
}
