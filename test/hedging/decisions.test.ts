/** What a book hedges, and what it says when it does not. */
import { describe, expect, it } from 'vitest';
import { codeName } from '../../src/index.js';
import { Desk, INVERSE, PERPETUAL, SPOT } from './hedged-book.js';

describe('a band', () => {
  it('is left alone inside and traded to its edge outside', () => {
    const desk = new Desk();
    desk.fill(SPOT, 50);
    expect(desk.action).toBe('INSIDE');
    desk.fill(SPOT, 150);
    // 2 BTC against a band of +-0.5: sell 1.5 BTC = 150 lots
    expect(desk.hedges).toMatchObject([
      { hedgeId: 1, instrument: PERPETUAL, side: 1, sizeLots: 150, priceTicks: 599_999 },
    ]);
    expect(desk.hedges[0]).toMatchObject({ deltaBefore: 2, deltaAfter: 0.5 });
    expect(codeName(desk.hedges[0]?.reason ?? 0, 'hedge')).toBe('BAND');
    // half a spread of 0.1 and a fee of 30 per BTC
    expect(desk.hedges[0]?.cost).toBeCloseTo(1.5 * (0.1 + 30), 9);
    expect(desk.book.explainHedge(0)).toMatchObject({
      mode: 'band',
      action: 'BAND',
      isHedged: true,
      delta: 0.5,
      bandLow: -0.5,
      bandHigh: 0.5,
      wantedDelta: -1.5,
      hedgesSent: 1,
    });
  });

  it('is traded to the target by an aggressive hedger, short as well', () => {
    const desk = new Desk({ hedge: { aggressiveness: 1 } });
    desk.fill(SPOT, -200);
    expect(desk.sentLots).toEqual([200]);
    expect(desk.hedges[0]).toMatchObject({ priceTicks: 600_001, deltaAfter: 0 });
  });

  it('lies around a target, and a new target is a reason', () => {
    const desk = new Desk({ hedge: { targetDelta: 3, aggressiveness: 1 } });
    // The configuration came before any market.
    desk.clock();
    expect(desk.sentLots).toEqual([300]);
    desk.result(1, 300);
    desk.fill(PERPETUAL, 300, 'hedge');
    desk.book.send('setHedge', desk.timeUs, [0, 1, 0.5, 0, 0, 0, 1, 0, 0, 1, 0, null]);
    desk.drain();
    expect(desk.sentLots).toEqual([300, -200]);
    expect(codeName(desk.hedges[1]?.reason ?? 0, 'hedge')).toBe('TARGET');
  });

  it('takes the cheapest instrument and the next one for the rest', () => {
    const desk = new Desk({ inverseHedge: { maxSize: 3000 } });
    desk.fill(SPOT, 200);
    // 3000 lots of 10 USD at 60,000 are 0.5 BTC; the fee of the inverse perpetual is lower
    expect(desk.hedges.map(({ instrument }) => instrument)).toEqual([INVERSE, PERPETUAL]);
    expect(desk.sentLots[0]).toBe(-3000);
    expect([-99, -100]).toContain(desk.sentLots[1]);
  });

  it('never overshoots: lots are cut towards 0', () => {
    const desk = new Desk({ hedge: { halfWidth: 0 }, perpetual: { multiplier: 0.3 } });
    desk.fill(SPOT, 100);
    expect(desk.sentLots).toEqual([-3]);
    desk.result(1, 3);
    desk.fill(PERPETUAL, -3, 'hedge');
    expect(desk.action).toBe('ROUNDED');
    expect(desk.hedges).toHaveLength(1);
  });
});

describe('other modes', () => {
  it('whalleyWilmott: no gamma, no band', () => {
    const desk = new Desk({ hedge: { mode: 'whalleyWilmott', riskAversion: 0.01 } });
    expect(desk.book.configuration.underlyings[0]?.hedge?.mode).toBe('whalleyWilmott');
  });

  it('dealer: internalises inside psi / (2a - k), trades at its speed outside', () => {
    const dealer = {
      mode: 'dealer',
      proportionalCost: 0.2,
      inventoryPenalty: 0.1,
      permanentImpact: 0,
    };
    const desk = new Desk({ hedge: dealer });
    desk.fill(SPOT, 100);
    expect(desk.book.explainHedge(0)).toMatchObject({ action: 'INSIDE', bandHigh: 1 });
    desk.fill(SPOT, 100);
    expect(desk.sentLots).toEqual([-100]);
    expect(codeName(desk.hedges[0]?.reason ?? 0, 'hedge')).toBe('DEALER');

    const slow = new Desk({ hedge: { ...dealer, quadraticCost: 0.5, minIntervalSeconds: 2 } });
    slow.fill(SPOT, 200);
    // (0.2 x 2 - 0.2) / (2 x 0.5) = 0.2 BTC/s for 2 s
    expect(slow.sentLots[0]).toBeGreaterThanOrEqual(-40);
    expect(slow.sentLots[0]).toBeLessThanOrEqual(-39);
  });

  it('dealer: never trades outside when impact outweighs the penalty', () => {
    const hedge = { mode: 'dealer', proportionalCost: 0, inventoryPenalty: 1, permanentImpact: 2 };
    const desk = new Desk({ hedge });
    desk.fill(SPOT, 500);
    expect(desk.book.explainHedge(0)).toMatchObject({ action: 'INSIDE', bandHigh: null });
  });

  it('minimumVariance: trades until the next lot costs what it saves', () => {
    const hedge = {
      mode: 'minimumVariance',
      riskAversion: 1e-4,
      horizonSeconds: 3600,
      volatility: 0.6,
    };
    const desk = new Desk({ hedge });
    desk.fill(SPOT, 1000);
    const step = 0.6 * Math.sqrt(3600 / (365 * 86_400)) * 60_000;
    const band = 30.1 / (1e-4 * step * step);
    const lots = Math.trunc((10 - band) * 100);
    expect(desk.sentLots).toEqual([-lots]);
    const report = desk.book.explainHedge(0);
    expect(report.bandHigh).toBeCloseTo(band, 9);
    expect(report.holdCost ?? 0).toBeGreaterThan(report.payCost ?? Number.POSITIVE_INFINITY);
  });
});

