/** What is summed up per portfolio, and how much memory that takes. */
import * as reduce from '../../../assembly/reduce-layout.js';
import { BLOCK_ROWS } from '../blocks.js';
import { rowLength } from '../unit-rows.js';

/** What a reduction is over. */
export interface ReductionShape {
  readonly portfolios: number;
  readonly assets: number;
  /** 0 for none. */
  readonly scenarios: number;
  /** Whether exposures are kept by portfolio and underlying. */
  readonly hasCells: boolean;
}

/** Numbers of 8 bytes in a slot. */
export function slotLength({ assets, scenarios }: ReductionShape): number {
  const bytes = reduce.SLOT_ASSETS + assets * reduce.SLOT_ASSET_BYTES;
  return bytes / Float64Array.BYTES_PER_ELEMENT + rowLength(scenarios);
}

/** Where the parts of a reducer lie, from its address. */
export interface ReducerPlaces {
  readonly index: number;
  readonly slots: number;
  readonly cells: number;
  readonly table: number;
  readonly bytes: number;
}

/** Slots of the table of cells: a power of two, at most half of them used. */
export const CELL_TABLE = 2 * BLOCK_ROWS;

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

export function reducerPlaces(shape: ReductionShape): ReducerPlaces {
  const index = reduce.REDUCE_JOB_BYTES;
  const slots = aligned(index + shape.portfolios * Int32Array.BYTES_PER_ELEMENT);
  const slotBytes = slotLength(shape) * Float64Array.BYTES_PER_ELEMENT;
  const cells = aligned(slots + Math.min(shape.portfolios, BLOCK_ROWS) * slotBytes);
  const table = shape.hasCells ? cells + BLOCK_ROWS * reduce.CELL_BYTES : cells;
  const bytes = shape.hasCells ? table + CELL_TABLE * Int32Array.BYTES_PER_ELEMENT : table;
  return { index, slots, cells, table, bytes };
}

/** Memory of one reducer, bytes; each worker has one. */
export function reducerBytes(shape: ReductionShape): number {
  return reducerPlaces(shape).bytes;
}
