/** `npm run coverage`: branches of the rooms that keep promises, by the tests that are about them. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'test/{book,frames,hedging,journal,pool}/*.test.ts',
      'test/properties/{estimators,order-gate}.test.ts',
      'test/proof/simulation.test.ts',
    ],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    coverage: {
      enabled: true,
      provider: 'v8',
      include: ['src/{book,frames,journal,pool}/**'],
      // Run in threads of their own, from compiled files.
      exclude: ['src/pool/{worker,worker-journals,faults}.ts'],
      reporter: ['text', 'json', 'json-summary'],
      // A machine that is busy may fail a test about time; what was covered was covered.
      reportOnFailure: true,
    },
  },
});
