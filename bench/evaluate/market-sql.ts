/** A made-up market as SQL of DuckDB: every cell is a function of the seed and the place of its row. */

/** When the market is. */
export const AS_OF = '2026-01-30T08:00:00Z';

/** How many rows of what kind. */
export interface MarketShape {
  readonly instruments: number;
  readonly options: number;
  readonly seed: number;
}

/** Coins have a spot, a linear and an inverse contract each. */
const COINS_MOST = 40;
/** Chains of options: the first ones are of coins and settle in them. */
const CHAINS_MOST = 200;
const COIN_CHAINS = 10;
const EXPIRY_DAYS = [7, 14, 30, 60, 90, 180, 270, 365];

/** Indices of instruments: coins by kind, stocks with a future on every fifth, options. */
export interface MarketPlaces {
  readonly coins: number;
  readonly stocks: number;
  readonly chains: number;
}

/** @throws RangeError for a market that is too small to have every kind */
export function placesOf({ instruments, options }: MarketShape): MarketPlaces {
  const others = instruments - options;
  const coins = Math.min(COINS_MOST, Math.floor(others / 10));
  const stocks = others - 3 * coins;
  if (coins < 1 || stocks < 5)
    throw new RangeError(`${instruments} instruments, ${options} of them options`);
  return { coins, stocks, chains: Math.min(CHAINS_MOST, Math.floor(stocks / 5)) };
}

/**
 * Macros that say of instrument `i` what both tables need. `dice(i, k)` is uniform in [0, 1), the same for
 * the same seed; an underlying is a coin, or a stock behind them.
 */
export function macros(shape: MarketShape): readonly string[] {
  const { coins, chains } = placesOf(shape);
  const others = shape.instruments - shape.options;
  const days = `[${EXPIRY_DAYS.join(', ')}]`;
  return [
    `dice(i, k) AS (hash(i, k, ${shape.seed}) >> 11)::DOUBLE / 9007199254740992`,
    `is_option(i) AS i >= ${others}`,
    `coin_kind(i) AS CASE WHEN i < ${3 * coins} THEN i // ${coins} ELSE -1 END`,
    `is_future(i) AS i >= ${3 * coins} AND (i - ${3 * coins}) % 5 = 4`,
    `chain(i) AS (i - ${others}) % ${chains}`,
    `rank(i) AS (i - ${others}) // ${chains}`,
    `chain_underlying(c) AS CASE WHEN c < ${Math.min(COIN_CHAINS, coins)} THEN c ELSE ${coins} + 5 * c END`,
    `underlying_at(i) AS CASE WHEN is_option(i) THEN chain_underlying(chain(i))
       WHEN i < ${3 * coins} THEN i % ${coins}
       ELSE ${coins} + i - ${3 * coins} - is_future(i)::INT END`,
    // Coins from 0.5 to 60,000, stocks from 5 to 500.
    `is_coin(u) AS u < ${coins}`,
    `spot(u) AS round(CASE WHEN is_coin(u) THEN 60000 * exp(-12 * u / ${coins})
       ELSE 5 * exp(4.6 * dice(u, 1)) END, 2)`,
    `volatility(u) AS CASE WHEN is_coin(u) THEN 0.5 ELSE 0.18 END * (1 + 0.8 * dice(u, 2))`,
    `days(i) AS ${days}[1 + rank(i) % ${EXPIRY_DAYS.length}]`,
    `is_call(i) AS rank(i) // ${EXPIRY_DAYS.length} % 2 = 0`,
    // From half to twice the spot, the next strike 2 % away.
    `strike(i) AS round(spot(underlying_at(i)) *
       exp(0.02 * (rank(i) // ${2 * EXPIRY_DAYS.length} * 7 % 71 - 35)), 2)`,
    `smile(i) AS volatility(underlying_at(i)) *
       (1 + 0.4 * ln(strike(i) / spot(underlying_at(i))) ** 2 + 0.02 * dice(i, 3))`,
    `settles_in_coin(i) AS CASE WHEN is_option(i) THEN is_coin(underlying_at(i))
       ELSE coin_kind(i) = 2 END`,
    `tick(i) AS CASE WHEN is_option(i) AND settles_in_coin(i) THEN 0.0001 ELSE 0.01 END`,
    `lot(i) AS CASE WHEN is_option(i) AND settles_in_coin(i) THEN 0.1
       WHEN coin_kind(i) IN (0, 1) THEN 0.001 ELSE 1 END`,
    `multiplier(i) AS CASE WHEN coin_kind(i) = 2 THEN 10 WHEN is_future(i) THEN 50
       WHEN is_option(i) AND NOT settles_in_coin(i) THEN 100 ELSE 1 END`,
    `bid_ticks(i) AS floor(spot(underlying_at(i)) * 100) - 1`,
    // About what an option costs, in its own currency: Brenner and Subrahmanyam (1988) and what is inside.
    `premium(i) AS greatest(CASE WHEN is_call(i) THEN 1 ELSE -1 END * (spot(underlying_at(i)) - strike(i)), 0)
       + 0.4 * smile(i) * sqrt(days(i) / 365) * spot(underlying_at(i))
         * exp(-8 * abs(ln(strike(i) / spot(underlying_at(i)))))`,
    `price(i) AS CASE WHEN NOT is_option(i) THEN spot(underlying_at(i))
       WHEN settles_in_coin(i) THEN premium(i) / spot(underlying_at(i)) ELSE premium(i) END`,
    `symbol(i) AS CASE
       WHEN is_option(i) THEN printf('%s-%03dD-%.2f-%s-%d', underlying_name(underlying_at(i)), days(i), strike(i),
         CASE WHEN is_call(i) THEN 'C' ELSE 'P' END, rank(i))
       WHEN i < ${3 * coins} THEN underlying_name(underlying_at(i)) || ['-SPOT', '-PERP', '-INV'][1 + coin_kind(i)]
       WHEN is_future(i) THEN underlying_name(underlying_at(i)) || '-FUT'
       ELSE underlying_name(underlying_at(i)) END`,
  ];
}

