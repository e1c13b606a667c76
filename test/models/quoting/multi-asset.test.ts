/** Quotes of many assets: the equations they solve, one form as another, symmetries, domains. */
import fc from 'fast-check';
import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';
import { logarithmic } from '../arbitraries.js';
import { nearShare } from './draws.js';

const side = fc.record({ intensityA: logarithmic(-2, 1), intensityK: logarithmic(-1, 2) });
const asset = fc
  .record({ bid: side, ask: side, tradeSize: logarithmic(-2, 2) })
  .map((drawn): models.AssetFlow => drawn);
const share = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);

/** Assets on up to three factors and with risk of their own. */
const book = fc
  .integer({ min: 1, max: 6 })
  .chain((count) =>
    fc.record({
      assets: fc.array(asset, { minLength: count, maxLength: count }),
      shapes: fc.array(fc.array(share, { minLength: 3, maxLength: 3 }), {
        minLength: count,
        maxLength: count,
      }),
      deviations: fc.array(logarithmic(-2, 1), { minLength: count, maxLength: count }),
      positions: fc.array(share, { minLength: count, maxLength: count }),
      gamma: logarithmic(-5, -1),
      averse: fc.boolean(),
    }),
  )
  .map(({ shapes, deviations, averse, ...rest }) => {
    const covariance = shapes.map((left, i) =>
      shapes.map((right, j) => {
        const own = i === j ? 0.1 : 0;
        const common = left.reduce((sum, value, f) => sum + value * (right[f] ?? 0), own);
        return common * (deviations[i] ?? 0) * (deviations[j] ?? 0);
      }),
    );
    return { ...rest, covariance, xi: averse ? rest.gamma : 0 };
  });
type Book = models.MultiAssetInput & { readonly positions: readonly number[] };

const evenly = <T extends models.MultiAssetFlow>(drawn: T): T => ({
  ...drawn,
  assets: drawn.assets.map((each) => ({ ...each, ask: each.bid })),
});

/** D of the paper: z (A k C of the bid + of the ask), C = (1 + x)^-(1 + 1/x). */
const responseOf = ({ assets, xi }: models.MultiAssetFlow): number[] =>
  assets.map(({ bid, ask, tradeSize: z }) => {
    const slope = ({ intensityA: A, intensityK: k }: models.SideIntensity): number => {
      const x = (xi * z) / k;
      return A * k * Math.exp(x === 0 ? -1 : -Math.log1p(x) * (1 + 1 / x));
    };
    return z * (slope(bid) + slope(ask));
  });

const matrixOf = (rows: readonly (readonly number[])[]) => new Matrix(rows.map((row) => [...row]));
const skewOf = (drawn: models.MultiAssetInput) =>
  matrixOf(models.multiAssetCoefficients(drawn).skew);
const quotesOf = (drawn: Book, positions = drawn.positions) =>
  models.multiAssetQuotes(models.multiAssetCoefficients(drawn), positions);

describe('the skew of many assets', () => {
  it('solves S D S = gamma Sigma and is symmetric', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const skew = skewOf(drawn);
        const response = Matrix.diag(responseOf(drawn));
        const product = skew.mmul(response).mmul(skew);
        const { covariance, gamma } = drawn;
        covariance.forEach((row, i) => {
          row.forEach((expected, j) => {
            const scale = Math.sqrt((row[i] ?? 0) * (covariance[j]?.[j] ?? 0)) * gamma;
            nearShare(product.get(i, j), expected * gamma, 1e-8, scale);
            expect(skew.get(i, j)).toBe(skew.get(j, i));
          });
        });
      }),
    );
  });

  it('grows out of gamma Sigma tau and into the skew without a horizon', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const even = evenly(drawn);
        const at = (tau: number) =>
          matrixOf(models.multiAssetFiniteCoefficients({ ...even, tau }).skew);
        const fastest = Math.sqrt(
          Math.max(...responseOf(even).map((d, i) => d * (even.covariance[i]?.[i] ?? 0))) *
            even.gamma,
        );
        const soon = 1e-4 / fastest;
        const [early, late, rest] = [at(soon), at(1e12 / fastest), skewOf(even)];
        even.covariance.forEach((row, i) => {
          nearShare(early.get(i, i), even.gamma * (row[i] ?? 0) * soon, 1e-6);
          nearShare(late.get(i, i), rest.get(i, i), 1e-9);
        });
        expect(at(0).abs().max()).toBe(0);
      }),
    );
  });

  it('grows by the Riccati equation: dA/dtau = gamma Sigma / 2 - 2 A D A', () => {
    fc.assert(
      fc.property(book, logarithmic(-1, 1), (drawn, time) => {
        const even = evenly(drawn);
        const response = responseOf(even);
        const variance = response.map((d, i) => d * (even.covariance[i]?.[i] ?? 0));
        const tau = time / Math.sqrt(Math.max(...variance) * even.gamma);
        const at = (when: number) =>
          matrixOf(models.multiAssetFiniteCoefficients({ ...even, tau: when }).skew).div(2);
        const step = tau * 1e-4;
        const slope = at(tau + step)
          .sub(at(tau - step))
          .div(2 * step);
        const here = at(tau);
        const risk = matrixOf(even.covariance).mul(even.gamma / 2);
        const fall = here.mmul(Matrix.diag(response)).mmul(here).mul(2);
        slope.diagonal().forEach((value, i) => {
          const [own, less] = [risk.get(i, i), fall.get(i, i)];
          nearShare(value, own - less, 1e-5, own + less);
        });
      }),
    );
  });
});

