/** How long it takes to close positions as a share of what trades anyway. */
import { finiteResult, requireFinite, requireInside, requireNonNegative } from '../domain.js';

/** Arguments of {@link timeToFlatten}; position and volume in the same unit. */
export interface TimeToFlattenInput {
  /** Signed. */
  readonly position: number;
  /** What the market trades per second, 0 or more. */
  readonly volumePerSecond: number;
  /** Share of it that is to be ours, above 0, at most 1. */
  readonly participation: number;
}

/**
 * Seconds until a position is closed, |q| / (participation volume); null when nothing trades. A
 * portfolio takes as long as the slowest of its positions.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function timeToFlatten(input: TimeToFlattenInput): number | null {
  const { position, volumePerSecond, participation } = input;
  requireFinite({ position });
  requireNonNegative({ volumePerSecond });
  if (participation !== 1) requireInside({ participation }, 0, 1);
  if (position === 0) return 0;
  if (volumePerSecond === 0) return null;
  const seconds = Math.abs(position) / participation / volumePerSecond;
  return finiteResult('timeToFlatten', { seconds }).seconds;
}
