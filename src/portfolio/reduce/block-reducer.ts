/** Sums of the rows of one block by portfolio: the kernel's, over tiles in shared memory. */
import * as reduce from '../../../assembly/reduce-layout.js';
import { TILE_PAIR_BYTES } from '../../../assembly/tile-layout.js';
import { EvenkeelError } from '../../errors.js';
import type { SharedMemory } from '../../kernel/index.js';
import { rowLength } from '../unit-rows.js';
import { CELL_TABLE, type ReductionShape, reducerPlaces, slotLength } from './shape.js';

/** Addresses in the shared memory. */
export interface ReductionInputs {
  /** State of the market's book (`BookRegion.state`). */
  readonly state: number;
  /** Unit PnL by instrument and scenario; not read without scenarios. */
  readonly units: number;
  /** i32 per instrument: its underlying; not read without cells. */
  readonly underlyings: number;
  /** i32 per instrument: its settle asset. */
  readonly settles: number;
}

/** A tile that was computed. */
export interface ComputedTile {
  readonly address: number;
  /** Numbers from a column to the next. */
  readonly stride: number;
}

/** Where contributions of rows are read from and written to. */
export interface ContributionPlaces {
  /** Per portfolio: weights of the VaR, then of the ES, a row of scenarios each. */
  readonly weights: number;
  /** Columns to write, one binary64 per row of the tile. */
  readonly varParts: number;
  readonly esParts: number;
}

/** What a block adds up to; it can be passed to another thread. */
export interface BlockSums {
  /** Portfolios that occur, in the order of their first row: a slot each. */
  readonly slots: Float64Array<ArrayBuffer>;
  /** Pairs of portfolio and underlying likewise: a cell each. */
  readonly cells: Float64Array<ArrayBuffer>;
}

/**
 * One per worker. A block: `begin`, `accumulate` for each of its tiles in order, `sums`. Sums are taken row
 * by row, so that tiles of any size give the same bits.
 */
export class BlockReducer {
  readonly #memory: SharedMemory;
  readonly #job: number;
  readonly #slotLength: number;

  /**
   * @param address 64-byte aligned, with room for `reducerBytes`
   * @throws EvenkeelError `USAGE` when the memory ends before that
   */
  constructor(
    memory: SharedMemory,
    address: number,
    shape: ReductionShape,
    inputs: ReductionInputs,
  ) {
    this.#memory = memory;
    this.#job = address;
    this.#slotLength = slotLength(shape);
    const places = reducerPlaces(shape);
    if (address + places.bytes > memory.bytes.length) {
      const message = `sums of ${places.bytes} bytes at ${address} of ${memory.bytes.length}`;
      throw new EvenkeelError('USAGE', message, { address, bytes: places.bytes });
    }
    memory.bytes.fill(0, address, address + places.slots);
    this.#set(reduce.REDUCE_STATE, inputs.state);
    this.#set(reduce.REDUCE_UNITS, inputs.units);
    this.#set(reduce.REDUCE_SCENARIOS, rowLength(shape.scenarios));
    this.#set(reduce.REDUCE_UNDERLYINGS, inputs.underlyings);
    this.#set(reduce.REDUCE_SETTLES, inputs.settles);
    this.#set(reduce.REDUCE_INDEX, address + places.index);
    this.#set(reduce.REDUCE_SLOTS, address + places.slots);
    this.#set(reduce.REDUCE_SLOT_BYTES, this.#slotLength * Float64Array.BYTES_PER_ELEMENT);
    this.#set(reduce.REDUCE_CELLS, address + places.cells);
    this.#set(reduce.REDUCE_CELL_TABLE, address + places.table);
    this.#set(reduce.REDUCE_CELL_MASK, shape.hasCells ? CELL_TABLE - 1 : 0);
  }

  /** Forgets the block before. */
  begin(): void {
    this.#memory.kernel.beginReduction(this.#job);
  }

  /** Adds the first `count` rows of a tile. */
  accumulate(tile: ComputedTile, count: number): void {
    this.#setTile(tile);
    this.#memory.kernel.accumulateRows(this.#job, 0, count);
  }

  /** Writes what the first `count` rows of a tile contribute to VaR and ES of their portfolios. */
  contribute(tile: ComputedTile, places: ContributionPlaces, count: number): void {
    this.#setTile(tile);
    this.#set(reduce.REDUCE_WEIGHTS, places.weights);
    this.#set(reduce.REDUCE_VAR_PARTS, places.varParts);
    this.#set(reduce.REDUCE_ES_PARTS, places.esParts);
    this.#memory.kernel.contributeRows(this.#job, 0, count);
  }

  /** What the block adds up to, copied. */
  sums(): BlockSums {
    const slots = this.#get(reduce.REDUCE_SLOT_COUNT) * this.#slotLength;
    const cells = (this.#get(reduce.REDUCE_CELL_COUNT) * reduce.CELL_BYTES) / 8;
    return {
      slots: this.#copy(this.#get(reduce.REDUCE_SLOTS), slots),
      cells: this.#copy(this.#get(reduce.REDUCE_CELLS), cells),
    };
  }

  #setTile({ address, stride }: ComputedTile): void {
    this.#set(reduce.REDUCE_COLUMNS, address + TILE_PAIR_BYTES);
    this.#set(reduce.REDUCE_CAPACITY, stride);
  }

  #set(field: number, value: number): void {
    this.#memory.integers[(this.#job + field) >> 2] = value;
  }

  #get(field: number): number {
    return (this.#memory.integers[(this.#job + field) >> 2] ?? 0) >>> 0;
  }

  #copy(address: number, length: number): Float64Array<ArrayBuffer> {
    const begin = address / Float64Array.BYTES_PER_ELEMENT;
    return new Float64Array(this.#memory.floats.subarray(begin, begin + length));
  }
}
