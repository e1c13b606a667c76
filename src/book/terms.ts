/** Terms of a configured instrument as reports carry them. */
import type { InstrumentConfiguration } from '../config/index.js';
import type { InstrumentTerms } from './types.js';

/** @param index place in the configuration, which is the index in frames */
export function instrumentTerms(
  configuration: InstrumentConfiguration,
  index: number,
): InstrumentTerms {
  return {
    index,
    symbol: configuration.symbol,
    contract: configuration.contract,
    baseAsset: configuration.base,
    settleAsset: configuration.settle,
    feeAsset: configuration.feeAsset,
    tickSize: configuration.tickSize,
    lotSize: configuration.lotSize,
    multiplier: configuration.multiplier,
    minLots: configuration.lots.min,
    minNotional: configuration.minNotional,
    makerFee: configuration.makerFee,
    takerFee: configuration.takerFee,
  };
}
