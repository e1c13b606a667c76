/** Made-up positions as SQL of DuckDB, with the macros of the market. */

/** How many rows. */
export interface PositionsShape {
  readonly positions: number;
  readonly portfolios: number;
  readonly instruments: number;
}

/** Strides by which portfolios walk through the instruments. */
const STRIDES = 64;

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}

/** Without a common divisor with the instruments: no portfolio meets one twice. */
function stridesOf(instruments: number): readonly number[] {
  const strides: number[] = [];
  for (let next = Math.floor(instruments * 0.618); strides.length < STRIDES; next++) {
    if (greatestCommonDivisor(next, instruments) === 1) strides.push(next);
  }
  return strides;
}

/**
 * The table of POSITION_COLUMNS. Rows of portfolios take turns and instruments are far apart, so that
 * neither is near the one of the row before.
 *
 * @throws RangeError for more positions than pairs of portfolio and instrument
 */
export function positionsQuery(shape: PositionsShape): string {
  const { positions, portfolios, instruments } = shape;
  if (positions > portfolios * instruments) {
    throw new RangeError(`${positions} positions of ${portfolios} portfolios x ${instruments}`);
  }
  const strides = stridesOf(instruments);
  const placed = `SELECT row, p, ((dice(p, 7) * ${instruments})::BIGINT
      + (row // ${portfolios}) * [${strides.join(', ')}][1 + p % ${STRIDES}]) % ${instruments} AS i
    FROM (SELECT row, row % ${portfolios} AS p FROM range(${positions}) AS rows(row))`;
  // A row in seven has no average entry, most have open orders on one side at least.
  return `SELECT printf('desk-%04d', p) AS portfolio, symbol(i) AS instrument,
    floor(2400 * (dice(row, 8) + dice(row, 9) - 1)) * lot(i)::DOUBLE AS position,
    CASE WHEN dice(row, 10) > 0.15 THEN round(price(i) * (0.9 + 0.2 * dice(row, 11)), 4) END AS average_entry,
    CASE WHEN dice(row, 12) > 0.3 THEN floor(20 * dice(row, 13)) * lot(i)::DOUBLE END AS open_buy,
    CASE WHEN dice(row, 14) > 0.3 THEN floor(20 * dice(row, 15)) * lot(i)::DOUBLE END AS open_sell,
    CASE WHEN settles_in_coin(i) THEN 1 ELSE 1000 END * (dice(row, 16) - 0.5) AS booked
    FROM (${placed})`;
}
