/** A book of coin-settled options with a perpetual that hedges them, from a chain. */
import type { ChainRow } from '../options-table/chains.js';

/** Place of the perpetual; options follow. */
export const PERPETUAL = 0;
export const PERPETUAL_TICK = 0.5;
export const PERPETUAL_LOT = 0.001;
export const OPTION_TICK = 0.0001;
export const OPTION_LOT = 0.1;
/** Half the width of the hedger's band, base units. */
export const HALF_WIDTH = 0.5;

const DAY_YEARS = 1 / 365;

/** The options nearest to the money of every expiry beyond a day, `perExpiry` each. */
export function chooseOptions(rows: readonly ChainRow[], perExpiry: number): readonly ChainRow[] {
  const expiries = new Map<string, ChainRow[]>();
  for (const row of rows) {
    if (row.years < DAY_YEARS || !(row.volatility > 0)) continue;
    const key = row.years.toFixed(6);
    expiries.set(key, [...(expiries.get(key) ?? []), row]);
  }
  const distance = ({ strike, forward }: ChainRow): number => Math.abs(Math.log(strike / forward));
  return [...expiries.values()].flatMap((own) =>
    [...own].sort((a, b) => distance(a) - distance(b)).slice(0, perExpiry),
  );
}

function optionInstrument(row: ChainRow, expiry: string): object {
  return {
    symbol: row.name,
    contract: 'inverseOption',
    base: 'BTC',
    settle: 'BTC',
    tickSize: OPTION_TICK,
    lotSize: OPTION_LOT,
    quoting: { size: 1, sizeSkew: 0.5, maxHalfSpreadBps: 5000, maxSkewBps: 5000 },
    inventory: { maxPosition: 20 },
    model: { type: 'optionGreeks', halfSpread: 0.01, vegaSkew: 0.005, fullVega: 100_000 },
    risk: { collarBps: null, maxAgeSeconds: 30 },
    option: { expiry, right: row.type, strike: row.strike, volatility: row.volatility },
  };
}

/** The configuration; expiries are as far from `startUs` as they were from the snapshot. */
export function optionsConfiguration(
  options: readonly ChainRow[],
  spot: number,
  startUs: number,
  isHedged: boolean,
): unknown {
  const keys = [...new Set(options.map(({ years }) => years.toFixed(6)))];
  const nameOf = ({ years }: ChainRow): string => `E${keys.indexOf(years.toFixed(6))}`;
  const firsts = keys.flatMap((key) => options.find(({ years }) => years.toFixed(6) === key) ?? []);
  const band = { mode: 'band', halfWidth: HALF_WIDTH, minIntervalSeconds: 1 };
  return {
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', balance: 1_000_000 },
      { symbol: 'BTC', rate: spot, rateInstrument: 'PERPETUAL' },
    ],
    underlyings: [
      {
        symbol: 'BTC',
        collateral: 'BTC',
        index: 'PERPETUAL',
        initialIndex: spot,
        // Every move: the attribution is exact to the greeks of each tick.
        remark: { thresholdBps: 0.001, maxAgeSeconds: 1 },
        ...(isHedged ? { hedge: band } : {}),
      },
    ],
    expiries: firsts.map((row) => ({
      symbol: nameOf(row),
      underlying: 'BTC',
      time: new Date(startUs / 1000 + row.years * 365 * 86_400_000).toISOString(),
      forward: row.forward,
    })),
    instruments: [
      {
        symbol: 'PERPETUAL',
        contract: 'linear',
        base: 'BTC',
        settle: 'USD',
        tickSize: PERPETUAL_TICK,
        lotSize: PERPETUAL_LOT,
        takerFee: 0.0005,
        quoting: { size: 0.1 },
        inventory: { maxPosition: 1000 },
        model: { type: 'linear', halfSpreadBps: 5, inventorySkewBps: 5 },
        underlying: 'BTC',
        hedge: { maxSize: 5, settleSeconds: 1, confirmSeconds: 10 },
      },
      ...options.map((row) => optionInstrument(row, nameOf(row))),
    ],
  };
}
