/** What the figures were measured on. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelPath, selectedBuild } from '../kernel/index.js';
import type { Environment } from './results/result-schema.js';

const UNREADABLE = 'not readable';
const IDLE_SAMPLE_MS = 250;

/** First line of a file of the system, when there is such a file. */
function systemFile(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n', 1)[0]?.trim() ?? '';
  } catch {
    return UNREADABLE;
  }
}

function systemField(path: string, field: RegExp): string {
  try {
    return field.exec(readFileSync(path, 'utf8'))?.[1]?.trim() ?? UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** Reads it; takes a quarter of a second, in which this process does nothing. */
export async function readEnvironment(): Promise<Environment> {
  const allowedCores = systemField('/proc/self/status', /^Cpus_allowed_list:(.*)$/m);
  const { version } = createRequire(import.meta.url)('evenkeel/package.json') as {
    readonly version: string;
  };
  return {
    cpu: cpus()[0]?.model.trim() ?? UNREADABLE,
    cores: availableParallelism(),
    allowedCores,
    isolatedCores: systemFile('/sys/devices/system/cpu/isolated') || 'none',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    governor: systemFile('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    clocksource: systemFile('/sys/devices/system/clocksource/clocksource0/current_clocksource'),
    isVirtual: /\bhypervisor\b/.test(systemField('/proc/cpuinfo', /^flags\s*:(.*)$/m)),
    platform: `${process.platform} ${process.arch} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    flags: [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').trim() || 'none',
    evenkeel: version,
    kernel: kernelIdentity(),
    loadAverage: loadavg()[0] ?? 0,
    idleCores: await idleCores(allowedCores),
  };
}

function kernelIdentity(): string {
  const build = selectedBuild();
  const binary = readFileSync(kernelPath(build));
  return `${build} ${createHash('sha256').update(binary).digest('hex').slice(0, 12)}`;
}

/** Indexes in a list like `0-3,8`; every index when the list cannot be read. */
function isListed(list: string): (index: number) => boolean {
  if (!/^[\d,-]+$/.test(list)) return () => true;
  const ranges = list.split(',').map((range) => range.split('-').map(Number));
  return (index) => ranges.some(([low = 0, high = low]) => index >= low && index <= high);
}

async function idleCores(allowedCores: string): Promise<number> {
  const before = cpus();
  await sleep(IDLE_SAMPLE_MS);
  const isAllowed = isListed(allowedCores);
  const idle = cpus().map(({ times }, index) => {
    const earlier = before[index]?.times;
    if (earlier === undefined || !isAllowed(index)) return 0;
    const total = Object.values(times).reduce((sum, time) => sum + time, 0);
    const start = Object.values(earlier).reduce((sum, time) => sum + time, 0);
    return total > start ? (times.idle - earlier.idle) / (total - start) : 0;
  });
  return Math.round(idle.reduce((sum, share) => sum + share, 0) * 10) / 10;
}
