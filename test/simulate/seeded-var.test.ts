/** Monte Carlo VaR by seed: repeatable, and right within its error for most seeds. */
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import { normalVar } from '../../src/models/index.js';
import { seededMonteCarloVar } from '../../src/simulate/index.js';

const covariance = [
  [4e-4, 1e-4],
  [1e-4, 9e-4],
];
const input = {
  ...{ delta: [1e6, -4e5], gammaDiagonal: [0, 0], moves: { covariance } },
  ...{ confidence: 0.975, scenarios: 4000 },
};

describe('seededMonteCarloVar', () => {
  it('repeats itself, and differs by seed', () => {
    expect(seededMonteCarloVar(input, 1)).toEqual(seededMonteCarloVar(input, 1));
    expect(seededMonteCarloVar(input, 2).valueAtRisk).not.toBe(
      seededMonteCarloVar(input, 1).valueAtRisk,
    );
  });

  it('is within two standard errors of the normal VaR for about 95 % of seeds', () => {
    const exact = normalVar({
      ...{ exposures: input.delta, covariance, confidence: 0.975, horizon: 1, mean: 0 },
    });
    const runs = Array.from({ length: 200 }, (_, seed) => seededMonteCarloVar(input, seed));
    for (const key of ['valueAtRisk', 'expectedShortfall'] as const) {
      const near = runs.filter((run) => {
        const error = run.standardErrors?.[key] ?? Number.NaN;
        return Math.abs(run[key] - exact[key]) <= 2 * error;
      });
      expect(near.length / runs.length).toBeGreaterThan(0.9);
    }
  });

  it('refuses what the model refuses', () => {
    expect(() => seededMonteCarloVar({ ...input, scenarios: 0 }, 1)).toThrow(DomainError);
  });
});
