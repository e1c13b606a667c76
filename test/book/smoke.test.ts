import { expect, it } from 'vitest';
import { Book } from '../../src/index.js';
const cfg = {
  book: { reportingAsset: 'USDT' },
  assets: [{ symbol: 'USDT', balance: 100000 }],
  instruments: [
    { symbol: 'BTCUSDT', contract: 'linear', base: 'BTC', settle: 'USDT', tickSize: 0.1, lotSize: 0.001, makerFee: 0.0002, takerFee: 0.0005,
      quoting: { size: 0.01, sizeSkew: 0.5 }, inventory: { target: 0, maxPosition: 0.5 },
      model: { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 } },
  ],
};
it('runs', () => {
  const b = Book.create(cfg);
  const t = 1_700_000_000_000_000;
  expect(b.bookTicker(0, t, 600000, 600001, 10, 20)).toBe(0);
  console.log(JSON.stringify(b.quote(0)), b.drainFrames());
  expect(b.fill({ instrument: 0, time: t + 10, fillId: 1, side: 'buy', priceTicks: 599900, sizeLots: 10 })).toBe(0);
  console.log(b.positionOf(0), b.risk(), b.explain(0));
  const h = b.stateHash();
  console.log(b.whatIf({ instrument: 0, time: t + 10, fillId: 2, side: 'buy', priceTicks: 599900, sizeLots: 100 }));
  expect(b.stateHash()).toBe(h);
  const r = Book.restore(cfg, b.snapshot());
  expect(r.stateHash()).toBe(h);
  const n = 2e6; const t0 = performance.now();
  for (let i = 0; i < n; i++) b.bookTicker(0, t + 100 + i * 10, 600000 + (i % 7), 600001 + (i % 7), 10, 20);
  console.log('ns/tick', (performance.now() - t0) * 1e6 / n, b.quotes.version(0));
  b.discardOutput();
});
