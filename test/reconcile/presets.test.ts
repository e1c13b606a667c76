import { afterAll, describe, expect, it } from 'vitest';
import { reconcile } from '../../src/replay/reconcile/index.js';
import { Folder, HYPERLIQUID_HEADER, hyperliquidRow } from './fixtures.js';

const folder = new Folder();
afterAll(() => folder.remove());
let files = 0;

async function hyperliquid(...rows: Parameters<typeof hyperliquidRow>[0][]) {
  files += 1;
  const lines = [HYPERLIQUID_HEADER, ...rows.map(hyperliquidRow)];
  const file = folder.write(`fills-${files}.csv`, lines);
  return reconcile({ files: [file], preset: 'hyperliquid' });
}
const buy = { side: 'BUY' } as const;
const sell = { side: 'SELL', direction: 'Close Long' } as const;

describe('hyperliquid', () => {
  it('cuts the entry to 6 - szDecimals decimals', async () => {
    // Entry 10.016666..., cut to 10.0166.
    const { rows } = await hyperliquid(
      { ...buy, price: 10.01, size: 1.11, start: 0 },
      { ...buy, price: 10.02, size: 2.22, start: 1.11 },
      { ...sell, price: 11, size: 3.33, start: 3.33, pnl: 3.274722 },
    );
    expect(rows[2]).toMatchObject({ class: 'entry-rounding' });
    expect(rows[2]?.modelledPnl).toBeCloseTo(3.274722, 9);
    expect(rows[2]?.difference).toBeCloseTo(0.000222, 9);
  });

  it('knows an entry that the venue has one unit lower, and no more than one', async () => {
    const at = (pnl: number) => [
      { ...buy, price: 10, size: 10.01, start: 0 },
      { ...sell, price: 11, size: 10.01, start: 10.01, pnl },
    ];
    expect((await hyperliquid(...at(10.011001))).rows[1]?.class).toBe('entry-drift');
    expect((await hyperliquid(...at(10.012002))).rows[1]?.class).toBe('unexplained');
  });

  it('takes token fees out of the tokens and leaves their cost in the entry', async () => {
    const spot = { coin: '@1', direction: 'Buy' };
    const { report, rows } = await hyperliquid(
      { ...buy, ...spot, price: 20, size: 100, start: 0, fee: 0.04 },
      { ...buy, ...spot, price: 25, size: 100, start: 99.96, fee: 0.04 },
      // 4500 for 199.92 tokens.
      {
        ...sell,
        ...spot,
        direction: 'Sell',
        price: 30,
        size: 199.9,
        start: 199.92,
        pnl: 1497.450181,
        fee: 2,
      },
      { ...sell, ...spot, direction: 'Spot Dust Conversion', price: 30, size: 0.02, start: 0.02 },
    );
    expect(rows.map((row) => row.class)).toEqual([
      'opening',
      'opening',
      'exact',
      'dust-conversion',
    ]);
    expect(report.symbols[0]).toMatchObject({ fees: 2, otherFees: { '@1': 0.08 } });
    expect(report.symbols[0]?.startPositionBreaks).toBe(0);
  });

  it('recovers the price of missing fills from the next close and checks the others by it', async () => {
    // 2 at 12 are missing: 3 at an average of 11.3333, cut by the venue.
    const { report, rows } = await hyperliquid(
      { ...buy, price: 10, size: 1.01, start: 0 },
      { ...sell, price: 13, size: 0.5, start: 3.03, pnl: 0.83335 },
      { ...sell, price: 13, size: 2, start: 2.53, pnl: 3.3334 },
      { ...sell, price: 14, size: 0.53, start: 0.53, pnl: 1.413351 },
    );
    expect(rows.map((row) => row.class).slice(0, 3)).toEqual([
      'opening',
      'entry-rounding',
      'basis-recovered',
    ]);
    expect(['exact', 'entry-rounding']).toContain(rows[3]?.class);
    expect(rows[1]?.startPositionBreak).toBe(2.02);
    expect(report.symbols[0]).toMatchObject({ startPositionBreaks: 1 });
    expect(report.isExplained).toBe(true);
  });

  it('keeps the entry when closing fills are missing', async () => {
    const { rows } = await hyperliquid(
      { ...buy, price: 10, size: 3.01, start: 0 },
      { ...sell, price: 12, size: 1.01, start: 1.01, pnl: 2.02 },
    );
    expect(rows[1]).toMatchObject({ class: 'exact', startPositionBreak: -2 });
  });

  it('says that fills are missing when nothing gives their price away', async () => {
    const { rows } = await hyperliquid(
      { ...buy, price: 10, size: 1.01, start: 5.05 },
      { ...sell, price: 12, size: 1.01, start: 3.03, pnl: 77 },
      { ...sell, price: 12, size: 2.02, start: 2.02, pnl: 55 },
      { ...buy, price: 12, size: 2.02, start: 0 },
      { ...sell, price: 13, size: 2.02, start: 2.02, pnl: 3 },
    );
    // The second break comes before any close. Flat again, nothing is unknown any more.
    const found = rows.map((row) => row.class);
    expect(found).toEqual(['opening', 'missing-fills', 'missing-fills', 'opening', 'unexplained']);
  });
});

