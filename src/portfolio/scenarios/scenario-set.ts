/** Scenarios over the underlyings of a market, by columns: what positions are priced under. */
import { ConfigurationError } from '../../errors.js';
import { type Planned, plannedScenarios } from './plan.js';
import type { ScenariosDocument } from './schema.js';

/** Moves are tables of `count` rows and `columns` columns; an underlying reads its column. */
export interface ScenarioSet {
  readonly count: number;
  readonly names: readonly string[];
  /** Share of the PnL that counts, one per scenario. */
  readonly weights: Float64Array;
  readonly columns: number;
  /** Column of each underlying. */
  readonly columnOf: Int32Array;
  /** Relative moves of prices, above -1. */
  readonly priceMoves: Float64Array;
  /** Moves of prices on top, quote currency. */
  readonly priceShifts: Float64Array;
  /** Relative moves of volatility, times the factor of the time to expiry. */
  readonly volatilityMoves: Float64Array;
  /** Absolute moves of volatility on top. */
  readonly volatilityShifts: Float64Array;
  /** One per scenario, from here on. */
  readonly volatilityMins: Float64Array;
  /** Exponent of 30 / max(1, days) on volatility moves: below 30 days, and from there on. */
  readonly shortPowers: Float64Array;
  readonly longPowers: Float64Array;
  readonly elapsedYears: Float64Array;
  readonly rateMoves: Float64Array;
}

/** What scenarios need to know of a market. */
export interface ScenarioMarket {
  readonly underlyings: readonly string[];
  /** Loadings of factors, eight per underlying, of its return over a day. */
  readonly loadings: Float64Array;
}

const FACTORS = 8;

/** Zeroed set of scenarios; whoever makes one fills it. */
export function emptySet(
  names: readonly string[],
  columns: number,
  columnOf: Int32Array,
): ScenarioSet {
  const count = names.length;
  const row = () => new Float64Array(count);
  const table = () => new Float64Array(count * columns);
  return {
    count,
    names,
    columns,
    columnOf,
    weights: row().fill(1),
    priceMoves: table(),
    priceShifts: table(),
    volatilityMoves: table(),
    volatilityShifts: table(),
    volatilityMins: row(),
    shortPowers: row(),
    longPowers: row(),
    elapsedYears: row(),
    rateMoves: row(),
  };
}

/** A column per underlying where factors move each in its own way, else per name that is used. */
function columnsOf(planned: readonly Planned[], { underlyings }: ScenarioMarket): string[] {
  if (planned.some(({ factors }) => factors.length > 0)) return [...underlyings];
  const named = planned.flatMap(({ price, pricePoints, volatility, volatilityPoints }) =>
    [price, pricePoints, volatility, volatilityPoints].flatMap((moves) => [...moves.keys()]),
  );
  return [...new Set(['*', ...named])];
}

function requireKnown(planned: readonly Planned[], { underlyings }: ScenarioMarket): void {
  const known = new Set(['*', ...underlyings]);
  const violations = planned.flatMap(({ name, price, pricePoints, volatility, volatilityPoints }) =>
    [price, pricePoints, volatility, volatilityPoints]
      .flatMap((moves) => [...moves.keys()])
      .filter((symbol) => !known.has(symbol))
      .map((symbol) => ({
        path: `scenario ${name}`,
        value: symbol,
        allowed: 'underlyings of the market, or *',
        message: `${symbol} is no underlying of the market`,
      })),
  );
  if (violations.length > 0) throw new ConfigurationError(violations);
}

const moveOf = (moves: ReadonlyMap<string, number>, symbol: string): number =>
  moves.get(symbol) ?? moves.get('*') ?? 0;

/** Move of an underlying by its loadings. */
function factorMove(one: Planned, market: ScenarioMarket, underlying: number): number {
  return one.factors.reduce(
    (sum, move, factor) => sum + move * (market.loadings[underlying * FACTORS + factor] ?? 0),
    0,
  );
}

function fill(set: ScenarioSet, place: number, one: Planned, columns: readonly string[]): void {
  columns.forEach((symbol, column) => {
    const cell = place * columns.length + column;
    set.priceMoves[cell] = moveOf(one.price, symbol);
    set.priceShifts[cell] = moveOf(one.pricePoints, symbol);
    set.volatilityMoves[cell] = moveOf(one.volatility, symbol);
    set.volatilityShifts[cell] = moveOf(one.volatilityPoints, symbol);
  });
  set.weights[place] = one.weight;
  set.volatilityMins[place] = one.volatilityMin;
  set.shortPowers[place] = one.shortPower;
  set.longPowers[place] = one.longPower;
  set.elapsedYears[place] = one.elapsedYears;
  set.rateMoves[place] = one.rate;
}

/**
 * The scenarios of a document over a market.
 *
 * @throws ConfigurationError when a scenario names an underlying that the market has not, or its
 *   factors take a price to 0 or below
 */
export function resolveScenarios(document: ScenariosDocument, market: ScenarioMarket): ScenarioSet {
  const planned = plannedScenarios(document);
  requireKnown(planned, market);
  const columns = columnsOf(planned, market);
  const columnByName = new Map(columns.map((symbol, column) => [symbol, column]));
  const columnOf = Int32Array.from(market.underlyings, (symbol) => columnByName.get(symbol) ?? 0);
  const names = planned.map(({ name }) => name);
  const set = emptySet(names, columns.length, columnOf);
  planned.forEach((one, place) => {
    fill(set, place, one, columns);
    if (one.factors.length === 0) return;
    columns.forEach((symbol, column) => {
      const cell = place * columns.length + column;
      const move = (set.priceMoves[cell] ?? 0) + factorMove(one, market, column);
      if (!(move > -1)) {
        const message = `factors move ${symbol} by ${move}; allowed: above -1`;
        throw new ConfigurationError([
          { path: `scenario ${one.name}`, value: move, allowed: 'above -1', message },
        ]);
      }
      set.priceMoves[cell] = move;
    });
  });
  return set;
}
