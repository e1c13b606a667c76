/** Guards and the ladder of a configuration as frames. */
import type { ConfigurationFrame } from './configuration-frames.js';
import type { BookConfiguration } from './types.js';

/** None for a book that is not guarded and whose prices need no confirmation. */
export function guardFrames({ guards, ladder }: BookConfiguration): readonly ConfigurationFrame[] {
  if (guards.length === 0 && ladder.jumpBps === null) return [];
  const { widen, shrink, holdSeconds, maxLean, jumpBps, jumpSeconds } = ladder;
  return [
    { name: 'setLadder', values: [widen, shrink, holdSeconds, maxLean, jumpBps, jumpSeconds] },
    ...guards.map((guard, index): ConfigurationFrame => {
      const { scope, measure, soft, hard, softRung, hardRung } = guard;
      const { confirmations, recoverRatio, leanStart, parameter } = guard;
      const limits = [measure, soft, hard, softRung, hardRung];
      const manner = [confirmations, recoverRatio, leanStart, parameter];
      return { name: 'setGuard', values: [index, scope, guard.index, ...limits, ...manner] };
    }),
  ];
}
