/** The worker's side of a batch: blocks of the work file over the market, into the ring of the writer. */
import { SharedMemory } from '../../kernel/index.js';
import { rowsOf } from '../blocks.js';
import { BlockRing, type BlockRingMemory } from '../output/block-ring.js';
import { type WorkBlock, WorkReader } from '../tables/work-file.js';
import { evaluateBlock } from '../tiles/evaluate-block.js';
import type { TileMarket, TileMemory } from '../tiles/tile-memory.js';
import type { MarketPlace } from '../types.js';

/** Memory of workers: each takes the next part. */
export interface WorkerParts {
  /** An i32: parts that were taken. */
  readonly taken: SharedArrayBuffer;
  /** Of the first part, 64-byte aligned. */
  readonly begin: number;
  readonly bytes: number;
}

/** What the blocks of a batch have in common; it can be cloned to a thread. */
export interface BatchSetup {
  readonly work: string;
  /** All of the work file. */
  readonly rows: number;
  readonly memory: object;
  readonly place: MarketPlace;
  readonly parts: WorkerParts;
  readonly tileRows: number;
  readonly ring: BlockRingMemory;
}

/** One task. */
export interface BlockTask {
  readonly setup: BatchSetup;
  readonly block: number;
}

/** Columns of the ring before those of results. */
export const KEY_COLUMNS = ['row', 'portfolio', 'instrument'] as const;

/** What a thread keeps from one block to the next. */
export class BlockEvaluator {
  readonly #setup: BatchSetup;
  readonly #market: TileMarket;
  readonly #work: WorkReader;
  readonly #ring: BlockRing;
  readonly #address: number;

  constructor(setup: BatchSetup) {
    this.#setup = setup;
    this.#market = { memory: SharedMemory.attach(setup.memory), place: setup.place };
    this.#work = new WorkReader(setup.work);
    this.#ring = new BlockRing(setup.ring);
    const { taken, begin, bytes } = setup.parts;
    this.#address = begin + Atomics.add(new Int32Array(taken), 0, 1) * bytes;
  }

  /** Computes a block; false when the batch was stopped before there was room for it. */
  run(block: number): boolean {
    const slot = this.#ring.room(block);
    if (slot === null) return false;
    this.#work.read(block);
    const positions = this.#work.block;
    const count = rowsOf(block, this.#setup.rows);
    const copy = (tile: TileMemory, from: number, rows: number): void =>
      copyResults(tile, slot, from, rows);
    copyKeys(positions, slot, count);
    evaluateBlock(this.#market, { ...positions, count }, this.#setup.tileRows, copy, this.#address);
    this.#ring.fill(block);
    return true;
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
    slot[KEY_COLUMNS.length + column]?.set(values.subarray(0, rows), from);
  }
}
