/** Many replays at once: several sessions, or one with several sets of parameters. */

export {
  type ReplayAllOptions,
  type ReplayAllProgress,
  type ReplayOutcome,
  replayAll,
} from './replay-all.js';
export { type ReplayRun, sessionRuns } from './session-runs.js';
export { formatRuns, runTitle } from './table.js';
