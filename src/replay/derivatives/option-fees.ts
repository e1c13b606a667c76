/** Fees of option trades as venues of coin options charge them. */
import type { DerivativesPort } from './derivatives-port.js';

/** A share of what the option is on, at most a share of its premium. */
export interface OptionFeeTerms {
  readonly ofUnderlying: number;
  readonly mostOfPremium: number;
}

/** What a fill frame says about its fee. */
export interface FillFee {
  readonly fee: number;
  readonly feeAsset: number;
}

/** Fee of a fill, settle asset; null where the instrument's own rate counts. */
export function optionFee(
  book: DerivativesPort,
  { ofUnderlying, mostOfPremium }: OptionFeeTerms,
  instrument: number,
  priceTicks: number,
  lots: number,
): FillFee | null {
  const terms = book.instruments[instrument];
  const option = book.option(instrument);
  if (terms === undefined || option === null) return null;
  const perUnit = ofUnderlying * (terms.contract === 'inverseOption' ? 1 : option.index);
  const most = mostOfPremium * priceTicks * terms.tickSize;
  const units = lots * terms.lotSize * terms.multiplier;
  return { fee: units * Math.min(perUnit, most), feeAsset: book.assets.indexOf(terms.settleAsset) };
}
