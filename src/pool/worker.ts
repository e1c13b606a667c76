/**
 * What a worker thread runs as one long task: it proves its build, waits to be accepted, and serves its
 * ring until told to stop.
 */
import { threadId } from 'node:worker_threads';
import * as at from '../../assembly/pool-layout.js';
import { buildProof, SharedMemory } from '../kernel/index.js';
import { fail } from './faults.js';
import type { WorkerJournalOptions, WorkerJournals } from './worker-journals.js';

/** What the host gives a worker; plain data and the handle of the memory. */
export interface WorkerTask {
  readonly memory: object;
  /** Address of the worker block. */
  readonly worker: number;
  /** How long to look for frames before sleeping, us; infinite for ever. */
  readonly spinUs: number;
  /** How long to wait to be accepted, ms. */
  readonly startMs: number;
  /** For books that are journaled. */
  readonly journal?: WorkerJournalOptions | undefined;
}

const LOOKS_TO_MEASURE = 200_000;

/** Looks at the ring that take `spinUs` here; below 0 for ever. */
function looksFor({ kernel }: SharedMemory, worker: number, spinUs: number): number {
  if (spinUs === Number.POSITIVE_INFINITY) return -1;
  // The first passes run in the compiler's quick build; the last one counts.
  let looksPerUs = 1;
  for (let pass = 0; pass < 5; pass++) {
    const began = performance.now();
    kernel.look(worker, LOOKS_TO_MEASURE);
    looksPerUs = LOOKS_TO_MEASURE / ((performance.now() - began) * 1000);
  }
  return Math.min(Math.max(Math.round(spinUs * looksPerUs), 1), 2 ** 30);
}

/** Proves the build. @returns the host's answer */
function proved(shared: SharedMemory, { worker, spinUs, startMs }: WorkerTask): number {
  const { integers, longs } = shared;
  const index = (offset: number): number => (worker + offset) >> 2;
  const proof = buildProof();
  longs[(worker + at.WORKER_PROOF_KERNEL) >> 3] = BigInt.asIntN(64, proof.kernel);
  longs[(worker + at.WORKER_PROOF_LAYOUT) >> 3] = BigInt.asIntN(64, proof.layout);
  integers[index(at.WORKER_SPINS)] = looksFor(shared, worker, spinUs);
  Atomics.store(integers, index(at.WORKER_THREAD), threadId);
  Atomics.store(integers, index(at.WORKER_STATE), at.WORKER_IS_PROVED);
  Atomics.notify(integers, index(at.WORKER_STATE));
  Atomics.wait(integers, index(at.WORKER_COMMAND), at.COMMAND_NONE, startMs);
  return Atomics.load(integers, index(at.WORKER_COMMAND));
}

/** Serves until the host says otherwise. @returns its command */
async function serve(
  { kernel }: SharedMemory,
  worker: number,
  journals: WorkerJournals | undefined,
): Promise<number> {
  kernel.startServing(worker);
  for (;;) {
    const command = kernel.serve(worker);
    if (command === at.COMMAND_WRITE) {
      await journals?.write();
      kernel.release(worker);
    } else if (command !== at.COMMAND_SERVE) {
      return command;
    }
  }
}

/** Loaded when they are needed: they bring the configuration and the store. */
async function journalsOf(
  shared: SharedMemory,
  { worker, journal }: WorkerTask,
): Promise<WorkerJournals | undefined> {
  if (journal === undefined) return undefined;
  const { WorkerJournals } = await import('./worker-journals.js');
  return new WorkerJournals(shared, worker, journal);
}

/** Runs until the host says to stop. @returns the command that ended it */
export default async function serveBooks(task: WorkerTask): Promise<number> {
  const { memory, worker } = task;
  const shared = SharedMemory.attach(memory);
  let command = proved(shared, task);
  if (command !== at.COMMAND_SERVE) return command;
  const journals = await journalsOf(shared, task);
  try {
    journals?.resume();
    command = await serve(shared, worker, journals);
    if (command >= at.COMMAND_FAULT) fail(command, shared, worker);
    await journals?.finish();
  } finally {
    await journals?.abandon();
  }
  Atomics.store(shared.integers, (worker + at.WORKER_STATE) >> 2, at.WORKER_IS_STOPPED);
  return command;
}