describe('one form as another', () => {
  it('one asset is Gueant', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const { assets, positions, ...rest } = evenly(drawn);
        const [only] = assets;
        if (only === undefined) throw new Error('a book has an asset');
        const variance = rest.covariance[0]?.[0] ?? 0;
        const input = { ...rest, assets: [only], covariance: [[variance]], positions: [3] };
        const expected = models.gueantQuotes({
          ...rest,
          ...only.bid,
          tradeSize: only.tradeSize,
          sigma: Math.sqrt(variance),
          position: 3,
        });
        const got = quotesOf(input);
        const scale = expected.halfSpread + 3 * expected.skewPerUnit;
        nearShare(got.deltaBid[0], expected.deltaBid, 1e-13, scale);
        nearShare(got.deltaAsk[0], expected.deltaAsk, 1e-13, scale);
      }),
    );
  });

  it('assets without correlation are quoted as if alone', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const covariance = drawn.covariance.map((row, i) =>
          row.map((value, j) => (i === j ? value : 0)),
        );
        const together = quotesOf({ ...drawn, covariance });
        drawn.assets.forEach((each, i) => {
          const own = { ...drawn, assets: [each], covariance: [[covariance[i]?.[i] ?? 0]] };
          const alone = quotesOf({ ...own, positions: [drawn.positions[i] ?? 0] });
          const scale = Math.abs(alone.deltaBid[0] ?? 0) + Math.abs(alone.deltaAsk[0] ?? 0);
          nearShare(together.deltaBid[i], alone.deltaBid[0] ?? Number.NaN, 1e-12, scale);
          nearShare(together.deltaAsk[i], alone.deltaAsk[0] ?? Number.NaN, 1e-12, scale);
        });
      }),
    );
  });

  const factors = fc.record({
    drawn: book,
    count: fc.integer({ min: 1, max: 4 }),
    seeds: fc.array(share, { minLength: 40, maxLength: 40 }),
  });

  it('factors are the covariance that they make', () => {
    fc.assert(
      fc.property(factors, ({ drawn, count, seeds }) => {
        const loadings = drawn.assets.map((_, i) => seeds.slice(i * count, (i + 1) * count));
        const root = Array.from({ length: count }, (_, f) => seeds.slice(24 + f, 24 + f + count));
        const factorCovariance = matrixOf(root).mmul(matrixOf(root).transpose()).to2DArray();
        const coefficients = models.factorSkewCoefficients({
          ...drawn,
          loadings,
          factorCovariance,
        });
        // A singular covariance has a unique semidefinite root too; S = M M' is semidefinite.
        const got = matrixOf(coefficients.skewLoadings);
        const skew = got.mmul(got.transpose());
        const product = skew.mmul(Matrix.diag(responseOf(drawn))).mmul(skew);
        const spread = matrixOf(loadings).mmul(matrixOf(root));
        const expected = spread.mmul(spread.transpose()).mul(drawn.gamma);
        drawn.assets.forEach((_, i) => {
          drawn.assets.forEach((_, j) => {
            const scale = Math.sqrt(expected.get(i, i)) * Math.sqrt(expected.get(j, j));
            const error = Math.abs(product.get(i, j) - expected.get(i, j));
            expect(error).toBeLessThanOrEqual(1e-8 * scale + 1e-13 * expected.max());
          });
        });
        const exposures = models.skewExposures(coefficients, drawn.positions);
        const quotes = models.factorSkewQuotes(coefficients, exposures);
        const shift = skew.mmul(Matrix.columnVector([...drawn.positions])).to1DArray();
        quotes.deltaBid.forEach((value, i) => {
          const half = coefficients.halfSpreadBid[i] ?? Number.NaN;
          nearShare(value, half + (shift[i] ?? 0), 1e-9, Math.abs(half) + skew.abs().max());
        });
      }),
    );
  });

  it('one factor moves all quotes by one number', () => {
    // Gamma = s b b' / sqrt(b' D b): section on one factor of formulas.
    const assets = [1, 2, 5].map((intensityA) => {
      const both = { intensityA, intensityK: 2 * intensityA };
      return { bid: both, ask: both, tradeSize: 1 / intensityA };
    });
    const flow = { assets, gamma: 0.1, xi: 0.1 };
    const betas = [1, -0.5, 2];
    const loadings = betas.map((beta) => [beta]);
    const got = models.factorSkewCoefficients({ ...flow, loadings, factorCovariance: [[0.09]] });
    const weight = responseOf(flow).reduce((sum, d, i) => sum + d * (betas[i] ?? 0) ** 2, 0);
    const positions = [3, 4, -5];
    const market = betas.reduce((sum, beta, i) => sum + beta * (positions[i] ?? 0), 0);
    const common = (Math.sqrt(flow.gamma) * 0.3 * market) / Math.sqrt(weight);
    const quotes = models.factorSkewQuotes(got, models.skewExposures(got, positions));
    betas.forEach((beta, i) => {
      const shift = ((quotes.deltaBid[i] ?? 0) - (quotes.deltaAsk[i] ?? 0)) / 2;
      nearShare(shift, beta * common, 1e-12);
    });
  });
});

