/** Every case of `npm run bench`. */
import type { Effort, Result } from '../measure.js';
import { inlineCases } from './inline.js';
import { replayCases } from './replay.js';
import { sweepCases } from './sweep.js';

/** How thorough a run is. */
export const EFFORTS: Readonly<Record<'full' | 'quick', Effort>> = {
  full: {
    timeMs: 2000,
    calls: 1_000_000,
    sweeps: [1000, 100_000, 1_000_000],
    replayEvents: 4_000_000,
  },
  quick: { timeMs: 100, calls: 20_000, sweeps: [1000], replayEvents: 100_000 },
};

const CASES: Readonly<Record<string, (effort: Effort) => Promise<Result[]>>> = {
  inline: inlineCases,
  sweep: sweepCases,
  replay: replayCases,
};

/** Runs all cases. @param onCase told the name of each group before it runs */
export async function runCases(
  effort: Effort,
  onCase: (name: string) => void = () => undefined,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, run] of Object.entries(CASES)) {
    onCase(name);
    results.push(...(await run(effort)));
  }
  return results;
}
