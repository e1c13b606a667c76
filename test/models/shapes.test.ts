/** Guards of lists and matrices: what passes, what is refused and how it is told. */
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../src/errors.js';
import {
  covarianceOf,
  matrixOf,
  type Rows,
  requireList,
  requireNonNegativeList,
  requirePositiveList,
  requireSameLength,
  symmetricOf,
  varianceOf,
} from '../../src/models/shapes.js';

const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  return 'accepted';
};

describe('lists', () => {
  it.each([
    [[1, Number.NaN], 0, 'x[1] is NaN; allowed: a finite number'],
    [[Number.NEGATIVE_INFINITY], 0, 'x[0] is -Infinity; allowed: a finite number'],
    [[1], 2, 'x.length is 1; allowed: 2 or more'],
    [[], 1, 'x.length is 0; allowed: 1 or more'],
    [[], 0, 'accepted'],
    [[-0, 5e-324, 1e308], 3, 'accepted'],
  ])('%j with at least %d', (values, countMin, expected) => {
    expect(refusal(() => requireList('x', values, countMin))).toBe(expected);
  });

  it('have signs and lengths', () => {
    expect(refusal(() => requirePositiveList('x', [1, 0]))).toBe('x[1] is 0; allowed: above 0');
    expect(refusal(() => requirePositiveList('x', [5e-324]))).toBe('accepted');
    expect(refusal(() => requireNonNegativeList('x', [0, -1]))).toBe(
      'x[1] is -1; allowed: 0 or more',
    );
    expect(refusal(() => requireNonNegativeList('x', [-0]))).toBe('accepted');
    expect(refusal(() => requireSameLength({ a: [1], b: [1, 2] }))).toBe(
      'b.length is 2; allowed: 1 as of a',
    );
    expect(refusal(() => requireSameLength({ a: [], b: [] }))).toBe('accepted');
  });
});

describe('matrices', () => {
  const square: Rows = [
    [1, 2],
    [3, 4],
  ];

  it('have the shape that is asked for', () => {
    expect(matrixOf('m', square, { rows: 2, columns: 2 }).to2DArray()).toEqual(square);
    expect(refusal(() => matrixOf('m', square, { rows: 3, columns: 2 }))).toContain('3 rows');
    expect(refusal(() => matrixOf('m', square, { rows: 2, columns: 1 }))).toContain('m[0].length');
    expect(refusal(() => matrixOf('m', [], { rows: 0, columns: 0 }))).toContain('empty');
    const hole = [[1, Number.NaN]];
    expect(refusal(() => matrixOf('m', hole, { rows: 1, columns: 2 }))).toContain('m[0][1] is NaN');
  });

  it('are symmetric up to rounding, and then exactly', () => {
    const rounded = symmetricOf(
      'm',
      [
        [1, 1 + 1e-12],
        [1, 1],
      ],
      2,
    );
    expect(rounded.get(0, 1)).toBe(rounded.get(1, 0));
    expect(refusal(() => symmetricOf('m', square, 2))).toContain('m[1][0] is 3; allowed: 2');
    expect(
      refusal(() =>
        symmetricOf(
          'm',
          [
            [1, 1e-6],
            [2e-6, 1e-6],
          ],
          2,
        ),
      ),
    ).toContain('m[1][0]');
  });

  it('are covariances when variances and correlations are', () => {
    expect(
      covarianceOf(
        'c',
        [
          [4, 2],
          [2, 1],
        ],
        2,
      ).get(0, 1),
    ).toBe(2);
    expect(
      covarianceOf(
        'c',
        [
          [0, 0],
          [0, 1],
        ],
        2,
      ).get(1, 1),
    ).toBe(1);
    expect(refusal(() => covarianceOf('c', [[-1]], 1))).toBe('c[0][0] is -1; allowed: 0 or more');
    expect(
      refusal(() =>
        covarianceOf(
          'c',
          [
            [1, 1.1],
            [1.1, 1],
          ],
          2,
        ),
      ),
    ).toContain('1 at most');
    expect(
      refusal(() =>
        covarianceOf(
          'c',
          [
            [0, 1e-9],
            [1e-9, 1],
          ],
          2,
        ),
      ),
    ).toContain('0 at most');
  });

  it('may be rounded to seven digits', () => {
    const alike = covarianceOf(
      'c',
      [
        [4e-4, 2.0000001e-4],
        [2.0000001e-4, 1e-4],
      ],
      2,
    );
    expect(varianceOf(alike, [1, -2])).toBe(0);
  });

  it('give variances that are never below 0', () => {
    const twins = covarianceOf(
      'c',
      [
        [0.1, 0.1],
        [0.1, 0.1],
      ],
      2,
    );
    expect(varianceOf(twins, [0.3, -0.3])).toBe(0);
    expect(varianceOf(twins, [0.3, -0.1])).toBeCloseTo(0.004, 15);
    const odd = covarianceOf(
      'c',
      [
        [1, 0.9, -0.9],
        [0.9, 1, 0.9],
        [-0.9, 0.9, 1],
      ],
      3,
    );
    expect(refusal(() => varianceOf(odd, [1, -1, 1]))).toContain('semidefinite');
  });
});
