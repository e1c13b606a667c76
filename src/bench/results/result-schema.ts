/** The result file: its shape stated once, as schema and as types. */
import * as z from 'zod';

/** Tells a result file from other JSON. */
export const RESULT_FORMAT = 'evenkeel-bench';
/** Grows when a key changes its meaning. */
export const RESULT_VERSION = 1;

const count = z.number().int().nonnegative();
const ns = z.number().nonnegative();

const percentilesSchema = z.object({ p50: ns, p90: ns, p99: ns, 'p99.9': ns, max: ns });

const roundSchema = z.object({
  p50Ns: z.number().positive(),
  p99Ns: z.number().positive(),
  meanNs: z.number().positive(),
  samples: count,
  /** Length of what was measured. */
  seconds: z.number().positive(),
  /** How often the scheduler took the processor away. */
  preemptions: count,
});

const caseSchema = z.object({
  name: z.string().min(1),
  title: z.string(),
  /** `throughput`: times per unit of batches. `latency`: times of single calls. */
  kind: z.enum(['throughput', 'latency']),
  loop: z.enum(['batch', 'closed', 'open']),
  unit: z.string(),
  /** Case whose figure belongs beside this one; null for none. */
  beside: z.string().nullable(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  samples: count,
  unitsPerSample: z.number().int().positive(),
  percentilesNs: percentilesSchema,
  meanNs: z.number().positive(),
  /** Units per second: of batches in their own time, of loops in the time of the loop. */
  ratePerSecond: z.number().positive(),
  /** Of closed loops: as if a call had been due at the rate of the run; null where senseless. */
  correctedNs: percentilesSchema.nullable(),
  /** Of open loops: ticks that were not done in time. */
  unfinished: count,
  /** Of a fixed amount of work: equal for equal work. */
  checksum: z.string(),
  /** Smallest difference the clock can show, per unit. */
  resolutionNs: ns,
  /** In the order in which they ran; each is one process. */
  rounds: z.array(roundSchema).min(1),
  /** All samples: HDR histogram (V2, compressed, base64), ns. */
  histogram: z.string(),
  warnings: z.array(z.string()),
});

const environmentSchema = z.object({
  cpu: z.string(),
  /** Cores the process could use. */
  cores: z.number(),
  /** Which ones, as `taskset` names them. */
  allowedCores: z.string(),
  /** Cores kept from the scheduler. */
  isolatedCores: z.string(),
  memoryGiB: z.number(),
  governor: z.string(),
  clocksource: z.string(),
  isVirtual: z.boolean(),
  platform: z.string(),
  node: z.string(),
  v8: z.string(),
  /** Flags of Node, from the command line and NODE_OPTIONS. */
  flags: z.string(),
  /** Version of the package. */
  evenkeel: z.string(),
  /** Build of the kernel and hash of its binary. */
  kernel: z.string(),
  /** Of one minute, before the run. */
  loadAverage: z.number(),
  /** Cores that did nothing before the run, of those the process could use. */
  idleCores: z.number(),
});

export const resultSchema = z.object({
  format: z.literal(RESULT_FORMAT),
  version: z.literal(RESULT_VERSION),
  /** ISO 8601. */
  startedAt: z.string(),
  environment: environmentSchema,
  clock: z.object({ source: z.string(), costNs: ns, granularityNs: ns }),
  settings: z.object({
    /** Measured time of each case over all rounds. */
    secondsPerCase: z.number().positive(),
    rounds: z.number().int().positive(),
    ratePerSecond: z.number().positive(),
    workers: z.number().int().positive(),
    spinUs: z.number().nonnegative(),
    seed: z.number(),
  }),
  cases: z.array(caseSchema),
  /** Cases that could not be measured, with the reason. */
  failures: z.array(z.object({ name: z.string(), reason: z.string() })),
  /** Stopped before every round of every case was done. */
  isInterrupted: z.boolean(),
  warnings: z.array(z.string()),
});

/** Times of one round of one case, per unit. */
export type RoundResult = Readonly<z.output<typeof roundSchema>>;
/** All rounds of one case. Times are per unit. */
export type CaseResult = Readonly<z.output<typeof caseSchema>>;
/** A machine, its settings and what else it was doing. */
export type Environment = Readonly<z.output<typeof environmentSchema>>;
/** A run of the lab. */
export type BenchResult = Readonly<z.output<typeof resultSchema>>;
/** How a run was asked for. */
export type RunSettings = BenchResult['settings'];
