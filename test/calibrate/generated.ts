/** Sessions of a generated market, whose intensities and volatilities are known. */
import { validateSession } from '../../src/replay/index.js';

export const KNOWN = {
  prices: [60_000, 3000],
  volatilityBps: [1, 1.5],
  intensityA: [1, 0.6],
  /** 1/bps. */
  intensityKPerBps: [0.5, 0.8],
  correlation: 0.7,
};

const instrument = (symbol: string, changes: Record<string, unknown>) => ({
  symbol,
  contract: 'linear',
  base: symbol,
  settle: 'USD',
  quoting: { size: 1 },
  inventory: { maxPosition: 10 },
  model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 2 },
  ...changes,
});

/** Two instruments; `generated` overrides what is known about their market. */
export function document(generated: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    book: { reportingAsset: 'USD', capacity: { instruments: 2 } },
    assets: [{ symbol: 'USD' }],
    instruments: [
      instrument('X', { tickSize: 0.1, lotSize: 0.001 }),
      instrument('Y', { tickSize: 0.01, lotSize: 0.001 }),
    ],
    session: {
      orderLatencyMs: 0,
      generated: {
        seed: 7,
        durationSeconds: 3600,
        marketHalfSpreadBps: 0.1,
        ...KNOWN,
        ...generated,
      },
    },
  };
}

/** The session of {@link document}. */
export const session = (generated: Record<string, unknown> = {}) =>
  validateSession(document(generated));
