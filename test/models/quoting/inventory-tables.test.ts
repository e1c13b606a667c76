/** Exact quotes by inventory level: symmetries, limits, the equation they solve, hazards. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '../../../src/errors.js';
import * as models from '../../../src/models/index.js';
import { solveHamiltonJacobi } from '../../../src/models/quoting/hamilton-jacobi.js';
import { inverseC } from '../../../src/models/quoting/intensity-terms.js';
import { between, logarithmic } from '../arbitraries.js';
import { gueantTableInput, nearShare, tableDistance } from './draws.js';

const glft = { gamma: 0.01, sigma: 0.3, intensityA: 0.9, intensityK: 0.3, maxLots: 30 };
const flow = { buyOrderRate: 1, sellOrderRate: 1, kappa: 100, phi: 1e-4 };
const jaimungal = { ...flow, minLots: -4, maxLots: 4, alpha: 0.001, tau: 20 };

const numbers = (side: readonly (number | null)[]): number[] =>
  side.filter((value) => value !== null);

/** H(p) of an exponential intensity, written as in the paper. */
const earning = (input: models.GueantFiniteTableInput, p: number): number => {
  const { intensityA: A, intensityK: k, tradeSize: D, xi } = input;
  return (((A * D) / k) * Math.exp(-k * p)) / inverseC((xi * D) / k);
};

/** Largest |dtheta/dtau - right side| relative to the terms of the right side. */
function residual(input: models.GueantFiniteTableInput, value: readonly number[], rate: number[]) {
  const { gamma, sigma, tradeSize: D, levelsPerSide } = input;
  let worst = 0;
  value.forEach((own, level) => {
    const q = (level - levelsPerSide) * D;
    const sides = [value[level + 1], value[level - 1]].filter((other) => other !== undefined);
    const terms = sides.map((other) => earning(input, (own - other) / D));
    terms.push((-gamma * sigma ** 2 * q ** 2) / 2);
    const sum = terms.reduce((a, b) => a + b, 0);
    const scale = terms.reduce((a, b) => a + Math.abs(b), 0);
    worst = Math.max(worst, Math.abs((rate[level] ?? Number.NaN) - sum) / scale);
  });
  return worst;
}

