/**
 * The shape that an inventory chain grows into: the positive eigenvector with the smallest
 * eigenvalue of decay on the diagonal and -rates beside it.
 */
import { requirePositive } from '../domain.js';
import { monotoneRoot, type Tangent } from '../root.js';
import type { InventoryChain } from './inventory-chain.js';

/** Far from the horizon ln v = constant + relative - eigenvalue tau. */
export interface GroundState {
  /** 1/time. */
  readonly eigenvalue: number;
  /** ln v by level, 0 at the level of least decay. */
  readonly relative: Float64Array;
}

/**
 * Eliminates from both ends towards the level of least decay. A pivot p gives the ratio of
 * neighbours, v(q) / v(next towards the middle) = rate / p, without an eigenvector whose small
 * components are noise; all pivots are positive exactly below the smallest eigenvalue.
 */
class Elimination {
  readonly middle: number;
  readonly pivots: Float64Array;
  private readonly product: number;
  private readonly excess: readonly number[];

  constructor(chain: InventoryChain, leastDecay: number) {
    this.excess = chain.decay.map((each) => each - leastDecay);
    this.middle = this.excess.indexOf(0);
    this.pivots = new Float64Array(this.excess.length);
    this.product = chain.askRate * chain.bidRate;
  }

  /** The middle pivot at an eigenvalue above the least decay; below 0 once any pivot is not above. */
  at(eigenvalue: number): Tangent {
    const last = this.excess.length - 1;
    const low = this.eliminate(eigenvalue, 0, 1);
    const high = this.eliminate(eigenvalue, last, -1);
    if (low === null || high === null) return { value: -1, slope: 0 };
    return { value: low.value + high.value - eigenvalue, slope: low.slope + high.slope - 1 };
  }

  /** What the levels from one end to the middle add to its pivot; null when one is not positive. */
  private eliminate(eigenvalue: number, from: number, step: 1 | -1): Tangent | null {
    let [value, slope] = [0, 0];
    for (let level = from; level !== this.middle; level += step) {
      const pivot = (this.excess[level] ?? 0) - eigenvalue + value;
      if (!(pivot > 0)) return null;
      this.pivots[level] = pivot;
      slope = (this.product / pivot / pivot) * (slope - 1);
      value = -this.product / pivot;
    }
    return { value, slope };
  }
}

/**
 * Ground state of a chain with flow on both sides.
 *
 * @throws DomainError when a rate is not above 0
 */
export function groundStateOf(chain: InventoryChain): GroundState {
  const { decay, askRate, bidRate } = chain;
  requirePositive({ askRate, bidRate });
  const leastDecay = decay.reduce((min, each) => Math.min(min, each), Number.POSITIVE_INFINITY);
  const elimination = new Elimination(chain, leastDecay);
  const bound = -2 * Math.sqrt(askRate) * Math.sqrt(bidRate);
  const eigenvalue = monotoneRoot((x) => elimination.at(x), bound, 0);
  elimination.at(eigenvalue);
  const { middle, pivots } = elimination;
  const relative = new Float64Array(decay.length);
  for (let level = middle - 1; level >= 0; level -= 1) {
    const ratio = Math.log(bidRate) - Math.log(pivots[level] ?? 0);
    relative[level] = (relative[level + 1] ?? 0) + ratio;
  }
  for (let level = middle + 1; level < decay.length; level += 1) {
    const ratio = Math.log(askRate) - Math.log(pivots[level] ?? 0);
    relative[level] = (relative[level - 1] ?? 0) + ratio;
  }
  return { eigenvalue: leastDecay + eigenvalue, relative };
}
