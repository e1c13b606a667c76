/** A sample configuration with an underlying, an expiry and an option. */
import { linearInstrument } from './sample.js';

const model = { type: 'linear', halfSpreadBps: 50, inventorySkewBps: 40 };

/** Changes of the parts of the sample. */
export interface DerivativeChanges {
  readonly underlying?: object;
  readonly expiry?: object;
  readonly instrument?: object;
  readonly option?: object;
  readonly capacity?: object;
}

/** A linear perpetual that is the index, an inverse perpetual, and a coin-settled call on both. */
export function derivatives(changes: DerivativeChanges = {}) {
  const coin = { base: 'BTC', settle: 'BTC', lotSize: 1 };
  const sizes = { quoting: { size: 10 }, inventory: { maxPosition: 500 }, model };
  return {
    book: { reportingAsset: 'USDT', capacity: { ...changes.capacity } },
    assets: [{ symbol: 'BTC', rate: 60_000, rateInstrument: 'BTCUSDT', balance: 2 }],
    underlyings: [
      {
        symbol: 'BTC-INDEX',
        collateral: 'BTC',
        index: 'BTCUSDT',
        initialIndex: 60_000,
        ...changes.underlying,
      },
    ],
    expiries: [
      {
        symbol: 'BTC-JUN',
        underlying: 'BTC-INDEX',
        time: '2026-06-26T08:00:00Z',
        forward: 60_600,
        smile: { a: 0.01, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 },
        ...changes.expiry,
      },
    ],
    instruments: [
      { ...linearInstrument(), underlying: 'BTC-INDEX', ...changes.instrument },
      {
        ...{ symbol: 'BTCUSD', contract: 'inverse', tickSize: 0.5, multiplier: 100 },
        ...coin,
        ...sizes,
        underlying: 'BTC-INDEX',
      },
      {
        ...{ symbol: 'BTC-JUN-65000-C', contract: 'inverseOption', tickSize: 0.0001 },
        ...coin,
        ...sizes,
        option: { expiry: 'BTC-JUN', right: 'call', strike: 65_000, ...changes.option },
      },
    ],
  };
}
