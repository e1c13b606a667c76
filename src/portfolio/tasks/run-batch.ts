/** The host's side of a batch: threads that evaluate blocks, one that writes them. */
import { eachTask, runTasks } from '../../tasks/index.js';
import { blocksOf, rowsOf } from '../blocks.js';
import { BlockRing } from '../output/block-ring.js';
import type { BatchSetup, BlockResult, BlockTask } from './evaluate-blocks.js';
import type { WriteTask } from './write-worker.js';

const EVALUATOR = '#portfolio/tasks/evaluate-worker.js';
const WRITER = '#portfolio/tasks/write-worker.js';
/** Blocks that may be complete or under way beyond the workers' own. */
const SPARE_SLOTS = 2;

/** A batch. */
export interface Batch {
  readonly setup: Omit<BatchSetup, 'ring'>;
  /** What is written; null for nothing. */
  readonly file: Omit<WriteTask, 'ring' | 'rows'> | null;
  readonly workers: number;
  readonly signal?: AbortSignal | undefined;
  /** Called with rows that were evaluated. */
  readonly progress?: ((rows: number) => void) | undefined;
  /** Called with what each block adds up to, in the order of blocks. */
  readonly take: (block: number, result: BlockResult) => void;
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
  readonly #ring: BlockRing | null;
  readonly #halt = new AbortController();
  /** Blocks that are complete before one that comes first. */
  readonly #early = new Map<number, BlockResult>();
  #failure: unknown;
  #taken = 0;
  #rows = 0;
  #isWritten = false;

  constructor(batch: Batch) {
    this.#batch = batch;
    const { file, workers } = batch;
    this.#ring = file && BlockRing.create(file.columns.length, workers + SPARE_SLOTS);
  }

  stop(): void {
    this.#halt.abort();
    this.#ring?.stop();
  }

  /** Ends everything because of an error. */
  readonly fail = (error: unknown): void => {
    this.#failure ??= error;
    this.stop();
  };

  async evaluate(): Promise<void> {
    const setup: BatchSetup = { ...this.#batch.setup, ring: this.#ring?.memory ?? null };
    const blocks = Array.from({ length: blocksOf(setup.rows) }, (_, block) => ({ setup, block }));
    const options = { workers: this.#batch.workers, signal: this.#halt.signal };
    await eachTask<BlockTask, BlockResult | null>(EVALUATOR, blocks, options, (block, outcome) => {
      if (outcome.status === 'failed') this.fail(outcome.error);
      if (outcome.status === 'done' && outcome.result) this.#take(block, outcome.result);
    });
  }

  async write(): Promise<void> {
    const { file, setup } = this.#batch;
    if (file === null || this.#ring === null) return;
    const writing = { ...file, ring: this.#ring.memory, rows: setup.rows };
    const [outcome] = await runTasks<WriteTask, boolean>(WRITER, [writing], { workers: 1 });
    if (outcome?.status === 'failed') this.fail(outcome.error);
    this.#isWritten = outcome?.status === 'done' && outcome.result;
  }

  /** Whether all was evaluated and written. */
  end(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    const isEvaluated = this.#taken === blocksOf(this.#batch.setup.rows);
    return isEvaluated && (this.#isWritten || this.#ring === null);
  }

  #take(block: number, result: BlockResult): void {
    const { setup, progress, take } = this.#batch;
    this.#rows += rowsOf(block, setup.rows);
    progress?.(this.#rows);
    this.#early.set(block, result);
    for (;;) {
      const next = this.#early.get(this.#taken);
      if (next === undefined) return;
      this.#early.delete(this.#taken);
      take(this.#taken++, next);
    }
  }
}
