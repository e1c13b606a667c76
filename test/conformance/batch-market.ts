/** Holdings of a vector as a market and positions of a batch. */
import { EXPIRY_YEARS, OPTION_EXPIRY, RISK_OPTION } from '../../assembly/risk-layout.js';
import { applyAll } from '../../src/book/index.js';
import type { Holding } from '../../src/models/index.js';
import type { Market } from '../../src/portfolio/types.js';
import { type MadePosition, type MadeRow, madeMarket } from '../portfolio/made-market.js';
import { lotStep } from './lots.js';

/** For a tile, scenarios and sums of one portfolio. */
export const FREE_BYTES = 8 * 2 ** 20;

const START = Date.UTC(2026, 0, 30, 8);
const MS_PER_YEAR = 365 * 86_400e3;
const NS_PER_MS = 1e6;

/** A holding with the forward price of its expiry. */
export interface PricedHolding {
  readonly holding: Holding;
  readonly forward: number;
}

export interface BatchMarket {
  readonly market: Market;
  readonly positions: readonly MadePosition[];
}

/** What pays in quote currency, in coin, and the options among them are underlyings of their own. */
export const UNDERLYINGS = {
  linear: 'QUOTED',
  option: 'QUOTED-OPTIONS',
  inverse: 'COIN',
  inverseOption: 'COIN-OPTIONS',
} as const;

function rowOf(
  { holding, forward }: PricedHolding,
  index: number,
  spot: number,
  rate: number,
): MadeRow {
  const { kind, position, multiplier } = holding;
  const shared = {
    instrument: `I${index}`,
    contract: kind,
    underlying: UNDERLYINGS[kind],
    index: spot,
    // A power of two, so that prices keep their bits.
    tick_size: 2 ** -10,
    lot_size: lotStep([position]),
    multiplier,
  };
  if (holding.kind === 'linear' || holding.kind === 'inverse') return { ...shared, mark: spot };
  return {
    ...shared,
    expiry: new Date(START + holding.timeToExpiryYears * MS_PER_YEAR).toISOString(),
    right: holding.type,
    strike: holding.strike,
    implied_volatility: holding.volatility,
    forward,
    ...(kind === 'option' ? { interest_rate: rate } : {}),
  };
}

/** Tables say times in ms; vectors to the last digit. */
function setExactExpiries(market: Market, holdings: readonly PricedHolding[], rate: number): void {
  const { region, instruments, place, memory, underlyings } = market;
  const frames = holdings.flatMap(({ holding }, instrument) => {
    if (!('strike' in holding)) return [];
    const slot = region.float(region.riskLane(instrument) + RISK_OPTION) - 1;
    const expiry = region.float(region.optionLane(slot) + OPTION_EXPIRY);
    const afterNs = Math.round(holding.timeToExpiryYears * MS_PER_YEAR * NS_PER_MS);
    const timeNs = BigInt(START * NS_PER_MS) + BigInt(afterNs);
    const underlying = instruments.underlying[instrument] ?? 0;
    const own = holding.kind === 'option' ? rate : 0;
    return [{ name: 'defineExpiry' as const, values: [expiry, underlying, timeNs, own] }];
  });
  if (frames.length === 0) return;
  const remarks = underlyings.map((_, row) => ({ name: 'remark' as const, values: [row] }));
  applyAll(region, [...frames, ...remarks], BigInt(START * NS_PER_MS));
  memory.kernel.recordInstruments(place.book, place.records);
  for (const [instrument, { holding }] of holdings.entries()) {
    if (!('strike' in holding)) continue;
    const slot = region.float(region.riskLane(instrument) + RISK_OPTION) - 1;
    const row = region.expiryRow(region.float(region.optionLane(slot) + OPTION_EXPIRY));
    const years = region.float(row + EXPIRY_YEARS);
    if (Math.abs(years - holding.timeToExpiryYears) > 1e-15) throw new Error(`${years} years`);
  }
}

export function batchMarket(
  holdings: readonly PricedHolding[],
  spot: number,
  rate: number,
): BatchMarket {
  const rows = holdings.map((holding, index) => rowOf(holding, index, spot, rate));
  const market = madeMarket(FREE_BYTES, rows);
  setExactExpiries(market, holdings, rate);
  const positions = holdings.map(({ holding: { position } }, instrument) => ({
    portfolio: 0,
    instrument,
    lots: Math.round(position / lotStep([position])),
  }));
  return { market, positions };
}
