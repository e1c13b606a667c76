/** Sizes of the configuration as whole lots. */

// A size and a lot size written in decimal are each half a unit in the last place off; a millionth
// of a lot at a thousand lots, never more than a tenth of a lot.
const RELATIVE_SLACK = 1e-9;
const SLACK_LOTS_MAX = 0.1;

/** The whole number of lots in a size; null when the size is not a multiple of the lot size. */
export function wholeLots(size: number, lotSize: number): number | null {
  const lots = size / lotSize;
  const whole = Math.round(lots);
  const slack = Math.min(RELATIVE_SLACK * Math.abs(lots), SLACK_LOTS_MAX);
  // Adding 0 turns -0 into 0, which frames encode as an integer.
  return Math.abs(lots - whole) <= slack ? whole + 0 : null;
}
