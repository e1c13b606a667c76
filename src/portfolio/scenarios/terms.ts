/** What scenarios price: terms and present prices of a market, by columns. */
import * as codes from '../../../assembly/codes.js';
import * as at from '../../../assembly/layout.js';
import * as risk from '../../../assembly/risk-layout.js';
import type { Market } from '../types.js';

/** Options by column, in the order of instruments. */
export interface OptionTerms {
  readonly instrument: Int32Array;
  /** Quote currency. */
  readonly forward: Float64Array;
  readonly strike: Float64Array;
  readonly years: Float64Array;
  /** That of the last re-mark. */
  readonly volatility: Float64Array;
  /** Growth of the index up to the forward, continuously compounded, 1/year. */
  readonly growth: Float64Array;
  /** Discount rate, continuously compounded, 1/year; 0 of coin options. */
  readonly rate: Float64Array;
  /** 1 call, -1 put. */
  readonly sign: Float64Array;
  /** 1 when premium and payoff are in coin. */
  readonly isCoin: Float64Array;
}

/** One entry per instrument where not said otherwise. */
export interface ScenarioTerms {
  readonly count: number;
  /** Contract kinds by their codes. */
  readonly contract: Uint8Array;
  /** Per lot: base units, of inverse contracts quote currency. */
  readonly unit: Float64Array;
  /** Quote currency. */
  readonly mark: Float64Array;
  readonly settle: Int32Array;
  readonly underlying: Int32Array;
  /** Per asset: reporting currency per unit. */
  readonly rates: Float64Array;
  /** Per asset: the underlying that its rate moves with, -1 for none. */
  readonly rateUnderlying: Int32Array;
  readonly options: OptionTerms;
}

const FACTORS = codes.FACTORS_MAX;
const SECONDS_PER_DAY = 86_400;

/** A coin moves with the underlying of its name, or with the one whose collateral it is. */
function rateUnderlyings({ region, assets, underlyings }: Market): Int32Array {
  const byName = new Map(underlyings.map((symbol, place) => [symbol, place]));
  const found = Int32Array.from(assets, (symbol) => byName.get(symbol) ?? -1);
  const rows = Math.min(underlyings.length, region.capacity.underlyings);
  for (let underlying = 0; underlying < rows; underlying++) {
    const row = region.underlyingRow(underlying);
    const asset = region.float(row + risk.UNDERLYING_COLLATERAL) - 1;
    if (asset >= 0 && (found[asset] ?? 0) < 0) found[asset] = underlying;
  }
  return found;
}

function optionTerms({ region, instruments }: Market): OptionTerms {
  const held: { readonly instrument: number; readonly lane: number }[] = [];
  for (let instrument = 0; instrument < instruments.symbols.length; instrument++) {
    const slot = region.float(region.riskLane(instrument) + risk.RISK_OPTION) - 1;
    if (slot >= 0) held.push({ instrument, lane: region.optionLane(slot) });
  }
  const column = (offset: number) =>
    Float64Array.from(held, ({ lane }) => region.float(lane + offset));
  const expiries = held.map(({ lane }) =>
    region.expiryRow(region.float(lane + risk.OPTION_EXPIRY)),
  );
  const ofExpiry = (offset: number) =>
    Float64Array.from(expiries, (row) => region.float(row + offset));
  const years = ofExpiry(risk.EXPIRY_YEARS);
  const isCoin = column(risk.OPTION_COIN);
  return {
    instrument: Int32Array.from(held, ({ instrument }) => instrument),
    forward: ofExpiry(risk.EXPIRY_FORWARD),
    strike: column(risk.OPTION_STRIKE),
    years,
    volatility: column(risk.OPTION_VOLATILITY),
    growth: ofExpiry(risk.EXPIRY_CARRY).map((carry, place) =>
      (years[place] ?? 0) > 0 ? Math.log(carry) / (years[place] ?? 0) : 0,
    ),
    rate: ofExpiry(risk.EXPIRY_RATE).map((rate, place) => (isCoin[place] === 1 ? 0 : rate)),
    sign: column(risk.OPTION_SIGN),
    isCoin,
  };
}

/** Terms of every instrument of a market, its chains priced. */
export function scenarioTerms(market: Market): ScenarioTerms {
  const { region, instruments, assets } = market;
  const count = instruments.symbols.length;
  const lanes = Array.from({ length: count }, (_, instrument) => region.ledgerLane(instrument));
  const ofLedger = (offset: number) =>
    Float64Array.from(lanes, (lane) => region.float(lane + offset));
  const tickSize = ofLedger(at.LEDGER_TICK_SIZE);
  return {
    count,
    contract: Uint8Array.from(lanes, (lane) => region.float(lane + at.LEDGER_CONTRACT)),
    unit: ofLedger(at.LEDGER_UNIT),
    mark: tickSize.map(
      (tick, instrument) => tick * region.float(region.quoteLane(instrument) + at.QUOTE_MARK),
    ),
    settle: instruments.settle,
    underlying: instruments.underlying,
    rates: Float64Array.from(assets, (_, asset) =>
      region.float(region.assetRow(asset) + at.ASSET_RATE),
    ),
    rateUnderlying: rateUnderlyings(market),
    options: optionTerms(market),
  };
}

/** Factor model of underlyings over a day: that of the first instrument of each that has one. */
export interface UnderlyingFactors {
  /** Eight per underlying: return per standard deviation of a factor. */
  readonly loadings: Float64Array;
  /** Variance of the return that no factor explains. */
  readonly specific: Float64Array;
}

export function underlyingFactors({ region, instruments, underlyings }: Market): UnderlyingFactors {
  const loadings = new Float64Array(underlyings.length * FACTORS);
  const specific = new Float64Array(underlyings.length);
  const isKnown = new Uint8Array(underlyings.length);
  const perDay = Math.sqrt(SECONDS_PER_DAY);
  if (region.integer(region.state + at.BOOK_HAS_FACTORS) === 0) return { loadings, specific };
  instruments.underlying.forEach((underlying, instrument) => {
    if (isKnown[underlying] === 1) return;
    const lane = region.skewLane(instrument);
    const own = Array.from({ length: FACTORS }, (_, factor) =>
      region.float(lane + at.SKEW_LOADING + factor * at.VECTOR_BYTES),
    );
    const variance = region.float(lane + at.SKEW_IDIOSYNCRATIC);
    if (variance === 0 && own.every((loading) => loading === 0)) return;
    isKnown[underlying] = 1;
    specific[underlying] = variance * SECONDS_PER_DAY;
    own.forEach((loading, factor) => {
      loadings[underlying * FACTORS + factor] = loading * perDay;
    });
  });
  return { loadings, specific };
}
