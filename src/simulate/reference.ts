/** Holds the simulator to the bands of an independent simulation of the paper's market. */
import * as z from 'zod';
import { EvenkeelError } from '../errors.js';
import { type Simulation, validateSimulation } from './configuration.js';
import { type PaperStatistic, statisticsOf } from './paper.js';
import { type SimulateOptions, simulate } from './simulate.js';

/** Relative difference of two sums of the same numbers: the spread is no matter of chance. */
const ROUNDING = 1e-9;

const band = z.object({ low: z.number(), high: z.number() });

/** What is read of the file; it may say more. */
const referenceSchema = z.object({
  model: z.literal('as2008_monte_carlo'),
  parameters: z.object({
    T: z.number(),
    dt: z.number(),
    sigma: z.number(),
    k: z.number(),
    A: z.number(),
    q0: z.number(),
    pathsPerRun: z.number(),
  }),
  simulated: z.array(
    z.object({
      gamma: z.number(),
      strategy: z.string(),
      averageSpread: z.number(),
      profit: band,
      stdProfit: band,
      finalQ: band,
      stdFinalQ: band,
    }),
  ),
});

type Reference = z.output<typeof referenceSchema>;

/** The strategies of the file in our words. */
const STRATEGY_OF: Readonly<Record<string, object>> = {
  inventory: { model: 'avellanedaStoikov' },
  'inventory-constant': { model: 'avellanedaStoikov', spread: 'constant' },
  symmetric: { model: 'symmetric' },
  'symmetric-moving': { model: 'symmetric', spread: 'horizon' },
  'symmetric-constant': { model: 'symmetric', spread: 'constant' },
};

/** One number of the simulator against its band. */
export interface BandCheck {
  readonly gamma: number;
  readonly strategy: string;
  readonly statistic: PaperStatistic;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly isWithin: boolean;
}

/** How the reference is run. */
export interface ReferenceOptions extends SimulateOptions {
  /** 0 .. 2^32-1, default 1. */
  readonly seed?: number | undefined;
}

/**
 * Simulates every strategy of the file with its parameters and compares the statistics with its bands.
 *
 * @param reference the parsed `as2008_monte_carlo.json`
 * @throws EvenkeelError `DATA` when it is another file or names an unknown strategy, `USAGE` when the
 *   simulation was interrupted
 */
export async function checkMonteCarloReference(
  reference: unknown,
  { seed = 1, ...options }: ReferenceOptions = {},
): Promise<BandCheck[]> {
  const parsed = referenceSchema.safeParse(reference);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw new EvenkeelError('DATA', `not as2008_monte_carlo.json: ${where}: ${issue?.message}`);
  }
  const report = await simulate(simulationOf(parsed.data, seed), options);
  return parsed.data.simulated.flatMap((expected, index) => {
    const figures = report.strategies[index]?.figures;
    if (report.end !== 'complete' || !figures) {
      throw new EvenkeelError('USAGE', 'an interrupted simulation is not compared');
    }
    const { gamma, strategy, averageSpread, profit, stdProfit, finalQ, stdFinalQ } = expected;
    const spread = {
      low: averageSpread * (1 - ROUNDING),
      high: averageSpread * (1 + ROUNDING),
    };
    const bands = { averageSpread: spread, profit, stdProfit, finalQ, stdFinalQ };
    const values = statisticsOf(figures);
    return (Object.keys(bands) as PaperStatistic[]).map((statistic) => {
      const { low, high } = bands[statistic];
      const { value } = values[statistic];
      const isWithin = value >= low && value <= high;
      return { gamma, strategy, statistic, value, low, high, isWithin };
    });
  });
}

function simulationOf({ parameters, simulated }: Reference, seed: number): Simulation {
  const { T, dt, sigma, k, A, q0, pathsPerRun } = parameters;
  return validateSimulation({
    market: {
      sigma,
      intensityA: A,
      intensityK: k,
      horizon: T,
      steps: Math.round(T / dt),
      positionLots: q0,
    },
    paths: pathsPerRun,
    seed,
    strategies: simulated.map(({ strategy, gamma }) => {
      const entry = STRATEGY_OF[strategy];
      if (entry === undefined) throw new EvenkeelError('DATA', `no strategy ${strategy}`);
      return { ...entry, name: `${strategy} gamma=${gamma}`, gamma };
    }),
  });
}
