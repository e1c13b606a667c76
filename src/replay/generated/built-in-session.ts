/** The session that is replayed when no other is given; examples/generated.yaml is the same. */
import {
  type GeneratedChoices,
  regenerated,
  type SessionConfiguration,
  validateSession,
} from '../session/index.js';

const quoting = {
  sizeSkew: 0.5,
  minHalfSpreadBps: 1,
  softWall: { start: 0.7, skewBps: 6 },
  requoteThresholdBps: 0.2,
};
const perpetual = { settle: 'USDT', makerFee: 0.00002, takerFee: 0.0004, minNotional: 5 };
const quick = { halfLifeSeconds: 60, sampleSeconds: 0.5 };

/** The built-in session as its file would hold it: two linear perpetuals and an inverse one. */
export const BUILT_IN_DOCUMENT = {
  book: {
    reportingAsset: 'USDT',
    capacity: { instruments: 16 },
    limits: { maxDrawdown: { reduce: 5000, halt: 10_000 } },
  },
  assets: [
    { symbol: 'USDT', balance: 100_000 },
    { symbol: 'BTC', rate: 60_000, rateInstrument: 'BTCUSD' },
  ],
  instruments: [
    {
      ...perpetual,
      symbol: 'BTCUSDT',
      contract: 'linear',
      base: 'BTC',
      tickSize: 0.1,
      lotSize: 0.001,
      quoting: { ...quoting, size: 0.05 },
      inventory: { maxPosition: 0.5 },
      model: { type: 'linear', halfSpreadBps: 1.5, volatilityMultiplier: 0.5, inventorySkewBps: 6 },
      volatility: { ...quick, initialSigma: 6 },
    },
    {
      ...perpetual,
      symbol: 'ETHUSDT',
      contract: 'linear',
      base: 'ETH',
      tickSize: 0.01,
      lotSize: 0.001,
      quoting: { ...quoting, size: 1 },
      inventory: { maxPosition: 10 },
      model: {
        type: 'gueantLehalleFernandezTapia',
        gamma: 0.02,
        xi: 0.02,
        intensityA: 0.8,
        intensityK: 2,
        tradeSize: 1,
      },
      volatility: { ...quick, initialSigma: 0.3 },
    },
    {
      symbol: 'BTCUSD',
      contract: 'inverse',
      base: 'BTC',
      settle: 'BTC',
      tickSize: 0.1,
      lotSize: 1,
      multiplier: 100,
      makerFee: 0.0001,
      takerFee: 0.0005,
      quoting: { ...quoting, size: 30, minHalfSpreadBps: 1.5 },
      inventory: { maxPosition: 300 },
      model: { type: 'linear', halfSpreadBps: 2, volatilityMultiplier: 0.5, inventorySkewBps: 7 },
      volatility: { ...quick, initialSigma: 6 },
    },
  ],
  session: {
    title: 'generated market',
    orderLatencyMs: 5,
    generated: {
      prices: [60_000, 2600, 60_000],
      volatilityBps: [1, 1.3, 1],
      correlation: 0.7,
      intensityA: [0.8, 0.8, 0.5],
      intensityKPerBps: [0.5, 0.5, 0.45],
    },
  },
};

/** The built-in generated session. */
export function builtInSession(choices: GeneratedChoices = {}): SessionConfiguration {
  return regenerated(validateSession(BUILT_IN_DOCUMENT), choices);
}
