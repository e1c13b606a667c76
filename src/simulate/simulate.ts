/** Runs a simulation on worker threads and reduces its paths in their order. */
import { runTasks } from '../tasks/index.js';
import { emptyResults, type PathRange, type PathResults } from './block.js';
import type { NamedStrategy, Simulation } from './configuration.js';
import type { Market } from './market.js';
import { reportStrategy, type SimulationReport } from './report.js';

/** Paths of a task. A constant: what belongs together must not depend on the number of workers. */
const BLOCK_PATHS = 250;

/** How a simulation is run. */
export interface SimulateOptions {
  /** Threads, 1 .. 256; default: available parallelism. Results do not depend on it. */
  readonly workers?: number | undefined;
  /** Ends early; the report then covers the blocks of paths that were done. */
  readonly signal?: AbortSignal | undefined;
  /** Called a few times a second with the steps of all paths so far. */
  readonly progress?: ((pathSteps: number) => void) | undefined;
}

/** What a worker is sent. */
export interface SimulationTask {
  readonly market: Market;
  readonly strategy: NamedStrategy;
  readonly range: PathRange;
}

/** Steps of all paths of a simulation. */
export function pathStepsOf({ market, paths, strategies }: Simulation): number {
  return market.steps * paths * strategies.length;
}

/**
 * Simulates every strategy on the same paths of the market. The report is bit for bit the same for
 * any number of workers.
 *
 * @param simulation of `validateSimulation`
 * @throws EvenkeelError what a worker failed with
 */
export async function simulate(
  simulation: Simulation,
  { workers, signal, progress }: SimulateOptions = {},
): Promise<SimulationReport> {
  const { market, seed, paths, strategies } = simulation;
  const ranges = blocksOf(paths, seed);
  const tasks = strategies.flatMap((strategy) =>
    ranges.map((range) => ({ market, strategy, range })),
  );
  const outcomes = await runTasks<SimulationTask, PathResults | null>(
    '#simulate/worker.js',
    tasks,
    { workers, signal, progress: progress && (({ units }) => progress(units)) },
  );
  const blocks = outcomes.map((outcome) => {
    if (outcome.status === 'failed') throw outcome.error;
    return outcome.status === 'done' ? outcome.result : null;
  });
  return {
    market,
    seed,
    paths,
    end: blocks.includes(null) ? 'interrupted' : 'complete',
    strategies: strategies.map((strategy, index) => {
      const own = blocks.slice(index * ranges.length, (index + 1) * ranges.length);
      return reportStrategy(strategy, joined(own.flatMap((block) => block ?? [])));
    }),
  };
}

function blocksOf(paths: number, seed: number): PathRange[] {
  return Array.from({ length: Math.ceil(paths / BLOCK_PATHS) }, (_, block) => {
    const first = block * BLOCK_PATHS;
    return { seed, first, count: Math.min(BLOCK_PATHS, paths - first) };
  });
}

/** The paths of all blocks, one after the other. */
function joined(blocks: readonly PathResults[]): PathResults {
  const count = blocks.reduce((total, { fills }) => total + fills.length, 0);
  const all = emptyResults(count);
  let first = 0;
  for (const block of blocks) {
    all.spreadPnl.set(block.spreadPnl, first);
    all.inventoryPnl.set(block.inventoryPnl, first);
    all.positionLots.set(block.positionLots, first);
    all.fills.set(block.fills, first);
    all.averageSpread.set(block.averageSpread, first);
    first += block.fills.length;
  }
  return all;
}
