/**
 * Vector exp, ln and normal distribution against the double-double oracle on a million points, and
 * that one against fixed point, which shares nothing with either.
 */
import { describe, expect, it } from 'vitest';
import { SharedMemory } from '../../src/kernel/index.js';
import { SeededRandom } from '../../src/random/index.js';
import * as wide from '../oracle/double-double.js';
import * as exact from '../oracle/elementary.js';
import { fixed } from '../oracle/fixed.js';

const POINTS = 1_000_000;
const EXACT_POINTS = 500;
const INPUT = 1024;
const OUTPUT = INPUT + POINTS * 8;
const memory = SharedMemory.reserve(OUTPUT + POINTS * 8);
const random = new SeededRandom(76);

type VectorFunction = 'expOf' | 'logOf' | 'normalCdfOf' | 'normalPdfOf';

/** The kernel's values at `points`, an even number of them. */
function evaluate(name: VectorFunction, points: ArrayLike<number>): Float64Array {
  memory.floats.set(points, INPUT / 8);
  memory.kernel[name](INPUT, OUTPUT, points.length / 2);
  return memory.floats.slice(OUTPUT / 8, OUTPUT / 8 + points.length);
}

/** Uniform in [0, 1) with every bit. */
const uniform = (): number => random.uniform() + random.uniform() * 2 ** -32;
const between = (low: number, high: number): number => low + (high - low) * uniform();
/** Either sign, every order of magnitude down to the smallest. */
const anyOrder = (exponentMax: number): number =>
  (uniform() - 0.5) * 2 ** Math.floor(between(-1074, exponentMax));
const largest = Number.MAX_VALUE;
const smallest = Number.MIN_VALUE;

/** `expect` would take longer than the arithmetic. */
function expectNumber(error: number, x: number | undefined): void {
  if (Number.isNaN(error)) throw new Error(`no error at ${x}`);
}

interface Case {
  readonly name: VectorFunction;
  readonly draw: () => number;
  readonly wide: (x: number) => void;
  readonly exact: (x: number) => exact.Scaled;
  readonly boundUlps: number;
  readonly edges: readonly (readonly [number, number])[];
}

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const CASES: readonly Case[] = [
  {
    name: 'expOf',
    draw: () =>
      [between(-745, 709.78), between(-1, 1), anyOrder(9)][(random.uniform() * 3) | 0] ?? 0,
    wide: wide.exp,
    exact: (x) => exact.exp(fixed(x)),
    boundUlps: 2,
    edges: [
      [0, 1],
      [-0, 1],
      [smallest, 1],
      [-smallest, 1],
      [1, Math.E],
      [709.782712893384, 1.7976931348622732e308],
      [709.7827128933841, infinity],
      [-745.1332191019411, smallest],
      [-745.1332191019412, 0],
      [largest, infinity],
      [-largest, 0],
      [infinity, infinity],
      [-infinity, 0],
      [nan, nan],
    ],
  },
  {
    name: 'logOf',
    draw: () => {
      const kind = random.uniform();
      if (kind < 0.4) return Math.abs(anyOrder(1024)) || smallest;
      if (kind < 0.7) return between(0.4, 2.5);
      return 1 + Math.sign(uniform() - 0.5) * 2 ** between(-52, -1);
    },
    wide: wide.log,
    exact: (x) => ({ significand: exact.log(x), exponent: 0 }),
    boundUlps: 2,
    edges: [
      [1, 0],
      [0, -infinity],
      [-0, -infinity],
      [smallest, -744.4400719213812],
      [2 ** -1022, -708.3964185322641],
      [largest, 709.782712893384],
      [1 + 2 ** -52, 2.220446049250313e-16],
      [1 - 2 ** -53, -1.1102230246251565e-16],
      [-smallest, nan],
      [-1, nan],
      [-infinity, nan],
      [infinity, infinity],
      [nan, nan],
    ],
  },
  {
    name: 'normalCdfOf',
    draw: () => (random.uniform() < 0.5 ? between(-38.4, 9) : between(-3, 3)),
    wide: wide.normalCdf,
    exact: exact.normalCdf,
    boundUlps: 10,
    edges: [
      [0, 0.5],
      [-0, 0.5],
      [smallest, 0.5],
      [-smallest, 0.5],
      [40, 1],
      [-40, 0],
      [largest, 1],
      [-largest, 0],
      [infinity, 1],
      [-infinity, 0],
      [nan, nan],
    ],
  },
  {
    name: 'normalPdfOf',
    draw: () => (random.uniform() < 0.5 ? between(-38.5, 38.5) : between(-3, 3)),
    wide: wide.normalPdf,
    exact: exact.normalPdf,
    boundUlps: 3,
    edges: [
      [0, 0.3989422804014327],
      [-0, 0.3989422804014327],
      [smallest, 0.3989422804014327],
      [40, 0],
      [largest, 0],
      [infinity, 0],
      [-infinity, 0],
      [nan, nan],
    ],
  },
];

