-- What is open in contracts, and every straddle sold twice over against the stock.
SELECT portfolio, instrument, position FROM (
  SELECT row, 'open interest' AS portfolio, concat_ws('-', "#expiry", strike::DOUBLE, "right") AS instrument,
    open_interest::DOUBLE AS position FROM input WHERE implied_volatility::DOUBLE > 0
  UNION ALL
  SELECT row, 'straddles', concat_ws('-', "#expiry", strike::DOUBLE, "right"), -2 FROM input
  WHERE implied_volatility::DOUBLE > 0
  UNION ALL SELECT row, 'straddles', 'stock', 1000 FROM input WHERE "#expiry" IS NULL
) WHERE position <> 0 ORDER BY portfolio, row
