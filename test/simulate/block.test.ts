/** Paths against a plain account of the same market, and against what can be worked out. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/random/index.js';
import { type PathResults, simulateBlock } from '../../src/simulate/block.js';
import { validateSimulation } from '../../src/simulate/configuration.js';
import { type Market, marketSchema } from '../../src/simulate/market.js';
import { spreadOf } from '../../src/simulate/statistics.js';
import { type QuoteRule, ruleOf } from '../../src/simulate/strategies/index.js';

const market = (changes: object = {}): Market => marketSchema.parse(changes);
const control = { signal: new AbortController().signal, progress: () => undefined };

/** A strategy with its defaults in a market. */
function inMarket(entry: object, changes: object = {}): { setting: Market; rule: QuoteRule } {
  const simulation = validateSimulation({ market: changes, strategies: [entry] });
  const [strategy] = simulation.strategies;
  if (strategy === undefined) throw new Error('one strategy was given');
  return { setting: simulation.market, rule: ruleOf(strategy, simulation.market) };
}

function block(setting: Market, rule: QuoteRule, count: number, first = 0): PathResults {
  const results = simulateBlock(setting, rule, { seed: 3, first, count }, control);
  if (results === null) throw new Error('nobody stopped it');
  return results;
}

const always =
  (deltaBid: number | null, deltaAsk: number | null): QuoteRule =>
  () =>
  () => ({ deltaBid, deltaAsk });

/** One path with prices and a cash account, as section 3.3 of the paper tells it. */
function plainPath(setting: Market, rule: QuoteRule, path: number) {
  const { sigma, intensityA, intensityK, horizon, steps, moves, fills, tradeSize } = setting;
  const random = new SeededRandom(3, path);
  const dt = horizon / steps;
  const open = 100;
  let [price, cash, lots] = [open, -setting.positionLots * tradeSize * open, setting.positionLots];
  for (let step = 0; step < steps; step += 1) {
    const { deltaBid, deltaAsk } = rule(horizon - step * dt)(lots);
    const isHit = (delta: number | null): boolean => {
      const draw = random.uniform();
      if (delta === null) return false;
      const lambda = intensityA * Math.exp(-intensityK * delta);
      return draw < (fills === 'linear' ? lambda * dt : 1 - Math.exp(-lambda * dt));
    };
    if (isHit(deltaBid)) {
      lots += 1;
      cash -= tradeSize * (price - (deltaBid ?? 0));
    }
    if (isHit(deltaAsk)) {
      lots -= 1;
      cash += tradeSize * (price + (deltaAsk ?? 0));
    }
    const shock = moves === 'binary' ? (random.uniform() < 0.5 ? -1 : 1) : random.normal();
    price += sigma * Math.sqrt(dt) * shock;
  }
  return { pnl: cash + lots * tradeSize * price, lots };
}

describe('a block of paths', () => {
  it('accounts as a cash account at prices does', () => {
    const entries = fc.record({
      gamma: fc.double({ min: 0, max: 2, noNaN: true }),
      model: fc.constantFrom('avellanedaStoikov', 'symmetric', 'gueantLehalleFernandezTapia'),
    });
    const settings = fc.record({
      sigma: fc.double({ min: 0, max: 5, noNaN: true }),
      moves: fc.constantFrom('binary', 'gaussian'),
      fills: fc.constantFrom('linear', 'exponential'),
      steps: fc.integer({ min: 1, max: 60 }),
      tradeSize: fc.constantFrom(1, 0.25),
      positionLots: fc.integer({ min: -20, max: 20 }),
    });
    fc.assert(
      fc.property(entries, settings, ({ gamma, model }, changes) => {
        const { setting, rule } = inMarket({ model, gamma }, changes);
        const { spreadPnl, inventoryPnl, positionLots } = block(setting, rule, 5, 2);
        for (let path = 0; path < 5; path += 1) {
          const plain = plainPath(setting, rule, path + 2);
          const pnl = (spreadPnl[path] ?? 0) + (inventoryPnl[path] ?? 0);
          expect(positionLots[path]).toBe(plain.lots);
          expect(pnl).toBeCloseTo(plain.pnl, 8);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on how paths are put into blocks', () => {
    const { rule } = inMarket({ model: 'avellanedaStoikov', gamma: 0.1 });
    const whole = block(market(), rule, 7);
    const parts = [block(market(), rule, 3), block(market(), rule, 4, 3)];
    for (const key of ['spreadPnl', 'inventoryPnl', 'positionLots', 'averageSpread'] as const) {
      expect(parts.flatMap((part) => [...part[key]])).toEqual([...whole[key]]);
    }
  });

  it('a side that is not quoted is not filled, and has no spread', () => {
    const onlyBid = block(market(), always(0.1, null), 20);
    expect([...onlyBid.positionLots]).toEqual([...onlyBid.fills]);
    expect(Math.min(...onlyBid.fills)).toBeGreaterThan(0);
    expect(onlyBid.averageSpread.every(Number.isNaN)).toBe(true);
    const none = block(market(), always(null, null), 5);
    expect([...none.fills, ...none.spreadPnl, ...none.inventoryPnl].every((x) => x === 0)).toBe(
      true,
    );
  });

  it('a certain fill happens in every step', () => {
    const deep = block(market(), always(-10, -10), 5);
    expect([...deep.fills]).toEqual([400, 400, 400, 400, 400]);
    expect([...deep.positionLots]).toEqual([0, 0, 0, 0, 0]);
    for (const pnl of deep.spreadPnl) expect(pnl).toBeCloseTo(-10 * 400, 9);
  });

  it.each(['linear', 'exponential'] as const)('%s fills have their mean and variance', (fills) => {
    const setting = market({ fills, sigma: 0, intensityA: 200 });
    const expected = 200 * Math.exp(-1.5 * 0.5) * 0.005;
    const chance = fills === 'linear' ? expected : 1 - Math.exp(-expected);
    const paths = 4000;
    const results = block(setting, always(0.5, 0.5), paths);
    const { mean, std, meanError, stdError } = spreadOf(results.fills);
    expect(Math.abs(mean - 400 * chance)).toBeLessThan(4.5 * meanError);
    expect(Math.abs(std - Math.sqrt(400 * chance * (1 - chance)))).toBeLessThan(4.5 * stdError);
    for (let path = 0; path < paths; path += 1) {
      expect(results.spreadPnl[path]).toBeCloseTo(0.5 * (results.fills[path] ?? 0), 9);
    }
  });

  it.each(['binary', 'gaussian'] as const)('%s moves have deviation sigma sqrt(T)', (moves) => {
    const setting = market({ moves, sigma: 3, horizon: 4, positionLots: -2, tradeSize: 0.5 });
    const { mean, std, meanError, stdError } = spreadOf(
      block(setting, always(null, null), 4000).inventoryPnl,
    );
    expect(Math.abs(mean)).toBeLessThan(4.5 * meanError);
    // One unit short over 4 units of time.
    expect(Math.abs(std - 6)).toBeLessThan(4.5 * stdError);
  });

  it('stops between two steps', () => {
    const stop = new AbortController();
    const steps: number[] = [];
    const progress = (pathSteps: number): void => {
      steps.push(pathSteps);
      if (pathSteps === 20) stop.abort();
    };
    const range = { seed: 1, first: 0, count: 10 };
    const stopped = simulateBlock(market(), always(1, 1), range, { signal: stop.signal, progress });
    expect(stopped).toBeNull();
    expect(steps).toEqual([10, 20]);
  });
});
