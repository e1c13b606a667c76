/** A session of a few events on one linear instrument with round numbers. */
import { validateSession } from '../../src/replay/index.js';
import type { Recording } from './recording.js';

/** Tick 1, lot 1, half-spread 1 % of 100 = 1 tick, no fees unless given. */
export function tinyBook(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    book: { reportingAsset: 'USD', capacity: { instruments: 2 } },
    assets: [{ symbol: 'USD' }],
    instruments: [
      {
        symbol: 'X',
        contract: 'linear',
        base: 'X',
        settle: 'USD',
        tickSize: 1,
        lotSize: 1,
        makerFee: 0.001,
        quoting: {
          size: 10,
          sizeSkew: 0,
          softWall: { start: 0.9, skewBps: 0 },
          requoteThresholdBps: 0,
        },
        inventory: { maxPosition: 100 },
        model: { type: 'linear', halfSpreadBps: 300, volatilityMultiplier: 0, inventorySkewBps: 0 },
        risk: { maxAgeSeconds: null, collarBps: null },
        ...changes,
      },
    ],
  };
}

/** Writes quotes `ms,bid,ask` and trades `ms,price,size,side` and returns the session of them. */
export function tinySession(
  recording: Recording,
  quotes: readonly string[],
  trades: readonly string[],
  session: Record<string, unknown> = {},
  changes: Record<string, unknown> = {},
): ReturnType<typeof validateSession> {
  recording.write('quotes.csv', ['t,b,a', ...quotes]);
  recording.write('trades.csv', ['t,p,q,s', ...trades]);
  const time = { time: 't', timeUnit: 'ms' };
  const sources = [
    { instrument: 'X', file: 'trades.csv', columns: { ...time, price: 'p', size: 'q', side: 's' } },
    { instrument: 'X', file: 'quotes.csv', columns: { ...time, bid: 'b', ask: 'a' } },
  ];
  return validateSession(
    { ...tinyBook(changes), session: { orderLatencyMs: 0, sources, ...session } },
    recording.dir,
  );
}
