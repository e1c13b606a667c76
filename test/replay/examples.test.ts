import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadSession, type ReplayReport, replay, validateSession } from '../../src/replay/index.js';
import { tinyBook } from './tiny-session.js';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = process.env.EVENKEEL_DATA ?? resolve(ROOT, '../shared/data');
const present = existsSync(DATA);
const title = present ? '' : ' (skipped: no recorded data; set EVENKEEL_DATA to its folder)';

interface Example {
  readonly name: string;
  /** Events of the whole session. */
  readonly events: number;
  /** How much smaller the mean |position| is with control, per instrument at least. */
  readonly ratio: number;
  readonly late?: number;
  readonly rejected?: number;
}

const EXAMPLES: readonly Example[] = [
  { name: 'aster', events: 157_078, ratio: 2 },
  { name: 'binance-usdm', events: 155_470, ratio: 2 },
  { name: 'binance-coinm', events: 38_966, ratio: 0.5 },
  { name: 'hyperliquid', events: 71_625, ratio: 1.2 },
  { name: 'lean-minute', events: 7790, ratio: 1.2 },
  { name: 'us-equity', events: 1_744_644, ratio: 3, rejected: 37_171 },
];

/** Attribution, range of shares and positions that hold for every report. */
function holdsTogether(report: ReplayReport): void {
  for (const pass of [report.controlled, report.uncontrolled]) {
    if (pass === null) continue;
    const parts = Object.values(pass.attribution).reduce((sum, part) => sum + part, 0);
    expect(parts).toBeCloseTo(pass.pnl, 6);
    for (const own of pass.instruments) {
      expect(own.boughtLots - own.soldLots).toBe(own.positionLots);
      for (const share of [own.bidQuoted, own.askQuoted, own.timeAtLimit]) {
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }
  }
}

describe.skipIf(!present)(`example sessions on recorded data${title}`, () => {
  it.each(EXAMPLES)('$name', async ({ name, events, ratio, rejected = 0 }) => {
    const session = loadSession(resolve(ROOT, `examples/${name}.yaml`), DATA);
    const began = performance.now();
    const report = await replay(session);
    const seconds = (performance.now() - began) / 1000;
    expect(report).toMatchObject({ events, end: 'complete' });
    holdsTogether(report);
    const refused = report.sources.flatMap((source) => Object.values(source.rejected));
    expect(refused.reduce((sum, count) => sum + count, 0)).toBe(rejected);
    for (const [index, own] of report.controlled.instruments.entries()) {
      const limit = session.book.instruments[index]?.inventory.maxPosition ?? 0;
      expect(own.fills).toBeGreaterThan(0);
      expect(own.maxAbsInventory).toBeLessThanOrEqual(limit * (1 + 1e-12));
      const other = report.uncontrolled?.instruments[index]?.meanAbsInventory ?? 0;
      expect(other / own.meanAbsInventory).toBeGreaterThan(ratio);
    }
    expect(seconds).toBeLessThan(20);
  });

  it('20-level books are an alternative source', async () => {
    const session = loadSession(resolve(ROOT, 'examples/hyperliquid.yaml'), DATA);
    const sources = session.session.sources?.map((source) =>
      source.preset === 'hyperliquidPrices'
        ? {
            ...source,
            preset: 'hyperliquidOrderbooks',
            file: String(source.file).replace('prices_', 'orderbooks_'),
          }
        : source,
    );
    const report = await replay(
      { ...session, session: { ...session.session, sources } },
      { limit: 20_000 },
    );
    expect(report.controlled.fills).toBeGreaterThan(50);
    expect(report.sources[1]?.events).toBeGreaterThan(1000);
  });

  it('messy clocks of USD1USDT are counted and put in order', async () => {
    const folder = 'aster-20250924';
    const sources = [
      { instrument: 'X', preset: 'asterTrades', file: `${folder}/trades_USD1USDT.csv.gz` },
      { instrument: 'X', preset: 'asterPrices', file: `${folder}/prices_USD1USDT.csv.gz` },
    ];
    const report = await replay(
      validateSession({ ...tinyBook({ tickSize: 0.0001 }), session: { sources } }, DATA),
    );
    expect(report.sources[0]?.late).toBe(1327);
    expect(report.sources[0]?.lateMaxMs).toBe(1_476_565);
    expect(report.events).toBe(7457 + 19_362);
  });

  it('is deterministic', async () => {
    const session = loadSession(resolve(ROOT, 'examples/binance-coinm.yaml'), DATA);
    const [first, second] = [await replay(session), await replay(session)];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });
});
