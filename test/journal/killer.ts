/** Ends this process by SIGKILL from another thread: also inside a call of the store that has not returned. */
import { Worker } from 'node:worker_threads';

// Words: 1 when it is to begin, then microseconds.
const THREAD = `
const { workerData, parentPort } = require('node:worker_threads');
parentPort.postMessage('here');
Atomics.wait(workerData, 0, 0);
Atomics.wait(workerData, 2, 0, workerData[1] / 1000);
process.kill(process.pid, 'SIGKILL');
`;

/** Resolves when the thread is there: it kills so many microseconds after the call. */
export async function killer(): Promise<(microseconds: number) => void> {
  const words = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const thread = new Worker(THREAD, { eval: true, workerData: words });
  await new Promise((done) => thread.once('message', done));
  return (microseconds) => {
    words[1] = microseconds;
    Atomics.store(words, 0, 1);
    Atomics.notify(words, 0);
  };
}
