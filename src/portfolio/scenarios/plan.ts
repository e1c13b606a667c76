/** Grid, SPAN and custom scenarios as one list. */
import type { CustomScenario, GridSection, ScenariosDocument, SpanSection } from './schema.js';

/** Moves by underlying; `*` is every other one. */
type Moves = ReadonlyMap<string, number>;

/** One scenario, before it meets a market. */
export interface Planned {
  readonly name: string;
  readonly price: Moves;
  readonly pricePoints: Moves;
  /** Moves of factors 1, 2, ..; empty for none. */
  readonly factors: readonly number[];
  readonly volatility: Moves;
  readonly volatilityPoints: Moves;
  readonly volatilityMin: number;
  readonly shortPower: number;
  readonly longPower: number;
  readonly elapsedYears: number;
  readonly rate: number;
  readonly weight: number;
}

const DAYS_PER_YEAR = 365;
const NONE: Moves = new Map();

const STILL: Omit<Planned, 'name'> = {
  price: NONE,
  pricePoints: NONE,
  factors: [],
  volatility: NONE,
  volatilityPoints: NONE,
  volatilityMin: 0,
  shortPower: 0,
  longPower: 0,
  elapsedYears: 0,
  rate: 0,
  weight: 1,
};

function movesOf(moves: number | Readonly<Record<string, number>> | undefined, times = 1): Moves {
  if (moves === undefined) return NONE;
  const entries = typeof moves === 'number' ? ([['*', moves]] as const) : Object.entries(moves);
  return new Map(entries.map(([symbol, move]) => [symbol, times * move]));
}

/** -15 %, as names say it. */
function percent(move: number): string {
  const value = Number((100 * move).toPrecision(6));
  return `${value > 0 ? '+' : ''}${value}%`;
}

function gridScenarios(grid: GridSection): Planned[] {
  const { priceMoves, volatilityMoves, extended, shortPower, longPower, volatilityMin } = grid;
  const of = (priceMove: number, volatilityMove: number, weight: number): Planned => ({
    ...STILL,
    name: `price ${percent(priceMove)} vol ${percent(volatilityMove)}${weight === 1 ? '' : ` x ${weight}`}`,
    price: movesOf(priceMove),
    volatility: movesOf(volatilityMove),
    volatilityMin,
    shortPower,
    longPower,
    weight,
  });
  const largest = Math.max(...volatilityMoves);
  return [
    ...priceMoves.flatMap((price) => volatilityMoves.map((volatility) => of(price, volatility, 1))),
    ...extended.map(({ priceMove, weight }) => of(priceMove, largest, weight)),
  ];
}

/** Ordinary moves in price scan ranges; each with volatility up and down. */
const SPAN_MOVES = [
  [0, '0'],
  [1 / 3, '+1/3'],
  [-1 / 3, '-1/3'],
  [2 / 3, '+2/3'],
  [-2 / 3, '-2/3'],
  [1, '+3/3'],
  [-1, '-3/3'],
] as const;
/** Least volatility of an ordinary scenario. */
const SPAN_VOLATILITY_MIN = 1e-4;

/** The 16 scenarios of `spanMargin`, in its order. */
function spanScenarios(span: SpanSection): Planned[] {
  const { volatilityScanRange, extremeMultiple, extremeCover, elapsedDays } = span;
  const of = (multiple: number, name: string): Planned => ({
    ...STILL,
    name: `span ${name}`,
    price: movesOf(span.priceScanRange, multiple),
    pricePoints: movesOf(span.priceScanPoints, multiple),
    elapsedYears: elapsedDays / DAYS_PER_YEAR,
  });
  const ordinary = SPAN_MOVES.flatMap(([multiple, name]) =>
    [volatilityScanRange, -volatilityScanRange].map((move) => ({
      ...of(multiple, `${name} vol ${move < 0 ? 'down' : 'up'}`),
      volatilityPoints: movesOf(move),
      volatilityMin: SPAN_VOLATILITY_MIN,
    })),
  );
  const extreme = [extremeMultiple, -extremeMultiple].map((multiple) => ({
    ...of(multiple, `extreme ${multiple < 0 ? 'down' : 'up'}`),
    weight: extremeCover,
  }));
  return [...ordinary, ...extreme];
}

function customScenario(one: CustomScenario): Planned {
  const factors = Object.entries(one.factors ?? {});
  const largest = Math.max(0, ...factors.map(([factor]) => Number(factor)));
  const moves = new Array<number>(largest).fill(0);
  for (const [factor, move] of factors) moves[Number(factor) - 1] = move ?? 0;
  return {
    ...STILL,
    name: one.name,
    price: movesOf(one.price),
    pricePoints: movesOf(one.pricePoints),
    factors: moves,
    volatility: movesOf(one.volatility),
    volatilityPoints: movesOf(one.volatilityPoints),
    volatilityMin: one.volatilityMin,
    elapsedYears: one.years ?? (one.days ?? 0) / DAYS_PER_YEAR,
    rate: one.rate,
    weight: one.weight,
  };
}

/** In the order grid, span16, custom. */
export function plannedScenarios({ grid, span16, custom }: ScenariosDocument): readonly Planned[] {
  return [
    ...(grid === undefined ? [] : gridScenarios(grid)),
    ...(span16 === undefined ? [] : spanScenarios(span16)),
    ...custom.map(customScenario),
  ];
}