describe('why nothing is hedged', () => {
  it('RATE_LIMITED until the interval has passed, then at the next clock', () => {
    const desk = new Desk({ hedge: { minIntervalSeconds: 3 } });
    desk.fill(SPOT, 200);
    desk.fill(PERPETUAL, -150, 'hedge');
    desk.result(1, 150);
    desk.fill(SPOT, 100);
    expect(desk.action).toBe('RATE_LIMITED');
    desk.after(3).clock();
    expect(desk.sentLots).toEqual([-150, -100]);
  });

  it('maxDelta cuts a decision', () => {
    const desk = new Desk({ hedge: { maxDelta: 0.25 } });
    desk.fill(SPOT, 200);
    expect(desk.sentLots).toEqual([-25]);
  });

  it('IN_FLIGHT while a hedge is under way, whatever the fills', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    desk.fill(SPOT, 200);
    expect(desk.action).toBe('IN_FLIGHT');
    expect(desk.book.explainHedge(0).delta).toBe(2.5);
    expect(desk.book.hedges()).toMatchObject([
      { hedgeId: 1, side: 'sell', sizeLots: 150, filledLots: 0, state: 'OPEN', expectedLots: -150 },
    ]);
  });

  it('STALE_MARKET until a ticker comes back', () => {
    const desk = new Desk();
    desk.after(60).fill(SPOT, 200);
    expect(desk.action).toBe('STALE_MARKET');
    desk.tick();
    expect(desk.hedges).toHaveLength(1);
  });

  it('LIMITED by the position limit, but a reducing hedge passes', () => {
    const desk = new Desk({ perpetualInventory: { maxPosition: 100 } });
    desk.fill(SPOT, 500);
    expect(desk.sentLots).toEqual([-100]);
    desk.fill(PERPETUAL, -100, 'hedge');
    desk.result(1, 100);
    expect(desk.action).toBe('LIMITED');
    desk.fill(SPOT, -700);
    expect(desk.sentLots).toEqual([-100, 200]);
  });

  it('LIMITED when halted; reducing only when reducing', () => {
    const desk = new Desk();
    desk.book.halt(desk.timeUs, 'test');
    desk.fill(SPOT, 200);
    expect(desk.action).toBe('LIMITED');
    desk.book.reduce(desk.timeUs, 'test');
    desk.drain();
    expect(desk.hedges).toHaveLength(0);
    desk.fill(PERPETUAL, 50);
    expect(desk.sentLots).toEqual([-50]);
  });

  it('NO_INDEX without an index where the mode needs one', () => {
    const desk = new Desk({ hedge: { mode: 'band', halfWidth: 0 } });
    expect(desk.action).toBe('INSIDE');
  });
});

describe('frames', () => {
  it.each([
    ['unknown underlying', 'setHedge', [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, null]],
    ['unknown mode', 'setHedge', [0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, null]],
    ['a width below 0', 'setHedge', [0, 1, -1, 0, 0, 0, 0, 0, 0, 0, 0, null]],
    ['no risk aversion', 'setHedge', [0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, null]],
    ['a correlation above 1', 'setHedge', [0, 4, 1, 1, 1, 1.5, 0, 0, 0, 0, 0, null]],
    ['maxDelta 0', 'setHedge', [0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['a half-spread below 0', 'setHedgeInstrument', [1, 1, -1, 0, 0, 1, 1, 1]],
    ['no lots', 'setHedgeInstrument', [1, 1, null, 0, 0, 0, 1, 1]],
    ['a result of no hedge', 'hedgeResult', [1, 1, 0, 0]],
  ] as const)('%s is refused and changes nothing', (_, name, values) => {
    const desk = new Desk();
    const before = desk.book.stateHash();
    expect(desk.book.send(name, desk.timeUs, values)).not.toBe(0);
    expect(desk.book.stateHash()).toBe(before);
  });

  it('a result of more than was sent is refused', () => {
    const desk = new Desk();
    desk.fill(SPOT, 200);
    expect(desk.result(1, 151)).not.toBe(0);
    expect(desk.result(2, 1)).not.toBe(0);
    expect(desk.result(1, 150)).toBe(0);
    expect(desk.result(1, 150)).not.toBe(0);
  });

  it('an instrument that is turned off hedges no more, and its slot is free', () => {
    const desk = new Desk();
    desk.book.send('setHedgeInstrument', desk.timeUs, [1, 0, null, 0, 0, 1, 1, 1]);
    desk.fill(SPOT, 200);
    expect(desk.action).toBe('NO_INSTRUMENT');
    expect(desk.book.explainHedge(0).instruments).toEqual([]);
  });
});
