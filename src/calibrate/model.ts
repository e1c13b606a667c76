/** From estimates to a quoting model: gamma from what the operator wants, k and A from the tape. */
import type { InstrumentConfiguration } from '../config/index.js';
import {
  avellanedaStoikovOperatorUnits,
  avellanedaStoikovRiskAversion,
  type FlowOperatorUnits,
  gueantOperatorUnits,
  gueantRiskAversion,
  type InventoryPull,
} from '../models/index.js';

/** What a model is built on: estimates that are supported. */
export interface ModelBasis {
  /** Quote currency. */
  readonly referencePrice: number;
  /** Price per sqrt(second). */
  readonly sigma: number;
  /** 1/s. */
  readonly intensityA: number;
  /** 1/price. */
  readonly intensityK: number;
}

/** A model in both units, as a `model` section and as an operator reads it. */
export interface CalibratedModel {
  readonly type: 'avellanedaStoikov' | 'gueantLehalleFernandezTapia';
  /** 1/quote currency. */
  readonly gamma: number;
  /** What gamma follows from. */
  readonly pull: InventoryPull;
  readonly operatorUnits: FlowOperatorUnits;
  /** The `model` section of the instrument. */
  readonly section: Readonly<Record<string, unknown>>;
}

/** How hard the configured model pulls, when the operator says nothing else. */
export function configuredPull({ model, operatorUnits }: InstrumentConfiguration): InventoryPull {
  const bps = model.type === 'linear' ? model.inventorySkewBps : operatorUnits?.inventorySkewBps;
  return { inventorySkewBps: bps ?? DEFAULT_SKEW_BPS };
}

/** Of a model in model units without a reference. */
const DEFAULT_SKEW_BPS = 2;

/**
 * An Avellaneda-Stoikov model when the instrument has one, else the closed form of Gueant.
 *
 * @throws DomainError when no risk aversion pulls like that
 */
export function calibrateModel(
  instrument: InstrumentConfiguration,
  basis: ModelBasis,
  pull: InventoryPull,
): CalibratedModel {
  const { referencePrice, sigma, intensityA, intensityK } = basis;
  const { contract, multiplier, quoting, inventory, model } = instrument;
  const basePerSize = multiplier / (contract === 'inverse' ? referencePrice : 1);
  const sizes = {
    tradeSize: quoting.size * basePerSize,
    maxPosition: inventory.maxPosition * basePerSize,
  };
  const terms = { ...basis, ...sizes };
  const reference = { referencePrice, referenceSigma: sigma };
  if (model.type === 'avellanedaStoikov') {
    const { horizonSeconds, endTimeSeconds } = model;
    const tied = { ...terms, tau: horizonSeconds };
    const gamma = avellanedaStoikovRiskAversion(pull, tied);
    const operatorUnits = avellanedaStoikovOperatorUnits({ gamma, k: intensityK }, tied);
    const endTime = endTimeSeconds === null ? null : new Date(endTimeSeconds * 1000).toISOString();
    const section = {
      type: model.type,
      gamma,
      k: intensityK,
      horizonSeconds,
      endTime,
      ...reference,
    };
    return { type: model.type, gamma, pull, operatorUnits, section };
  }
  const xiMode = 'xi' in model && model.xi === 0 ? 'zero' : 'gamma';
  const gamma = gueantRiskAversion(pull, { ...terms, xiMode });
  const xi = xiMode === 'zero' ? 0 : gamma;
  const operatorUnits = gueantOperatorUnits({ gamma, xi, intensityK }, terms);
  const type = 'gueantLehalleFernandezTapia';
  const written = { xi: xiMode === 'zero' ? 0 : 'gamma', intensityA, intensityK };
  const section = { type, gamma, ...written, ...reference };
  return { type, gamma, pull, operatorUnits, section };
}
