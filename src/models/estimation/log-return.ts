/** Logarithmic return of a price. */

/** ln(to / from) for prices above 0; near 1 the quotient would lose the digits of the change. */
export function logReturn(from: number, to: number): number {
  const change = to - from;
  return Math.abs(change) < from / 2 ? Math.log1p(change / from) : Math.log(to / from);
}

/** Logarithmic returns of neighbouring prices; one entry fewer than prices. */
export function logReturns(prices: readonly number[]): number[] {
  const returns: number[] = [];
  let before: number | undefined;
  for (const price of prices) {
    if (before !== undefined) returns.push(logReturn(before, price));
    before = price;
  }
  return returns;
}
