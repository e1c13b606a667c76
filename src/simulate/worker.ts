/** The worker file of `simulate`: one block of paths per task. */
import { task } from '../tasks/index.js';
import { simulateBlock } from './block.js';
import type { SimulationTask } from './simulate.js';
import { ruleOf } from './strategies/index.js';

export default task(({ market, strategy, range }: SimulationTask, control) =>
  simulateBlock(market, ruleOf(strategy, market), range, control),
);
