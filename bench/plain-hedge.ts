/** The decision on 8 hedge instruments in plain TypeScript: costs, curvature, coordinate descent. */

/** A hedge instrument: greeks of a lot, market and fees. */
export interface PlainInstrument {
  readonly greeks: readonly [delta: number, gamma: number, vega: number];
  readonly bid: number;
  readonly ask: number;
  /** Quote currency per lot and tick. */
  readonly valuePerTick: number;
  readonly takerFee: number;
}

/** Covariance of what moves delta, gamma and vega, times the risk aversion. */
type Covariance = readonly (readonly number[])[];

const SWEEPS = 64;
const LOTS_TOLERANCE = 1e-6;

const form = (a: readonly number[], covariance: Covariance, b: readonly number[]): number =>
  a.reduce(
    (sum, left, row) =>
      sum +
      left * b.reduce((own, right, column) => own + (covariance[row]?.[column] ?? 0) * right, 0),
    0,
  );

/** Lots to trade of every instrument. */
export function plainHedge(
  instruments: readonly PlainInstrument[],
  exposures: readonly number[],
  covariance: Covariance,
): readonly number[] {
  const costs = instruments.map(({ bid, ask, valuePerTick, takerFee }) => {
    const mid = (bid + ask) / 2;
    return ((ask - bid) / 2 / mid + takerFee) * valuePerTick * mid;
  });
  const curvature = instruments.map((one) =>
    instruments.map((other) => form(one.greeks, covariance, other.greeks)),
  );
  const slopes = instruments.map((one) => form(one.greeks, covariance, exposures));
  const order = instruments
    .map((_, index) => index)
    .sort((a, b) => price(costs, curvature, a) - price(costs, curvature, b));
  const lots = instruments.map(() => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let largest = 0;
    for (const index of order) {
      const before = lots[index] ?? 0;
      const own = curvature[index]?.[index] ?? 0;
      const others = lots.reduce(
        (sum, other, column) => sum + (curvature[index]?.[column] ?? 0) * other,
        (slopes[index] ?? 0) - own * before,
      );
      const excess = Math.max(Math.abs(others) - (costs[index] ?? 0), 0);
      lots[index] = (-Math.sign(others) * excess) / own;
      largest = Math.max(largest, Math.abs((lots[index] ?? 0) - before));
    }
    if (largest <= LOTS_TOLERANCE) break;
  }
  return lots.map(Math.trunc);
}

function price(
  costs: readonly number[],
  curvature: readonly (readonly number[])[],
  index: number,
): number {
  return (costs[index] ?? 0) / Math.sqrt(curvature[index]?.[index] ?? 1);
}
