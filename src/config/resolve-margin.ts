/** What the margin section of an instrument must agree on. */

import { MAX_MARGIN_TIERS } from '../../assembly/codes.js';
import type { MarginInput } from './margin-schema.js';
import { isOptionContract } from './option-contract.js';
import type { InstrumentInput } from './schema.js';
import type { Path, Violations } from './violations.js';

/** Rates that fall from initial to maintenance, tiers that rise; what options have instead. */
export function checkMargin(
  { margin, contract }: InstrumentInput,
  path: Path,
  violations: Violations,
): void {
  if (margin === undefined) return;
  const at = [...path, 'margin'];
  if (isOptionContract(contract)) {
    checkOptionMargin(margin, at, violations);
    return;
  }
  if (margin.floor !== undefined) {
    violations.add([...at, 'floor'], margin.floor, 'nothing: it belongs to options');
  }
  atMost(margin, 'maintenance', 'initial', at, violations);
  atMost(margin, 'maintenanceSlope', 'initialSlope', at, violations);
  checkTiers(margin, at, violations);
}

function atMost<Key extends string>(
  values: Readonly<Partial<Record<Key, number | undefined>>>,
  smaller: Key,
  larger: Key,
  at: Path,
  violations: Violations,
): void {
  const [low = 0, high = 0] = [values[smaller], values[larger]];
  if (low > high) violations.add([...at, smaller], low, `at most ${larger} ${high}`);
}

function checkTiers({ tiers }: MarginInput, at: Path, violations: Violations): void {
  if (tiers.length > MAX_MARGIN_TIERS) {
    const allowed = `at most ${MAX_MARGIN_TIERS} tiers above the first`;
    violations.add([...at, 'tiers'], tiers.length, allowed);
  }
  let below = 0;
  for (const [place, tier] of tiers.entries()) {
    atMost(tier, 'maintenance', 'initial', [...at, 'tiers', place], violations);
    if (tier.above <= below) {
      violations.add([...at, 'tiers', place, 'above'], tier.above, `above ${below}`);
    }
    below = tier.above;
  }
}

/** What the margin of a short option has none of. */
const OF_CONTRACTS = ['deduction', 'initialSlope', 'maintenanceSlope'] as const;

function checkOptionMargin(margin: MarginInput, at: Path, violations: Violations): void {
  const { floor, tiers, isolatedCollateral } = margin;
  const none = 'nothing: an option has no such term';
  for (const key of OF_CONTRACTS) {
    if (margin[key] !== 0) violations.add([...at, key], margin[key], none);
  }
  if (tiers.length > 0) violations.add([...at, 'tiers'], tiers.length, none);
  if (isolatedCollateral !== undefined) {
    violations.add([...at, 'isolatedCollateral'], isolatedCollateral, none);
  }
  if (floor === undefined) {
    violations.add([...at, 'floor'], floor, 'a number 0 .. 1: least initial margin, coins');
    return;
  }
  atMost(margin, 'floor', 'initial', at, violations);
  atMost(margin, 'maintenance', 'floor', at, violations);
}
