import { beforeAll, describe, expect, it } from 'vitest';
import {
  type ReconciledRow,
  type ReconcileReport,
  reconcile,
} from '../../src/replay/reconcile/index.js';
import { recorded } from './fixtures.js';

const ABSENT = 'data folder absent: set EVENKEEL_DATA or put it at ../shared/data';

const perpetuals = recorded(
  'fills-hyperliquid',
  'fills_0x513b8629.csv.gz',
  'fills_0xae5eacaf.csv.gz',
);
const inverse = recorded('fills-bitget', 'historyOrders_BTCUSD_DMCBL.json');

const classesOf = (report: ReconcileReport) =>
  Object.fromEntries(
    report.symbols.map(({ account, symbol, classes }) => [
      `${account.slice(0, 4)} ${symbol}`.trim(),
      classes,
    ]),
  );

describe.skipIf(perpetuals.length === 0)(`12,799 fills of Hyperliquid (skipped: ${ABSENT})`, () => {
  let report: ReconcileReport;
  let rows: readonly ReconciledRow[];
  beforeAll(async () => {
    ({ report, rows } = await reconcile({ files: [...perpetuals], preset: 'hyperliquid' }));
  });

  it('are all explained, class by class', () => {
    expect(report).toMatchObject({ rows: 12_799, unexplained: 0, isExplained: true });
    expect(classesOf(report)).toEqual({
      '0x51 @107': { opening: 515, exact: 464 },
      '0x51 HYPE': { opening: 283, exact: 2, 'entry-rounding': 319 },
      '0x51 BTC': {
        opening: 5038,
        exact: 370,
        'entry-rounding': 3743,
        'entry-drift': 19,
        'basis-recovered': 3,
      },
      '0x51 SOL': { opening: 885, 'entry-rounding': 594, 'basis-recovered': 1 },
      '0xae @107': { opening: 44, exact: 58, 'dust-conversion': 1 },
      '0xae AAVE': { opening: 40, 'entry-rounding': 47 },
      '0xae DYDX': { opening: 87 },
      '0xae AIXBT': { opening: 118, 'entry-rounding': 119 },
      '0xae GMX': { opening: 43, 'entry-rounding': 6 },
    });
    const breaks = rows.filter((row) => row.startPositionBreak !== null).map((row) => row.row);
    expect(breaks).toEqual([2001, 4001, 6036, 8001, 10_001, 12_001]);
  });

  it('are reproduced to the last printed digit', () => {
    for (const { residual, fees, venueFees } of report.symbols) {
      // Figures of 10,000 USDC and more have lost digits to a spreadsheet.
      expect(residual.max).toBeLessThan(5e-6);
      expect(residual.p99).toBeLessThan(1.01e-6);
      expect(fees).toBeCloseTo(venueFees, 8);
    }
    const venue = report.symbols.reduce((sum, symbol) => sum + symbol.venuePnl, 0);
    const ours = report.symbols.reduce((sum, symbol) => sum + symbol.pnl, 0);
    expect(venue).toBeCloseTo(908_268.18, 1);
    expect(Math.abs(ours / venue - 1)).toBeLessThan(1e-4);
  });
});

describe.skipIf(inverse.length === 0)(`41 orders of Bitget (skipped: ${ABSENT})`, () => {
  it('are all explained, and within 3e-7 BTC', async () => {
    const { report } = await reconcile({ files: [...inverse], preset: 'bitget' });
    expect(report).toMatchObject({ rows: 41, unexplained: 0 });
    expect(classesOf(report)).toEqual({
      'BTCUSD_DMCBL short': { opening: 9, exact: 5, 'size-rounding': 4 },
      'BTCUSD_DMCBL long': { opening: 11, exact: 6, 'size-rounding': 6 },
    });
    for (const { difference, venuePnl, pnl } of report.symbols) {
      expect(difference.median).toBeLessThan(2e-8);
      expect(difference.max).toBeLessThan(3e-7);
      expect(pnl / venuePnl).toBeCloseTo(1, 3);
    }
  });
});
