/** Batches: positions in tiles, their sums by portfolio and 15 scenarios, PnL per lot; beside plain objects. */
import { createHash } from 'node:crypto';
import { type BenchCase, type Effort, throughput } from '../../src/bench/index.js';
import { MARKET_COLUMNS } from '../../src/portfolio/columns.js';
import { openMarket } from '../../src/portfolio/market/index.js';
import { BlockReducer } from '../../src/portfolio/reduce/index.js';
import { RiskPlan } from '../../src/portfolio/report/index.js';
import { validateScenarios } from '../../src/portfolio/scenarios/index.js';
import { TileMemory, tileBytes } from '../../src/portfolio/tiles/tile-memory.js';
import type { Market, MarketTable } from '../../src/portfolio/types.js';
import { addPlain, type PlainPortfolio, plainPosition } from '../evaluate/plain-evaluate.js';
import { plainInstrument, type Row } from '../evaluate/plain-market.js';

const INSTRUMENTS = 10_000;
const PORTFOLIOS = 100;
const ROWS = 8192;
const SCENARIOS = 15;
const CHECKED_DIGITS = 9;
const AS_OF = '2026-01-30T08:00:00Z';
const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Every fifth is an option on the one before it. */
function marketRow(place: number): Row {
  const isOption = place % 5 === 4;
  const price = 50 + (isOption ? place - 1 : place) / 10;
  const own = isOption
    ? {
        contract: 'option',
        expiry: '2026-06-26T08:00:00Z',
        strike: price * (0.8 + (place % 40) / 100),
        right: place % 2 === 0 ? 'call' : 'put',
        implied_volatility: 0.3 + (place % 7) / 50,
        forward: price,
        interest_rate: 0.03,
        profile: 'options',
        bid: null,
        ask: null,
        sigma: null,
      }
    : { contract: 'linear', bid: price - 0.01, ask: price + 0.01, sigma: 0.001, profile: 'stocks' };
  return {
    instrument: `I${place}`,
    underlying: `U${isOption ? place - 1 : place}`,
    settle: 'USD',
    tick_size: 0.01,
    lot_size: 1,
    multiplier: 1,
    index: price,
    max_position: 2000,
    quote_size: 10,
    ...own,
  };
}

const marketRows = Array.from({ length: INSTRUMENTS }, (_, place) => marketRow(place));

function marketTable(): MarketTable {
  const texts: Record<string, string[]> = {};
  const numbers: Record<string, Float64Array> = {};
  for (const { name, type } of MARKET_COLUMNS) {
    if (type === 'text') texts[name] = marketRows.map((row) => String(row[name] ?? ''));
    else numbers[name] = Float64Array.from(marketRows, (row) => Number(row[name] ?? Number.NaN));
  }
  return { count: INSTRUMENTS, texts, numbers };
}

const PROFILES = {
  stocks: {
    model: { type: 'linear', halfSpreadBps: 2, volatilityMultiplier: 0.5, inventorySkewBps: 5 },
    makerFee: 0.00001,
    margin: { initial: 0.25, maintenance: 0.15 },
  },
  options: {
    model: { type: 'linear', halfSpreadBps: 50, inventorySkewBps: 20 },
    optionMargin: { initial: 0.15, floor: 0.1, maintenance: 0.075 },
  },
};

const instrumentOf = (row: number): number => (row * 619) % INSTRUMENTS;
const portfolioOf = (row: number): number => row % PORTFOLIOS;
const lotsOf = (row: number): number => ((row * 7919) % 4001) - 2000;
const openOf = (row: number): number => row % 7;

/** A market with scenarios, a tile of positions and a place for their sums. */
class Batch {
  readonly tile: TileMemory;
  readonly #market: Market;
  readonly #plan: RiskPlan;
  readonly #reducer: BlockReducer;

