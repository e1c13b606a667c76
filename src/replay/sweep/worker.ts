/** The worker file of `replayAll`: one replay per task. */
import { task } from '../../tasks/index.js';
import { replay } from '../replay.js';
import type { ReplayTask } from './replay-all.js';

export default task(({ configuration, options }: ReplayTask, { signal, progress }) =>
  replay(configuration, { ...options, signal, progress }),
);
