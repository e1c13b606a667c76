/** Processes that write journals are killed at random moments. `npm run crashes` does it 500 times. */
import { afterAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/random/index.js';
import { scratch } from '../cli/evenkeel.js';
import { crashes, WRITERS } from './crashes.js';

const CYCLES = 4;
const files = scratch();
afterAll(() => files.remove());

describe('SIGKILL', () => {
  const cases = (['acknowledgeAfterSync', 'acknowledgePerGroup'] as const).flatMap((policy) =>
    (['book', 'pool'] as const).map((kind) => ({ policy, kind })),
  );
  it.each(cases)(
    'loses nothing that was acknowledged and invents nothing: $kind, $policy',
    async ({ policy, kind }) => {
      const random = new SeededRandom(CYCLES);
      let cycles = 0;
      let last = 0;
      const draw = (): number => random.uniform();
      const dir = files.path(`${kind}-${policy}`);
      for await (const one of crashes(WRITERS[kind], dir, policy, CYCLES, draw)) {
        expect(one.found).toBeGreaterThanOrEqual(one.told);
        expect(one.told).toBeGreaterThanOrEqual(last);
        expect(one.stateHash).toBe(one.expectedHash);
        last = one.found;
        cycles += 1;
      }
      expect(cycles).toBe(CYCLES);
      expect(last).toBeGreaterThan(100);
    },
    100_000,
  );
});
