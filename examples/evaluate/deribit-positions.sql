-- A desk that is short the wings and long the middle, and one that holds what is open in contracts.
SELECT * FROM (
  SELECT row, 'wings' AS portfolio, instrument_name AS instrument,
    CASE WHEN abs(strike::DOUBLE / underlying_price::DOUBLE - 1) > 0.1 THEN -5 ELSE 3 END AS position
  FROM input
  UNION ALL
  SELECT row, 'open interest', instrument_name, round(open_interest::DOUBLE, 1) FROM input
) WHERE position <> 0 ORDER BY portfolio, row
