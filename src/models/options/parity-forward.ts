/**
 * Forward and discount factor of an expiry from prices of its calls and puts. European options of one
 * strike K obey put-call parity, call - put = D (F - K): a line over the strikes.
 *
 * The line is that of Jaeckel, Annals of Mathematical Statistics 43, 1972, with the scores of Wilcoxon:
 * its slope is the median of the slopes between all pairs of strikes, weighted by their distance, its
 * level the median of the averages of all pairs (Hodges and Lehmann 1963). Under normal errors it needs 5 %
 * more quotes than least squares, and up to a quarter of the strikes may be wrong by any amount.
 */
import { DomainError } from '../../errors.js';
import { finiteResult, requireNonNegative, requirePositive } from '../domain.js';
import { logReturn } from '../estimation/log-return.js';

/** The market of an option, in quote currency; a price alone is both bid and ask. */
export interface ParityQuote {
  /** Above 0. */
  readonly strike: number;
  /** 0 or more. */
  readonly bid: number;
  /** At least the bid. */
  readonly ask: number;
}

/** What the estimate may be told. */
export interface ParityOptions {
  /** Present value of 1 at the expiry, above 0, where it is known; else it is estimated. */
  readonly discountFactor?: number;
  /** Largest |ln(strike / forward)| of strikes that count, above 0; default all. */
  readonly reach?: number;
}

/** How far a strike is from parity. */
export interface ParityResidual {
  readonly strike: number;
  /** Call less put, by mids, less D (F - K); quote currency. */
  readonly error: number;
  /** Half of both spreads together: with an error below, nobody can trade on it. */
  readonly halfWidth: number;
}

/** Forward of an expiry. */
export interface ParityForward {
  /** Quote currency. */
  readonly forward: number;
  /** Present value of 1 at the expiry. */
  readonly discountFactor: number;
  /** Of the strikes that counted, in order. */
  readonly residuals: readonly ParityResidual[];
  /** Median size of their errors, quote currency. */
  readonly medianError: number;
}

