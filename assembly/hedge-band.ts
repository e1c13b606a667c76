// Where trading begins to pay, one exposure at a time (docs/semantics.md 12). Pure functions.

const SMALLEST_NORMAL: f64 = 2.2250738585072014e-308;
const SCALE_UP: f64 = 5846006549323611672814739330865132078623730171904.0; // 2^162
const SCALE_DOWN: f64 = 5.551115123125783e-17; // 2^-54

// Cube root of x >= 0: a third of the exponent, then three steps of Halley, each of which triples the
// digits that are right. Within 1 ulp; 0 and infinity are exact.
export function cubeRoot(x: f64): f64 {
  if (x == 0 || x == Infinity) return x;
  if (x < SMALLEST_NORMAL) return cubeRoot(x * SCALE_UP) * SCALE_DOWN;
  let root = reinterpret<f64>(reinterpret<u64>(x) / 3 + ((<u64>715094163) << 32));
  for (let step = 0; step < 3; step++) {
    const other = x / (root * root);
    root += root * ((other - root) / (root + root + other));
  }
  return root;
}

// Half-width of the no-trade band of Whalley and Wilmott 1997, base units.
export function whalleyWilmottHalfWidth(
  discount: f64,
  costRate: f64,
  price: f64,
  gamma: f64,
  riskAversion: f64,
): f64 {
  return cubeRoot((1.5 * discount * costRate * price * gamma * gamma) / riskAversion);
}

// Inventory up to which a dealer with the value function -a q^2 trades nothing outside: Barzykin, Bergault
// and Gueant 2023. Infinite when the impact outweighs the penalty.
export function internalisationThreshold(psi: f64, impact: f64, penalty: f64): f64 {
  const pull = 2 * penalty - impact;
  return pull > 0 ? psi / pull : Infinity;
}

// Rate at which such a dealer trades outside, units per time: the sign is that of the marginal value.
export function dealerRate(marginalValue: f64, psi: f64, eta: f64): f64 {
  const excess = Math.abs(marginalValue) - psi;
  if (!(excess > 0)) return 0;
  return marginalValue > 0 ? excess / (2 * eta) : -excess / (2 * eta);
}

// Minimiser of curvature x^2 / 2 + slope x + the cost of |x|, which may differ by side.
export function softThreshold(curvature: f64, slope: f64, buyCost: f64, sellCost: f64): f64 {
  if (slope < -buyCost) return -(slope + buyCost) / curvature;
  if (slope > sellCost) return -(slope - sellCost) / curvature;
  return 0;
}
