/** Exact models on a recorded market: every quote is that of the model function, to one tick. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';
import {
  carteaJaimungalLongRunTable,
  gueantLongRunTable,
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

const MODELS = [
  {
    type: 'gueantLehalleFernandezTapiaExact',
    keys: { ...own, referenceSigma: 8 },
    table: gueantLongRunTable({
      ...own,
      xi: own.gamma,
      sigma: 8,
      tradeSize: 0.01,
      levelsPerSide: 20,
    }),
    unit: LOT,
  },
  {
    type: 'carteaJaimungal',
    keys: flow,
    table: carteaJaimungalLongRunTable({ ...flow, minLots: -20, maxLots: 20 }),
    unit: LOT / 0.01,
  },
] as const;

describe.skipIf(!present)(`exact models on recorded data${title}`, () => {
  it.each(MODELS)('$type', ({ type, keys, table, unit }) => {
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
      const { deltaBid, deltaAsk } = quoteTableAt(table, lots * unit);
      const fair = (bidTicks + askTicks) / 2;
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
