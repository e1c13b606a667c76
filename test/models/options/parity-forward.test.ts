/** Forwards by put-call parity: exact chains, noise, wrong quotes, American premiums, refusals. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import { black76Price, type ParityQuote, parityForward } from '../../../src/models/index.js';
import { between, logarithmic } from '../arbitraries.js';
import { Draws } from '../draws.js';
import { anyNumber, expectNoNaN, near } from './draws.js';

interface Market {
  readonly forward: number;
  readonly discountFactor: number;
  readonly volatility: number;
  readonly timeToExpiryYears: number;
}

const market = fc.record({
  forward: logarithmic(-2, 5),
  discountFactor: between(0.8, 1.05),
  volatility: logarithmic(-1, 0.2),
  timeToExpiryYears: logarithmic(-2, 0.5),
});

/** Calls and puts around the forward; `quote` makes a market of a strike, a side and a price. */
function chain(
  { forward, ...rest }: Market,
  count: number,
  quote: (price: number, strike: number, at: number) => Omit<ParityQuote, 'strike'>,
): { readonly calls: readonly ParityQuote[]; readonly puts: readonly ParityQuote[] } {
  const side = (type: 'call' | 'put'): ParityQuote[] =>
    Array.from({ length: count }, (_, at) => {
      const strike = forward * (0.7 + (0.6 * (at + 0.5)) / count);
      const price = black76Price({ ...rest, type, forward, strike });
      return { strike, ...quote(price, strike, at) };
    });
  return { calls: side('call'), puts: side('put') };
}

const alone = (price: number) => ({ bid: price, ask: price });

describe('parityForward', () => {
  it('is exact for prices without noise', () => {
    fc.assert(
      fc.property(market, fc.integer({ min: 2, max: 30 }), (terms, count) => {
        const { calls, puts } = chain(terms, count, alone);
        const got = parityForward(calls, puts);
        near(got.forward, terms.forward, 1e-12 * terms.forward);
        near(got.discountFactor, terms.discountFactor, 1e-11);
        expect(got.residuals).toHaveLength(count);
        near(got.medianError, 0, 1e-12 * terms.forward);
        const known = parityForward(calls.slice(0, 1), puts, {
          discountFactor: terms.discountFactor,
        });
        near(known.forward, terms.forward, 1e-12 * terms.forward);
      }),
    );
  });

  it('stays where it was when a fifth of the strikes is wrong by anything', () => {
    const wrong = fc.array(logarithmic(-2, 4), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(market, wrong, fc.integer({ min: 0, max: 4 }), (terms, factors, from) => {
        const { calls, puts } = chain(terms, 25, alone);
        const spoilt = calls.map((call, at) => {
          const factor = at % 5 === from ? (factors[(at - from) / 5] ?? 1) : 1;
          return { ...call, bid: call.bid * factor, ask: call.ask * factor };
        });
        const got = parityForward(spoilt, puts);
        near(got.forward, terms.forward, 1e-10 * terms.forward);
        near(got.discountFactor, terms.discountFactor, 1e-10);
        expect(got.medianError).toBeLessThan(1e-10 * terms.forward);
      }),
    );
  });

  it('has the error of least squares under normal noise, and far less with wrong quotes', () => {
    const draws = new Draws(11);
    const terms = { forward: 100, discountFactor: 0.97, volatility: 0.3, timeToExpiryYears: 0.5 };
    const errors = Array.from({ length: 200 }, () => {
      const { calls, puts } = chain(terms, 30, (price) =>
        alone(Math.max(price + 0.05 * draws.normal(), 0)),
      );
      const robust = parityForward(calls, puts).forward - 100;
      return { robust, plain: regression(calls, puts) - 100 };
    });
    const spread = (key: 'robust' | 'plain'): number =>
      Math.hypot(...errors.map((each) => each[key]));
    expect(spread('robust')).toBeLessThan(1.15 * spread('plain'));
    expect(errorsOfCalls(terms).robust).toBeLessThan(errorsOfCalls(terms).plain / 20);
  });

  it('goes by the narrow markets', () => {
    const terms = { forward: 100, discountFactor: 0.98, volatility: 0.4, timeToExpiryYears: 0.3 };
    const quoted = (isRight: boolean) =>
      chain(terms, 20, (price, _, at) => {
        // Every second market is wide and beside the price.
        if (at % 2 === 0) return { bid: price, ask: price + 0.02 };
        return isRight ? { bid: price, ask: price + 0.02 } : { bid: price, ask: price + 4 };
      });
    const { calls } = quoted(false);
    const { puts } = quoted(true);
    expect(Math.abs(parityForward(calls, puts).forward - 100)).toBeLessThan(0.02);
    const flat = calls.map(({ strike, bid, ask }) => ({ strike, ...alone((bid + ask) / 2) }));
    expect(Math.abs(parityForward(flat, puts).forward - 100)).toBeGreaterThan(0.3);
  });

  it('is biased by the right of early exercise, less within reach and with the discount factor', () => {
    // A put is never worth less than K - S: what an American one adds, at 5 % for a year.
    const terms = { forward: 105, discountFactor: 0.95, volatility: 0.15, timeToExpiryYears: 1 };
    const { calls, puts } = chain(terms, 25, alone);
    const american = puts.map(({ strike, bid }) => ({
      strike,
      ...alone(Math.max(bid, strike - 100)),
    }));
    const all = parityForward(calls, american);
    const near100 = parityForward(calls, american, { reach: 0.05, discountFactor: 0.95 });
    expect(Math.abs(all.discountFactor - 0.95)).toBeGreaterThan(0.01);
    expect(Math.abs(near100.forward - 105)).toBeLessThan(Math.abs(all.forward - 105) + 1e-9);
    expect(near100.residuals.every(({ strike }) => Math.abs(Math.log(strike / 105)) < 0.06)).toBe(
      true,
    );
  });

  it('does not care about units, order or strikes with one side', () => {
    const terms = { forward: 100, discountFactor: 0.98, volatility: 0.4, timeToExpiryYears: 0.3 };
    const draws = new Draws(5);
    const { calls, puts } = chain(terms, 9, (price) => alone(price * (1 + 0.01 * draws.normal())));
    const got = parityForward(calls, puts);
    const scaled = (quotes: readonly ParityQuote[]) =>
      quotes.map(({ strike, bid, ask }) => ({
        strike: strike * 1024,
        bid: bid * 1024,
        ask: ask * 1024,
      }));
    const other = parityForward([...scaled(calls)].reverse(), [
      ...scaled(puts),
      { strike: 1, ...alone(5) },
    ]);
    near(other.forward, got.forward * 1024, 1e-12 * other.forward);
    near(other.discountFactor, got.discountFactor, 1e-13);
  });
});

