/** How the journal of a seed is written, and what happens to its disk. One event takes a millisecond. */
import type { JournalPolicy } from '../../../src/journal/policy.js';
import type { Draw } from '../draw.js';

export interface JournalSwarm {
  readonly policy: JournalPolicy;
  readonly groupBytes: number;
  readonly groupMilliseconds: number;
  readonly snapshotEvery: number;
  /** Mean time of a write, ms. */
  readonly writeMs: number;
  /** Chance of a write that takes so long that both buffers fill. */
  readonly stall: number;
  /** Chances per millisecond: of a write that fails, of a checkpoint, of a client that waits. */
  readonly failure: number;
  readonly checkpoint: number;
  readonly flush: number;
  /** And that the operating system writes what it holds. */
  readonly systemFlush: number;
  /** Chance that a death is one of the machine. */
  readonly powerLoss: number;
  /** Damaged copies that are opened at every restart. */
  readonly damages: number;
}

export function drawJournal(draw: Draw): JournalSwarm {
  const some = (low: number, high: number): number => (draw.chance(0.6) ? draw.log(low, high) : 0);
  return {
    policy: draw.pick(['acknowledgeAfterSync', 'acknowledgePerGroup', 'acknowledgeBeforeSync']),
    groupBytes: Math.round(draw.log(4096, 65_536)),
    groupMilliseconds: draw.pick([0, 2, 20, 300]),
    snapshotEvery: draw.chance(0.7) ? Math.round(draw.log(50, 2000)) : 0,
    writeMs: draw.log(0.5, 100),
    stall: some(3e-3, 0.1),
    failure: some(1e-4, 2e-3),
    checkpoint: some(1e-4, 5e-3),
    flush: some(1e-3, 0.05),
    systemFlush: draw.log(1e-3, 0.1),
    powerLoss: draw.pick([0, 0.5, 1]),
    damages: 2,
  };
}
