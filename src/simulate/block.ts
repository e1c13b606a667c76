/**
 * A block of paths of one strategy, all of them a step at a time: Avellaneda and Stoikov 2008,
 * section 3.3. Each path has its own random stream, so that it is the same in whatever block it is.
 */
import { SeededRandom } from '../random/index.js';
import { type Market, stepTime } from './market.js';
import { QuoteCache } from './quote-cache.js';
import type { QuoteRule } from './strategies/index.js';

/** Which paths. */
export interface PathRange {
  readonly seed: number;
  readonly first: number;
  readonly count: number;
}

/** What came of each path, in order. Money in the currency of the price. */
export interface PathResults {
  /** Edge against the mid at the time of each fill. */
  readonly spreadPnl: Float64Array;
  /** What the mid did to the position. */
  readonly inventoryPnl: Float64Array;
  /** Position at the end, in fills; long above 0. */
  readonly positionLots: Int32Array;
  /** Fills of both sides. */
  readonly fills: Int32Array;
  /** Mean ask - bid over the steps in which both were quoted, price; NaN without such a step. */
  readonly averageSpread: Float64Array;
}

/** What a caller may do between two steps. */
export interface StepControl {
  readonly signal: AbortSignal;
  /** Called after each step with the number of steps of all paths so far. */
  readonly progress: (pathSteps: number) => void;
}

/** Empty results of so many paths. */
export function emptyResults(count: number): PathResults {
  return {
    spreadPnl: new Float64Array(count),
    inventoryPnl: new Float64Array(count),
    positionLots: new Int32Array(count),
    fills: new Int32Array(count),
    averageSpread: new Float64Array(count),
  };
}

/** Simulates a block; null when it was stopped. */
export function simulateBlock(
  market: Market,
  rule: QuoteRule,
  { seed, first, count }: PathRange,
  { signal, progress }: StepControl,
): PathResults | null {
  const results = emptyResults(count);
  results.positionLots.fill(market.positionLots);
  const randoms = Array.from({ length: count }, (_, path) => new SeededRandom(seed, first + path));
  const cache = new QuoteCache(rule, market);
  const quoted = new Int32Array(count);
  for (let step = 0; step < market.steps; step += 1) {
    if (signal.aborted) return null;
    cache.advance(market.horizon - step * stepTime(market));
    advancePaths(market, cache, randoms, results, quoted);
    progress((step + 1) * count);
  }
  for (let path = 0; path < count; path += 1) {
    results.averageSpread[path] =
      (results.averageSpread[path] as number) / (quoted[path] as number);
  }
  return results;
}

/** One step of every path: quotes, a fill of each side perhaps, then the mid moves. */
function advancePaths(
  market: Market,
  cache: QuoteCache,
  randoms: readonly SeededRandom[],
  { spreadPnl, inventoryPnl, positionLots, fills, averageSpread }: PathResults,
  quoted: Int32Array,
): void {
  const { tradeSize } = market;
  const move = market.sigma * Math.sqrt(stepTime(market));
  const isBinary = market.moves === 'binary';
  for (let path = 0; path < randoms.length; path += 1) {
    const random = randoms[path] as SeededRandom;
    const before = positionLots[path] as number;
    const at = cache.at(before);
    const spread = cache.spread[at] as number;
    if (!Number.isNaN(spread)) {
      averageSpread[path] = (averageSpread[path] as number) + spread;
      quoted[path] = (quoted[path] as number) + 1;
    }
    // Always drawn in this order, so that strategies meet the same market on the same path.
    const isBought = random.uniform() < (cache.chanceBid[at] as number);
    const isSold = random.uniform() < (cache.chanceAsk[at] as number);
    const shock = isBinary ? (random.uniform() < 0.5 ? -1 : 1) : random.normal();
    const edge =
      (isBought ? (cache.deltaBid[at] as number) : 0) +
      (isSold ? (cache.deltaAsk[at] as number) : 0);
    const after = before + Number(isBought) - Number(isSold);
    spreadPnl[path] = (spreadPnl[path] as number) + edge * tradeSize;
    inventoryPnl[path] = (inventoryPnl[path] as number) + after * tradeSize * shock * move;
    positionLots[path] = after;
    fills[path] = (fills[path] as number) + Number(isBought) + Number(isSold);
  }
}