/** Of 30 strikes the calls of the lowest six cost 8 more. */
function errorsOfCalls(terms: Market): { readonly robust: number; readonly plain: number } {
  const { calls, puts } = chain(terms, 30, alone);
  const dear = calls.map((call, at) => (at < 6 ? { ...call, ...alone(call.bid + 8) } : call));
  return {
    robust: Math.abs(parityForward(dear, puts).forward - terms.forward),
    plain: Math.abs(regression(dear, puts) - terms.forward),
  };
}

/** The forward by ordinary least squares. */
function regression(calls: readonly ParityQuote[], puts: readonly ParityQuote[]): number {
  const xs = calls.map(({ strike }) => strike);
  const ys = calls.map(({ bid }, at) => bid - (puts[at]?.bid ?? Number.NaN));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const slope =
    xs.reduce((sum, each, at) => sum + (each - x) * ((ys[at] ?? 0) - y), 0) /
    xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
  return x - y / slope;
}

describe('domain', () => {
  const terms = { forward: 100, discountFactor: 0.98, volatility: 0.4, timeToExpiryYears: 0.3 };
  const { calls, puts } = chain(terms, 4, alone);
  const [first] = calls;
  const changed = (change: Partial<ParityQuote>): ParityQuote[] =>
    calls.map((call, at) => (at === 1 ? { ...call, ...change } : call));

  it.each<
    [string, readonly ParityQuote[], readonly ParityQuote[], Parameters<typeof parityForward>[2]?]
  >([
    ['nothing', [], []],
    ['one strike', calls.slice(0, 1), puts],
    ['no strike in common', calls.slice(0, 2), puts.slice(2)],
    ['no strike within reach', calls, puts, { reach: 1e-9 }],
    ['one side twice', [...calls, ...(first ? [first] : [])], puts],
    ['strike 0', changed({ strike: 0 }), puts],
    ['NaN bid', changed({ bid: Number.NaN }), puts],
    ['bid below 0', changed({ bid: -1 }), puts],
    ['infinite ask', changed({ ask: Infinity }), puts],
    ['crossed', changed({ bid: 3, ask: 2 }), puts],
    ['sides swapped', puts, calls],
    ['discount factor 0', calls, puts, { discountFactor: 0 }],
    ['NaN reach', calls, puts, { reach: Number.NaN }],
    [
      'a forward below 0',
      [{ strike: 1, ...alone(0) }],
      [{ strike: 1, ...alone(5) }],
      { discountFactor: 1 },
    ],
  ])('%s is refused', (_, some, others, options) => {
    expect(() => parityForward(some, others, options)).toThrow(DomainError);
  });

  it('tells how many strikes there are', () => {
    expect(() => parityForward(calls.slice(0, 1), puts)).toThrow(
      expect.objectContaining({ code: 'DOMAIN', details: { pairs: 1, allowed: 2 } }),
    );
  });

  it('no input gives NaN', () => {
    const quote = fc.record({ strike: anyNumber, bid: anyNumber, ask: anyNumber });
    const plausible = fc
      .tuple(fc.integer({ min: 1, max: 6 }), logarithmic(-300, 300), logarithmic(-300, 300))
      .map(([strike, bid, width]) => ({ strike, bid, ask: bid + width }));
    const side = fc.oneof(
      fc.array(quote, { maxLength: 4 }),
      fc.uniqueArray(plausible, { maxLength: 6, selector: ({ strike }) => strike }),
    );
    fc.assert(
      fc.property(side, side, (some, others) => {
        expectNoNaN(() => parityForward(some, others));
        expectNoNaN(() => parityForward(some, others, { discountFactor: 1, reach: 1 }));
      }),
      { numRuns: 2000 },
    );
  });
});
