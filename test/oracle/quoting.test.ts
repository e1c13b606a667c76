import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import { OP_QUOTE } from '../../assembly/opcodes.js';
import { Driver, outputsOf } from './driver.js';
import type { OracleQuote } from './instrument.js';

function published(driver: Driver): OracleQuote {
  return driver.book.instrument(0).published;
}

describe('quotes', () => {
  it('waits for its configuration and for a market', () => {
    const driver = new Driver();
    driver.define();
    expect(published(driver).bidReason).toBe(codes.DROP_NOT_CONFIGURED);
    driver.configure();
    expect(published(driver).bidReason).toBe(codes.DROP_NO_MARKET);
    const result = driver.tick(10_000);
    expect(outputsOf(result, OP_QUOTE)).toEqual([[0, 9990, 10, 10_010, 10, 0, 0]]);
  });

  it('shifts by the skew of normalised inventory', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.tick(10_000);
    driver.fill(50, 10_000);
    // x = 0.5, skew = 20 bps / 2 = 10 ticks.
    expect(published(driver)).toMatchObject({ bidTicks: 9980, askTicks: 10_000 });
  });

  it('moves size from one side to the other', () => {
    const driver = new Driver();
    driver.define();
    driver.configure(0, 0.6);
    driver.tick(10_000);
    driver.fill(-50, 10_000);
    expect(published(driver)).toMatchObject({ bidLots: 13, askLots: 7 });
  });

  it('closes the soft wall towards the limit', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.tick(10_000);
    driver.fill(75, 10_000);
    // Half way through the wall: the bid is halved.
    expect(published(driver)).toMatchObject({ bidLots: 5, askLots: 10 });
    driver.fill(24, 10_000);
    expect(published(driver)).toMatchObject({ bidLots: 0, bidReason: codes.DROP_INVENTORY });
  });

  it('leaves room for other open orders', () => {
    const driver = new Driver();
    driver.define();
    driver.configure(0, 0, 0.99);
    driver.tick(10_000);
    driver.fill(80, 10_000);
    driver.send('working', 0, 15, 30, 0, 10);
    // 100 - 80 - 15 lots are left on the bid, 100 + 80 - 20 on the ask.
    expect(published(driver)).toMatchObject({ bidLots: 5, askLots: 10 });
  });

  it('goes stale, and comes back with the next ticker', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.send('setRisk', 0, 5, null);
    driver.tick(10_000);
    driver.after(5).send('clock');
    expect(published(driver).bidReason).toBe(codes.QUOTED);
    driver.after(0.001).send('clock');
    expect(published(driver).bidReason).toBe(codes.DROP_STALE);
    driver.tick(10_000);
    expect(published(driver).bidReason).toBe(codes.QUOTED);
  });

  it('drops a side outside the collar', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.send('setRisk', 0, null, 15);
    driver.send('mark', 0, 10_007);
    driver.tick(10_000);
    // 9990 is 17 ticks from the mark, 15 bps of it are 15.01.
    expect(published(driver)).toMatchObject({ bidReason: codes.DROP_COLLAR, askTicks: 10_010 });
  });

  it('keeps a quote that barely changes', () => {
    const driver = new Driver();
    driver.define();
    driver.configure();
    driver.send('setQuoting', 0, 10, 0, 0, 0, 0, 1000, 0, 1000, 0.5, 0, 3, 0.5);
    driver.tick(10_000);
    expect(outputsOf(driver.tick(10_002), OP_QUOTE)).toEqual([]);
    expect(outputsOf(driver.tick(10_004), OP_QUOTE)).toHaveLength(1);
  });

  it('follows volatility by its half-life', () => {
    const driver = new Driver();
    const instrument = driver.define();
    driver.send('setVolatility', 0, 10, 1, 2, 0);
    driver.tick(1000);
    driver.after(0.5).tick(1009);
    expect(instrument.volatility.variance).toBe(4);
    driver.after(9.5).tick(1010);
    // Half of the way from 4 to 10^2 / 10.
    expect(instrument.volatility.variance).toBeCloseTo(7, 12);
  });
});
