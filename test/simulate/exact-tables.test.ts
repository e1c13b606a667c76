/** Exact strategies: the reference vectors, each other, and what their value functions promise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carteaJaimungalTable, gueantTable } from '../../src/models/index.js';
import { simulateBlock } from '../../src/simulate/block.js';
import { validateSimulation } from '../../src/simulate/configuration.js';
import { spreadOf } from '../../src/simulate/statistics.js';
import { ruleOf } from '../../src/simulate/strategies/index.js';
import { ROOT } from '../cli/evenkeel.js';

const GLFT = { model: 'gueantLehalleFernandezTapiaExact', gamma: 0.1, maxLots: 6 };
const CJ = { model: 'carteaJaimungal', phi: 0.2, maxLots: 6 };

function inMarket(entry: object, changes: object = {}) {
  const { market, strategies } = validateSimulation({ market: changes, strategies: [entry] });
  const [strategy] = strategies;
  if (strategy === undefined) throw new Error('one strategy was given');
  return { market, rule: ruleOf(strategy, market) };
}

function pathsOf(entry: object, changes: object, count: number) {
  const { market, rule } = inMarket(entry, changes);
  const control = { signal: new AbortController().signal, progress: () => undefined };
  const results = simulateBlock(market, rule, { seed: 7, first: 0, count }, control);
  if (results === null) throw new Error('nobody stopped it');
  const pnl = results.spreadPnl.map((edge, path) => edge + (results.inventoryPnl[path] ?? 0));
  return { pnl, positionLots: results.positionLots };
}

interface Vector {
  readonly id: string;
  readonly fn: string;
  readonly in: Readonly<
    Record<'mu' | 'impact' | 'terminal' | 'sigma' | 'A' | 'k' | 'gamma' | 'Q' | 'tau', number>
  >;
  readonly out: { readonly deltaBid: (number | null)[]; readonly deltaAsk: (number | null)[] };
}

describe('the reference vectors through the market and the entry of a strategy', () => {
  const file = join(ROOT, 'test/fixtures/reference/glft2013.json');
  const { cases }: { cases: Vector[] } = JSON.parse(readFileSync(file, 'utf8'));
  // The market of the simulator has neither drift nor impact, and a horizon above 0.
  const ours = cases.filter(
    ({ fn, in: input }) => fn === 'exact' && !input.mu && !input.impact && input.tau > 0,
  );

  it('has enough of them', () => expect(ours.length).toBeGreaterThan(15));

  it.each(ours.map((vector) => [vector.id, vector] as const))('%s', (_id, { in: input, out }) => {
    const { sigma, A: intensityA, k: intensityK, tau: horizon } = input;
    const { rule } = inMarket(
      { model: GLFT.model, gamma: input.gamma, maxLots: input.Q, terminalPenalty: input.terminal },
      { sigma, intensityA, intensityK, horizon },
    );
    for (let level = 0; level < out.deltaBid.length; level += 1) {
      const { deltaBid, deltaAsk } = rule(horizon)(level - input.Q);
      for (const [own, expected] of [
        [deltaBid, out.deltaBid[level]],
        [deltaAsk, out.deltaAsk[level]],
      ]) {
        if (typeof expected === 'number') expect(own).toBeCloseTo(expected, 8);
        else expect(own).toBeNull();
      }
    }
  });
});

describe('exact strategies', () => {
  it.each([1, 0.25, 0.1])('agree where they are one model, trade size %d', (tradeSize) => {
    const glft = inMarket({ ...GLFT, xi: 0, terminalPenalty: 0.3 }, { tradeSize }).rule;
    const cartea = inMarket({ ...CJ, alpha: 0.3 }, { tradeSize }).rule;
    for (const tau of [1, 0.05]) {
      for (let lots = -6; lots <= 6; lots += 1) {
        const { deltaBid, deltaAsk } = glft(tau)(lots);
        const other = cartea(tau)(lots);
        expect(deltaBid === null).toBe(lots === 6);
        expect(deltaAsk === null).toBe(lots === -6);
        expect(other.deltaBid ?? 99).toBeCloseTo(deltaBid ?? 99, 9);
        expect(other.deltaAsk ?? 99).toBeCloseTo(deltaAsk ?? 99, 9);
      }
    }
  });

  it.each([GLFT, CJ])('$model: the long-run quotes are those of a long time', (entry) => {
    const { rule } = inMarket({ ...entry, time: 'longRun' });
    const far = inMarket(entry).rule(1000);
    for (const lots of [-6, -1, 0, 4, 6]) {
      expect(rule(1)(lots)).toEqual(rule(0.005)(lots));
      expect(rule(1)(lots).deltaAsk ?? 99).toBeCloseTo(far(lots).deltaAsk ?? 99, 8);
    }
  });

  it.each([GLFT, CJ])('$model: near the end a position matters less', (entry) => {
    const { rule } = inMarket(entry);
    const skewAt = (tau: number): number =>
      (rule(tau)(2).deltaBid ?? Number.NaN) - (rule(tau)(-2).deltaBid ?? Number.NaN);
    expect(skewAt(0.01)).toBeGreaterThan(0);
    expect(skewAt(0.01)).toBeLessThan(skewAt(1));
  });

  it.each([GLFT, CJ])('$model: beyond the bounds only the way back is quoted', (entry) => {
    const { rule } = inMarket(entry);
    const { deltaBid, deltaAsk } = rule(1)(9);
    expect(deltaBid).toBeNull();
    expect(deltaAsk).toBe(rule(1)(6).deltaAsk);
  });

  it.each([GLFT, CJ])('$model: no path leaves the bounds', (entry) => {
    const { positionLots } = pathsOf({ ...entry, maxLots: 2 }, {}, 200);
    expect(Math.max(...positionLots.map(Math.abs))).toBe(2);
  });

  it('a belief in one-sided flow moves the quotes towards it', () => {
    const quotes = inMarket({ ...CJ, buyOrderRate: 200, sellOrderRate: 50 }).rule(1)(0);
    expect(quotes.deltaBid ?? 99).toBeLessThan(quotes.deltaAsk ?? 99);
  });
});

describe('what the value functions promise is earned', () => {
  // Rare fills within a step: the models trade in continuous time.
  const market = {
    sigma: 1,
    intensityA: 10,
    steps: 600,
    moves: 'gaussian',
    fills: 'exponential',
  };
  const terms = { sigma: 1, intensityA: 10, intensityK: 1.5, tradeSize: 1, tau: 1 };
  const flat = 3;

  it('the certainty equivalent of gueantLehalleFernandezTapiaExact', () => {
    const gamma = 0.4;
    const { pnl } = pathsOf({ ...GLFT, gamma, maxLots: flat }, market, 4000);
    const { mean, meanError } = spreadOf(pnl.map((each) => Math.exp(-gamma * each)));
    const { value } = gueantTable({ ...terms, gamma, xi: gamma, levelsPerSide: flat });
    const promised = Math.exp(-gamma * (value[flat] ?? Number.NaN));
    expect(Math.abs(mean - promised)).toBeLessThan(4.5 * meanError);
    expect(meanError).toBeLessThan(0.03 * promised);
  });

  it('the expected PnL of carteaJaimungal without penalties', () => {
    const { pnl } = pathsOf({ ...CJ, phi: 0, maxLots: flat }, market, 4000);
    const { mean, meanError } = spreadOf(pnl);
    const { value } = carteaJaimungalTable({
      ...terms,
      buyOrderRate: 10,
      sellOrderRate: 10,
      kappa: 1.5,
      phi: 0,
      alpha: 0,
      minLots: -flat,
      maxLots: flat,
    });
    expect(Math.abs(mean - (value[flat] ?? Number.NaN))).toBeLessThan(4.5 * meanError);
    expect(meanError).toBeLessThan(0.02 * mean);
  });
});
