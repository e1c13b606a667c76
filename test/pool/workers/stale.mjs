/** A worker of another build: proves a kernel that nobody has. */
import * as at from '../../../dist/assembly/pool-layout.js';

export default function serveBooks({ memory, worker }) {
  const { buffer } = memory;
  const integers = new Int32Array(buffer);
  const longs = new BigInt64Array(buffer);
  const index = (offset) => (worker + offset) >> 2;
  longs[(worker + at.WORKER_PROOF_KERNEL) >> 3] = 0x0123_4567_89ab_cdefn;
  Atomics.store(integers, index(at.WORKER_STATE), at.WORKER_IS_PROVED);
  Atomics.notify(integers, index(at.WORKER_STATE));
  Atomics.wait(integers, index(at.WORKER_COMMAND), at.COMMAND_NONE);
}