describe.each(CASES)('$name', ({ name, draw, wide: wideOf, exact: exactOf, boundUlps, edges }) => {
  const points = Float64Array.from({ length: POINTS }, draw);
  const values = evaluate(name, points);

  it(`is within ${boundUlps} ulp on a million points`, () => {
    let worst = { error: 0, x: 0, value: 0 };
    for (let index = 0; index < POINTS; index++) {
      const [x, value] = [points[index] ?? nan, values[index] ?? nan];
      wideOf(x);
      const error = Math.abs(wide.errorUlps(value));
      expectNumber(error, x);
      if (error > worst.error) worst = { error, x, value };
    }
    expect(worst.error, `at ${worst.x}: ${worst.value}`).toBeLessThanOrEqual(boundUlps);
    expect(worst.error).toBeGreaterThan(0.4);
  });

  it('is as far from fixed point as from double-double', () => {
    for (let index = 0; index < EXACT_POINTS; index++) {
      const [x, value] = [points[index] ?? nan, values[index] ?? nan];
      wideOf(x);
      const error = wide.errorUlps(value);
      const difference = Math.abs(exact.errorUlps(value, exactOf(x)) - error);
      expect(difference, `at ${x}: ${value}, ${error} ulp`).toBeLessThan(1e-6);
    }
  });

  it('knows the edges', () => {
    const inputs = edges.map(([x]) => x);
    const padded = inputs.length % 2 === 0 ? inputs : [...inputs, 1];
    const found = [...evaluate(name, padded)].slice(0, edges.length);
    const off = edges.filter(([, expected], index) => {
      const got = found[index] ?? nan;
      return !(
        Object.is(got, expected) || Math.abs(got - expected) <= Math.abs(expected) * 2 ** -51
      );
    });
    expect(off).toEqual([]);
    expect(found.map(Number.isNaN)).toEqual(edges.map(([, expected]) => Number.isNaN(expected)));
  });

  it('gives the same bits in either lane, whatever the neighbour', () => {
    const extremes = [...edges.map(([x]) => x), ...points.subarray(0, 40)];
    const alone = evaluate(
      name,
      extremes.flatMap((x) => [x, x]),
    ).filter((_, i) => i % 2 === 0);
    extremes.forEach((x, index) => {
      const neighbours = extremes.flatMap((other) => [x, other, other, x]);
      const found = evaluate(name, neighbours);
      const mine = [...found].filter((_, i) => i % 4 === 0 || i % 4 === 3);
      expect(new Set(mine), `of ${x}`).toEqual(new Set([alone[index]]));
    });
  });
});

it('the distribution function is within 1e-15', () => {
  const points = Float64Array.from({ length: POINTS }, () => between(-10, 10));
  const values = evaluate('normalCdfOf', points);
  let worst = 0;
  for (let index = 0; index < POINTS; index++) {
    wide.normalCdf(points[index] ?? nan);
    const power = 2 ** wide.exponent;
    const error = Math.abs((values[index] ?? nan) - wide.hi * power - wide.lo * power);
    expectNumber(error, points[index]);
    if (error > worst) worst = error;
  }
  expect(worst).toBeLessThanOrEqual(1e-15);
});
