/** Hand-computed cases of accounting on the real book. */
import { describe, expect, it } from 'vitest';
import * as codes from '../../assembly/codes.js';
import { Book, type PositionReport } from '../../src/index.js';

const START = 1_700_000_000_000_000;
const DAY = 86_400_000_000;

interface Terms {
  readonly contract?: 'spot' | 'linear' | 'inverse' | 'quanto';
  readonly settle?: string;
  readonly feeAsset?: string;
  readonly tickSize?: number;
  readonly lotSize?: number;
  readonly multiplier?: number;
  readonly makerFee?: number;
  readonly takerFee?: number;
  readonly limits?: Record<string, unknown>;
}

/** Rates: USD 1, BTC 100, ETH 4. */
class Desk {
  readonly book: Book;
  time = START;
  #fillId = 0;

  constructor({ limits = {}, ...terms }: Terms = {}) {
    this.book = Book.create({
      book: { reportingAsset: 'USD', limits, capacity: { fillIds: 8 } },
      assets: [
        { symbol: 'USD', rate: 1 },
        { symbol: 'BTC', rate: 100 },
        { symbol: 'ETH', rate: 4 },
      ],
      instruments: [
        {
          symbol: 'X',
          contract: 'linear',
          base: 'BTC',
          settle: 'USD',
          tickSize: 1,
          lotSize: 1,
          ...terms,
          quoting: { size: terms.lotSize ?? 1 },
          inventory: { maxPosition: 1000 },
          model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
        },
      ],
    });
  }

  /** Signed lots. */
  fill(lots: number, priceTicks: number, rest: { fee?: number; feeAsset?: number } = {}): number {
    this.#fillId += 1;
    return this.book.fill({
      instrument: 0,
      time: this.time,
      fillId: this.#fillId,
      side: lots > 0 ? 'buy' : 'sell',
      priceTicks,
      sizeLots: Math.abs(lots),
      ...rest,
    });
  }

  tick(mid: number): number {
    return this.book.bookTicker(0, this.time, mid - 1, mid + 1, 0, 0);
  }

  get report(): PositionReport {
    return this.book.positionOf(0);
  }

  expectIdentities(): void {
    const { attribution, net } = this.report;
    expect(sum(attribution)).toBeCloseTo(net, 9);
    const { equity, capital, attribution: buckets } = this.book.risk();
    expect(sum(buckets)).toBeCloseTo(equity - capital, 9);
  }
}

function sum(buckets: object): number {
  return Object.values(buckets).reduce((total: number, value: number) => total + value, 0);
}

/** Fills as [lots, ticks]; the mark at the end; then what is expected in settle asset. */
const LINEAR_CASES = [
  { name: 'open long', fills: [[3, 100]], mark: 110, position: 3, average: 100, pnl: [0, 30] },
  { name: 'open short', fills: [[-3, 100]], mark: 110, position: -3, average: 100, pnl: [0, -30] },
  {
    name: 'round trip',
    fills: [
      [3, 100],
      [-3, 112],
    ],
    mark: 90,
    position: 0,
    average: null,
    pnl: [36, 0],
  },
  {
    name: 'average',
    fills: [
      [1, 100],
      [2, 103],
    ],
    mark: 102,
    position: 3,
    average: 102,
    pnl: [0, 0],
  },
  {
    name: 'partial',
    fills: [
      [1, 100],
      [2, 103],
      [-1, 105],
    ],
    mark: 102,
    position: 2,
    average: 102,
    pnl: [3, 0],
  },
  {
    name: 'flip down',
    fills: [
      [2, 100],
      [-5, 90],
    ],
    mark: 100,
    position: -3,
    average: 90,
    pnl: [-20, -30],
  },
  {
    name: 'flip up',
    fills: [
      [-2, 100],
      [5, 90],
    ],
    mark: 100,
    position: 3,
    average: 90,
    pnl: [20, 30],
  },
  {
    name: 'thirds',
    fills: [
      [3, 100],
      [-1, 103],
      [-1, 103],
      [-1, 103],
    ],
    mark: 1000,
    position: 0,
    average: null,
    pnl: [9, 0],
  },
] as const;

describe.each(['linear', 'spot', 'quanto'] as const)('%s', (contract) => {
  it.each(LINEAR_CASES)('$name', ({ fills, mark, position, average, pnl }) => {
    const desk = new Desk({ contract, settle: contract === 'quanto' ? 'ETH' : 'USD' });
    desk.tick(100);
    for (const [lots, ticks] of fills) expect(desk.fill(lots, ticks)).toBe(0);
    desk.tick(mark);
    const { report } = desk;
    expect(report.positionLots).toBe(position);
    expect(report.averageEntry).toBe(average);
    expect([report.realised, report.unrealised]).toEqual(pnl);
    expect(desk.book.equity).toBe(report.net * (contract === 'quanto' ? 4 : 1));
    desk.expectIdentities();
  });
});

