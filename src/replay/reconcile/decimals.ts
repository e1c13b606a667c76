/** Printed decimals: what a number in a file can and cannot say. */

/** Decimals of a printed number, zeros at the end aside: `1.50` has 1, `8.00E-05` has 5. */
export function decimalsOf(text: string): number {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const fraction = mantissa.split('.')[1]?.replace(/0+$/, '') ?? '';
  return Math.max(0, fraction.length - Number(exponent));
}

/** Most decimals of any of the numbers. */
export function maxDecimals(texts: Iterable<string>): number {
  let most = 0;
  for (const text of texts) most = Math.max(most, decimalsOf(text));
  return most;
}

/** Unit of the last of `digits` significant digits of a value; 0 for 0. */
export function lastDigit(value: number, digits: number): number {
  if (value === 0) return 0;
  return 10 ** (Math.floor(Math.log10(Math.abs(value))) + 1 - digits);
}

/** A count of steps as a quantity, without the noise that multiplying by 1e-5 brings. */
export function quantity(count: number, step: number): number {
  const perUnit = Math.round(1 / step);
  return Math.abs(perUnit * step - 1) < 1e-9 ? count / perUnit : count * step;
}
