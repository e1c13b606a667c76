/** Where a book of a pool lies, and how its worker is told of it. */
import { POOL_BOOK_FAILED } from '../../assembly/codes.js';
import * as layout from '../../assembly/layout.js';
import * as at from '../../assembly/pool-layout.js';
import {
  type BookRegion,
  type Capacity,
  regionBytes,
  type SharedMemory,
  sizesOf,
} from '../kernel/index.js';
import type { InputRing } from './input-ring.js';
import type { Extent, WorkerMemory } from './worker-memory.js';

/** Room for a book: its region at the begin of the extent, its quote rows, its two images. */
export interface SlotRoom {
  readonly extent: Extent;
  readonly rows: number;
  readonly images: readonly [number, number];
}

function alignUp(bytes: number): number {
  return Math.ceil(bytes / at.LINE_BYTES) * at.LINE_BYTES;
}

/**
 * Room for a book of these capacities; undefined when the memory is used up.
 *
 * @throws EvenkeelError `USAGE` when a capacity is out of range
 */
export function allocateRoom(memory: WorkerMemory, capacity: Capacity): SlotRoom | undefined {
  const region = alignUp(regionBytes(capacity));
  const rows = alignUp(capacity.instruments * at.QUOTE_ROW_BYTES);
  const state = memory.shared.kernel.stateBytes(...sizesOf(capacity));
  const image = alignUp(layout.IO_BYTES + state);
  const extent = memory.allocate(region + rows + 2 * image);
  if (extent === undefined) return undefined;
  const first = extent.address + region + rows;
  return { extent, rows: extent.address + region, images: [first, first + image] };
}

/** How a book is served. */
export interface Serving {
  readonly sendsOutput: boolean;
  /** Name of its journal and the frames accepted that are in it; undefined without one. */
  readonly journal?: { readonly name: string; readonly ordinal: number } | undefined;
}

/** Makes a book visible to its worker; the last store says that it is complete. */
export function fillSlot(
  { memory, input }: { readonly memory: WorkerMemory; readonly input: InputRing },
  slot: number,
  region: BookRegion,
  { rows, images, sendsOutput, journal }: Omit<SlotRoom, 'extent'> & Serving,
): void {
  const { integers, bytes } = memory.shared;
  const address = memory.slotAddress(slot);
  const write = (field: number, value: number): void => {
    integers[(address + field) >> 2] = value;
  };
  const position = input.tail;
  for (const [which, image] of images.entries()) {
    bytes.set(region.imageView(), image);
    write(at.SLOT_IMAGE_ADDRESS + 4 * which, image);
    write(at.SLOT_IMAGE_POSITION + 4 * which, position);
    write(at.SLOT_IMAGE_OUTPUTS + 4 * which, 0);
  }
  // Rows of a book with a journal are written when its input is on the disk.
  integers[(region.book + layout.IO_QUOTE_ROWS) >> 2] = journal === undefined ? rows : 0;
  write(at.SLOT_BOOK, region.book);
  write(at.SLOT_ROWS, rows);
  write(at.SLOT_IMAGE, 0);
  write(at.SLOT_SENDS_OUTPUT, sendsOutput ? 1 : 0);
  write(at.SLOT_OUTPUTS, 0);
  write(at.SLOT_DIRTY, 0);
  write(at.SLOT_HELD, 0);
  memory.longs[(address + at.SLOT_JOURNALED) >> 3] = BigInt(journal?.ordinal ?? 0);
  bytes.fill(0, address + at.SLOT_NAME, address + at.SLOT_NAME + at.SLOT_NAME_BYTES);
  bytes.set(new TextEncoder().encode(journal?.name ?? ''), address + at.SLOT_NAME);
  region.kernel.publishBook(region.book, rows, address + at.SLOT_RISK);
  Atomics.store(integers, (address + at.SLOT_STATE) >> 2, at.SLOT_IS_OPEN);
}

/**
 * Withdraws every quote of a book that nobody serves any more: what it last quoted must not look alive.
 * Only when no worker writes its rows.
 */
export function withdrawQuotes(
  { integers }: Pick<SharedMemory, 'integers'>,
  rows: number,
  instruments: number,
): void {
  for (let instrument = 0; instrument < instruments; instrument++) {
    const row = rows + instrument * at.QUOTE_ROW_BYTES;
    const next = (integers[(row + at.ROW_VERSION) >> 2] ?? 0) + 1;
    const half = (row + at.ROW_HALF + (next & 1) * at.QUOTE_HALF_BYTES) >> 2;
    integers.fill(0, half, half + (at.PUBLISHED_BID_REASON >> 2));
    integers[half + (at.PUBLISHED_BID_REASON >> 2)] = POOL_BOOK_FAILED;
    integers[half + (at.PUBLISHED_ASK_REASON >> 2)] = POOL_BOOK_FAILED;
    Atomics.store(integers, (row + at.ROW_VERSION) >> 2, next);
  }
}