describe('bitget', () => {
  const order = (fill: Record<string, unknown>) => ({
    ...{ symbol: 'BTCUSD_DMCBL', marginCoin: 'BTC', posSide: 'long', totalProfits: 0, cTime: '1' },
    ...fill,
  });
  const reconcileOrders = async (...orders: Record<string, unknown>[]) => {
    const file = folder.write('orders.json', [JSON.stringify(orders.map(order))]);
    return reconcile({ files: [file], preset: 'bitget' });
  };

  it('finds whole contracts behind rounded sizes by the fee', async () => {
    // 7777 contracts opened at 28000 and closed at 27500; sizes are printed to 0.001 BTC.
    const base = 7777 / 28_000;
    const pnl = Number((7777 / 28_000 - 7777 / 27_500).toFixed(8));
    const fee = -Number((base * 0.0006).toFixed(8));
    const { report, rows } = await reconcileOrders(
      { tradeSide: 'open_long', filledQty: 0.278, priceAvg: 28_000, fee, uTime: '1' },
      { tradeSide: 'open_long', filledQty: 0, priceAvg: null, fee: 0, uTime: '2' },
      {
        tradeSide: 'close_long',
        filledQty: 0.278,
        priceAvg: 27_500,
        fee,
        totalProfits: pnl,
        uTime: '3',
      },
    );
    expect(rows.map(({ size, class: name }) => [size, name])).toEqual([
      [7777, 'opening'],
      [7777, 'exact'],
    ]);
    expect(report.symbols[0]?.difference.max).toBeLessThan(1e-8);
  });

  it('allows what the printed size allows when the fee says nothing, and no more', async () => {
    const orders = (totalProfits: number) => [
      {
        tradeSide: 'open_short',
        posSide: 'short',
        filledQty: 0.278,
        priceAvg: 28_000,
        fee: -1,
        uTime: '1',
      },
      {
        tradeSide: 'close_short',
        posSide: 'short',
        filledQty: 0.278,
        priceAvg: 27_500,
        fee: -1,
        totalProfits,
        uTime: '2',
      },
    ];
    const exact = 7784 / 27_500 - 7784 / 28_000;
    const near = await reconcileOrders(...orders(Number((exact * 1.001).toFixed(8))));
    expect(near.rows[1]).toMatchObject({ class: 'size-rounding', size: 7784 });
    const far = await reconcileOrders(...orders(Number((exact * 1.01).toFixed(8))));
    expect(far.rows[1]?.class).toBe('unexplained');
  });
});
