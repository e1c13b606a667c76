/** A block of positions, computed a tile at a time. */
import type { PositionColumns } from '../types.js';
import { type TileMarket, TileMemory } from './tile-memory.js';

/**
 * Computes positions in order. What a position comes to does not depend on the tile it lies in.
 *
 * @param tileRows rows of a tile, even
 * @param onTile called with each tile that was computed: rows [from, from + count) of the positions are
 *   the first `count` of its columns, which the next tile writes over
 * @param address as for `TileMemory`
 * @throws EvenkeelError `USAGE` as `TileMemory`
 */
export function evaluateBlock(
  market: TileMarket,
  positions: PositionColumns,
  tileRows: number,
  onTile: (tile: TileMemory, from: number, count: number) => void,
  address?: number,
): void {
  const tile = new TileMemory(market, tileRows, address);
  for (let from = 0; from < positions.count; from += tileRows) {
    const count = Math.min(tileRows, positions.count - from);
    tile.load(positions, from, count);
    tile.evaluate(count);
    onTile(tile, from, count);
  }
}
