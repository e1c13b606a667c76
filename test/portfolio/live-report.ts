/** What a live book that holds one position says of it, by columns of the output. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { codeName } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { RESULT_COLUMNS } from '../../src/portfolio/columns.js';
import type { ResultName } from '../../src/portfolio/tiles/tile-memory.js';
import { AS_OF_US, type RandomMarket } from './random-market.js';

/** One position, in lots and ticks. */
export interface Position {
  readonly instrument: number;
  readonly lots: number;
  /** Ticks; null: the mark, whole ticks. */
  readonly entryTicks: number;
  readonly openBuyLots: number;
  readonly openSellLots: number;
  readonly booked: number;
}

export const positions: fc.Arbitrary<Position> = fc.record({
  instrument: fc.nat({ max: 1000 }),
  lots: fc.integer({ min: -110, max: 110 }),
  entryTicks: fc.integer({ min: 1, max: 300_000 }),
  openBuyLots: fc.nat({ max: 70 }),
  openSellLots: fc.nat({ max: 70 }),
  booked: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});

export type Result = Readonly<Record<ResultName, number | string>>;

/** As reports say it: reasons by name, sums per day. */
export function resultOf(read: (name: ResultName) => number): Result {
  return {
    ...(Object.fromEntries(RESULT_COLUMNS.map(({ name }) => [name, read(name)])) as Result),
    theta: read('theta') / 365,
    bid_reason: codeName(read('bid_reason'), 'drop'),
    ask_reason: codeName(read('ask_reason'), 'drop'),
  };
}

export const orNaN = (value: number | null): number => value ?? Number.NaN;

/** The report rounds its mark to 15 digits: half a unit of the last is 5e-15 at most. */
export function expectSame(found: Result | undefined, said: Result): void {
  if (found === undefined) throw new Error('a row is missing');
  const isNear = Math.abs(Number(found.mark) / Number(said.mark) - 1) <= 5.5e-15;
  expect(isNear ? said.mark : found.mark).toBe(said.mark);
  expect({ ...found, mark: 0 }).toEqual({ ...said, mark: 0 });
}

/** The same columns from the reports of a book that holds nothing but the position. */
export function reported(
  book: Book,
  place: number,
  position: Position,
  random: RandomMarket,
): Result {
  const { lots, entryTicks, openBuyLots, openSellLots, booked } = position;
  if (book.position(place, AS_OF_US, lots, entryTicks) !== 0) throw new Error('position refused');
  book.working(place, AS_OF_US, openBuyLots, openSellLots, 0, 0);
  const terms = random.instruments[place];
  if (terms === undefined) throw new Error('no such instrument');
  const own = book.positionOf(place);
  const { fair, reservation, bid, ask, normalisedInventory } = book.explain(place);
  const exposure = book.exposure(book.underlyingIndex(terms.coin));
  const settle = book.instruments[place]?.settleAsset;
  const asset = book.exposures().assets.find(({ symbol }) => symbol === settle);
  if (asset === undefined) throw new Error('no settle asset');
  const margin = book.solvency().instruments.find(({ instrument }) => instrument === place);
  const worst = Math.max(lots + openBuyLots, openSellLots - lots);
  const units = Math.abs(lots) * terms.lotSize * terms.multiplier;
  const held = terms.contract === 'inverse' ? units : units * orNaN(own.mark);
  const isOver = Math.abs(lots) > terms.maxLots;
  const isLarge = held > (terms.maxNotional ?? Number.POSITIVE_INFINITY);
  expect(own.state).toBe(isOver || isLarge ? 'REDUCING' : 'ACTIVE');
  expect(normalisedInventory).toBe(own.normalisedInventory);
  return {
    position: own.position,
    mark: orNaN(own.mark),
    unrealised: own.unrealised,
    pnl: asset.rate * (own.unrealised + booked),
    notional: Math.sign(lots) * (asset.rate * asset.grossNotional),
    delta: orNaN(exposure.delta),
    dollar_delta: orNaN(exposure.dollarDelta),
    dollar_gamma: orNaN(exposure.dollarGamma),
    vega: exposure.vega,
    theta: exposure.thetaPerDay,
    utilisation: own.normalisedInventory,
    fair: fair > 0 ? fair : Number.NaN,
    reservation: fair > 0 ? reservation : Number.NaN,
    bid: bid.sizeLots > 0 ? bid.price : Number.NaN,
    bid_size: bid.size,
    bid_reason: bid.reason,
    ask: ask.sizeLots > 0 ? ask.price : Number.NaN,
    ask_size: ask.size,
    ask_reason: ask.reason,
    limits: (isOver ? 1 : 0) + (worst > terms.maxLots ? 2 : 0) + (isLarge ? 4 : 0),
    initial_margin: margin?.initialMargin ?? 0,
    maintenance_margin: margin?.maintenanceMargin ?? 0,
  };
}

export function fork(book: Book, snapshot: Uint8Array): Book {
  return Book.restoreConfiguration(book.configuration, snapshot);
}
