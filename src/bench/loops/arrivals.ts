/** When ticks arrive, whatever the system under test is doing. */

/** `constant`: equal distances. `poisson`: independent arrivals, exponential distances. */
export type ArrivalProcess = 'constant' | 'poisson';

/**
 * Arrival times one after the other, ns since the start. Two of the same seed give the same times.
 *
 * @param ratePerSecond above 0
 * @param seed whole number
 */
export function arrivals(
  process: ArrivalProcess,
  ratePerSecond: number,
  seed: number,
): () => number {
  const meanNs = 1e9 / ratePerSecond;
  if (process === 'constant') {
    let count = 0;
    return () => count++ * meanNs;
  }
  const uniform = uniforms(seed);
  let time = 0;
  return () => {
    time -= meanNs * Math.log1p(-uniform());
    return time;
  };
}

/** Uniform in [0, 1): a counter through the finaliser of MurmurHash3, which spreads every bit. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let bits = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
    return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
  };
}
