/** Positions through tiles, sums and plan, as workers take them, on one thread. */
import {
  BlockReducer,
  type BlockSums,
  type ComputedTile,
  type ContributionPlaces,
  ContributionSums,
  PortfolioSums,
  type ReductionShape,
  reducerBytes,
  type UnderlyingPart,
} from '../../src/portfolio/reduce/index.js';
import {
  CashTable,
  type PortfolioReport,
  type RiskPlaces,
  RiskPlan,
  type RiskRequest,
  reportPortfolios,
} from '../../src/portfolio/report/index.js';
import { evaluateBlock } from '../../src/portfolio/tiles/evaluate-block.js';
import { tileBytes } from '../../src/portfolio/tiles/tile-memory.js';
import type { Market, PositionColumns } from '../../src/portfolio/types.js';

/** How the work is cut. */
export interface Cut {
  readonly blockRows: number;
  readonly tileRows: number;
  /** Reducer that takes a block; blocks are computed last first when true. */
  readonly workers: number;
  readonly isBackwards: boolean;
}

export const WHOLE: Cut = { blockRows: 4096, tileRows: 64, workers: 1, isBackwards: false };

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

function slice(positions: PositionColumns, from: number, to: number): PositionColumns {
  const part = <Column extends Int32Array | Float64Array>(column: Column): Column =>
    column.subarray(from, to) as Column;
  return {
    count: Math.min(to, positions.count) - from,
    portfolio: part(positions.portfolio),
    instrument: part(positions.instrument),
    lots: part(positions.lots),
    entryTicks: part(positions.entryTicks),
    openBuyLots: part(positions.openBuyLots),
    openSellLots: part(positions.openSellLots),
    booked: part(positions.booked),
  };
}

/** A market with scenarios written and reducers set up. */
export class Bench {
  readonly plan: RiskPlan;
  readonly places: RiskPlaces;
  readonly shape: ReductionShape;
  readonly #market: Market;
  readonly #reducers: BlockReducer[];
  readonly #tile: number;
  readonly #cut: Cut;
  readonly #parts: number;

  constructor(
    market: Market,
    portfolios: number,
    request: RiskRequest,
    cut = WHOLE,
    cells = false,
  ) {
    this.#market = market;
    this.#cut = cut;
    this.plan = new RiskPlan(market, portfolios, request);
    this.shape = { ...this.plan.shape, hasCells: this.plan.shape.hasCells || cells };
    let address = market.place.free;
    this.places = this.plan.write(address);
    address = aligned(address + this.plan.sharedBytes);
    this.#reducers = Array.from({ length: cut.workers }, () => {
      const place = address;
      address = aligned(address + reducerBytes(this.shape));
      const inputs = { state: market.region.state, ...this.places };
      return new BlockReducer(market.memory, place, this.shape, inputs);
    });
    this.#tile = address;
    this.#parts = aligned(address + tileBytes(cut.tileRows));
  }

  sums(positions: PositionColumns): PortfolioSums {
    const { blockRows, tileRows, workers, isBackwards } = this.#cut;
    const count = Math.ceil(positions.count / blockRows);
    const blocks: BlockSums[] = [];
    for (let step = 0; step < count; step++) {
      const block = isBackwards ? count - 1 - step : step;
      const reducer = this.#reducers[step % workers];
      if (reducer === undefined) throw new Error('no reducer');
      const own = slice(positions, block * blockRows, (block + 1) * blockRows);
      reducer.begin();
      const take = (tile: ComputedTile, _: number, rows: number) => reducer.accumulate(tile, rows);
      evaluateBlock(this.#market, own, tileRows, take, this.#tile);
      blocks[block] = reducer.sums();
    }
    const sums = new PortfolioSums(this.shape);
    for (const [place, block] of blocks.entries()) sums.add(place, block);
    return sums;
  }

  report(positions: PositionColumns, names: readonly string[], cash?: CashTable) {
    const table = cash ?? new CashTable(names.length, this.#market.assets.length);
    return reportPortfolios(this.plan, names, this.sums(positions), table);
  }

  /** Second pass: parts of historical VaR and ES by portfolio and underlying. */
  parts(
    positions: PositionColumns,
    reports: readonly PortfolioReport[],
  ): readonly (readonly UnderlyingPart[])[] {
    const { tileRows } = this.#cut;
    const [reducer] = this.#reducers;
    this.plan.writeWeights(
      this.places,
      reports.map(({ weights }) => weights ?? { valueAtRisk: [], expectedShortfall: [] }),
    );
    const sums = new ContributionSums();
    const { floats } = this.#market.memory;
    const places: ContributionPlaces = {
      weights: this.places.weights,
      varParts: this.#parts,
      esParts: this.#parts + 8 * tileRows,
    };
    evaluateBlock(
      this.#market,
      positions,
      tileRows,
      (tile, _, count) => {
        reducer?.contribute(tile, places, count);
        for (let row = 0; row < count; row++) {
          const underlying = this.#market.instruments.underlying[tile.instrument[row] ?? 0] ?? 0;
          const ofVar = floats[places.varParts / 8 + row] ?? Number.NaN;
          const ofTail = floats[places.esParts / 8 + row] ?? Number.NaN;
          sums.add(tile.portfolio[row] ?? 0, underlying, ofVar, ofTail);
        }
      },
      this.#tile,
    );
    return sums.parts(reports.length);
  }
}
