import { describe, expect, it } from 'vitest';
import { REJECT_DUPLICATE_FILL, REJECT_OVERFLOW } from '../../assembly/codes.js';
import { Driver } from './driver.js';
import { type Fixed, magnitude, toNumber } from './fixed.js';
import type { Instrument } from './instrument.js';

const TINY = 1n << 100n; // 1e-47 in 256 fractional bits

function expectIdentities(driver: Driver, instrument: Instrument): void {
  const { spread, hedge, inventory, adjustment } = instrument.attribution;
  const level: Fixed = spread + hedge + inventory + adjustment - instrument.profitLevel();
  expect(magnitude(level)).toBeLessThan(TINY);
  const { equity, capital } = driver.book.ledger;
  expect(magnitude(equity - capital - driver.book.ledger.attributionSum())).toBeLessThan(TINY);
}

/** Realised and unrealised PnL in settle asset. */
function profit(instrument: Instrument): [number, number] {
  const scale = toNumber(instrument.valueScale);
  return [toNumber(instrument.realised) * scale, toNumber(instrument.unrealisedLevel()) * scale];
}

describe('linear positions', () => {
  it('realises a round trip', () => {
    const driver = new Driver();
    const instrument = driver.define({ tickSize: 0.5, lotSize: 2 });
    driver.tick(100);
    driver.fill(3, 100);
    driver.tick(110);
    expect(profit(instrument)).toEqual([0, 30]);
    driver.fill(-3, 112);
    // 3 lots x 2 units x 12 ticks x 0.5
    expect(profit(instrument)).toEqual([36, 0]);
    expect(instrument.q).toBe(0);
    expect(driver.book.equity).toBe(36);
    expectIdentities(driver, instrument);
  });

  it('closes in parts at the average entry', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.tick(100);
    driver.fill(1, 100);
    driver.fill(2, 103);
    expect(toNumber(instrument.cost) / instrument.q).toBe(102);
    driver.fill(-1, 105);
    expect(profit(instrument)[0]).toBe(3);
    expect(toNumber(instrument.cost) / instrument.q).toBe(102);
    expectIdentities(driver, instrument);
  });

  it('opens the remainder of a flip at the fill price', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.tick(100);
    driver.fill(2, 100);
    driver.fill(-5, 90);
    expect(instrument.q).toBe(-3);
    expect(toNumber(instrument.cost)).toBe(-270);
    // Lost 20, and the mark (100) is 10 above a short of 3 entered at 90.
    expect(profit(instrument)).toEqual([-20, -30]);
    expectIdentities(driver, instrument);
  });

  it('splits PnL into edge and inventory', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.tick(100);
    driver.fill(4, 98);
    driver.tick(97);
    driver.send('fill', 0, 77, 1, 96, 4, 1, 1, null, null);
    const { spread, hedge, inventory } = instrument.attribution;
    expect([spread, hedge, inventory].map(toNumber)).toEqual([8, -4, -12]);
    expectIdentities(driver, instrument);
  });
});

describe('inverse positions', () => {
  it('averages harmonically and pays in the coin', () => {
    const driver = new Driver();
    const instrument = driver.define({
      contract: 2,
      settleAsset: 1,
      tickSize: 0.5,
      multiplier: 10,
    });
    driver.tick(200);
    driver.fill(1, 200);
    driver.fill(1, 400);
    // Harmonic mean of 200 and 400 ticks.
    expect(-instrument.q / toNumber(instrument.cost)).toBeCloseTo(800 / 3, 12);
    driver.fill(-2, 320);
    // 10 contracts units each: 10/100 + 10/200 - 20/160 coins.
    expect(profit(instrument)[0]).toBeCloseTo(0.025, 16);
    expect(driver.book.equity).toBeCloseTo(2.5, 13);
    expectIdentities(driver, instrument);
  });

  it('marks a short', () => {
    const driver = new Driver();
    const instrument = driver.define({ contract: 2, settleAsset: 1, multiplier: 100 });
    driver.fill(-4, 50);
    driver.send('mark', 0, 40);
    // 400 * (1/40 - 1/50)
    expect(profit(instrument)[1]).toBeCloseTo(2, 14);
    driver.tick(45);
    expect(instrument.mark).toBe(40);
    expectIdentities(driver, instrument);
  });
});

