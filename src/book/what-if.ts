/** Tries a change on the real state and puts every byte back. */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import type { BookRegion } from '../kernel/index.js';

interface Saved {
  readonly address: number;
  readonly bytes: Uint8Array;
}

/**
 * What an event of one instrument can change: IO block, header, assets, its pair blocks, underlyings
 * with expiries, guards.
 */
function affected(region: BookRegion, instrument: number): readonly Saved[] {
  const save = (address: number, length: number): Saved => ({
    address,
    bytes: region.bytes.slice(address, address + length),
  });
  const assets = region.assetRow(0) + region.capacity.assets * at.ASSET_BYTES;
  const even = instrument & ~1;
  return [
    save(region.book, assets - region.book),
    save(region.quoteLane(even), at.QUOTE_BLOCK_BYTES),
    save(region.ledgerLane(even), at.LEDGER_BLOCK_BYTES),
    save(region.skewLane(even), at.SKEW_BLOCK_BYTES),
    save(region.riskLane(even), risk.RISK_BLOCK_BYTES),
    save(region.underlyingRow(0), region.optionLane(0) - region.underlyingRow(0)),
    save(region.guardRow(0), region.capacity.guards * risk.GUARD_BYTES),
  ];
}

/**
 * Runs `change` in preview (nothing is sent, no other instrument is requoted, no fill id is
 * remembered), reads the outcome and restores the state, whatever happens.
 */
export function preview<Outcome>(
  region: BookRegion,
  instrument: number,
  change: () => Outcome,
): Outcome {
  const saved = affected(region, instrument);
  region.kernel.setPreview(1);
  try {
    return change();
  } finally {
    region.kernel.setPreview(0);
    for (const { address, bytes } of saved) region.bytes.set(bytes, address);
  }
}