describe('exact tables', () => {
  it('solve the value equation', () => {
    fc.assert(
      fc.property(gueantTableInput, (drawn) => {
        // Early on theta may turn within a difference quotient; the vectors cover that.
        const input = { ...drawn, tau: drawn.tau + 1 / drawn.intensityA };
        const step = 1e-4 * input.tau;
        const at = (tau: number) => models.gueantTable({ ...input, tau }).value;
        const [far, near] = [at(input.tau + step), at(input.tau - step)];
        const rate = far.map((value, level) => (value - (near[level] ?? 0)) / (2 * step));
        expect(residual(input, at(input.tau), rate)).toBeLessThan(1e-4);
      }),
    );
  });

  it('solve the stationary equation far from the horizon', () => {
    fc.assert(
      fc.property(gueantTableInput, (input) => {
        const { value, valueRate } = models.gueantLongRunTable(input);
        const rate = value.map(() => valueRate);
        expect(residual({ ...input, terminalPenalty: 0 }, value, rate)).toBeLessThan(1e-10);
      }),
    );
  });

  it('reach the long-run table, and keep it however long the horizon', () => {
    fc.assert(
      fc.property(gueantTableInput, logarithmic(4, 12), (input, long) => {
        const longRun = models.gueantLongRunTable(input);
        const levels = 2 * input.levelsPerSide + 1;
        const tau = (long * levels ** 2) / input.intensityA;
        const far = models.gueantTable({ ...input, tau });
        expect(tableDistance(far, longRun, 1 / input.intensityK)).toBeLessThan(1e-10);
        const middle = input.levelsPerSide;
        nearShare((far.value[middle] ?? 0) / tau, longRun.valueRate, 1e-2);
      }),
    );
  });

  it('agree with the other solver of the same equation', () => {
    fc.assert(
      fc.property(gueantTableInput, (input) => {
        const { gamma, sigma, tradeSize, levelsPerSide, intensityK, tau } = input;
        const positions = Array.from(
          { length: 2 * levelsPerSide + 1 },
          (_, level) => (level - levelsPerSide) * tradeSize,
        );
        const { relative, offset } = solveHamiltonJacobi({
          holdingCost: positions.map((q) => (gamma * sigma ** 2 * q ** 2) / 2),
          initial: positions.map((q) => -(input.terminalPenalty ?? 0) * q ** 2),
          tau,
          tradeSize,
          quoteScale: 1 / intensityK,
          earn: (cost) => {
            const earningRate = earning(input, cost);
            return { earningRate, fillRate: (intensityK / tradeSize) * earningRate };
          },
        });
        const { value } = models.gueantTable(input);
        const scale = tradeSize / intensityK;
        value.forEach((expected, level) => {
          const got = offset + (relative[level] ?? Number.NaN);
          nearShare(got, expected, 1e-8, scale + Math.abs(expected));
        });
      }),
    );
  });

  it('mirror long and short, and shift both quotes down as inventory grows', () => {
    fc.assert(
      fc.property(gueantTableInput, (input) => {
        for (const table of [models.gueantTable(input), models.gueantLongRunTable(input)]) {
          const { deltaBid, deltaAsk } = table;
          const mirrored = { ...table, deltaBid: deltaAsk.toReversed() };
          const mirror = { ...mirrored, deltaAsk: deltaBid.toReversed() };
          expect(tableDistance(table, mirror, 1 / input.intensityK)).toBeLessThan(1e-11);
          const slack = 1e-11 / input.intensityK;
          numbers(deltaBid).reduce((before, value) => {
            expect(value).toBeGreaterThanOrEqual(before - slack);
            return value;
          });
          numbers(deltaAsk).reduce((before, value) => {
            expect(value).toBeLessThanOrEqual(before + slack);
            return value;
          });
        }
      }),
    );
  });

  it('quote nothing past the outermost levels', () => {
    const { deltaBid, deltaAsk, lowestPosition, tradeSize } = models.glftTable({ ...glft, tau: 9 });
    expect([deltaBid.length, deltaAsk.length, lowestPosition, tradeSize]).toEqual([61, 61, -30, 1]);
    expect(deltaBid.map((value) => value === null).indexOf(true)).toBe(60);
    expect(deltaAsk.map((value) => value === null).lastIndexOf(true)).toBe(0);
  });

  it.each([
    ['gamma', { gamma: 0, xi: 0 }, { gamma: 1e-300, xi: 1e-300 }],
    ['gamma, denormal', { gamma: 0, xi: 0 }, { gamma: 5e-324, xi: 5e-324 }],
    ['xi', { xi: 0 }, { xi: 1e-14 }],
    ['sigma', { sigma: 0 }, { sigma: 1e-200 }],
    ['tau', { tau: 0 }, { tau: 1e-14 }],
    ['drift', { drift: 0 }, { drift: 1e-300 }],
    ['impact', { impact: 0 }, { impact: 1e-16 }],
  ])('are continuous where %s vanishes', (_, limit, tiny) => {
    const base = { ...glft, xi: 0.01, tradeSize: 2, levelsPerSide: 5, tau: 7 };
    const at = models.gueantTable({ ...base, ...limit });
    const near = models.gueantTable({ ...base, ...tiny });
    expect(tableDistance(at, near, 1)).toBeLessThan(1e-12);
  });

  it('without risk are the free movement between two limits', () => {
    // v = exp(eta tau T) 1 with T the adjacency matrix of a path, whose eigenvectors are sines.
    const [count, tau] = [7, 3];
    const eta = glft.intensityA / Math.E;
    const sine = (mode: number, level: number) =>
      Math.sqrt(2 / (count + 1)) * Math.sin((mode * level * Math.PI) / (count + 1));
    const modes = Array.from({ length: count }, (_, index) => index + 1);
    const logs = modes.map((level) =>
      Math.log(
        modes.reduce((sum, mode) => {
          const growth = Math.exp(2 * eta * tau * Math.cos((mode * Math.PI) / (count + 1)));
          const overlap = modes.reduce((total, other) => total + sine(mode, other), 0);
          return sum + growth * sine(mode, level) * overlap;
        }, 0),
      ),
    );
    const input = { ...glft, gamma: 0, xi: 0, tradeSize: 1, levelsPerSide: 3, tau };
    const { value } = models.gueantTable(input);
    value.forEach((got, level) => {
      nearShare(got, (logs[level] ?? 0) / glft.intensityK, 1e-13);
    });
  });

  it('are the closed form near flat inventory when the limits are far', () => {
    const longRun = models.glftLongRunTable({ ...glft, maxLots: 200 });
    for (const position of [-5, 0, 5]) {
      const closed = models.glftQuotes({ ...glft, position });
      const exact = models.quoteTableAt(longRun, position);
      nearShare(exact.deltaBid, closed.deltaBid, 1e-3);
      nearShare(exact.deltaAsk, closed.deltaAsk, 1e-3);
    }
  });

  it('lean towards an expected rise, and away from fills that move the price', () => {
    const flat = models.quoteTableAt(models.glftTable({ ...glft, tau: 30 }), 0);
    const rising = models.quoteTableAt(models.glftTable({ ...glft, tau: 30, drift: 1e-3 }), 0);
    expect(rising.deltaBid).toBeLessThan(flat.deltaBid ?? 0);
    expect(rising.deltaAsk).toBeGreaterThan(flat.deltaAsk ?? 0);
    const moved = models.quoteTableAt(models.glftTable({ ...glft, tau: 30, impact: 1 }), 0);
    expect(moved.deltaBid).toBeGreaterThan((flat.deltaBid ?? 0) + 0.4);
  });
});

