/** A position of a batch comes to what a live book says of it, bit for bit, wherever it lies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeName } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { RESULT_COLUMNS } from '../../src/portfolio/columns.js';
import { openMarket } from '../../src/portfolio/market/index.js';
import { evaluateBlock } from '../../src/portfolio/tiles/evaluate-block.js';
import type { ResultName } from '../../src/portfolio/tiles/tile-memory.js';
import type { Market, PositionColumns } from '../../src/portfolio/types.js';
import {
  AS_OF,
  AS_OF_US,
  liveBook,
  markets,
  type RandomMarket,
  tableOfMarket,
} from './random-market.js';

interface Position {
  readonly instrument: number;
  readonly lots: number;
  /** Ticks; null: the mark, whole ticks. */
  readonly entryTicks: number;
  readonly openBuyLots: number;
  readonly openSellLots: number;
  readonly booked: number;
}

const positions: fc.Arbitrary<Position> = fc.record({
  instrument: fc.nat({ max: 1000 }),
  lots: fc.integer({ min: -110, max: 110 }),
  entryTicks: fc.integer({ min: 1, max: 300_000 }),
  openBuyLots: fc.nat({ max: 70 }),
  openSellLots: fc.nat({ max: 70 }),
  booked: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
});

const cases = fc.record({
  market: markets,
  positions: fc.array(positions, { minLength: 1, maxLength: 9 }),
});

function opened(random: RandomMarket): Market {
  const { table, profiles } = tableOfMarket(random);
  const market = openMarket(table, {
    reportingAsset: 'USD',
    asOf: AS_OF,
    profiles,
    freeBytes: 2 ** 22,
  });
  expect(market.rejected).toEqual([]);
  return market;
}

function columnsOf(list: readonly Position[], instruments: number): PositionColumns {
  return {
    count: list.length,
    portfolio: new Int32Array(list.length),
    instrument: Int32Array.from(list, ({ instrument }) => instrument % instruments),
    lots: Float64Array.from(list, ({ lots }) => lots),
    entryTicks: Float64Array.from(list, ({ entryTicks }) => entryTicks),
    openBuyLots: Float64Array.from(list, ({ openBuyLots }) => openBuyLots),
    openSellLots: Float64Array.from(list, ({ openSellLots }) => openSellLots),
    booked: Float64Array.from(list, ({ booked }) => booked),
  };
}

type Result = Readonly<Record<ResultName, number | string>>;

/** As reports say it: reasons by name, sums per day. */
function resultOf(read: (name: ResultName) => number): Result {
  return {
    ...(Object.fromEntries(RESULT_COLUMNS.map(({ name }) => [name, read(name)])) as Result),
    theta: read('theta') / 365,
    bid_reason: codeName(read('bid_reason'), 'drop'),
    ask_reason: codeName(read('ask_reason'), 'drop'),
  };
}

function evaluated(market: Market, columns: PositionColumns, tileRows = 64): Result[] {
  const rows: Result[] = [];
  evaluateBlock(market, columns, tileRows, ({ results }, from, count) => {
    expect(from).toBe(rows.length);
    for (let row = 0; row < count; row++) {
      rows.push(resultOf((name) => results[name]?.[row] ?? Number.NaN));
    }
  });
  return rows;
}

const orNaN = (value: number | null): number => value ?? Number.NaN;

/** The same columns from the reports of a book that holds nothing but the position. */
function reported(book: Book, place: number, position: Position, random: RandomMarket): Result {
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

function fork(book: Book, snapshot: Uint8Array): Book {
  return Book.restoreConfiguration(book.configuration, snapshot);
}

describe('a position of a batch', () => {
  it('comes to what a live book that holds nothing else says', () => {
    fc.assert(
      fc.property(cases, ({ market: random, positions: list }) => {
        const count = random.instruments.length;
        const live = liveBook(random);
        const snapshot = live.snapshot();
        const rows = evaluated(opened(random), columnsOf(list, count));
        for (const [place, position] of list.entries()) {
          const index = position.instrument % count;
          const said = reported(fork(live, snapshot), index, position, random);
          const found = rows[place];
          if (found === undefined) throw new Error('a row is missing');
          // The report rounds its mark to 15 digits: half a unit of the last is 5e-15 at most.
          const isNear = Math.abs(Number(found.mark) / Number(said.mark) - 1) <= 5.5e-15;
          expect(isNear ? said.mark : found.mark).toBe(said.mark);
          expect({ ...found, mark: 0 }).toEqual({ ...said, mark: 0 });
        }
      }),
      { numRuns: 100 },
    );
  }, 120_000);

  it('comes to the same in tiles of any size, and in whatever order positions come', () => {
    const orders = fc.record({
      case: cases,
      halfRows: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4096 })),
      shift: fc.nat({ max: 8 }),
    });
    fc.assert(
      fc.property(orders, ({ case: { market: random, positions: list }, halfRows, shift }) => {
        const count = random.instruments.length;
        const market = opened(random);
        const rows = evaluated(market, columnsOf(list, count));
        expect(evaluated(market, columnsOf(list, count), 2 * halfRows)).toEqual(rows);
        const turned = <T>(all: readonly T[]): T[] => {
          const first = shift % all.length;
          return [...all.slice(first), ...all.slice(0, first)];
        };
        expect(evaluated(market, columnsOf(turned(list), count), 2)).toEqual(turned(rows));
        const reversed = columnsOf(list.toReversed(), count);
        expect(evaluated(market, reversed, 4)).toEqual(rows.toReversed());
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('without an entry counts as entered at the mark', () => {
    fc.assert(
      fc.property(cases, ({ market: random, positions: list }) => {
        const count = random.instruments.length;
        const market = opened(random);
        const markTicks = (index: number): number => {
          const tickSize = market.instruments.tickSize[index] ?? Number.NaN;
          return Math.round(orNaN(liveBook(random).positionOf(index).mark) / tickSize);
        };
        // Marks that are whole ticks also after the division, of which the entry is the same number.
        const whole = list.filter(({ instrument }) => {
          const terms = random.instruments[instrument % count];
          if (terms === undefined || terms.markTicks !== null || terms.isTouched) return false;
          const { midTicks, tickSize, contract } = terms;
          return (midTicks * tickSize) / tickSize === midTicks && !contract.includes('ption');
        });
        const without = whole.map((one) => ({ ...one, entryTicks: Number.NaN }));
        const at = whole.map((one) => ({ ...one, entryTicks: markTicks(one.instrument % count) }));
        const rows = evaluated(market, columnsOf(without, count));
        expect(rows).toEqual(evaluated(market, columnsOf(at, count)));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('has the average of its fills as entry, also between ticks', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 400 }), ({ market: random, positions: [position] }, gap) => {
        const live = liveBook(random);
        const index = (position?.instrument ?? 0) % random.instruments.length;
        if (position === undefined || random.instruments[index]?.contract === 'inverse') return;
        const { lots, entryTicks } = { ...position, lots: 2 * position.lots };
        live.position(index, AS_OF_US, lots / 2, entryTicks);
        live.position(index, AS_OF_US, lots, entryTicks + gap);
        const own = { ...position, lots, entryTicks: entryTicks + gap / 2 };
        const [row] = evaluated(opened(random), columnsOf([own], random.instruments.length));
        expect(row?.unrealised).toBe(live.positionOf(index).unrealised);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
