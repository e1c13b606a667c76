-- A panel of prices (a column of times, then one per asset) as a market: its last row, a tick to either side.
SELECT instrument, 'linear' AS contract, tick AS tick_size, 0.001 AS lot_size, mark,
  (floor(mark / tick) - 1) * tick AS bid, (floor(mark / tick) + 1) * tick AS ask,
  ceil(5e6 / mark) AS max_position, greatest(round(1e4 / mark, 3), 0.001) AS quote_size
FROM (UNPIVOT (SELECT COLUMNS(* EXCLUDE row)::VARCHAR FROM input ORDER BY row DESC LIMIT 1)
  ON COLUMNS(*) INTO NAME instrument VALUE price), LATERAL (SELECT TRY_CAST(price AS DOUBLE) AS mark),
  LATERAL (SELECT 10.0::DOUBLE ** (floor(log10(mark)) - 4) AS tick)
WHERE mark > 0
