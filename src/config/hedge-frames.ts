/** Hedging of a configuration as frames. */
import { HEDGING_MODES } from '../frames/index.js';
import type { ConfigurationFrame } from './configuration-frames.js';
import type { HedgeInput } from './hedge-schema.js';
import { wholeLots } from './lots.js';
import type { BookConfiguration, InstrumentConfiguration } from './types.js';

const SECONDS_PER_YEAR = 365 * 86_400;

/** Instruments first, so that the first decision knows all of them. */
export function hedgeFrames({
  instruments,
  underlyings,
}: BookConfiguration): readonly ConfigurationFrame[] {
  return [
    ...instruments.flatMap(instrumentFrames),
    ...underlyings.flatMap(({ hedge }, row) => (hedge === null ? [] : [hedgeFrame(hedge, row)])),
  ];
}

function instrumentFrames(
  { hedge, lotSize }: InstrumentConfiguration,
  index: number,
): readonly ConfigurationFrame[] {
  if (hedge === undefined) return [];
  const { halfSpreadBps = null, impactBpsPerLot, carryBps, settleSeconds, confirmSeconds } = hedge;
  const maxLots = wholeLots(hedge.maxSize, lotSize) ?? 0;
  const values = [
    index,
    1,
    halfSpreadBps,
    impactBpsPerLot,
    carryBps,
    maxLots,
    settleSeconds,
    confirmSeconds,
  ];
  return [{ name: 'setHedgeInstrument', values }];
}

function hedgeFrame(hedge: HedgeInput, row: number): ConfigurationFrame {
  const { targetDelta, aggressiveness, minIntervalSeconds, maxDelta } = hedge;
  const [targetGamma, targetVega] =
    hedge.mode === 'minimumVariance' ? [hedge.targetGamma, hedge.targetVega] : [0, 0];
  const values = [
    row,
    HEDGING_MODES.indexOf(hedge.mode),
    ...parametersOf(hedge),
    targetDelta,
    targetGamma,
    targetVega,
    aggressiveness,
    minIntervalSeconds,
    maxDelta,
  ];
  return { name: 'setHedge', values };
}

/** a to d of the frame. */
function parametersOf(hedge: HedgeInput): readonly [number, number, number, number] {
  switch (hedge.mode) {
    case 'band':
      return [hedge.halfWidth, 0, 0, 0];
    case 'whalleyWilmott': {
      const years = hedge.horizonSeconds / SECONDS_PER_YEAR;
      return [hedge.riskAversion, Math.exp(-hedge.rate * years), 0, 0];
    }
    case 'dealer': {
      const { proportionalCost, quadraticCost, permanentImpact, inventoryPenalty } = hedge;
      return [proportionalCost, quadraticCost, permanentImpact, inventoryPenalty];
    }
    case 'minimumVariance': {
      const root = Math.sqrt(hedge.horizonSeconds / SECONDS_PER_YEAR);
      const { riskAversion, volatility, volatilityOfVolatility, correlation } = hedge;
      return [riskAversion, volatility * root, volatilityOfVolatility * root, correlation];
    }
  }
}
