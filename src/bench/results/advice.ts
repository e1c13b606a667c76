/** What a reader has to know before believing a figure. */

import type { BenchCase } from '../bench-case.js';
import type { CaseResult, Environment } from './result-schema.js';
import type { RunContext } from './summarise.js';

/** Below so many reads of the clock a single call is mostly the clock. */
const CLOCK_READS = 3;
/** Below so many steps of the clock percentiles are steps of the clock. */
const CLOCK_STEPS = 10;
/** Samples that p99.9 needs to rest on more than ten of them. */
const TAIL_SAMPLES = 10_000;
/** Spread of rounds that is told. */
const LOUD_SPREAD = 0.1;
/** An open loop that reaches less than this share of its rate does not keep up. */
const KEEPS_UP = 0.98;
/** Others may use this much of a core unnoticed. */
const QUIET_CORES = 0.3;

/** (largest - smallest) / median of the rounds' medians; 0 for a single round. */
export function spreadOf({ rounds }: CaseResult): number {
  const medians = rounds.map(({ p50Ns }) => p50Ns).sort((a, b) => a - b);
  const middle = medians[Math.floor(medians.length / 2)] ?? 1;
  return ((medians.at(-1) ?? 0) - (medians[0] ?? 0)) / middle;
}

/** Warnings about one case. */
export function caseWarnings(result: CaseResult, { clock }: RunContext): string[] {
  const warnings: string[] = [];
  const { p50 } = result.percentilesNs;
  if (result.loop === 'closed' && isFinerThanClock(p50, clock)) {
    warnings.push(
      `p50 ${p50.toFixed(0)} ns is finer than the clock (one read ${clock.costNs.toFixed(0)} ns, ` +
        `steps of ${clock.granularityNs} ns): take the batch figure for the cost, this one for the tail`,
    );
  }
  if (result.loop !== 'batch' && result.samples < TAIL_SAMPLES) {
    warnings.push(`${result.samples} samples: p99.9 rests on ten of them or fewer`);
  }
  warnings.push(...openLoopWarnings(result));
  if (result.checksum.includes('/')) {
    warnings.push(`rounds did different work: checksums ${result.checksum}`);
  }
  return warnings;
}

function isFinerThanClock(p50Ns: number, { costNs, granularityNs }: RunContext['clock']): boolean {
  return p50Ns < CLOCK_READS * costNs || p50Ns < CLOCK_STEPS * granularityNs;
}

function openLoopWarnings({ loop, unfinished, ratePerSecond, parameters }: CaseResult): string[] {
  const offered = Number(parameters.ratePerSecond ?? 0);
  if (loop !== 'open' || (unfinished === 0 && ratePerSecond >= KEEPS_UP * offered)) return [];
  return [
    `${Math.round(ratePerSecond).toLocaleString('en')} of ${offered.toLocaleString('en')} ticks a ` +
      `second were done, ${unfinished} given up: the queue grows, and latency with the duration`,
  ];
}

/** One warning for all cases whose threads have too few cores. */
export function spinWarnings(cases: readonly BenchCase[], idleCores: number): string[] {
  const crowded = cases.filter(({ spinningThreads }) => spinningThreads > Math.round(idleCores));
  if (crowded.length === 0) return [];
  const threads = Math.max(...crowded.map(({ spinningThreads }) => spinningThreads));
  return [
    `up to ${threads} threads spin and ${idleCores} cores were idle: they take turns, and figures are not ` +
      `what the engine does on cores of its own: ${crowded.map(({ name }) => name).join(', ')}`,
  ];
}

/** One warning for all cases whose rounds differ. */
export function noiseWarnings(cases: readonly CaseResult[]): string[] {
  const noisy = cases.filter((each) => spreadOf(each) >= LOUD_SPREAD);
  if (noisy.length === 0) return [];
  const rounds = noisy.flatMap((each) => each.rounds);
  const preemptions = rounds.reduce((sum, round) => sum + round.preemptions, 0);
  return [
    `medians of the rounds differ by ${LOUD_SPREAD * 100} % or more (${preemptions} preemptions) ` +
      `in ${noisy.map(({ name }) => name).join(', ')}: smaller differences mean nothing`,
  ];
}

/** Warnings about the machine. */
export function machineWarnings(environment: Environment): string[] {
  const { governor, isVirtual, cores, idleCores, kernel } = environment;
  const warnings: string[] = [];
  const busy = cores - idleCores;
  if (busy > QUIET_CORES) {
    warnings.push(`others used ${busy.toFixed(1)} of ${cores} cores before the run`);
  }
  if (/^(powersave|ondemand|conservative|schedutil|userspace)$/.test(governor)) {
    warnings.push(`CPU governor ${governor}: the clock rate follows the load; use performance`);
  }
  if (isVirtual) {
    warnings.push('a virtual machine: what its host takes away shows in p99.9 and max');
  }
  if (!kernel.startsWith('release')) warnings.push(`${kernel}: not the kernel that ships`);
  return warnings;
}
