/** Sample configurations for tests. */

/** The least that is a configuration. */
export function minimal() {
  return {
    book: { reportingAsset: 'USDT' },
    instruments: [linearInstrument()],
  };
}

/** A linear perpetual with required keys only. */
export function linearInstrument() {
  return {
    symbol: 'BTCUSDT',
    contract: 'linear',
    base: 'BTC',
    settle: 'USDT',
    tickSize: 0.1,
    lotSize: 0.001,
    quoting: { size: 0.01 },
    inventory: { maxPosition: 0.5 },
    model: { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 } as Record<string, unknown>,
  };
}

/** An inverse perpetual of 100 quote units per contract, with its coin valued. */
export function inverse(model: Record<string, unknown>) {
  return {
    book: { reportingAsset: 'USDT' },
    assets: [{ symbol: 'BTC', rate: 60_000, rateInstrument: 'BTCUSD', balance: 1 }],
    instruments: [
      {
        symbol: 'BTCUSD',
        contract: 'inverse',
        base: 'BTC',
        settle: 'BTC',
        tickSize: 0.5,
        lotSize: 1,
        multiplier: 100,
        quoting: { size: 10 },
        inventory: { maxPosition: 500 },
        model,
      },
    ],
  };
}

/** The minimal configuration with another model. */
export function withModel(model: Record<string, unknown>) {
  return { ...minimal(), instruments: [{ ...linearInstrument(), model }] };
}

/** The minimal configuration with some keys of its instrument replaced. */
export function withInstrument(changes: Record<string, unknown>) {
  return { ...minimal(), instruments: [{ ...linearInstrument(), ...changes }] };
}