describe('inverse', () => {
  it('averages harmonically and pays in the coin', () => {
    const desk = new Desk({ contract: 'inverse', settle: 'BTC', tickSize: 0.5, multiplier: 10 });
    desk.tick(200);
    desk.fill(1, 200);
    desk.fill(1, 400);
    expect(desk.report.averageEntry).toBeCloseTo(400 / 3, 12);
    desk.fill(-2, 320);
    // 10/100 + 10/200 - 20/160 coins of 100.
    expect(desk.report.realised).toBeCloseTo(0.025, 16);
    expect(desk.book.equity).toBeCloseTo(2.5, 13);
    desk.expectIdentities();
  });

  it('refuses to settle at 0', () => {
    const desk = new Desk({ contract: 'inverse', settle: 'BTC' });
    desk.fill(1, 200);
    const before = desk.book.stateHash();
    expect(desk.book.settle(0, START, 0)).not.toBe(0);
    expect(desk.book.stateHash()).toBe(before);
  });
});

describe('fees', () => {
  it('are paid at the maker or taker rate in a third asset', () => {
    const desk = new Desk({ contract: 'quanto', settle: 'BTC', feeAsset: 'ETH', makerFee: 0.001 });
    desk.fill(10, 200);
    // Notional 2000 BTC, fee 2 BTC, which are 50 ETH.
    expect(desk.report.fees).toBeCloseTo(2, 13);
    expect(desk.book.risk().attribution.fees).toBeCloseTo(-200, 11);
    desk.expectIdentities();
  });

  it('are taken as given, rebates too', () => {
    const desk = new Desk({ makerFee: 0.01 });
    desk.fill(1, 100, { fee: -0.25, feeAsset: 1 });
    expect(desk.report.fees).toBe(-25);
    expect(desk.book.equity).toBe(25);
    desk.expectIdentities();
  });
});

describe('money that is no trade', () => {
  it('funding is paid on the notional at the mark given', () => {
    const desk = new Desk({ multiplier: 2 });
    desk.fill(-3, 100);
    desk.book.funding(0, START, 0.5, 110);
    expect(desk.report.funding).toBe(330);
    desk.expectIdentities();
  });

  it('settlement closes at the payoff and counts no fill', () => {
    const desk = new Desk();
    desk.fill(5, 20);
    expect(desk.book.settle(0, START, 0)).toBe(0);
    expect(desk.report).toMatchObject({ positionLots: 0, realised: -100, fillCount: 1 });
    expect(desk.report.attribution.inventory).toBe(-100);
    desk.expectIdentities();
  });

  it('reconciliation is an adjustment without fees', () => {
    const desk = new Desk({ makerFee: 0.01 });
    desk.tick(100);
    desk.book.position(0, START, 7, 90);
    expect(desk.report).toMatchObject({ positionLots: 7, fees: 0, boughtLots: 0 });
    expect(desk.report.attribution.adjustment).toBe(70);
    desk.expectIdentities();
  });

  it('capital is not PnL, an adjustment is, and a rate is conversion', () => {
    const desk = new Desk();
    desk.book.cash(1, START, 3, 'capital');
    desk.book.cash(2, START, 1, 'adjustment');
    desk.book.assetRate(1, START, 90);
    const { equity, capital, attribution } = desk.book.risk();
    expect({ equity, capital }).toEqual({ equity: 274, capital: 300 });
    expect(attribution).toMatchObject({ adjustment: 4, conversion: -30 });
    desk.expectIdentities();
  });

  it('the day opens at the equity before its first frame', () => {
    const desk = new Desk();
    desk.tick(100);
    desk.fill(10, 100);
    desk.tick(95);
    expect(desk.book.risk().lossToday).toBe(50);
    desk.time += DAY;
    desk.tick(90);
    expect(desk.book.risk().lossToday).toBe(50);
    expect(desk.book.risk().drawdown).toBe(100);
  });
});

describe('refusals', () => {
  it('a fill id counts once while it is remembered', () => {
    const desk = new Desk();
    const send = (fillId: number): number =>
      desk.book.fill({
        instrument: 0,
        time: START,
        fillId,
        side: 'buy',
        priceTicks: 9,
        sizeLots: 1,
      });
    expect([1, 2, 1].map(send)).toEqual([0, 0, codes.REJECT_DUPLICATE_FILL]);
    expect(desk.report.positionLots).toBe(2);
    for (let id = 3; id <= 10; id += 1) send(id);
    expect(send(1)).toBe(0);
  });

  it('positions beyond 2^50 lots change nothing', () => {
    const desk = new Desk();
    expect(desk.fill(2 ** 50, 2)).toBe(0);
    const before = desk.book.stateHash();
    expect(desk.fill(1, 2)).toBe(codes.REJECT_OVERFLOW);
    expect(desk.book.stateHash()).toBe(before);
  });
});
