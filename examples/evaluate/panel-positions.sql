-- Three portfolios over the last row of a panel: 100,000 of each asset, long and short in turn, and the dearest ten.
WITH prices AS (
  SELECT instrument, mark, row_number() OVER (ORDER BY instrument) AS place,
    row_number() OVER (ORDER BY mark DESC) AS rank
  FROM (UNPIVOT (SELECT COLUMNS(* EXCLUDE row)::VARCHAR FROM input ORDER BY row DESC LIMIT 1)
    ON COLUMNS(*) INTO NAME instrument VALUE price), LATERAL (SELECT TRY_CAST(price AS DOUBLE) AS mark)
  WHERE mark > 0
), weights AS (
  SELECT 'equal' AS portfolio, instrument, mark, 1e5 AS amount FROM prices
  UNION ALL SELECT 'neutral', instrument, mark, CASE WHEN place % 2 = 0 THEN 1e5 ELSE -1e5 END FROM prices
  UNION ALL SELECT 'dearest', instrument, mark, 1e6 FROM prices WHERE rank <= 10
)
SELECT portfolio, instrument, round(amount / mark, 3) AS position, mark * 0.98 AS average_entry
FROM weights ORDER BY portfolio, instrument
