-- Ten contracts short of every option, and calls against puts.
WITH options AS (
  SELECT unnest(from_json(chain, '[{"instrument_name": "VARCHAR", "option_type": "VARCHAR"}]'), recursive := true)
  FROM (SELECT unnest(to_json(expiries)->'$.*.options') AS chain FROM input)
)
SELECT 'short' AS portfolio, instrument_name AS instrument, -10 AS position FROM options
UNION ALL
SELECT 'reversal', instrument_name, CASE option_type WHEN 'call' THEN 1 ELSE -1 END FROM options
ORDER BY portfolio, instrument