describe('one model as another', () => {
  it('Gueant, Lehalle and Fernandez-Tapia is Gueant in lots with xi = gamma', () => {
    const input = { ...glft, xi: glft.gamma, tradeSize: 1, levelsPerSide: 30, tau: 60 };
    expect(models.glftTable({ ...glft, tau: 60 })).toEqual(models.gueantTable(input));
    expect(models.glftLongRunTable(glft)).toEqual(models.gueantLongRunTable(input));
  });

  it('Gueant in other units of size quotes the same prices', () => {
    const lots = { ...glft, xi: 0.01, tradeSize: 1, levelsPerSide: 10, tau: 60, impact: 0.5 };
    const coins = { ...lots, tradeSize: 0.25, gamma: 0.04, xi: 0.04, terminalPenalty: 0.08 };
    const left = models.gueantTable({ ...lots, terminalPenalty: 0.02 });
    expect(tableDistance(left, models.gueantTable(coins), 1)).toBeLessThan(1e-13);
  });

  it('Cartea and Jaimungal with even flow is Gueant with xi = 0', () => {
    const { kappa: intensityK, phi, buyOrderRate: intensityA, alpha, tau } = jaimungal;
    const shared = { gamma: 2 * phi, xi: 0, sigma: 1, tradeSize: 1, levelsPerSide: 4 };
    const input = { ...shared, intensityA, intensityK, tau, terminalPenalty: alpha };
    const [left, right] = [models.carteaJaimungalTable(jaimungal), models.gueantTable(input)];
    expect(tableDistance(left, right, 1 / intensityK)).toBeLessThan(1e-13);
    const longRun = models.carteaJaimungalLongRunTable(jaimungal);
    const expected = models.gueantLongRunTable(input);
    expect(tableDistance(longRun, expected, 1 / intensityK)).toBeLessThan(1e-13);
    nearShare(longRun.valueRate, expected.valueRate, 1e-13);
  });

  it('uneven flow mirrored is the flow of the other side', () => {
    const uneven = { ...jaimungal, buyOrderRate: 0.3, minLots: -2, maxLots: 5 };
    const other = { ...uneven, buyOrderRate: 1, sellOrderRate: 0.3, minLots: -5, maxLots: 2 };
    const mirrored = (table: models.QuoteTable) => ({
      ...table,
      deltaBid: table.deltaAsk.toReversed(),
      deltaAsk: table.deltaBid.toReversed(),
    });
    for (const solve of [models.carteaJaimungalTable, models.carteaJaimungalLongRunTable]) {
      expect(tableDistance(solve(uneven), mirrored(solve(other)), 0.01)).toBeLessThan(1e-12);
    }
  });
});

it('the value of uneven flow grows as its long run says, from any start', () => {
  // With weights w that make the growth symmetric, sum w f v grows by e^(rate tau) exactly.
  const input = fc.record({
    buyOrderRate: logarithmic(-2, 1),
    sellOrderRate: logarithmic(-2, 1),
    kappa: logarithmic(-1, 2),
    penalty: logarithmic(-4, 0),
    start: fc.oneof(fc.constant(0), logarithmic(-3, 0)),
    minLots: fc.integer({ min: -6, max: 2 }),
    count: fc.integer({ min: 1, max: 9 }),
    time: logarithmic(-2, 6),
  });
  fc.assert(
    fc.property(input, ({ penalty, start, count, time, ...rest }) => {
      const { buyOrderRate, sellOrderRate, kappa, minLots } = rest;
      const rate = Math.max(buyOrderRate, sellOrderRate);
      const maxLots = minLots + count;
      const shape = { ...rest, maxLots, phi: (penalty * rate) / kappa };
      const longRun = models.carteaJaimungalLongRunTable(shape);
      const logSum = (tau: number): number => {
        const { value } = models.carteaJaimungalTable({ ...shape, alpha: start / kappa, tau });
        const logs = value.map((each, level) => {
          const weight = level * Math.log(sellOrderRate / buyOrderRate);
          return weight + kappa * (each + (longRun.value[level] ?? Number.NaN));
        });
        const largest = Math.max(...logs);
        return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
      };
      const tau = time / rate;
      const grown = kappa * longRun.valueRate * tau;
      nearShare(logSum(tau) - logSum(0), grown, 1e-11, 10 + Math.abs(grown));
    }),
  );
});

