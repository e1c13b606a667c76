/** Sums by portfolio: exact but for rounding, and the same bits however the work is cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PortfolioSums } from '../../src/portfolio/reduce/index.js';
import { validateScenarios } from '../../src/portfolio/scenarios/index.js';
import { evaluateBlock } from '../../src/portfolio/tiles/evaluate-block.js';
import { rowLength } from '../../src/portfolio/unit-rows.js';
import { Bench, type Cut, WHOLE } from './batch.js';
import { MADE_ROWS, type MadePosition, madeMarket, positionColumns } from './made-market.js';

const PORTFOLIOS = 5;
const GRID = { scenarios: validateScenarios({ grid: {} }) };
const market = madeMarket(64 * 2 ** 20);

const position: fc.Arbitrary<MadePosition> = fc.record({
  portfolio: fc.nat(PORTFOLIOS - 1),
  instrument: fc.nat(MADE_ROWS.length - 1),
  lots: fc.oneof(
    fc.integer({ min: -1000, max: 1000 }),
    fc.maxSafeInteger().map((n) => n % 2 ** 40),
  ),
  entry: fc.integer({ min: 1, max: 10_000_000 }),
  booked: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
});

const cut: fc.Arbitrary<Omit<Cut, 'blockRows'>> = fc.record({
  tileRows: fc.constantFrom(2, 4, 16, 64),
  workers: fc.integer({ min: 1, max: 3 }),
  isBackwards: fc.boolean(),
});

function everything(sums: PortfolioSums) {
  return Array.from({ length: PORTFOLIOS }, (_, portfolio) => ({
    ...sums.totals(portfolio),
    pnls: [...sums.scenarioPnls(portfolio)],
    cells: sums.exposures()[portfolio],
  }));
}

const BITS = 1100n;

/** A binary64 as a whole number of 2^-1100. */
function exact(value: number): bigint {
  if (value === 0) return 0n;
  let exponent = 0;
  let whole = value;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    exponent++;
  }
  return BigInt(whole) << (BITS - BigInt(exponent));
}

function distance(value: number, sum: bigint): number {
  const off = exact(value) - sum;
  return Number((off < 0n ? -off : off) >> (BITS - 60n)) / 2 ** 60;
}

describe('sums by portfolio', () => {
  it('are the same bits for any tiles, workers and order of work', () => {
    fc.assert(
      fc.property(
        fc.array(position, { minLength: 1, maxLength: 200 }),
        fc.constantFrom(7, 32, 64),
        cut,
        (rows, blockRows, other) => {
          const positions = positionColumns(rows);
          const one = new Bench(market, PORTFOLIOS, GRID, { ...WHOLE, blockRows }, true);
          const expected = everything(one.sums(positions));
          const cutElsewise = new Bench(market, PORTFOLIOS, GRID, { ...other, blockRows }, true);
          expect(everything(cutElsewise.sums(positions))).toStrictEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('equal exact sums within 1e-12 of gross', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 150 }), (rows) => {
        const positions = positionColumns(rows);
        const bench = new Bench(market, PORTFOLIOS, GRID, { ...WHOLE, blockRows: 40 });
        const sums = bench.sums(positions);
        const { floats } = market.memory;
        const totals = Array.from({ length: PORTFOLIOS }, () => ({
          gross: 0n,
          net: 0n,
          pnl: 0n,
          delta: 0n,
          initial: 0n,
          size: 0,
          worst: 0n,
          worstSize: 0,
        }));
        const length = rowLength(bench.shape.scenarios);
        evaluateBlock(
          market,
          positions,
          64,
          (tile, _, count) => {
            for (let row = 0; row < count; row++) {
              const total = totals[tile.portfolio[row] ?? 0];
              const at = (column: Float64Array): number => column[row] ?? Number.NaN;
              if (total === undefined) continue;
              const notional = at(tile.results.notional ?? new Float64Array());
              const pnl = at(tile.results.pnl ?? new Float64Array());
              total.gross += exact(Math.abs(notional));
              total.net += exact(notional);
              total.pnl += exact(pnl);
              total.delta += exact(at(tile.results.dollar_delta ?? new Float64Array()));
              total.size += Math.abs(notional) + Math.abs(pnl);
              const unit = floats[bench.places.units / 8 + at(tile.instrument) * length] ?? 0;
              total.worst += (exact(at(tile.lots)) * exact(unit)) >> BITS;
              total.worstSize += Math.abs(at(tile.lots) * unit);
            }
          },
          market.place.end - 2 ** 20,
        );
        totals.forEach((total, portfolio) => {
          const got = sums.totals(portfolio);
          const most = 1e-12 * total.size;
          expect(distance(got.gross, total.gross)).toBeLessThanOrEqual(most);
          expect(distance(got.net, total.net)).toBeLessThanOrEqual(most);
          expect(distance(got.pnl, total.pnl)).toBeLessThanOrEqual(most);
          expect(distance(got.dollarDelta, total.delta)).toBeLessThanOrEqual(most);
          const first = sums.scenarioPnls(portfolio)[0] ?? Number.NaN;
          expect(distance(first, total.worst)).toBeLessThanOrEqual(1e-12 * total.worstSize);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what cancels: a large sum that comes and goes leaves the small one', () => {
    const large = 2 ** 39;
    const rows = [1, large, -large, 2].map((lots) => ({ portfolio: 0, instrument: 1, lots }));
    const sums = new Bench(market, PORTFOLIOS, GRID).sums(positionColumns(rows));
    expect(sums.totals(0).net).toBeCloseTo(3 * 0.001 * 50_000.5, 9);
    expect(sums.totals(0).positions).toBe(4);
  });

  it('adds cells by portfolio and underlying up to the totals', () => {
    const rows = Array.from({ length: 300 }, (_, place) => ({
      portfolio: place % PORTFOLIOS,
      instrument: (place * 7) % MADE_ROWS.length,
      lots: (place % 11) - 5,
    }));
    const sums = new Bench(market, PORTFOLIOS, GRID, { ...WHOLE, blockRows: 37 }, true).sums(
      positionColumns(rows),
    );
    sums.exposures().forEach((cells, portfolio) => {
      expect(cells.map(({ underlying }) => underlying)).toEqual([0, 1]);
      const delta = cells.reduce((sum, { dollarDelta }) => sum + dollarDelta, 0);
      expect(delta).toBeCloseTo(sums.totals(portfolio).dollarDelta, 6);
    });
  });

  it('refuses a block out of order', () => {
    const sums = new Bench(market, PORTFOLIOS, GRID).sums(positionColumns([]));
    const empty = { slots: new Float64Array(0), cells: new Float64Array(0) };
    expect(() => sums.add(3, empty)).toThrow(/block 3 comes before block 0/);
  });
});
