/** How a batch is cut. */

/**
 * Rows of a block: one task, and what is added up before it meets other blocks. It is fixed, for sums
 * depend on it in their last digits.
 */
export const BLOCK_ROWS = 65536;

/** Blocks of so many rows. */
export const blocksOf = (rows: number): number => Math.ceil(rows / BLOCK_ROWS);

/** Rows of one of them. */
export function rowsOf(block: number, rows: number): number {
  return Math.min(BLOCK_ROWS, rows - block * BLOCK_ROWS);
}
