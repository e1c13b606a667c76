import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/random/index.js';

describe('seeded random numbers', () => {
  it('have the moments of their distributions', () => {
    const random = new SeededRandom(1);
    const n = 100_000;
    let normal = 0;
    let square = 0;
    let exponential = 0;
    let uniform = 0;
    for (let draw = 0; draw < n; draw++) {
      const z = random.normal();
      normal += z / n;
      square += (z * z) / n;
      exponential += random.exponential() / n;
      uniform += random.uniform() / n;
    }
    expect(normal).toBeCloseTo(0, 1);
    expect(square).toBeCloseTo(1, 1);
    expect(exponential).toBeCloseTo(1, 1);
    expect(uniform).toBeCloseTo(0.5, 2);
  });

  it('close seeds are not alike', () => {
    const firsts = Array.from({ length: 1000 }, (_, seed) => new SeededRandom(seed).uniform());
    expect(new Set(firsts).size).toBe(1000);
    const mean = firsts.reduce((sum, value) => sum + value / 1000, 0);
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });

  it('the streams of a seed are not alike', () => {
    const n = 4096;
    const firsts = Array.from({ length: n }, (_, stream) => new SeededRandom(1, stream).uniform());
    expect(new Set(firsts).size).toBe(n);
    expect(firsts.reduce((sum, value) => sum + value / n, 0)).toBeCloseTo(0.5, 1);
    // Neighbours are uncorrelated: 4 standard errors of a correlation over n pairs.
    const centred = firsts.map((value) => (value - 0.5) * Math.sqrt(12));
    const products = centred.slice(1).map((value, index) => value * (centred[index] ?? 0));
    const correlation = products.reduce((sum, value) => sum + value / n, 0);
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(n));
  });

  it('a stream is its seed and number, and stream 0 is what a seed alone gives', () => {
    const draws = (...of: [number, number?]): number[] => {
      const random = new SeededRandom(...of);
      return [random.uniform(), random.normal(), random.exponential()];
    };
    expect(draws(5, 9)).toEqual(draws(5, 9));
    expect(draws(5, 9)).not.toEqual(draws(9, 5));
    expect(draws(5)).toEqual(draws(5, 0));
    expect(draws(5, 0xffff_ffff)).not.toEqual(draws(5, 0));
  });
});
