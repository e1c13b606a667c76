/** The worker's side of a batch: blocks of the work file over the market, into the ring of the writer. */
import { SharedMemory } from '../../kernel/index.js';
import { rowsOf } from '../blocks.js';
import { RESULT_COLUMNS } from '../columns.js';
import { BlockRing, type BlockRingMemory } from '../output/block-ring.js';
import {
  type BlockContributions,
  BlockReducer,
  type BlockSums,
  ContributionSums,
  type ReductionShape,
} from '../reduce/index.js';
import type { RiskPlaces } from '../report/index.js';
import { type WorkBlock, WorkReader } from '../tables/work-file.js';
import { evaluateBlock } from '../tiles/evaluate-block.js';
import type { TileMarket, TileMemory } from '../tiles/tile-memory.js';
import type { MarketPlace } from '../types.js';
import { PositionRisk, type PositionRiskSetup } from './position-risk.js';

/** Parts of the memory of a worker, bytes from its begin, where its tile lies. */
export interface WorkerLayout {
  readonly reducer: number;
  readonly varParts: number;
  readonly esParts: number;
  readonly bytes: number;
}

/** What the blocks of a batch have in common; it can be cloned to a thread. */
export interface BatchSetup {
  readonly work: string;
  /** All of the work file. */
  readonly rows: number;
  /** Handle of the market's memory. */
  readonly memory: object;
  readonly place: MarketPlace;
  /** Memory of workers: each takes the next part, counted in an i32. */
  readonly parts: { readonly taken: SharedArrayBuffer; readonly begin: number };
  readonly layout: WorkerLayout;
  readonly tileRows: number;
  readonly shape: ReductionShape;
  /** Of the market's book. */
  readonly state: number;
  readonly risk: RiskPlaces;
  /** A second pass over the same positions: what they contribute to VaR. */
  readonly isContribution: boolean;
  /** Columns of risk in the rows that are written; null for none. */
  readonly positionRisk: PositionRiskSetup | null;
  /** Null when no rows are written. */
  readonly ring: BlockRingMemory | null;
}

/** One task. */
export interface BlockTask {
  readonly setup: BatchSetup;
  readonly block: number;
}

/** What a block adds up to. */
export interface BlockResult {
  readonly sums: BlockSums;
  /** Of a second pass. */
  readonly contributions: BlockContributions;
}

/** Columns of the ring before those of results. */
const KEY_COLUMNS = ['row', 'portfolio', 'instrument'] as const;
/** Place in the ring of the first column of risk. */
const RISK_COLUMN = KEY_COLUMNS.length + RESULT_COLUMNS.length;
const WORD = Float64Array.BYTES_PER_ELEMENT;

/** What a thread keeps from one block to the next. */
export class BlockEvaluator {
  readonly #setup: BatchSetup;
  readonly #market: TileMarket;
  readonly #work: WorkReader;
  readonly #ring: BlockRing | null;
  readonly #address: number;
  readonly #reducer: BlockReducer;
  readonly #positionRisk: PositionRisk | null;

  constructor(setup: BatchSetup) {
    const { layout, parts, place, ring, risk, shape, state } = setup;
    const memory = SharedMemory.attach(setup.memory);
    this.#setup = setup;
    this.#market = { memory, place };
    this.#work = new WorkReader(setup.work);
    this.#ring = ring && new BlockRing(ring);
    this.#address = parts.begin + Atomics.add(new Int32Array(parts.taken), 0, 1) * layout.bytes;
    const inputs = { state, ...risk };
    this.#reducer = new BlockReducer(memory, this.#address + layout.reducer, shape, inputs);
    const { floats } = memory;
    const column = (address: number): Float64Array => floats.subarray(address / WORD);
    this.#positionRisk =
      setup.positionRisk &&
      new PositionRisk(setup.positionRisk, {
        units: column(risk.units),
        varParts: column(this.#address + layout.varParts),
        esParts: column(this.#address + layout.esParts),
      });
  }

  /** Computes a block; null when the batch was stopped before there was room for it. */
  run(block: number): BlockResult | null {
    const slot = this.#ring === null ? [] : this.#ring.room(block);
    if (slot === null) return null;
    this.#work.read(block);
    const count = rowsOf(block, this.#setup.rows);
    const contributions = new ContributionSums();
    this.#reducer.begin();
    copyKeys(this.#work.block, slot, count);
    evaluateBlock(
      this.#market,
      { ...this.#work.block, count },
      this.#setup.tileRows,
      (tile, from, rows) => {
        copyResults(tile, slot, from, rows);
        if (this.#setup.isContribution) this.#contribute(tile, rows, contributions);
        else this.#reducer.accumulate(tile, rows);
        this.#positionRisk?.write(tile, slot.slice(RISK_COLUMN), from, rows);
      },
      this.#address,
    );
    this.#ring?.fill(block);
    return { sums: this.#reducer.sums(), contributions: contributions.block() };
  }

  #contribute(tile: TileMemory, rows: number, sums: ContributionSums): void {
    const { layout, risk } = this.#setup;
    const { floats, integers } = this.#market.memory;
    const varParts = this.#address + layout.varParts;
    const esParts = this.#address + layout.esParts;
    this.#reducer.contribute(tile, { weights: risk.weights, varParts, esParts }, rows);
    const underlyings = risk.underlyings / Int32Array.BYTES_PER_ELEMENT;
    for (let row = 0; row < rows; row++) {
      sums.add(
        tile.portfolio[row] ?? 0,
        integers[underlyings + (tile.instrument[row] ?? 0)] ?? 0,
        floats[varParts / Float64Array.BYTES_PER_ELEMENT + row] ?? 0,
        floats[esParts / Float64Array.BYTES_PER_ELEMENT + row] ?? 0,
      );
    }
  }
}

function copyKeys(positions: WorkBlock, slot: readonly Float64Array[], count: number): void {
  for (const [column, name] of KEY_COLUMNS.entries()) {
    slot[column]?.set(positions[name].subarray(0, count));
  }
}

function copyResults(
  tile: TileMemory,
  slot: readonly Float64Array[],
  from: number,
  rows: number,
): void {
  for (const [column, values] of Object.values(tile.results).entries()) {
    const target = slot[KEY_COLUMNS.length + column];
    if (target === undefined) return;
    // 0 makes 0 of -0: dictionaries of Parquet hold one of them for both, the first that comes.
    for (let row = 0; row < rows; row++) target[from + row] = (values[row] as number) + 0;
  }
}
