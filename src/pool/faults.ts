/**
 * Ways for a worker to die that tests inject; nothing outside tests sends these commands. Each damages
 * the books first: what follows may not depend on the memory a dead worker leaves behind.
 */
import * as at from '../../assembly/pool-layout.js';
import type { SharedMemory } from '../kernel/index.js';

/** Commands by name. `trap` is a broken invariant of the kernel. */
export const FAULTS = {
  throw: at.COMMAND_FAULT,
  exit: at.COMMAND_FAULT + 1,
  stall: at.COMMAND_FAULT + 2,
  trap: at.COMMAND_FAULT + 3,
} as const;

/** A fault that can be injected. */
export type Fault = keyof typeof FAULTS;

const DAMAGED_BYTES = 4096;

function damageBooks({ integers, bytes }: SharedMemory, worker: number): void {
  const slots = integers[(worker + at.WORKER_SLOTS) >> 2] ?? 0;
  const count = integers[(worker + at.WORKER_SLOT_COUNT) >> 2] ?? 0;
  for (let slot = 0; slot < count; slot++) {
    const address = slots + slot * at.SLOT_BYTES;
    if (integers[(address + at.SLOT_STATE) >> 2] !== at.SLOT_IS_OPEN) continue;
    const book = integers[(address + at.SLOT_BOOK) >> 2] ?? 0;
    bytes.fill(0xa5, book, book + DAMAGED_BYTES);
  }
}

function spinForEver({ integers }: SharedMemory, worker: number): void {
  while (Atomics.load(integers, (worker + at.WORKER_SLOT_COUNT) >> 2) > 0);
}

/** Dies as the command says. */
export function fail(command: number, shared: SharedMemory, worker: number): void {
  damageBooks(shared, worker);
  if (command === FAULTS.exit) process.exit(3);
  if (command === FAULTS.stall) spinForEver(shared, worker);
  // A worker block that lies partly outside the memory.
  if (command === FAULTS.trap) shared.kernel.serve(shared.bytes.length - 16);
  throw new Error('injected fault');
}
