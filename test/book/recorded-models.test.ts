/** Every live model on a recorded market: every quote is that of the model function, to one tick. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import {
  avellanedaStoikovInfiniteTable,
  avellanedaStoikovQuotes,
  carteaJaimungalLongRunTable,
  gueantLogisticTable,
  gueantLongRunTable,
  gueantQuotes,
  type QuoteDistances,
  type QuoteTable,
  quoteTableAt,
} from '../../src/models/index.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const FILE = resolve(DATA, 'aster-20250924/prices_BTCUSDT.csv.gz');
const present = existsSync(FILE);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';

const TICK = 0.1;
const LOT = 0.001;
const ROWS = 20_000;

interface Row {
  readonly timeUs: number;
  readonly bidTicks: number;
  readonly askTicks: number;
}

function recorded(): readonly Row[] {
  const [, ...lines] = gunzipSync(readFileSync(FILE)).toString('utf8').split('\n');
  let latest = 0;
  return lines.slice(0, ROWS).flatMap((line) => {
    const [seconds = 0, bid = 0, ask = 0] = line.split(',').map(Number);
    const row = { bidTicks: Math.round(bid / TICK), askTicks: Math.round(ask / TICK) };
    latest = Math.max(latest, Math.round(seconds * 1e6));
    return bid > 0 && row.bidTicks < row.askTicks ? [{ timeUs: latest, ...row }] : [];
  });
}

const own = { gamma: 1e-3, intensityA: 0.7, intensityK: 0.05 };
const flow = { buyOrderRate: 1.2, sellOrderRate: 0.9, kappa: 0.05, phi: 0.02 };
const logistic = { gamma: 1e-3, lambda: 1.4, alpha: 0, beta: 0.05 };
const size = { tradeSize: 0.01, levelsPerSide: 20 };

/** Distances from the fair value, price; of the position in base units, sigma and fair value of the engine. */
type Quotes = (position: number, sigma: number, fair: number) => QuoteDistances;

const byTable =
  (table: QuoteTable, perUnit = 1): Quotes =>
  (position) =>
    quoteTableAt(table, position * perUnit);

const MODELS: readonly { type: string; keys: object; quotes: Quotes }[] = [
  {
    type: 'linear',
    keys: { halfSpreadBps: 3, inventorySkewBps: 5, volatilityMultiplier: 0.1 },
    quotes: (position, sigma, fair) => {
      const half = 3e-4 * fair + 0.1 * sigma;
      const skew = 5e-4 * fair * (position / 0.2);
      return { deltaBid: half + skew, deltaAsk: half - skew };
    },
  },
  {
    type: 'avellanedaStoikov',
    keys: { gamma: 1e-4, k: 0.05, horizonSeconds: 60, tradeSize: 0.01 },
    quotes: (position, sigma, price) =>
      avellanedaStoikovQuotes({
        ...{ price, position, sigma, gamma: 1e-4, k: 0.05, tau: 60, tradeSize: 0.01 },
      }),
  },
  {
    type: 'gueantLehalleFernandezTapia',
    keys: { ...own, xi: 2e-3, tradeSize: 0.01 },
    quotes: (position, sigma) => {
      const { halfSpread, skewPerUnit } = gueantQuotes({
        ...{ ...own, xi: 2e-3, sigma, position, tradeSize: 0.01 },
      });
      const skew = skewPerUnit * position;
      return { deltaBid: halfSpread + skew, deltaAsk: halfSpread - skew };
    },
  },
  {
    type: 'gueantLehalleFernandezTapiaExact',
    keys: { ...own, referenceSigma: 8 },
    quotes: byTable(gueantLongRunTable({ ...own, xi: own.gamma, sigma: 8, ...size })),
  },
  {
    type: 'carteaJaimungal',
    keys: flow,
    quotes: byTable(carteaJaimungalLongRunTable({ ...flow, minLots: -20, maxLots: 20 }), 1 / 0.01),
  },
  {
    type: 'avellanedaStoikovInfinite',
    keys: { gamma: 1, k: 0.05, referenceSigma: 8 },
    quotes: byTable(avellanedaStoikovInfiniteTable({ gamma: 1, k: 0.05, sigma: 8, ...size })),
  },
  {
    type: 'gueantLogistic',
    keys: { ...logistic, horizonSeconds: 60, referenceSigma: 8 },
    quotes: byTable(gueantLogisticTable({ ...logistic, sigma: 8, tau: 60, ...size })),
  },
];

describe.skipIf(!present)(`live models on recorded data${title}`, () => {
  it.each(MODELS)('$type', ({ type, keys, quotes }) => {
    const book = Book.create({
      book: { reportingAsset: 'USD' },
      instruments: [
        {
          symbol: 'BTCUSDT',
          contract: 'linear',
          base: 'BTC',
          settle: 'USD',
          tickSize: TICK,
          lotSize: LOT,
          quoting: {
            size: 0.01,
            sizeSkew: 0,
            postOnly: false,
            softWall: { start: 0.999, skewBps: 0 },
            requoteThresholdBps: 0,
          },
          inventory: { maxPosition: 0.2 },
          model: { type, ...keys },
          risk: { maxAgeSeconds: null },
        },
      ],
    });
    let compared = 0;
    for (const [index, { timeUs, bidTicks, askTicks }] of recorded().entries()) {
      const lots = Math.round(195 * Math.sin(index / 300));
      book.position(0, timeUs, lots, bidTicks);
      book.bookTicker(0, timeUs, bidTicks, askTicks, 1, 1);
      const fair = (bidTicks + askTicks) / 2;
      const { sigma } = book.explain(0);
      const { deltaBid, deltaAsk } = quotes(lots * LOT, sigma, fair * TICK);
      const { bid, ask } = book.quote(0);
      if (deltaBid === null) expect(bid.reason).toBe('INVENTORY');
      else expect(near(bid.priceTicks, fair - deltaBid / TICK)).toBe(true);
      if (deltaAsk === null) expect(ask.reason).toBe('INVENTORY');
      else expect(near(ask.priceTicks, fair + deltaAsk / TICK)).toBe(true);
      compared += 1;
      if (index % 50 === 0) book.discardOutput();
    }
    expect(compared).toBeGreaterThan(ROWS * 0.5);
  });
});

/** Bid rounded down, ask up. */
function near(priceTicks: number, modelTicks: number): boolean {
  return Math.abs(priceTicks - modelTicks) < 1 + 1e-6;
}
