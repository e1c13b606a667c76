/** Processes that write journals are killed at random moments. `npm run crashes` does it 500 times. */
import { afterAll, describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/random/index.js';
import { scratch } from '../cli/evenkeel.js';
import { crashes } from './crashes.js';

const CYCLES = 5;
const files = scratch();
afterAll(() => files.remove());

describe('SIGKILL', () => {
  it.each(['acknowledgeAfterSync', 'acknowledgePerGroup'] as const)(
    'loses nothing that was acknowledged and invents nothing: %s',
    async (policy) => {
      const random = new SeededRandom(CYCLES);
      let cycles = 0;
      let last = 0;
      for await (const one of crashes(files.path(policy), policy, CYCLES, () => random.uniform())) {
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
