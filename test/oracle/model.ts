/** The eight coefficients of each skew model, as section 7 of the contract writes them. */

export interface ModelCoefficients {
  readonly hConst: number;
  readonly hFair: number;
  readonly hSigma: number;
  readonly hVar: number;
  readonly sFair: number;
  readonly sSigma: number;
  readonly sVar: number;
  /** Seconds. */
  readonly horizon: number;
  /** Seconds since the epoch; Infinity rolls for ever. */
  readonly endTimeSeconds: number;
}

/** What an instrument with a quote table has: the table says all. */
export const TABLE_COEFFICIENTS: ModelCoefficients = {
  hConst: 0,
  hFair: 0,
  hSigma: 0,
  hVar: 0,
  sFair: 0,
  sSigma: 0,
  sVar: 0,
  horizon: 0,
  endTimeSeconds: Number.POSITIVE_INFINITY,
};

const NONE = TABLE_COEFFICIENTS;

export function linearModel(
  halfSpreadBps: number,
  volatilityMultiplier: number,
  inventorySkewBps: number,
): ModelCoefficients {
  return {
    ...NONE,
    hFair: halfSpreadBps * 1e-4,
    hSigma: volatilityMultiplier,
    sFair: inventorySkewBps * 1e-4,
  };
}

export interface AvellanedaStoikov {
  readonly gamma: number;
  readonly k: number;
  readonly tradeSize: number;
  readonly horizonSeconds: number;
  readonly endTimeSeconds: number;
}

export function avellanedaStoikovModel(
  parameters: AvellanedaStoikov,
  tickSize: number,
  unitBase: number,
): ModelCoefficients {
  const { gamma, k, tradeSize } = parameters;
  return {
    ...NONE,
    hConst: closedHalfSpread((gamma * tradeSize) / k, k) / tickSize,
    hVar: ((gamma * tradeSize) / 2) * tickSize,
    sVar: gamma * unitBase * tickSize,
    horizon: parameters.horizonSeconds,
    endTimeSeconds: parameters.endTimeSeconds,
  };
}

export interface Gueant {
  readonly gamma: number;
  readonly xi: number;
  readonly A: number;
  readonly k: number;
  readonly tradeSize: number;
}

export function gueantModel(
  parameters: Gueant,
  tickSize: number,
  unitBase: number,
): ModelCoefficients {
  const { gamma, xi, A, k, tradeSize } = parameters;
  const y = (xi * tradeSize) / k;
  const inverseC = y === 0 ? Math.E : exponential(Math.log1p(y) + Math.log1p(y) / y);
  const c2 = Math.sqrt((gamma / (2 * A * tradeSize * k)) * inverseC);
  return {
    ...NONE,
    hConst: closedHalfSpread(y, k) / tickSize,
    hSigma: (tradeSize / 2) * c2,
    sSigma: c2 * unitBase,
  };
}

/** ln(1+y)/y / k, with its limit at 0. */
function closedHalfSpread(y: number, k: number): number {
  return y === 0 ? 1 / k : Math.log1p(y) / y / k;
}

function exponential(z: number): number {
  return 1 + Math.expm1(z);
}
