-- Order books of Deribit options, one row each: premiums in coin, volatilities in per cent. Rows were fetched one
-- after another, so that index and forwards are medians.
SELECT instrument_name AS instrument, 'inverseOption' AS contract, 'BTC' AS underlying,
  0.0005 AS tick_size, 0.1 AS lot_size,
  CASE WHEN best_bid_price::DOUBLE > 0 AND best_ask_price::DOUBLE > best_bid_price::DOUBLE
    THEN best_bid_price::DOUBLE END AS bid,
  CASE WHEN best_bid_price::DOUBLE > 0 AND best_ask_price::DOUBLE > best_bid_price::DOUBLE
    THEN best_ask_price::DOUBLE END AS ask,
  median(index_price::DOUBLE) OVER () AS index,
  make_timestamp(expiration_timestamp::BIGINT * 1000) AS expiry,
  strike::DOUBLE AS strike, option_type AS right, mark_iv::DOUBLE / 100 AS implied_volatility,
  median(underlying_price::DOUBLE) OVER (PARTITION BY expiration_timestamp) AS forward,
  200 AS max_position, 5 AS quote_size
FROM input
