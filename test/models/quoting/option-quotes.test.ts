/** Logistic fills, option premiums and vega: optimal by brute force, limits, symmetries, domains. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';
import { nearShare } from './draws.js';

const intensity = { lambda: logarithmic(-2, 3), alpha: between(-4, 4), beta: logarithmic(-1, 2) };

describe('logisticResponse', () => {
  const drawn = fc.record({
    ...intensity,
    tradeSize: logarithmic(-2, 2),
    distance: between(-30, 30),
  });

  it('earns more than any other quote', () => {
    fc.assert(
      fc.property(drawn, between(-5, 5), ({ distance, ...input }, other) => {
        const { lambda, alpha, beta, tradeSize } = input;
        const cost = distance / beta;
        const got = models.logisticResponse({ ...input, cost });
        const fills = (delta: number) => lambda / (1 + Math.exp(alpha + beta * delta));
        nearShare(got.fillRate, fills(got.delta), 1e-11);
        nearShare(got.earningRate, tradeSize * got.fillRate * (got.delta - cost), 1e-11);
        const quote = got.delta + other / beta;
        const earned = tradeSize * fills(quote) * (quote - cost);
        expect(earned).toBeLessThanOrEqual(got.earningRate * (1 + 1e-12));
      }),
    );
  });

  it('has slope and curvature of what it earns', () => {
    fc.assert(
      fc.property(drawn, ({ distance, ...input }) => {
        const at = (p: number) => models.logisticResponse({ ...input, cost: p / input.beta });
        const [step, here] = [1e-5, at(distance)];
        const [above, below] = [at(distance + step), at(distance - step)];
        const quotient = (up: number, down: number) => ((up - down) * input.beta) / (2 * step);
        nearShare(quotient(above.earningRate, below.earningRate), here.earningSlope, 1e-6);
        nearShare(quotient(above.earningSlope, below.earningSlope), here.earningCurvature, 1e-6);
        nearShare(here.fillOdds + Math.log(here.fillOdds), -1 - input.alpha - distance, 1e-13, 40);
      }),
    );
  });

  it.each([
    [-1e300, -Math.log(1e300)],
    [-1e12, -Math.log(1e12 - 1 - Math.log(1e12))],
    [-1e6, -Math.log(1e6 - 1 - Math.log(1e6 - 1 - Math.log(1e6)))],
    [0, 1 + 0.2784645427610738],
    [700, 701],
    [1e6, 1e6 + 1],
  ])('at a cost of %s quotes %s', (cost, delta) => {
    const got = models.logisticResponse({ lambda: 1, alpha: 0, beta: 1, tradeSize: 1, cost });
    nearShare(got.delta, delta, 1e-12);
  });
});

const premiumInput = fc.record({
  baseRate: logarithmic(0, 3),
  rateSlope: logarithmic(-1, 2),
  spot: logarithmic(0, 4),
  volatility: logarithmic(-1, 0.3),
  horizonYears: logarithmic(-5, -1),
  delta: between(-1, 1),
  underlyingPosition: between(-30, 30),
  optionPosition: between(-30, 30),
  gamma: fc.oneof(fc.constant(0), logarithmic(-6, 0)),
});

describe('Stoikov-Saglam', () => {
  it('premiums maximise expected profit less the price of variance', () => {
    // Over one order arriving at rate C - D eps: eps (C - D eps) - gamma (change of variance) rate.
    fc.assert(
      fc.property(premiumInput, between(0, 1), (input, share) => {
        const { baseRate: C, rateSlope: D, spot, volatility, horizonYears, gamma, delta } = input;
        const got = models.stoikovSaglamUnhedged(input);
        const variance = (net: number) => (volatility * spot) ** 2 * horizonYears * net ** 2;
        const gain = (premium: number, side: 1 | -1) => {
          const before = variance(got.netDelta);
          const after = variance(got.netDelta + side * delta);
          return (C - D * premium) * (premium - gamma * (after - before));
        };
        const other = (share * C) / D;
        const scale = (C * C) / D + Math.abs(gain(0, 1)) + Math.abs(gain(0, -1));
        expect(gain(other, 1)).toBeLessThanOrEqual(gain(got.premiumBid, 1) + 1e-11 * scale);
        expect(gain(other, -1)).toBeLessThanOrEqual(gain(got.premiumAsk, -1) + 1e-11 * scale);
      }),
    );
  });

  it('without risk are those of a hedged book', () => {
    fc.assert(
      fc.property(premiumInput, (input) => {
        const hedged = models.stoikovSaglamHedged(input);
        const { premiumBid, premiumAsk } = hedged;
        expect(premiumAsk).toBe(input.baseRate / input.rateSlope / 2);
        for (const calm of [{ gamma: 0 }, { volatility: 0 }, { horizonYears: 0 }]) {
          expect(models.stoikovSaglamUnhedged({ ...input, ...calm })).toMatchObject({
            premiumBid,
            premiumAsk,
          });
        }
        const { optionPosition, delta } = input;
        expect(hedged.hedgePosition + optionPosition * delta).toBe(0);
      }),
    );
  });

  it('mirror long and short, and never leave 0 .. C / D', () => {
    fc.assert(
      fc.property(premiumInput, between(0, 2), logarithmic(-4, -1), (input, vol, optionGamma) => {
        const residual = { ...input, timeToExpiryYears: 0.2, volOfVol: vol, optionGamma };
        const flipped = { optionPosition: -input.optionPosition };
        const highest = input.baseRate / input.rateSlope;
        const pairs = [
          [
            models.stoikovSaglamResidual(residual),
            models.stoikovSaglamResidual({ ...residual, ...flipped }),
          ],
          [
            models.stoikovSaglamUnhedged(input),
            models.stoikovSaglamUnhedged({
              ...input,
              ...flipped,
              underlyingPosition: -input.underlyingPosition,
            }),
          ],
        ] as const;
        for (const [long, short] of pairs) {
          expect(short.premiumBid).toBe(long.premiumAsk);
          for (const premium of [long.premiumBid, long.premiumAsk]) {
            expect(premium).toBeGreaterThanOrEqual(0);
            expect(premium).toBeLessThanOrEqual(highest);
          }
        }
      }),
    );
  });

  it('residual variance is that of the hedged gamma and vega', () => {
    const input = { spot: 100, volatility: 0.5, horizonYears: 1 / 365, timeToExpiryYears: 0.1 };
    const rest = { baseRate: 10, rateSlope: 10, optionPosition: 0, gamma: 0.1, volOfVol: 0 };
    const optionGamma = 0.02;
    const got = models.stoikovSaglamResidual({ ...input, ...rest, optionGamma });
    // Gamma (S sigma)^2 h (u^2 - 1) / 2 with u normal: variance (Gamma (S sigma)^2 h)^2 / 2.
    const swing = optionGamma * (100 * 0.5) ** 2 * (1 / 365);
    nearShare(got.residualVariance, swing ** 2 / 2, 1e-14);
  });
});

const optionFlow = fc.record({
  ...intensity,
  vega: between(0.1, 10),
  tradeSize: logarithmic(0, 4),
});
const vegaBook = fc.record({
  options: fc.array(optionFlow, { minLength: 1, maxLength: 5 }),
  gamma: logarithmic(-8, -2),
  volOfVariance: logarithmic(-1, 0),
  portfolioVega: between(-1e5, 1e5),
  maxVega: logarithmic(3, 6),
});

describe('vega risk', () => {
  it('of one option is its inventory risk', () => {
    // Variance xi^2 vega^2 q^2 / 4 of one option held q times is that of sigma = xi vega / 2.
    fc.assert(
      fc.property(vegaBook, between(-50, 50), (book, position) => {
        const [option] = book.options;
        if (option === undefined) throw new Error('a book has an option');
        const portfolioVega = position * option.vega;
        const got = models.vegaRiskQuotes({ ...book, options: [option], portfolioVega });
        const sigma = (book.volOfVariance * option.vega) / 2;
        const { gamma } = book;
        const expected = models.gueantLogisticQuotes({ ...option, gamma, sigma, position });
        const scale = Math.abs(expected.deltaBid) + Math.abs(expected.deltaAsk) + 1 / option.beta;
        nearShare(got.deltaBid[0], expected.deltaBid, 1e-12, scale);
        nearShare(got.deltaAsk[0], expected.deltaAsk, 1e-12, scale);
      }),
    );
  });

  it('mirrors long and short vega and lowers both quotes when long', () => {
    fc.assert(
      fc.property(vegaBook, (book) => {
        const long = models.vegaRiskQuotes(book);
        const short = models.vegaRiskQuotes({ ...book, portfolioVega: -book.portfolioVega });
        expect(short.deltaAsk).toEqual(long.deltaBid);
        expect(short.askAllowed).toEqual(long.bidAllowed);
        long.deltaBid.forEach((deltaBid, index) => {
          const shift = deltaBid - (long.deltaAsk[index] ?? 0);
          expect(shift * Math.sign(book.portfolioVega)).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });

  it('keeps the vega of the book within its limit', () => {
    fc.assert(
      fc.property(vegaBook, (book) => {
        const got = models.vegaRiskQuotes(book);
        book.options.forEach(({ vega, tradeSize }, index) => {
          const vegaAfter = (sign: number) =>
            Math.abs(book.portfolioVega + sign * vega * tradeSize);
          expect(got.bidAllowed[index]).toBe(vegaAfter(1) <= book.maxVega);
          const exact = models.vegaRiskQuotes({ ...book, maxVega: vegaAfter(1) });
          expect(exact.bidAllowed[index]).toBe(true);
          expect(got.askAllowed[index]).toBe(vegaAfter(-1) <= book.maxVega);
        });
      }),
    );
  });

  it('has the risk aversion of the skew asked for', () => {
    fc.assert(
      fc.property(vegaBook, logarithmic(-6, 0), (book, skewVolatility) => {
        const fullVega = book.maxVega;
        const gamma = models.gammaForVegaSkew({ ...book, fullVega, skewVolatility });
        const aversion = models.vegaAversion({ ...book, gamma });
        nearShare(models.vegaSkewOf(aversion, fullVega), skewVolatility, 1e-12);
      }),
    );
  });
});

describe('domains', () => {
  const rates = { baseRate: 1, rateSlope: 1 };
  const market = { ...rates, spot: 1, volatility: 1, horizonYears: 1, gamma: 1, optionPosition: 1 };
  const unhedged = { ...market, delta: 1, underlyingPosition: 0 };
  const residual = { ...market, timeToExpiryYears: 1, optionGamma: 1, volOfVol: 1 };
  const option = { lambda: 1, alpha: 0, beta: 1, vega: 1, tradeSize: 1 };
  const vega = { options: [option], gamma: 1, volOfVariance: 1, portfolioVega: 0, maxVega: 1 };
  const response = { ...option, cost: 0 };

  it.each<[string, () => unknown]>([
    ['lambda = 0', () => models.logisticResponse({ ...response, lambda: 0 })],
    ['beta < 0', () => models.logisticResponse({ ...response, beta: -1 })],
    ['NaN alpha', () => models.logisticResponse({ ...response, alpha: Number.NaN })],
    ['infinite cost', () => models.logisticResponse({ ...response, cost: Infinity })],
    ['C = 0', () => models.stoikovSaglamHedged({ ...unhedged, baseRate: 0 })],
    ['NaN delta', () => models.stoikovSaglamHedged({ ...unhedged, delta: Number.NaN })],
    ['spot = 0', () => models.stoikovSaglamUnhedged({ ...unhedged, spot: 0 })],
    ['gamma < 0', () => models.stoikovSaglamUnhedged({ ...unhedged, gamma: -1 })],
    ['volatility < 0', () => models.stoikovSaglamResidual({ ...residual, volatility: -1 })],
    ['overflow', () => models.stoikovSaglamResidual({ ...residual, optionGamma: 1e200 })],
    ['no option', () => models.vegaRiskQuotes({ ...vega, options: [] })],
    ['no vega', () => models.vegaRiskQuotes({ ...vega, options: [{ ...option, vega: 0 }] })],
    ['maxVega < 0', () => models.vegaRiskQuotes({ ...vega, maxVega: -1 })],
    ['NaN vega', () => models.vegaRiskQuotes({ ...vega, portfolioVega: Number.NaN })],
    ['xi < 0', () => models.vegaAversion({ ...vega, volOfVariance: -1 })],
    ['no full vega', () => models.gammaForVegaSkew({ ...vega, fullVega: 0, skewVolatility: 1 })],
    ['skew < 0', () => models.gammaForVegaSkew({ ...vega, fullVega: 1, skewVolatility: -1 })],
  ])('%s', (_, action) => {
    expect(action).toThrow(DomainError);
  });
});