/** Named before the others, which use it. */
export function underlyingName({ coins }: MarketPlaces): string {
  return `underlying_name(u) AS CASE WHEN u < ${coins} THEN printf('C%02d', u)
    ELSE printf('S%06d', u - ${coins}) END`;
}

/** The table of MARKET_COLUMNS, a row per instrument. */
export function marketQuery({ instruments }: MarketShape): string {
  return `SELECT symbol(i) AS instrument,
    CASE WHEN is_option(i) THEN CASE WHEN settles_in_coin(i) THEN 'inverseOption' ELSE 'option' END
      WHEN settles_in_coin(i) THEN 'inverse' WHEN coin_kind(i) = 1 OR is_future(i) THEN 'linear'
      ELSE 'spot' END AS contract,
    underlying_name(underlying_at(i)) AS underlying,
    CASE WHEN settles_in_coin(i) THEN underlying_name(underlying_at(i)) ELSE 'USD' END AS settle,
    tick(i)::DOUBLE AS tick_size, lot(i)::DOUBLE AS lot_size, multiplier(i)::DOUBLE AS multiplier,
    CASE WHEN NOT is_option(i) THEN bid_ticks(i) / 100 END AS bid,
    CASE WHEN NOT is_option(i) THEN (bid_ticks(i) + 2) / 100 END AS ask,
    CASE WHEN NOT is_option(i) THEN floor(1 + 500 * dice(i, 4)) * lot(i) END::DOUBLE AS bid_size,
    CASE WHEN NOT is_option(i) THEN floor(1 + 500 * dice(i, 5)) * lot(i) END::DOUBLE AS ask_size,
    spot(underlying_at(i)) AS index,
    CASE WHEN is_option(i) THEN TIMESTAMP '${AS_OF.slice(0, -1)}' + to_days(days(i)) END AS expiry,
    CASE WHEN is_option(i) THEN strike(i) END AS strike,
    CASE WHEN is_option(i) THEN CASE WHEN is_call(i) THEN 'call' ELSE 'put' END END AS right,
    CASE WHEN is_option(i) THEN round(smile(i), 4) END AS implied_volatility,
    CASE WHEN is_option(i) THEN round(spot(underlying_at(i)) * exp(0.03 * days(i) / 365), 4) END AS forward,
    CASE WHEN is_option(i) THEN 0.03 END::DOUBLE AS interest_rate,
    CASE WHEN NOT is_option(i)
      THEN volatility(underlying_at(i)) * spot(underlying_at(i)) / sqrt(365 * 86400) END AS sigma,
    CASE WHEN is_option(i) THEN 'options' WHEN is_coin(underlying_at(i)) THEN 'coins' ELSE 'stocks' END AS profile,
    lot(i) * 2000.0 AS max_position, lot(i) * 10.0 AS quote_size,
    volatility(underlying_at(i)) / sqrt(365) * 0.6 AS factor_1,
    volatility(underlying_at(i)) / sqrt(365) * (dice(underlying_at(i), 6) - 0.5) AS factor_2,
    CASE WHEN is_coin(underlying_at(i)) THEN 0.015 ELSE 0 END AS factor_3,
    volatility(underlying_at(i)) ** 2 / 365 * 0.4 AS specific_variance
    FROM range(${instruments}) AS rows(i)`;
}
