/** Price and greeks of an option as of the last re-mark of its chain, and its price now. */
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import type { BookRegion } from '../kernel/index.js';
import type { InstrumentTerms } from './types.js';

const YEAR_DAYS = 365;

/** Greeks are per base unit of the underlying; those of coin-settled options in quote currency. */
export interface OptionReport {
  readonly instrument: number;
  readonly symbol: string;
  /** Whether the chain was priced and a volatility is known, or the option has expired. */
  readonly priced: boolean;
  /** Premium per base unit at the last re-mark: quote currency, or coin. */
  readonly price: number;
  /** The same now: moved by index and time since. */
  readonly priceNow: number;
  /** 1/sqrt(year), as used. */
  readonly volatility: number;
  /** At the last re-mark, quote currency. */
  readonly index: number;
  readonly forward: number;
  readonly yearsToExpiry: number;
  /** By the index, base units; net of the premium for coin-settled options. */
  readonly delta: number;
  /** Change of delta per quote currency of index. */
  readonly gamma: number;
  /** Per 1.00 of volatility, quote currency. */
  readonly vega: number;
  /** Per day of 365 a year, quote currency. */
  readonly thetaPerDay: number;
  /** Per 1.00 of rate, quote currency. */
  readonly rho: number;
  /** Change of delta per 1.00 of volatility. */
  readonly vanna: number;
  /** Change of vega per 1.00 of volatility. */
  readonly volga: number;
  /** Change of delta per day. */
  readonly charmPerDay: number;
}

/** Null for an instrument that is no option. */
export function optionReport(region: BookRegion, terms: InstrumentTerms): OptionReport | null {
  const lane = region.riskLane(terms.index);
  const slot = region.float(lane + risk.RISK_OPTION) - 1;
  if (slot < 0) return null;
  const option = region.optionLane(slot);
  const read = (offset: number): number => region.float(option + offset);
  const row = region.underlyingRow(region.float(lane + risk.RISK_UNDERLYING) - 1);
  const expiry = region.expiryRow(read(risk.OPTION_EXPIRY));
  const reference = region.float(row + risk.UNDERLYING_REFERENCE);
  const volatility = read(risk.OPTION_VOLATILITY);
  const yearsToExpiry = region.float(expiry + risk.EXPIRY_YEARS);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    priced: reference > 0 && (volatility > 0 || yearsToExpiry === 0),
    price: read(risk.OPTION_PRICE),
    priceNow: priceNow(region, row, read),
    volatility,
    index: reference,
    forward: region.float(expiry + risk.EXPIRY_FORWARD),
    yearsToExpiry,
    delta: read(risk.OPTION_DELTA),
    gamma: read(risk.OPTION_GAMMA),
    vega: read(risk.OPTION_VEGA),
    thetaPerDay: read(risk.OPTION_THETA) / YEAR_DAYS,
    rho: read(risk.OPTION_RHO),
    vanna: read(risk.OPTION_VANNA),
    volga: read(risk.OPTION_VOLGA),
    charmPerDay: read(risk.OPTION_CHARM) / YEAR_DAYS,
  };
}

function priceNow(region: BookRegion, row: number, read: (offset: number) => number): number {
  const reference = region.float(row + risk.UNDERLYING_REFERENCE);
  if (reference === 0) return 0;
  const move = region.float(row + risk.UNDERLYING_INDEX) - reference;
  const elapsed =
    region.float(region.state + at.BOOK_NOW) - region.float(row + risk.UNDERLYING_REFERENCE_NOW);
  const drift = (read(risk.OPTION_SLOPE) + read(risk.OPTION_CURVE) * move * 0.5) * move;
  const price = read(risk.OPTION_PRICE) + (drift + read(risk.OPTION_DECAY) * elapsed);
  return Math.max(price, 0);
}
