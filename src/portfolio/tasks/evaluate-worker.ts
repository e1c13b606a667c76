/** The worker file of `evaluate`: a block of positions per task. */
import { task } from '../../tasks/index.js';
import { BlockEvaluator, type BlockTask } from './evaluate-blocks.js';

// A thread belongs to one batch.
let evaluator: BlockEvaluator | undefined;

export default task(({ setup, block }: BlockTask) => {
  evaluator ??= new BlockEvaluator(setup);
  return evaluator.run(block);
});
