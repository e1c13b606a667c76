/**
 * Fill intensity that levels off near the fair value, lambda / (1 + e^(alpha + beta delta)), and the
 * best quote under it for a dealer who is not averse to non-execution (xi = 0). Used for requests
 * for quote: Baldacci, Bergault and Gueant (arXiv:1907.12433), Barzykin, Bergault and Gueant
 * (arXiv:2106.06974).
 */
import { finiteResult, requireFinite, requirePositive } from '../domain.js';

/** Parameters of the intensity. */
export interface LogisticIntensity {
  /** Rate far inside the fair value, 1/time, above 0. */
  readonly lambda: number;
  /** e^alpha is the odds that a quote at the fair value is not filled. */
  readonly alpha: number;
  /** Steepness, 1/price, above 0. */
  readonly beta: number;
}

/** Arguments of {@link logisticResponse}. */
export interface LogisticInput extends LogisticIntensity {
  /** Value that a fill costs per base unit, price; below 0 when the fill is welcome. */
  readonly cost: number;
  /** Size of one fill in base units, above 0. */
  readonly tradeSize: number;
}

/** The best quote against a cost p, and what it earns: H(p) = D sup Lambda(delta) (delta - p). */
export interface LogisticResponse {
  /** y with y + ln y = -1 - alpha - beta p; the odds of a fill at the best quote. */
  readonly fillOdds: number;
  /** Best distance from the fair value, price. */
  readonly delta: number;
  /** Fills per unit of time at the best quote. */
  readonly fillRate: number;
  /** H(p), quote currency per time. */
  readonly earningRate: number;
  /** H'(p), base units per time, 0 or less. */
  readonly earningSlope: number;
  /** H''(p), base units per time and price, 0 or more. */
  readonly earningCurvature: number;
}

/** Steps of Halley's method; from its start here two or three are needed. */
const HALLEY_STEPS_MAX = 6;
/** A step this small, relative, has trebled its digits to all there are. */
const LAST_STEP = 1e-5;

/**
 * y > 0 with y + ln y = u: Lambert's W of e^u, without e^u where that would overflow. Up to u = 1
 * as y = e^u e^-y, which keeps the digits of a small y, from a rational start; above in logarithms.
 */
function lambertOfExp(u: number): number {
  const whole = Math.exp(Math.min(u, 1));
  let y =
    u <= 1
      ? (whole * (1 + (4 / 3) * whole)) / (1 + whole * (7 / 3 + (5 / 6) * whole))
      : u - Math.log(u);
  for (let step = 0; step < HALLEY_STEPS_MAX; step += 1) {
    let change: number;
    if (u <= 1) {
      const image = whole * Math.exp(-y);
      const excess = y - image;
      change = excess / (1 + image + (excess * image) / (2 + 2 * image));
    } else {
      const excess = y + Math.log(y) - u;
      change = (y * excess) / (1 + y + excess / (2 + 2 * y));
    }
    y -= change;
    if (Math.abs(change) <= LAST_STEP * y) break;
  }
  return y;
}

/** What the solver of the value equation asks for, at every level in every step. */
export function logisticEarning(
  { lambda, alpha, beta }: LogisticIntensity,
  cost: number,
  tradeSize: number,
): Pick<LogisticResponse, 'earningRate' | 'fillRate'> {
  const y = lambertOfExp(-1 - alpha - beta * cost);
  return { earningRate: (tradeSize * lambda * y) / beta, fillRate: lambda * (y / (1 + y)) };
}

/** {@link logisticResponse} without checks. */
export function bestLogisticQuote(
  { lambda, alpha, beta }: LogisticIntensity,
  cost: number,
  tradeSize: number,
): LogisticResponse {
  const y = lambertOfExp(-1 - alpha - beta * cost);
  const fillRate = lambda * (y / (1 + y));
  return {
    fillOdds: y,
    // Far inside the fair value both forms of delta are large; the smaller terms are added.
    delta: y < 1 ? cost + (1 + y) / beta : -(alpha + Math.log(y)) / beta,
    fillRate,
    earningRate: (tradeSize * lambda * y) / beta,
    earningSlope: -tradeSize * fillRate,
    earningCurvature: (tradeSize * fillRate * beta) / (1 + y) ** 2,
  };
}

/**
 * Best quote against a cost, with y + ln y = u, u = -1 - alpha - beta p: delta = p + (1 + y) / beta,
 * fills lambda y / (1 + y), H = D lambda y / beta, H' = -D fills, H'' = D lambda beta y / (1 + y)^3.
 *
 * @throws DomainError when an argument is outside its range or the result overflows
 */
export function logisticResponse(input: LogisticInput): LogisticResponse {
  const { lambda, alpha, beta, cost, tradeSize } = input;
  requirePositive({ lambda, beta, tradeSize });
  requireFinite({ alpha, cost });
  return finiteResult('logisticResponse', bestLogisticQuote(input, cost, tradeSize));
}