  constructor() {
    const options = { reportingAsset: 'USD', asOf: AS_OF, profiles: PROFILES };
    this.#market = openMarket(marketTable(), options);
    const scenarios = validateScenarios({ grid: {} });
    this.#plan = new RiskPlan(this.#market, PORTFOLIOS, { scenarios });
    const { place, memory, region } = this.#market;
    const risk = this.#plan.write(place.free);
    const tile = aligned(place.free + this.#plan.sharedBytes);
    this.tile = new TileMemory(this.#market, ROWS, tile);
    const { units, underlyings, settles } = risk;
    const inputs = { state: region.state, units, underlyings, settles };
    const address = aligned(tile + tileBytes(ROWS));
    this.#reducer = new BlockReducer(memory, address, this.#plan.shape, inputs);
    for (let row = 0; row < ROWS; row++) {
      this.tile.instrument[row] = instrumentOf(row);
      this.tile.portfolio[row] = portfolioOf(row);
      this.tile.lots[row] = lotsOf(row);
      this.tile.entryTicks[row] = Number.NaN;
      this.tile.openBuyLots[row] = openOf(row);
      this.tile.openSellLots[row] = openOf(row);
    }
  }

  evaluate(): void {
    this.tile.evaluate(ROWS);
  }

  accumulate(): Float64Array {
    this.#reducer.begin();
    this.#reducer.accumulate(this.tile, ROWS);
    return this.#reducer.sums().slots;
  }

  price(): void {
    this.#plan.write(this.#market.place.free);
  }

  /** Of the sums of scenarios, all portfolios. */
  scenarioSum(): number {
    const slots = this.accumulate();
    const length = slots.length / PORTFOLIOS;
    let sum = 0;
    for (let slot = 0; slot < PORTFOLIOS; slot++) {
      const end = (slot + 1) * length;
      for (const pnl of slots.subarray(end - SCENARIOS - 1, end - 1)) sum += Math.abs(pnl);
    }
    return sum;
  }
}

/** Two ways of computing agree in so many digits of sums over the tile. */
function checksumOf(sums: readonly number[]): string {
  const digits = sums.map((sum) => sum.toPrecision(CHECKED_DIGITS)).join(' ');
  return createHash('sha256').update(digits).digest('hex').slice(0, 16);
}

const sumOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : Math.abs(value)), 0);

function batches(run: () => void, units: number) {
  return ({ seconds, warmupSeconds }: Effort) => ({
    ...throughput(run, seconds, warmupSeconds),
    unitsPerSample: units,
  });
}

const COMMON = {
  loop: 'batch',
  spinningThreads: 1,
  parameters: { instruments: INSTRUMENTS, rows: ROWS },
} as const;
const BASELINE = 'portfolio/plain';

function plainCase(): BenchCase {
  return {
    ...COMMON,
    name: BASELINE,
    title: 'plain objects: a position and its sums',
    unit: 'position',
    open() {
      const instruments = marketRows.map(plainInstrument);
      const rows = Array.from({ length: ROWS }, (_, row): Row => {
        const open = { open_buy: openOf(row), open_sell: openOf(row) };
        return { position: lotsOf(row), average_entry: null, booked: null, ...open };
      });
      const run = () => {
        const portfolios = new Map<string, PlainPortfolio>();
        const results = rows.map((row, place) => {
          const instrument = instruments[instrumentOf(place)];
          if (instrument === undefined) throw new Error(`no instrument of row ${place}`);
          const result = plainPosition(instrument, row);
          addPlain(portfolios, `${portfolioOf(place)}`, instrument, result);
          return result;
        });
        return { results, portfolios };
      };
      const { results, portfolios } = run();
      const column = (name: string) => sumOf(results.map((result) => Number(result[name])));
      const scenarios = [...portfolios.values()].map(({ scenarios: own }) => sumOf(own));
      const checked = [...CHECKED.map(column), sumOf(scenarios)];
      return { checksum: checksumOf(checked), measure: batches(run, ROWS) };
    },
  };
}

const CHECKED = ['notional', 'dollar_delta', 'vega', 'reservation', 'bid', 'ask_size'] as const;

function kernelCase(
  name: string,
  title: string,
  unit: string,
  units: number,
  run: (batch: Batch) => void,
): BenchCase {
  return {
    ...COMMON,
    name: `portfolio/${name}`,
    title,
    unit,
    beside: BASELINE,
    open() {
      const batch = new Batch();
      batch.evaluate();
      const columns = CHECKED.map((column) => sumOf(batch.tile.results[column]));
      const checksum = checksumOf([...columns, batch.scenarioSum()]);
      return { checksum, measure: batches(() => run(batch), units) };
    },
  };
}

/** Tiles, sums and scenarios of the kernel, and the same by plain objects. */
export function portfolioCases(): readonly BenchCase[] {
  return [
    kernelCase('tile', 'positions in a tile, all columns', 'position', ROWS, (batch) =>
      batch.evaluate(),
    ),
    kernelCase('sums', 'sums of a row and 15 scenarios', 'position', ROWS, (batch) =>
      batch.accumulate(),
    ),
    kernelCase('units', 'PnL of a lot in a scenario', 'cell', INSTRUMENTS * SCENARIOS, (batch) =>
      batch.price(),
    ),
    plainCase(),
  ];
}
