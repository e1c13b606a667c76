/** The worker file that writes what `evaluate` computes: one task for all blocks. */
import { EvenkeelError } from '../../errors.js';
import { task } from '../../tasks/index.js';
import { BlockRing, type BlockRingMemory } from '../output/block-ring.js';
import { copyOptions, outputFormatOf } from '../output/format.js';
import type { OutputColumn } from '../output/output-columns.js';

/** What is written where. */
export interface WriteTask {
  readonly ring: BlockRingMemory;
  /** Says the format. */
  readonly output: string;
  /** Written to. */
  readonly aside: string;
  readonly rows: number;
  readonly columns: readonly OutputColumn[];
  /** Limit of DuckDB. */
  readonly memory: string;
}

export default task(async ({ ring: memory, output, aside, ...rest }: WriteTask) => {
  const ring = new BlockRing(memory);
  const format = outputFormatOf(output);
  try {
    // Each brings a library with it, of which a thread needs one.
    if (format === 'arrow' || format === 'arrowStream') {
      const { writeArrow } = await import('../output/write-arrow.js');
      writeArrow(ring, { path: aside, isStream: format === 'arrowStream', ...rest });
    } else {
      const { writeTable } = await import('../output/write-table.js');
      await writeTable(ring, { path: aside, options: copyOptions(output), ...rest });
    }
    return true;
  } catch (cause) {
    // Whoever stopped the ring says why.
    if (ring.isStopped) return false;
    // Nobody takes blocks any more.
    ring.stop();
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const message = `cannot write ${output}: ${reason}`;
    throw new EvenkeelError('IO', message, { path: output }, { cause });
  }
});
