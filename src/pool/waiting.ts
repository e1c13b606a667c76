/** Waiting for a word of shared memory to move, without spinning and without blocking the event loop. */

/** Keeps the process alive meanwhile: a pending asynchronous wait alone does not. */
async function withKeepAlive<Outcome>(ms: number, wait: Promise<Outcome>): Promise<Outcome> {
  const timer = setTimeout(() => undefined, ms);
  try {
    return await wait;
  } finally {
    clearTimeout(timer);
  }
}

/** Longest wait between two looks of its own. */
const LOOK_EVERY_MS = 1000;

/**
 * Waits until a word is no longer `expected`, at most `timeoutMs`. Whoever moves it calls
 * `Atomics.notify` when `waiters` is not 0.
 */
export async function untilMoved(
  integers: Int32Array,
  index: number,
  expected: number,
  waiters: number,
  timeoutMs: number,
): Promise<void> {
  const timeout = Math.min(timeoutMs, LOOK_EVERY_MS);
  Atomics.add(integers, waiters, 1);
  try {
    // Looks at the word itself after announcing the wait, so that no notification is missed.
    const wait = Atomics.waitAsync(integers, index, expected, timeout);
    if (wait.async) await withKeepAlive(timeout + LOOK_EVERY_MS, wait.value);
  } finally {
    Atomics.sub(integers, waiters, 1);
  }
}