describe('quotes of many assets', () => {
  it('do not feel correlations of no size', () => {
    const both = { intensityA: 1, intensityK: 1 };
    const assets = Array.from({ length: 6 }, () => ({ bid: both, ask: both, tradeSize: 1 }));
    const calm = [0.10000003683726597, 0.35005759449149454, 0.1];
    const variances = [...calm, 0.11570271147027068, 0.10000000699870729, 0.1];
    const covarianceWith = (pairs: readonly (readonly [number, number, number])[]) => {
      const rows = variances.map((value, i) => variances.map((_, j) => (i === j ? value : 0)));
      const matrix = matrixOf(rows);
      for (const [i, j, value] of pairs) matrix.set(i, j, value).set(j, i, value);
      return matrix.to2DArray();
    };
    const real = [
      [3, 0, 0.00002405088269967794],
      [4, 1, -0.000041833956368058976],
    ] as const;
    const dust = [
      [2, 1, -5e-324],
      [5, 1, 2.864512495647006e-59],
      [5, 4, -4.79225160116993e-63],
    ] as const;
    const skew = (covariance: number[][]) => skewOf({ assets, gamma: 0.1, xi: 0, covariance });
    const difference = skew(covarianceWith([...real, ...dust])).sub(skew(covarianceWith(real)));
    expect(difference.abs().max()).toBeLessThan(1e-15);
  });

  it('mirror long and short where both sides have one flow', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const even = evenly(drawn);
        const long = quotesOf(even);
        const short = quotesOf(
          even,
          even.positions.map((position) => -position),
        );
        expect(short.deltaAsk).toEqual(long.deltaBid);
        expect(models.multiAssetCoefficients(even).flowShift).toEqual(even.assets.map(() => 0));
      }),
    );
  });

  it('mirror when the sides are swapped', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const assets = drawn.assets.map(({ bid, ask, tradeSize }) => ({
          bid: ask,
          ask: bid,
          tradeSize,
        }));
        const flipped = drawn.positions.map((position) => -position);
        const own = quotesOf(drawn);
        const other = quotesOf({ ...drawn, assets }, flipped);
        own.deltaBid.forEach((value, i) => {
          const scale = Math.abs(value) + Math.abs(own.deltaAsk[i] ?? 0);
          nearShare(other.deltaAsk[i], value, 1e-12, scale + 1e-3 / (assets[i]?.tradeSize ?? 1));
        });
      }),
    );
  });

  it('shift so that uneven flow leaves inventory where it is', () => {
    // At the quotes of flat inventory the linearised flows of both sides are equal.
    fc.assert(
      fc.property(book, (drawn) => {
        const { flowShift, skew } = models.multiAssetCoefficients({ ...drawn, xi: 0 });
        drawn.assets.forEach(({ bid, ask, tradeSize }, i) => {
          const risk = (tradeSize * (skew[i]?.[i] ?? 0)) / 2;
          const flow = ({ intensityA, intensityK }: models.SideIntensity, p: number) =>
            (intensityA / Math.E) * (1 - intensityK * p);
          const buys = flow(bid, risk + (flowShift[i] ?? 0));
          const sells = flow(ask, risk - (flowShift[i] ?? 0));
          const scale = bid.intensityA * (1 + bid.intensityK * risk);
          nearShare(buys, sells, 1e-9, scale + ask.intensityA * (1 + ask.intensityK * risk));
        });
      }),
    );
  });

  it('do not depend on inventory without aversion to risk', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const input = { ...evenly(drawn), gamma: 0, xi: 0 };
        const got = quotesOf(input);
        expect(got).toEqual(
          quotesOf(
            input,
            drawn.positions.map(() => 0),
          ),
        );
        expect(got.deltaBid).toEqual(input.assets.map(({ bid }) => 1 / bid.intensityK));
      }),
    );
  });

  it('do not depend on the order of assets', () => {
    fc.assert(
      fc.property(book, (drawn) => {
        const turned = {
          ...drawn,
          assets: drawn.assets.toReversed(),
          covariance: drawn.covariance.toReversed().map((row) => row.toReversed()),
          positions: drawn.positions.toReversed(),
        };
        const [left, right] = [quotesOf(drawn), quotesOf(turned)];
        right.deltaBid.toReversed().forEach((value, i) => {
          const expected = left.deltaBid[i] ?? Number.NaN;
          nearShare(value, expected, 1e-9, Math.abs(expected) + Math.abs(left.deltaAsk[i] ?? 0));
        });
      }),
    );
  });
});

