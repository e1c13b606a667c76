/** What exposure reports say (docs/semantics.md 10). "Quote" is the currency of the index. */

/** Options of one expiry, as of their last re-mark and the fills since. */
export interface ExpiryExposure {
  readonly expiry: number;
  readonly symbol: string;
  /** Base units. */
  readonly optionDelta: number;
  /** Quote per 1.00 of volatility. */
  readonly vega: number;
}

/** What the book holds of one underlying. Null: it takes an index price and there is none yet. */
export interface ExposureReport {
  readonly underlying: number;
  readonly symbol: string;
  /** Index price, quote; null before any. */
  readonly index: number | null;
  /** Since the index was last said, ns; null before any. */
  readonly indexAgeNs: number | null;
  /** Delta of all contracts, base units. */
  readonly contractDelta: number | null;
  /** Equity of the collateral account, base units (coin); 0 without one. */
  readonly collateralDelta: number;
  /** Both together: change of the book's value in quote per unit of the index. */
  readonly delta: number | null;
  /** delta x index, quote. */
  readonly dollarDelta: number | null;
  /** Base units per quote of index. */
  readonly gamma: number;
  /** Change of `dollarDelta` by gamma when the index moves 1 %: gamma x index^2 / 100. */
  readonly dollarGamma: number | null;
  /** Quote per 1.00 of volatility. */
  readonly vega: number;
  /** By expiry, those with options. */
  readonly expiries: readonly ExpiryExposure[];
  /** Quote per day. */
  readonly thetaPerDay: number;
  /** Base units per 1.00 of volatility. */
  readonly vanna: number;
  /** Quote per 1.00 of volatility squared. */
  readonly volga: number;
  /** `delta` if every open order that adds to it, or takes off from it, were filled, base units. */
  readonly worstDelta: { readonly up: number | null; readonly down: number | null };
  /** `vega` likewise. */
  readonly worstVega: { readonly up: number; readonly down: number };
  /** Contracts that are no options, at the index: signed, quote. */
  readonly netNotional: number | null;
  /** The same by size. */
  readonly grossNotional: number | null;
  /** What the options held are on, at the index, by size, quote. */
  readonly optionNotional: number | null;
  /** (grossNotional + optionNotional) / equity of the book; null when equity is not above 0. */
  readonly leverage: number | null;
}

/** One asset of the book. */
export interface AssetExposure {
  readonly asset: number;
  readonly symbol: string;
  /** Cash and PnL of what settles in it, asset. */
  readonly equity: number;
  /** Gross notional of what settles in it at the marks, asset. */
  readonly grossNotional: number;
  /** Reporting currency per unit. */
  readonly rate: number;
}

/** The sum over underlyings, whose indexes are in reporting currency. Null: one of them is not known. */
export interface BookExposure {
  readonly dollarDelta: number | null;
  readonly dollarGamma: number | null;
  readonly vega: number;
  readonly thetaPerDay: number;
  readonly netNotional: number | null;
  readonly grossNotional: number | null;
  readonly optionNotional: number | null;
  readonly leverage: number | null;
}

/** Exposures at every level. */
export interface ExposuresReport {
  readonly book: BookExposure;
  readonly underlyings: readonly ExposureReport[];
  readonly assets: readonly AssetExposure[];
  /** Exposure to each factor of whole-book skew, reporting currency x loading; empty without. */
  readonly factors: readonly number[];
}
