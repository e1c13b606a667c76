import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/property-seed.ts'],
    // Longer than a property may look for its shortest counterexample.
    testTimeout: 240_000,
    hookTimeout: 60_000,
    // The default of a machine with two cores is one.
    maxWorkers: '100%',
    // A process per file spends more time on loading modules than on tests.
    isolate: false,
  },
});