describe('domains', () => {
  const both = { intensityA: 1, intensityK: 1 };
  const one = { bid: both, ask: both, tradeSize: 1 };
  const pair = { assets: [one, one], gamma: 0.1, xi: 0 };
  const covariance = [
    [1, 0.5],
    [0.5, 1],
  ];
  const good = { ...pair, covariance };
  const bid = { ...both, intensityK: 0 };
  const far = { ...both, intensityK: 1e-300 };
  const [loadings, factorCovariance] = [[[1], [2]], [[1]]];

  it.each<[string, () => unknown]>([
    ['no asset', () => models.multiAssetCoefficients({ ...good, assets: [] })],
    ['gamma < 0', () => models.multiAssetCoefficients({ ...good, gamma: -1 })],
    ['NaN xi', () => models.multiAssetCoefficients({ ...good, xi: Number.NaN })],
    ['k = 0', () => models.multiAssetCoefficients({ ...good, assets: [one, { ...one, bid }] })],
    [
      'no size',
      () => models.multiAssetCoefficients({ ...good, assets: [one, { ...one, tradeSize: 0 }] }),
    ],
    ['a covariance of one', () => models.multiAssetCoefficients({ ...pair, covariance: [[1]] })],
    [
      'a crooked covariance',
      () =>
        models.multiAssetCoefficients({
          ...pair,
          covariance: [
            [1, 0.5],
            [0.4, 1],
          ],
        }),
    ],
    [
      'a correlation above 1',
      () =>
        models.multiAssetCoefficients({
          ...pair,
          covariance: [
            [1, 2],
            [2, 1],
          ],
        }),
    ],
    [
      'correlations that cannot be',
      () =>
        models.multiAssetCoefficients({
          ...pair,
          assets: [one, one, one],
          covariance: [
            [1, 0.9, -0.9],
            [0.9, 1, 0.9],
            [-0.9, 0.9, 1],
          ],
        }),
    ],
    ['tau < 0', () => models.multiAssetFiniteCoefficients({ ...good, tau: -1 })],
    [
      'a horizon with uneven sides',
      () =>
        models.multiAssetFiniteCoefficients({
          ...good,
          assets: [one, { ...one, bid: { ...both, intensityA: 2 } }],
          tau: 1,
        }),
    ],
    [
      'too few loadings',
      () => models.factorSkewCoefficients({ ...pair, loadings: [[1]], factorCovariance }),
    ],
    [
      'no factor',
      () => models.factorSkewCoefficients({ ...pair, loadings: [[], []], factorCovariance: [] }),
    ],
    [
      'a factor variance < 0',
      () => models.factorSkewCoefficients({ ...pair, loadings, factorCovariance: [[-1]] }),
    ],
    ['too few positions', () => models.multiAssetQuotes(models.multiAssetCoefficients(good), [1])],
    [
      'NaN position',
      () => models.multiAssetQuotes(models.multiAssetCoefficients(good), [1, Number.NaN]),
    ],
    [
      'overflow',
      () =>
        models.multiAssetCoefficients({
          ...pair,
          covariance: [
            [1e308, 0],
            [0, 1e308],
          ],
          assets: [one, { ...one, bid: far, ask: far }],
          gamma: 1e300,
        }),
    ],
  ])('%s', (_, action) => {
    expect(action).toThrow(DomainError);
  });
});
