/** Increments in which the decimal quantities and prices of a vector are whole. */

/** Lots a quantity may need before it is counted in decimals: the engine holds fewer than 2^50. */
const LOTS_MAX = 2 ** 40;

function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return fraction.length - Number(exponent);
}

/** Power of ten in which every value is whole. */
export function decimalStep(values: readonly number[]): number {
  return Number(`1e-${Math.max(0, ...values.map(decimals))}`);
}

/** Power of two in which every quantity is whole, or of ten where that gives too many lots. */
export function lotStep(quantities: readonly number[]): number {
  let step = 1;
  while (!quantities.every((quantity) => Number.isInteger(quantity / step))) step /= 2;
  const lots = Math.max(0, ...quantities.map((quantity) => Math.abs(quantity) / step));
  return lots <= LOTS_MAX ? step : decimalStep(quantities);
}
