-- A universe of US equity options: the first row is the underlying, an expiry is the close in New York.
WITH spot AS (SELECT close::DOUBLE AS price FROM input WHERE "#expiry" IS NULL)
SELECT concat_ws('-', "#expiry", strike::DOUBLE, "right") AS instrument, 'option' AS contract,
  'stock' AS underlying, 0.01 AS tick_size, 1 AS lot_size, 100 AS multiplier, price AS index,
  strptime("#expiry", '%Y%m%d') + INTERVAL 21 HOUR AS expiry, strike::DOUBLE AS strike,
  CASE "right" WHEN 'C' THEN 'call' ELSE 'put' END AS right,
  implied_volatility::DOUBLE AS implied_volatility, 500 AS max_position, 10 AS quote_size
FROM input, spot WHERE implied_volatility::DOUBLE > 0
UNION ALL BY NAME
SELECT 'stock' AS instrument, 'linear' AS contract, 'stock' AS underlying, 0.01 AS tick_size, 1 AS lot_size,
  price AS mark, 1e5 AS max_position, 100 AS quote_size FROM spot