describe('hazards', () => {
  it('a terminal penalty beyond every exponent counts like any that empties the book', () => {
    const far = models.glftTable({ ...glft, tau: 100, terminalPenalty: 1e9 });
    const farther = models.glftTable({ ...glft, tau: 100, terminalPenalty: 1e12 });
    expect(tableDistance(far, farther, 1)).toBeLessThan(1e-9);
    const steep = models.glftTable({ ...glft, tau: 0, terminalPenalty: 1e9 });
    nearShare(models.quoteTableAt(steep, 0).deltaBid, 1e9, 1e-8);
  });

  it('levels that no fill can leave decay on their own', () => {
    const still = { ...jaimungal, buyOrderRate: 0, sellOrderRate: 0, tau: 1e6 };
    const { value } = models.carteaJaimungalTable(still);
    value.forEach((got, level) => {
      const q = level - 4;
      nearShare(got, -(still.phi * still.tau + still.alpha) * q ** 2, 1e-14);
    });
  });

  it('one-sided flow only ever fills one side', () => {
    const oneSided = { ...jaimungal, buyOrderRate: 0, tau: 200 };
    const { value } = models.carteaJaimungalTable(oneSided);
    nearShare(value[8], -(oneSided.phi * oneSided.tau + oneSided.alpha) * 16, 1e-13);
    expect(() => models.carteaJaimungalLongRunTable(oneSided)).toThrow('buyOrderRate is 0');
  });

  it('a horizon too long to follow is told', () => {
    const endless = { ...jaimungal, buyOrderRate: 0, phi: 1, tau: 1e9 };
    expect(() => models.carteaJaimungalTable(endless)).toThrow(
      expect.objectContaining({ code: 'DOMAIN', message: expect.stringMatching(/too long to/) }),
    );
  });
});

describe('logistic tables', () => {
  const logistic = { lambda: 5, alpha: 0.3, beta: 7, gamma: 0.01, sigma: 0.3, tradeSize: 1 };

  it('solve the value equation', () => {
    const input = fc.record({
      lambda: logarithmic(-1, 2),
      alpha: between(-3, 3),
      beta: logarithmic(-1, 1.5),
      gamma: logarithmic(-4, -1),
      sigma: logarithmic(-2, 0),
      tradeSize: logarithmic(-1, 1),
      levelsPerSide: fc.integer({ min: 1, max: 6 }),
      tau: logarithmic(-1, 2),
    });
    fc.assert(
      fc.property(input, (drawn) => {
        const { gamma, sigma, tradeSize, levelsPerSide, tau } = drawn;
        const step = 1e-3 * tau;
        const at = (time: number) => models.gueantLogisticTable({ ...drawn, tau: time }).value;
        const [far, own, near] = [at(tau + step), at(tau), at(tau - step)];
        own.forEach((value, level) => {
          const rate = ((far[level] ?? 0) - (near[level] ?? 0)) / (2 * step);
          const q = (level - levelsPerSide) * tradeSize;
          const cost = (gamma * sigma ** 2 * q ** 2) / 2;
          const sides = [own[level + 1], own[level - 1]].filter((other) => other !== undefined);
          const earned = sides.map((other) => {
            const response = { ...drawn, cost: (value - other) / tradeSize };
            return models.logisticResponse(response).earningRate;
          });
          const total = earned.reduce((a, b) => a + b, 0);
          const rounding = (1e-9 * Math.abs(value)) / step;
          nearShare(rate, total - cost, 1e-4, total + cost + rounding);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('come to rest, mirror, and meet the closed form near flat inventory', () => {
    const at = (tau: number) => models.gueantLogisticTable({ ...logistic, levelsPerSide: 12, tau });
    expect(tableDistance(at(1e4), at(1e7), 1 / 7)).toBeLessThan(1e-9);
    const rest = models.quoteTableAt(at(1e4), 0);
    nearShare(rest.deltaBid, rest.deltaAsk ?? Number.NaN, 1e-12);
    const closed = models.gueantLogisticQuotes({ ...logistic, position: 0 });
    nearShare(rest.deltaBid, closed.deltaBid, 2e-3);
  });
});

describe('quoteTableAt', () => {
  const table = {
    lowestPosition: -2,
    tradeSize: 2,
    deltaBid: [1, 2, null],
    deltaAsk: [null, 5, 3],
  };

  it.each<[number, number | null, number | null]>([
    [-2, 1, null],
    [-1, 1.5, null],
    [0, 2, 5],
    [-0, 2, 5],
    [0.5, null, 4.5],
    [2, null, 3],
    [99, null, 3],
    [-99, 1, null],
  ])('at %s: bid %s, ask %s', (position, deltaBid, deltaAsk) => {
    expect(models.quoteTableAt(table, position)).toEqual({ deltaBid, deltaAsk });
  });

  it('refuses what is no position', () => {
    expect(() => models.quoteTableAt(table, Number.NaN)).toThrow(DomainError);
  });
});
