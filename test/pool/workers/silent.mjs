/** A worker that never says anything. */
export default function serveBooks() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
