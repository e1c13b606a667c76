/** What the book decided on hedging an underlying and why, and which hedges are under way. */
import * as hedge from '../../assembly/hedge-layout.js';
import * as at from '../../assembly/layout.js';
import * as risk from '../../assembly/risk-layout.js';
import { codeName, HEDGING_MODES } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import type { InstrumentTerms } from './types.js';

/** An instrument that may hedge, as of the last decision. */
export interface HedgeInstrumentReport {
  readonly instrument: number;
  readonly symbol: string;
  /** Base units per lot. */
  readonly deltaPerLot: number;
  readonly gammaPerLot: number;
  readonly vegaPerLot: number;
  /** Reporting currency per lot bought; null before any market. */
  readonly buyCostPerLot: number | null;
  readonly sellCostPerLot: number | null;
  /** Lots that there is room for. */
  readonly roomLots: { readonly sell: number; readonly buy: number };
  /** `USABLE`, or why it cannot hedge now, for example `IN_FLIGHT`. */
  readonly verdict: string;
}

/** What `Book.explainHedge` returns. Amounts are in base units and reporting currency. */
export interface HedgeExplanation {
  readonly underlying: number;
  readonly symbol: string;
  /** `off`, `band`, `whalleyWilmott`, `dealer` or `minimumVariance`. */
  readonly mode: string;
  /**
   * What the last decision did: a reason such as `BAND` when it hedged; else why it did not, for
   * example `INSIDE` (holding is cheaper), `IN_FLIGHT`, `RATE_LIMITED`; `OFF` before any.
   */
  readonly action: string;
  readonly isHedged: boolean;
  /** Nanoseconds since the epoch; null before any. */
  readonly decidedNs: bigint | null;
  /** Delta with everything in flight, after the hedges of the decision. */
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly targetDelta: number;
  readonly targetGamma: number;
  readonly targetVega: number;
  /** Band of delta inside which nothing is traded; null without a bound. */
  readonly bandLow: number | null;
  readonly bandHigh: number | null;
  /** Delta that the decision wanted to trade. */
  readonly wantedDelta: number;
  /** Expected cost of trading it (inside the band: all of the distance to the target). */
  readonly payCost: number | null;
  /** Risk cost of not trading it, by the mode's own measure; null when it has none. */
  readonly holdCost: number | null;
  readonly hedgesSent: number;
  readonly instruments: readonly HedgeInstrumentReport[];
}

/** A hedge that is under way. */
export interface OpenHedge {
  readonly hedgeId: number;
  readonly instrument: number;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly sizeLots: number;
  /** Lots of it that have arrived as fills. */
  readonly filledLots: number;
  readonly sentNs: bigint;
  /** `OPEN`, or `UNCONFIRMED` when its end is overdue and the instrument hedges no more. */
  readonly state: 'OPEN' | 'UNCONFIRMED';
  readonly positionLots: number;
  /** Position once all of it has arrived. */
  readonly expectedLots: number;
}

/** Null for what is not bounded or not known. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function timeOf(region: BookRegion, now: number): bigint {
  return region.long(region.state + at.BOOK_EPOCH_NS) + BigInt(Math.round(now));
}

function slotReport(
  region: BookRegion,
  slot: number,
  instruments: readonly InstrumentTerms[],
): HedgeInstrumentReport {
  const read = (offset: number): number => region.float(slot + offset);
  const instrument = read(hedge.HEDGE_SLOT_INSTRUMENT) - 1;
  const verdict = read(hedge.HEDGE_SLOT_VERDICT);
  return {
    instrument,
    symbol: instruments[instrument]?.symbol ?? '',
    deltaPerLot: read(hedge.HEDGE_SLOT_DELTA),
    gammaPerLot: read(hedge.HEDGE_SLOT_GAMMA),
    vegaPerLot: read(hedge.HEDGE_SLOT_VEGA),
    buyCostPerLot: finite(read(hedge.HEDGE_SLOT_BUY_COST)),
    sellCostPerLot: finite(read(hedge.HEDGE_SLOT_SELL_COST)),
    roomLots: { sell: 0 - read(hedge.HEDGE_SLOT_LOW), buy: read(hedge.HEDGE_SLOT_HIGH) },
    verdict: verdict === 0 ? 'USABLE' : codeName(verdict, 'hedge'),
  };
}

/** The last decision on an underlying. */
export function explainHedge(
  region: BookRegion,
  underlying: number,
  symbol: string,
  instruments: readonly InstrumentTerms[],
): HedgeExplanation {
  const row = region.underlyingRow(underlying);
  const read = (offset: number): number => region.float(row + offset);
  const slots = Array.from(
    { length: read(hedge.HEDGE_ROW_COUNT) },
    (_, index) => row + hedge.HEDGE_ROW_SLOTS + index * hedge.HEDGE_SLOT_BYTES,
  );
  const action = codeName(read(hedge.HEDGE_ROW_ACTION), 'hedge');
  return {
    underlying,
    symbol,
    mode: HEDGING_MODES[read(hedge.HEDGE_ROW_MODE)] ?? 'off',
    action,
    isHedged: HEDGED.has(action),
    decidedNs: action === 'OFF' ? null : timeOf(region, read(hedge.HEDGE_ROW_ACTION_NOW)),
    delta: read(hedge.HEDGE_ROW_DELTA),
    gamma: read(hedge.HEDGE_ROW_GAMMA),
    vega: read(hedge.HEDGE_ROW_VEGA),
    targetDelta: read(hedge.HEDGE_ROW_TARGET_DELTA),
    targetGamma: read(hedge.HEDGE_ROW_TARGET_GAMMA),
    targetVega: read(hedge.HEDGE_ROW_TARGET_VEGA),
    bandLow: finite(read(hedge.HEDGE_ROW_LOW)),
    bandHigh: finite(read(hedge.HEDGE_ROW_HIGH)),
    wantedDelta: read(hedge.HEDGE_ROW_WANTED),
    payCost: finite(read(hedge.HEDGE_ROW_PAY)),
    holdCost: finite(read(hedge.HEDGE_ROW_HOLD)),
    hedgesSent: read(hedge.HEDGE_ROW_SENT),
    instruments: slots.map((slot) => slotReport(region, slot, instruments)),
  };
}

/** Actions that sent something. */
const HEDGED = new Set(['BAND', 'DEALER', 'MINIMUM_VARIANCE', 'TARGET']);

/** Hedges under way, by instrument. */
export function openHedges(
  region: BookRegion,
  instruments: readonly InstrumentTerms[],
): readonly OpenHedge[] {
  return instruments.flatMap(({ index, symbol }): OpenHedge[] => {
    const lane = region.riskLane(index);
    const read = (offset: number): number => region.float(lane + offset);
    const hedgeId = read(hedge.HEDGE_LANE_ID);
    if (hedgeId === 0) return [];
    const lots = read(hedge.HEDGE_LANE_LOTS);
    const isOverdue = read(hedge.HEDGE_LANE_STATE) === hedge.HEDGE_STATE_UNCONFIRMED;
    return [
      {
        hedgeId,
        instrument: index,
        symbol,
        side: lots > 0 ? 'buy' : 'sell',
        sizeLots: Math.abs(lots),
        filledLots: Math.abs(lots - read(hedge.HEDGE_LANE_IN_FLIGHT)),
        sentNs: timeOf(region, read(hedge.HEDGE_LANE_SENT_NOW)),
        state: isOverdue ? 'UNCONFIRMED' : 'OPEN',
        positionLots: read(risk.RISK_LOTS),
        expectedLots: read(hedge.HEDGE_LANE_EXPECTED),
      },
    ];
  });
}
