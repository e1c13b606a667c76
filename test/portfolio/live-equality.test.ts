/** A position of a batch comes to what a live book says of it, bit for bit, wherever it lies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openMarket } from '../../src/portfolio/market/index.js';
import { evaluateBlock } from '../../src/portfolio/tiles/evaluate-block.js';
import type { Market, PositionColumns } from '../../src/portfolio/types.js';
import {
  expectSame,
  fork,
  orNaN,
  type Position,
  positions,
  type Result,
  reported,
  resultOf,
} from './live-report.js';
import {
  AS_OF,
  AS_OF_US,
  liveBook,
  markets,
  type RandomMarket,
  tableOfMarket,
} from './random-market.js';

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
          expectSame(rows[place], reported(fork(live, snapshot), index, position, random));
        }
      }),
      { numRuns: 60 },
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