describe('fees', () => {
  it('converts the rate to a third asset', () => {
    const driver = new Driver();
    const instrument = driver.define({ feeAsset: 2, makerFee: 0.001, settleAsset: 1 });
    driver.fill(10, 200);
    // Notional 2000 of asset 1 (rate 100), fee 2 of asset 1 = 50 of asset 2 (rate 4).
    expect(toNumber(driver.book.ledger.asset(2).cash)).toBeCloseTo(-50, 12);
    expect(toNumber(instrument.fees)).toBeCloseTo(2, 13);
    expect(toNumber(driver.book.ledger.buckets.fees)).toBeCloseTo(-200, 11);
    expectIdentities(driver, instrument);
  });

  it('takes the fee as given, rebates too', () => {
    const driver = new Driver();
    const instrument = driver.define({ makerFee: 0.01 });
    driver.send('fill', 0, 1, 0, 100, 1, 0, 0, -0.25, 1);
    expect(toNumber(driver.book.ledger.asset(1).cash)).toBe(0.25);
    expect(toNumber(instrument.fees)).toBe(-25);
    expect(driver.book.equity).toBe(25);
    expectIdentities(driver, instrument);
  });
});

describe('cash flows', () => {
  it('pays funding on the notional', () => {
    const driver = new Driver();
    const instrument = driver.define({ multiplier: 2 });
    driver.fill(-3, 100);
    driver.send('funding', 0, 0.5, 110);
    // A short receives 0.5 * 3 * 2 * 110.
    expect(toNumber(instrument.funding)).toBe(330);
    expect(driver.book.equity).toBe(330);
    expectIdentities(driver, instrument);
  });

  it('settles at the payoff and keeps no position', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.fill(5, 20);
    driver.send('settle', 0, 0);
    expect(instrument.q).toBe(0);
    expect(profit(instrument)).toEqual([-100, 0]);
    expect(toNumber(instrument.attribution.inventory)).toBe(-100);
    expect(instrument.fillCount).toBe(1);
    expectIdentities(driver, instrument);
  });

  it('books reconciliation as adjustment', () => {
    const driver = new Driver();
    const instrument = driver.define({ makerFee: 0.1 });
    driver.tick(100);
    driver.send('position', 0, 7, 90);
    expect(instrument.q).toBe(7);
    expect(toNumber(instrument.attribution.adjustment)).toBe(70);
    expect(instrument.boughtLots).toBe(0);
    driver.send('cash', 1, 2, 1);
    expect(driver.book.equity).toBe(270);
    expectIdentities(driver, instrument);
  });

  it('separates capital from PnL and rates from both', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.send('cash', 1, 3, 0);
    expect(toNumber(driver.book.ledger.capital)).toBe(300);
    driver.send('assetRate', 1, 90);
    expect(driver.book.equity).toBe(270);
    expect(toNumber(driver.book.ledger.buckets.conversion)).toBe(-30);
    expectIdentities(driver, instrument);
  });

  it('values an asset by the mark it follows', () => {
    const driver = new Driver();
    driver.send('defineAsset', 0, 1, null);
    driver.send('defineAsset', 1, 100, 0);
    const instrument = driver.addInstrument(0, { contract: 2, settleAsset: 1, tickSize: 2 });
    driver.fill(1, 50);
    driver.send('cash', 1, 1, 0);
    driver.tick(100);
    // Asset 1 is now worth 200; the instrument earned 1/100 - 1/200 coins.
    expect(driver.book.ledger.asset(1).rate).toBe(200);
    expect(driver.book.equity).toBeCloseTo(201, 12);
    expectIdentities(driver, instrument);
  });
});

describe('refusals', () => {
  it('applies a fill id once while the window remembers it', () => {
    const driver = new Driver();
    const instrument = driver.define();
    const send = (id: number): number => {
      return driver.send('fill', 0, id, 0, 100, 1, 0, 0, null, null).code;
    };
    expect([1, 2, 3, 4, 1].map(send)).toEqual([0, 0, 0, 0, REJECT_DUPLICATE_FILL]);
    expect([5, 1].map(send)).toEqual([0, 0]);
    expect(instrument.q).toBe(6);
  });

  it('refuses positions beyond 2^50 lots', () => {
    const driver = new Driver();
    const instrument = driver.define();
    expect(driver.fill(2 ** 50, 2).code).toBe(0);
    expect(driver.fill(1, 2).code).toBe(REJECT_OVERFLOW);
    expect(instrument.q).toBe(2 ** 50);
  });
});
