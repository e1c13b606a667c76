/** Fill intensity straight from its definition: every order with the weight of its age. */
import type { Instrument } from './instrument.js';

export interface OracleIntensity {
  readonly code: string;
  readonly effectiveOrders: number;
  readonly intensityA: number;
  readonly intensityK: number;
  readonly dispersion: number;
}

/** What orders of one taker side say at `now`, ns since the epoch of the book. */
export function oracleIntensity(
  { estimators, terms }: Instrument,
  taker: number,
  now: number,
): OracleIntensity {
  const nothing = { intensityA: 0, intensityK: 0, dispersion: 0 };
  if (estimators === null) return { code: 'OFF', effectiveOrders: 0, ...nothing };
  const { halfLifeSeconds, minOrders, fromTicks, since } = estimators;
  const own = estimators.orders.filter((order) => order.taker === taker);
  const weights = own.map(({ time }) => 2 ** ((time - now) / 1e9 / halfLifeSeconds));
  const sum = (term: (weight: number, steps: number) => number): number =>
    weights.reduce((total, weight, index) => total + term(weight, own[index]?.steps ?? 0), 0);
  const orders = sum((weight) => weight);
  const squares = sum((weight) => weight * weight);
  const effectiveOrders = squares > 0 ? orders ** 2 / squares : 0;
  const age = (now - since) / 1e9;
  // The integral of the weights over the time since the first ticker.
  const exposure = ((1 - 2 ** (-age / halfLifeSeconds)) * halfLifeSeconds) / Math.LN2;
  if (!(effectiveOrders >= minOrders) || !(exposure > 0)) {
    return { code: 'THIN', effectiveOrders, ...nothing };
  }
  const mean = sum((weight, steps) => weight * steps) / orders;
  if (mean === 0) return { code: 'NO_DECAY', effectiveOrders, ...nothing };
  const variance = sum((weight, steps) => weight * (steps - mean) ** 2) / orders;
  // Geometric with mean m: the chance of a further step is m / (1 + m) = e^-k.
  const perTick = -Math.log(mean / (1 + mean));
  return {
    code: 'ESTIMATED',
    effectiveOrders,
    intensityA: (orders / exposure) * Math.exp(perTick * fromTicks),
    intensityK: perTick / terms.tickSize,
    dispersion: variance / (mean * (1 + mean)),
  };
}
