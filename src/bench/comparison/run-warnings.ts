/** What two runs differ in besides the program. */
import type { BenchResult, Environment } from '../results/result-schema.js';

/** Must agree, or the difference is the machine's. */
const MACHINE_KEYS = [
  ...(['cpu', 'cores', 'allowedCores', 'isolatedCores', 'governor', 'clocksource'] as const),
  ...(['isVirtual', 'platform', 'node', 'v8', 'flags'] as const),
] satisfies readonly (keyof Environment)[];

/** Warnings about the two runs as wholes. */
export function runWarnings(before: BenchResult, after: BenchResult): string[] {
  return [...environmentWarnings(before, after), ...interruptions(before, after)];
}

function environmentWarnings(before: BenchResult, after: BenchResult): string[] {
  const differing = MACHINE_KEYS.filter(
    (key) => before.environment[key] !== after.environment[key],
  ).map((key) => `${key}: ${before.environment[key]} and ${after.environment[key]}`);
  if (differing.length === 0) return [];
  return [`DIFFERENT ENVIRONMENTS, the verdicts compare machines: ${differing.join('; ')}`];
}

function interruptions(before: BenchResult, after: BenchResult): string[] {
  const warnings: string[] = [];
  if (before.isInterrupted) warnings.push('the run before was interrupted');
  if (after.isInterrupted) warnings.push('the run after was interrupted');
  return warnings;
}
