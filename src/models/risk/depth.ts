/** One side of a market as it is shown, and what prices beyond it are assumed to be. */
import { DomainError } from '../../errors.js';
import type { PayoffKind } from '../accounting/index.js';
import { requireNonNegative, requirePositive } from '../domain.js';

/** One price of a book. */
export interface DepthLevel {
  /** Quote currency, above 0. */
  readonly price: number;
  /** Contracts, 0 or more. */
  readonly size: number;
}

/** The side of a market that a position is closed into. */
export interface Depth {
  /** Sign of the position: 1 is sold into bids, -1 bought back from asks. */
  readonly side: number;
  readonly mark: number;
  readonly levels: readonly DepthLevel[];
}

/** @throws DomainError when a level is outside its range or better than the one before */
export function requireDepth({ side, levels }: Depth): void {
  let before: number | null = null;
  for (const [index, { price, size }] of levels.entries()) {
    requirePositive({ price });
    requireNonNegative({ size });
    if (before !== null && side * (price - before) > 0) {
      const bound = side > 0 ? 'at most' : 'at least';
      throw new DomainError(
        `levels[${index}].price is ${price}; allowed: ${bound} ${before}, the level before`,
        { name: `levels[${index}].price`, value: price, before },
      );
    }
    before = price;
  }
}

/** How much the price worsens per contract, on average over the depth, 0 or more. */
function meanSlope({ mark, levels }: Depth): number {
  const first = levels[0]?.price ?? mark;
  const last = levels.at(-1)?.price ?? mark;
  const shown = levels.reduce((sum, { size }) => sum + size, 0);
  return Math.max(Math.abs(mark - last), Math.abs(first - last)) / shown;
}

/**
 * The one price at which `contracts` beyond the depth cost as much as along the line of prices that
 * begins at the last level: the mean of the prices, for inverse contracts the harmonic one.
 *
 * @throws DomainError when the depth has no slope, or takes an inverse contract to a price of 0
 */
export function resumePrice(
  depth: Depth,
  kind: PayoffKind,
  contracts: number,
  slopeMultiple: number,
): number {
  const last = depth.levels.at(-1)?.price ?? 0;
  const slope = meanSlope(depth) * slopeMultiple;
  if (!(slope > 0 && Number.isFinite(slope))) {
    throw new DomainError('the depth has no slope to extrapolate: it shows no two prices', {
      levels: depth.levels.length,
      mark: depth.mark,
    });
  }
  // By how much the last contract is worse than the last level, as a share of its price.
  const reach = (slope * contracts) / last;
  const signed = -depth.side * reach;
  if (kind === 'linear') return signed > -1 ? last * (1 + signed / 2) : last / reach / 2;
  if (signed <= -1) {
    throw new DomainError(
      `the depth is too thin: ${contracts} contracts beyond it reach a price of 0`,
      { contracts, slope, last },
    );
  }
  return (last * signed) / Math.log1p(signed);
}
