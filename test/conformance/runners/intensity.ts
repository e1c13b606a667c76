/** `intensity.json`: the exponential fill intensity from measured rates, counts and depths. */
import * as models from '../../../src/models/index.js';
import { number, numbers, type Runners } from '../case.js';

export const runners: Runners = {
  regression: (input) => {
    const got = models.regressIntensity({
      distances: numbers(input, 'delta'),
      intensities: numbers(input, 'lambda'),
    });
    return { A: got.intensityA, k: got.intensityK };
  },
  weightedRegression: (input) => {
    const got = models.regressIntensity({
      distances: numbers(input, 'delta'),
      intensities: numbers(input, 'lambda'),
      weights: numbers(input, 'weight'),
    });
    return { A: got.intensityA, k: got.intensityK };
  },
  poissonMle: (input) => {
    const got = models.poissonIntensity({
      distances: numbers(input, 'delta'),
      times: numbers(input, 'T'),
      fills: numbers(input, 'n'),
    });
    return { A: got.intensityA, k: got.intensityK };
  },
  depthMle: (input) => {
    const got = models.depthIntensity({
      depths: numbers(input, 'depths'),
      elapsed: number(input, 'T'),
    });
    return {
      A: got.intensityA,
      k: got.intensityK,
      seA: got.standardErrorA,
      seK: got.standardErrorK,
    };
  },
};
