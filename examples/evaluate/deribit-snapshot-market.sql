-- A snapshot of Deribit chains, expiries as keys of one object: volatilities as fractions.
SELECT instrument_name AS instrument, 'inverseOption' AS contract, 'BTC' AS underlying,
  0.0001 AS tick_size, 0.1 AS lot_size,
  CASE WHEN ask_price > bid_price THEN bid_price END AS bid, CASE WHEN ask_price > bid_price THEN ask_price END AS ask,
  median(spot_price) OVER () AS index, make_timestamp(expiration_timestamp * 1000) AS expiry,
  strike, option_type AS right, mark_iv AS implied_volatility,
  median(underlying_price) OVER (PARTITION BY expiration_timestamp) AS forward,
  200 AS max_position, 5 AS quote_size
FROM (
  SELECT unnest(from_json(chain, '[{"instrument_name": "VARCHAR", "expiration_timestamp": "BIGINT",
    "option_type": "VARCHAR", "strike": "DOUBLE", "bid_price": "DOUBLE", "ask_price": "DOUBLE", "mark_iv": "DOUBLE",
    "spot_price": "DOUBLE", "underlying_price": "DOUBLE"}]'), recursive := true)
  FROM (SELECT unnest(to_json(expiries)->'$.*.options') AS chain FROM input)
)
