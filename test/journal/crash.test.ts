/** Processes that write journals are killed at random moments. `npm run crashes` does it 500 times. */
import { afterAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/random/index.js';
import { scratch } from '../cli/evenkeel.js';
import { crashes, WRITERS } from './crashes.js';

const MOMENTS = ['opening', 'living', 'opening', 'snapshot', 'living'] as const;
const files = scratch();
afterAll(() => files.remove());

describe('SIGKILL', () => {
  const cases = (['acknowledgeAfterSync', 'acknowledgePerGroup'] as const).flatMap((policy) =>
    (['book', 'pool'] as const).map((kind) => ({ policy, kind })),
  );
  it.each(cases)(
    'loses nothing that was acknowledged and invents nothing: $kind, $policy',
    async ({ policy, kind }) => {
      const random = new SeededRandom(4);
      let cycles = 0;
      let last = 0;
      const draw = (): number => random.uniform();
      const dir = files.path(`${kind}-${policy}`);
      for await (const one of crashes(WRITERS[kind], dir, policy, MOMENTS, draw)) {
        expect(one.found).toBeGreaterThanOrEqual(Math.max(one.told, last));
        expect(one.stateHash).toBe(one.expectedHash);
        last = one.found;
        cycles += 1;
      }
      expect(cycles).toBe(MOMENTS.length);
      expect(last).toBeGreaterThan(100);
    },
    100_000,
  );
});
