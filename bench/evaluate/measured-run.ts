/** One run of `evaluate` in a process of its own: what it took, by stage. Prints JSON. */
import { readDocument } from '../../src/config/index.js';
import { DEFAULT_SCENARIOS, evaluate } from '../../src/portfolio/index.js';
import { settleOptions } from '../../src/portfolio/options.js';
import { AsideFiles } from '../../src/portfolio/output/aside-files.js';
import { prepare } from '../../src/portfolio/prepare.js';
import { RiskPlan } from '../../src/portfolio/report/index.js';
import { validateScenarios } from '../../src/portfolio/scenarios/index.js';
import { Rejects } from '../../src/portfolio/tables/rejects.js';
import { runBatch } from '../../src/portfolio/tasks/run-batch.js';
import { sharedSetup } from '../../src/portfolio/tasks/shared-setup.js';
import { filesIn } from './data.js';
import { AS_OF } from './market-sql.js';

/** What is measured. */
export interface MeasuredRun {
  readonly rows: number;
  readonly seconds: number;
  /** Until the first position was evaluated: market, positions, scenarios. */
  readonly readSeconds: number;
  /** Positions alone, nothing written; null when the run is a whole one. */
  readonly evaluationSeconds: number | null;
  readonly peakMiB: number;
}

/** Threads and files of a run. */
interface RunArguments {
  readonly folder: string;
  readonly output: string;
  readonly workers: number;
}

const seconds = (since: number): number => (performance.now() - since) / 1000;
const peakMiB = (): number => process.resourceUsage().maxRSS / 1024;

function marketOf(folder: string) {
  const { market, profiles } = filesIn(folder);
  return { table: market, reportingAsset: 'USD', asOf: AS_OF, profiles: readDocument(profiles) };
}

/** Files to files. */
async function whole({ folder, output, workers }: RunArguments): Promise<MeasuredRun> {
  const began = performance.now();
  let readSeconds = 0;
  const { positions } = filesIn(folder);
  const portfolios = output.replace(/\.parquet$/, '.portfolios.parquet');
  const summary = await evaluate({ positions }, marketOf(folder), {
    output,
    portfolios,
    workers,
    scenarios: DEFAULT_SCENARIOS,
    progress: ({ stage }) => {
      if (stage === 'read') readSeconds = seconds(began);
    },
  });
  const { evaluated: rows } = summary.rows;
  const found = { rows, seconds: seconds(began), readSeconds, peakMiB: peakMiB() };
  return { ...found, evaluationSeconds: null };
}

/** The stage that workers share, after everything was read. */
async function evaluation({ folder, output, workers }: RunArguments): Promise<MeasuredRun> {
  const began = performance.now();
  const files = new AsideFiles();
  try {
    const options = settleOptions({ output, workers });
    const rejects = new Rejects(files.for(options.rejects), true);
    const portfolio = { positions: filesIn(folder).positions };
    const prepared = await prepare({
      portfolio,
      market: marketOf(folder),
      options,
      files,
      rejects,
    });
    const scenarios = validateScenarios(DEFAULT_SCENARIOS);
    const plan = new RiskPlan(prepared.market, prepared.portfolios.length, { scenarios });
    const setup = sharedSetup(plan, prepared, options);
    const readSeconds = seconds(began);
    let started = 0;
    // Threads begin with the first block: what it takes to load them is no evaluation.
    const progress = (): void => {
      if (started === 0) started = performance.now();
    };
    let blocks = 0;
    await runBatch({ setup, file: null, workers, progress, take: () => blocks++ });
    const evaluationSeconds = (seconds(started) * blocks) / Math.max(1, blocks - 1);
    const { rows } = prepared;
    return { rows, seconds: seconds(began), readSeconds, evaluationSeconds, peakMiB: peakMiB() };
  } finally {
    files.discard();
  }
}

const [mode, folder = '', output = '', workers = '1'] = process.argv.slice(2);
const run = mode === 'whole' ? whole : evaluation;
console.log(JSON.stringify(await run({ folder, output, workers: Number(workers) })));
