/** Skew models with parameters in the ranges in which desks use them, and beyond. */
import { CONTRACT_INVERSE, MAX_NUMBER } from '../../assembly/codes.js';
import { EPOCH, SECOND } from '../oracle/driver.js';
import type { Draws } from './draws.js';

export type ModelSetup =
  | {
      readonly type: 'linear';
      readonly halfSpreadBps: number;
      readonly volatilityMultiplier: number;
      readonly inventorySkewBps: number;
    }
  | {
      readonly type: 'avellanedaStoikov';
      readonly gamma: number;
      readonly k: number;
      readonly horizonSeconds: number;
      readonly tradeSize: number;
      readonly referencePrice: number;
      readonly endTimeSeconds: number | null;
    }
  | {
      readonly type: 'gueantLehalleFernandezTapia';
      readonly gamma: number;
      readonly xi: number;
      readonly intensityA: number;
      readonly intensityK: number;
      readonly tradeSize: number;
      readonly referencePrice: number;
    }
  | {
      readonly type: 'gueantLehalleFernandezTapiaExact';
      readonly gamma: number;
      readonly xi: number;
      readonly intensityA: number;
      readonly intensityK: number;
      readonly drift: number;
      readonly impact: number;
      readonly referenceSigma: number;
      readonly tradeSize: number;
      readonly referencePrice: number;
    }
  | {
      readonly type: 'carteaJaimungal';
      readonly buyOrderRate: number;
      readonly sellOrderRate: number;
      readonly kappa: number;
      readonly phi: number;
      readonly horizonSeconds: number;
      readonly alpha: number;
      readonly tradeSize: number;
      readonly referencePrice: number;
    };

export type TableModelSetup = Extract<ModelSetup, { type: `${string}Exact` | 'carteaJaimungal' }>;
export type CoefficientModelSetup = Exclude<ModelSetup, TableModelSetup>;

export function isTableModel(model: ModelSetup): model is TableModelSetup {
  return model.type === 'gueantLehalleFernandezTapiaExact' || model.type === 'carteaJaimungal';
}

/** Fills from the target to the limit, at most. */
const FILLS_TO_LIMIT = 12;

interface Terms {
  readonly contract: number;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly midTicks: number;
}

/** Any model; a table reaches the limit in a few fills. */
export function drawAnyModel(
  draw: Draws,
  terms: Terms,
  quoteLots: number,
  maxPositionLots: number,
): ModelSetup {
  if (!draw.chance(0.3)) return drawModel(draw, terms, quoteLots);
  const referencePrice = terms.midTicks * terms.tickSize;
  const unit = terms.lotSize * terms.multiplier;
  const unitBase = terms.contract === CONTRACT_INVERSE ? unit / referencePrice : unit;
  const stepLots = Math.ceil((2 * maxPositionLots) / draw.whole(2, FILLS_TO_LIMIT));
  const tradeSize = stepLots * unitBase;
  const decay = 1 / (referencePrice * draw.log(1e-5, 1e-2));
  const rate = draw.log(0.1, 10);
  if (draw.chance(0.5)) {
    return {
      type: 'carteaJaimungal',
      buyOrderRate: rate,
      sellOrderRate: rate * draw.log(0.5, 2),
      kappa: decay,
      phi: draw.log(1e-6, 1e-1) / decay,
      horizonSeconds: draw.pick([60, 0, 5]),
      alpha: draw.pick([0, 0.1]) / decay,
      tradeSize,
      referencePrice,
    };
  }
  const gamma = Math.min(MAX_NUMBER, (draw.log(1e-6, 1) * decay) / tradeSize);
  return {
    type: 'gueantLehalleFernandezTapiaExact',
    gamma,
    xi: draw.pick([gamma, 0]),
    intensityA: rate,
    intensityK: decay,
    drift: draw.pick([0, 0.01]) / decay,
    impact: draw.pick([0, 0.2]) / decay,
    referenceSigma: draw.log(1e-2, 1) / decay,
    tradeSize,
    referencePrice,
  };
}

export function drawModel(draw: Draws, terms: Terms, quoteLots: number): CoefficientModelSetup {
  const type = draw.pick(['linear', 'avellanedaStoikov', 'gueantLehalleFernandezTapia'] as const);
  if (type === 'linear') {
    return {
      type,
      halfSpreadBps: draw.pick([10, 0, 1.5, 80]),
      volatilityMultiplier: draw.pick([0, 0.5, 3]),
      inventorySkewBps: draw.pick([20, 0, 3.3, 100]),
    };
  }
  const referencePrice = terms.midTicks * terms.tickSize;
  const unit = terms.lotSize * terms.multiplier;
  const unitBase = terms.contract === CONTRACT_INVERSE ? unit / referencePrice : unit;
  const tradeSize = quoteLots * unitBase;
  const k = 1 / (referencePrice * draw.log(1e-5, 1e-2));
  const aversion = Math.min(MAX_NUMBER, (draw.log(1e-8, 1e3) * k) / tradeSize);
  const gamma = draw.chance(0.1) ? 0 : aversion;
  if (type === 'avellanedaStoikov') {
    const horizonSeconds = draw.pick([60, 0, 3600]);
    const end = Number(EPOCH / SECOND) + draw.whole(0, 7200);
    const endTimeSeconds = draw.chance(0.5) ? end : null;
    return { type, gamma, k, horizonSeconds, tradeSize, referencePrice, endTimeSeconds };
  }
  const xi = draw.pick([gamma, 0, gamma * 0.1]);
  const intensityA = draw.log(0.01, 10);
  return { type, gamma, xi, intensityA, intensityK: k, tradeSize, referencePrice };
}
