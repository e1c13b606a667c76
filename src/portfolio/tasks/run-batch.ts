/** The host's side of a batch: threads that evaluate blocks, one that writes them. */
import { eachTask, runTasks } from '../../tasks/index.js';
import { blocksOf, rowsOf } from '../blocks.js';
import { BlockRing } from '../output/block-ring.js';
import type { OutputColumn } from '../output/output-columns.js';
import type { BatchSetup, BlockTask } from './evaluate-blocks.js';
import type { WriteTask } from './write-worker.js';

const EVALUATOR = '#portfolio/tasks/evaluate-worker.js';
const WRITER = '#portfolio/tasks/write-worker.js';
/** Blocks that may be complete or under way beyond the workers' own. */
const SPARE_SLOTS = 2;

/** A batch. */
export interface Batch {
  readonly setup: Omit<BatchSetup, 'ring'>;
  readonly output: string;
  /** Written to; its name is not final. */
  readonly aside: string;
  readonly columns: readonly OutputColumn[];
  readonly workers: number;
  /** Limit of DuckDB. */
  readonly memory: string;
  readonly signal?: AbortSignal | undefined;
  /** Called with rows that were evaluated. */
  readonly progress?: ((rows: number) => void) | undefined;
}

/**
 * Evaluates and writes all blocks; whether it came to the end. What one thread fails with ends all.
 *
 * @throws EvenkeelError of the thread that failed first
 */
export async function runBatch(batch: Batch): Promise<boolean> {
  const run = new BatchRun(batch);
  const { signal } = batch;
  const stop = (): void => run.stop();
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    // Also a failure to begin must end the other side first: it would wait for ever.
    await Promise.all([run.evaluate(), run.write()].map((side) => side.catch(run.fail)));
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  return run.end();
}

class BatchRun {
  readonly #batch: Batch;
  readonly #ring: BlockRing;
  readonly #halt = new AbortController();
  #failure: unknown;
  #evaluatedRows = 0;
  #isWritten = false;

  constructor(batch: Batch) {
    this.#batch = batch;
    this.#ring = BlockRing.create(batch.columns.length, batch.workers + SPARE_SLOTS);
  }

  stop(): void {
    this.#halt.abort();
    this.#ring.stop();
  }

  /** Ends everything because of an error. */
  readonly fail = (error: unknown): void => {
    this.#failure ??= error;
    this.stop();
  };

  async evaluate(): Promise<void> {
    const { workers, progress } = this.#batch;
    const setup: BatchSetup = { ...this.#batch.setup, ring: this.#ring.memory };
    const blocks = Array.from({ length: blocksOf(setup.rows) }, (_, block) => ({ setup, block }));
    const options = { workers, signal: this.#halt.signal };
    await eachTask<BlockTask, boolean>(EVALUATOR, blocks, options, (block, outcome) => {
      if (outcome.status === 'failed') this.fail(outcome.error);
      if (outcome.status !== 'done' || !outcome.result) return;
      this.#evaluatedRows += rowsOf(block, setup.rows);
      progress?.(this.#evaluatedRows);
    });
  }

  async write(): Promise<void> {
    const { output, aside, columns, memory, setup } = this.#batch;
    const { memory: ring } = this.#ring;
    const writing = { ring, output, aside, rows: setup.rows, columns, memory };
    const [outcome] = await runTasks<WriteTask, boolean>(WRITER, [writing], { workers: 1 });
    if (outcome?.status === 'failed') this.fail(outcome.error);
    this.#isWritten = outcome?.status === 'done' && outcome.result;
  }

  /** Whether all was written. */
  end(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#isWritten;
  }
}