interface Pair {
  readonly strike: number;
  /** Call less put. */
  readonly difference: number;
  readonly halfWidth: number;
  readonly weight: number;
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** A narrower market than this share of the median one weighs no more. */
const NARROW = 0.1;
/** Rounds of choosing strikes by a forward that depends on them. */
const ROUNDS = 8;

/** The value with half of the weight on either side; between two, their middle. */
function weightedMedian(values: readonly Weighted[]): number {
  const sorted = [...values].sort((a, b) => a.value - b.value);
  const half = sorted.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let below = 0;
  for (const [at, { value, weight }] of sorted.entries()) {
    below += weight;
    if (below > half) return value;
    if (below === half) return (value + (sorted[at + 1]?.value ?? value)) / 2;
  }
  return sorted.at(-1)?.value ?? Number.NaN;
}

function byStrike(quotes: readonly ParityQuote[], side: string): ReadonlyMap<number, ParityQuote> {
  const found = new Map<number, ParityQuote>();
  for (const quote of quotes) {
    const { strike, bid, ask } = quote;
    requirePositive({ strike });
    requireNonNegative({ bid, ask });
    if (ask < bid) {
      throw new DomainError(`ask of the ${side} ${strike} is ${ask}; allowed: ${bid} or more`, {
        strike,
        bid,
        ask,
      });
    }
    if (found.has(strike)) {
      throw new DomainError(`two ${side}s have the strike ${strike}; allowed: one`, { strike });
    }
    found.set(strike, quote);
  }
  return found;
}

/** Strikes that have both, weighted by how narrow their markets are. */
function pairsOf(calls: readonly ParityQuote[], puts: readonly ParityQuote[]): readonly Pair[] {
  const putOf = byStrike(puts, 'put');
  const both = [...byStrike(calls, 'call').values()].flatMap((call) => {
    const put = putOf.get(call.strike);
    if (put === undefined) return [];
    const difference = (call.bid - put.bid) / 2 + (call.ask - put.ask) / 2;
    const halfWidth = (call.ask - call.bid + put.ask - put.bid) / 2;
    return [finiteResult('parityForward', { strike: call.strike, difference, halfWidth })];
  });
  both.sort((a, b) => a.strike - b.strike);
  const middle = weightedMedian(both.map(({ halfWidth }) => ({ value: halfWidth, weight: 1 })));
  const least = middle > 0 ? NARROW * middle : 1;
  return both.map((pair) => ({ ...pair, weight: least / Math.max(pair.halfWidth, least) }));
}

/** One value for every two items. */
function pairwise<T>(
  items: readonly T[],
  read: (left: T, right: T) => Weighted,
): readonly Weighted[] {
  return items.flatMap((left, at) => items.slice(at + 1).map((right) => read(left, right)));
}

function requirePairs(pairs: readonly Pair[], least: number): void {
  if (pairs.length >= least) return;
  const message = `${pairs.length} strikes have a call and a put; allowed: ${least} or more`;
  throw new DomainError(message, { pairs: pairs.length, allowed: least });
}

function lineThrough(
  pairs: readonly Pair[],
  known: number | undefined,
): { readonly forward: number; readonly discountFactor: number } {
  requirePairs(pairs, known === undefined ? 2 : 1);
  const slope = (left: Pair, right: Pair): Weighted => {
    const distance = right.strike - left.strike;
    const value = (left.difference - right.difference) / distance;
    return { value, weight: left.weight * right.weight * distance };
  };
  const discountFactor = known ?? weightedMedian(pairwise(pairs, slope));
  if (!(discountFactor > 0 && Number.isFinite(discountFactor))) {
    const message = `call less put falls by ${discountFactor} per strike; allowed: above 0`;
    throw new DomainError(message, { discountFactor });
  }
  const forwards = pairs.map(({ strike, difference, weight }): Weighted => {
    return { value: strike + difference / discountFactor, weight };
  });
  const averages = pairwise(forwards, (left, right) => {
    return { value: left.value / 2 + right.value / 2, weight: left.weight * right.weight };
  });
  // An entry with itself is one of the averages too, once where two entries count twice.
  const own = forwards.map(({ value, weight }) => ({ value, weight: (weight * weight) / 2 }));
  const forward = weightedMedian([...averages, ...own]);
  requirePositive({ forward });
  return { forward, discountFactor };
}

/**
 * Forward and discount factor of an expiry by put-call parity, robust against wrong quotes: strikes
 * weigh by how narrow their markets are. Strikes with only a call or only a put say nothing.
 *
 * Parity is that of European options. **American** options, as on US equities, cost more by the right
 * to exercise early, most of all puts far in the money and calls before a dividend: the slope then is no
 * discount factor and the forward is off by part of that premium. Give the discount factor, and a
 * `reach` of a few percent, within which the premium of call and put is small and nearly the same.
 *
 * @param calls at most one per strike
 * @param puts likewise, of the same expiry
 * @throws DomainError when a quote is outside its range, two strikes with both (one, if the discount
 *   factor is given) cannot be found, or the prices have no positive forward and discount factor
 */
export function parityForward(
  calls: readonly ParityQuote[],
  puts: readonly ParityQuote[],
  options: ParityOptions = {},
): ParityForward {
  const { discountFactor: known, reach } = options;
  if (known !== undefined) requirePositive({ discountFactor: known });
  if (reach !== undefined) requirePositive({ reach });
  const all = pairsOf(calls, puts);
  let pairs = all;
  let line = lineThrough(pairs, known);
  for (let round = 0; reach !== undefined && round < ROUNDS; round += 1) {
    const { forward } = line;
    pairs = all.filter(({ strike }) => Math.abs(logReturn(forward, strike)) <= reach);
    line = lineThrough(pairs, known);
    if (line.forward === forward) break;
  }
  const { forward, discountFactor } = line;
  const residuals = pairs.map(({ strike, difference, halfWidth }) => {
    return { strike, error: difference - discountFactor * (forward - strike), halfWidth };
  });
  const sizes = residuals.map(({ error }) => ({ value: Math.abs(error), weight: 1 }));
  return finiteResult('parityForward', { ...line, residuals, medianError: weightedMedian(sizes) });
}
