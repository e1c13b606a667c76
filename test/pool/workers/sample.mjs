/** A book of one instrument, for processes of their own. */
export const SAMPLE = {
  book: { reportingAsset: 'USD' },
  assets: [{ symbol: 'USD', balance: 1000 }],
  instruments: [
    {
      symbol: 'ETH-SPOT',
      contract: 'spot',
      base: 'ETH',
      settle: 'USD',
      tickSize: 0.01,
      lotSize: 1,
      quoting: { size: 1 },
      inventory: { target: 0, maxPosition: 10 },
      model: { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 },
    },
  ],
};
