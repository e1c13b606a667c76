/** The skew that an operator asks for by what it does. */
import { DomainError } from '../../errors.js';
import { requireNonNegative, requirePositive } from '../domain.js';
import {
  type AffineQuotes,
  type InventoryPull,
  type InventoryTerms,
  operatorUnitsOf,
  priceOfBps,
} from './operator-units.js';

/** How strong a pull is wanted, and how strong that of given operator units is. */
interface Strength {
  readonly wanted: number;
  readonly of: (halfLifeSeconds: number | null, utilisation: number | null) => number;
  readonly refusal: (strongest: number) => DomainError;
}

/** 1 / half-life and 1 / utilisation^2 both grow with the skew while it is small. */
function strengthOf(pull: Exclude<InventoryPull, { inventorySkewBps: number }>): Strength {
  if ('inventoryHalfLifeSeconds' in pull) {
    const { inventoryHalfLifeSeconds: halfLifeSeconds } = pull;
    requirePositive({ inventoryHalfLifeSeconds: halfLifeSeconds });
    return {
      wanted: 1 / halfLifeSeconds,
      of: (halfLife) => (halfLife === null ? 0 : 1 / halfLife),
      refusal: (strongest) =>
        new DomainError(
          `a half-life of ${halfLifeSeconds} s cannot be reached; the shortest is ${1 / strongest} s`,
          { halfLifeSeconds, shortest: 1 / strongest },
        ),
    };
  }
  const { targetUtilisation } = pull;
  requirePositive({ targetUtilisation });
  return {
    wanted: targetUtilisation ** -2,
    of: (_, utilisation) => (utilisation === null ? 0 : utilisation ** -2),
    refusal: (strongest) => {
      const least = strongest ** -0.5;
      const text = `a utilisation of ${targetUtilisation} cannot be reached; the least is ${least}`;
      return new DomainError(text, { targetUtilisation, least });
    },
  };
}

// Shares of the half-spread at which the pull of the skew is looked at to bracket a solution.
const SCAN_STEPS = 512;

/**
 * Skew per base unit with the pull that is asked for. A stronger skew leaves less constant
 * half-spread, so that the pull of a model may grow and then fall: the smallest skew is taken.
 *
 * @param halfSpread price at target inventory
 * @param quotesAt quotes of the model with this half-spread and a skew
 * @throws DomainError when no skew that leaves a constant half-spread pulls so strongly
 */
export function skewForPull(
  pull: InventoryPull,
  halfSpread: number,
  terms: InventoryTerms,
  quotesAt: (skewPerUnit: number) => AffineQuotes,
): number {
  if ('inventorySkewBps' in pull) {
    requireNonNegative({ inventorySkewBps: pull.inventorySkewBps });
    return (pull.inventorySkewBps * priceOfBps(terms)) / terms.maxPosition;
  }
  const strength = strengthOf(pull);
  // share: the part of the half-spread that goes with volatility, D skew / 2, 0 .. 1.
  const skewAt = (share: number): number => (2 * share * halfSpread) / terms.tradeSize;
  const strengthAt = (share: number): number => {
    const units = operatorUnitsOf(quotesAt(skewAt(share)), terms);
    return strength.of(units.inventoryHalfLifeSeconds, units.utilisation);
  };
  let strongest = 0;
  for (let step = 1; step < SCAN_STEPS; step += 1) {
    const found = strengthAt(step / SCAN_STEPS);
    strongest = Math.max(strongest, found);
    if (found < strength.wanted) continue;
    const reaches = (share: number): boolean => strengthAt(share) >= strength.wanted;
    return skewAt(bisect((step - 1) / SCAN_STEPS, step / SCAN_STEPS, reaches));
  }
  throw strength.refusal(strongest);
}

/** Smallest binary64 above `low` and up to `high` from which `test` holds, true at `high`. */
function bisect(low: number, high: number, test: (value: number) => boolean): number {
  let [below, above] = [low, high];
  for (;;) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) return above;
    if (test(middle)) above = middle;
    else below = middle;
  }
}
