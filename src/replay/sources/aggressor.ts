/** SQL that turns the venues' spellings of the taker's side into 0 bought, 1 sold, NULL unknown. */
import { identifier } from '../../tables/index.js';

const lower = (column: string): string => `lower(CAST(${identifier(column)} AS VARCHAR))`;

/** From a column that names the taker's side. */
export const sideName = (column: string): string =>
  `CASE ${lower(column)} WHEN 'buy' THEN 0 WHEN 'b' THEN 0 WHEN 'bid' THEN 0
    WHEN 'sell' THEN 1 WHEN 's' THEN 1 WHEN 'a' THEN 1 WHEN 'ask' THEN 1 END`;

/** From a column that says whether the buyer was the maker: then the taker sold. */
export const buyerIsMaker = (column: string): string =>
  `CASE ${lower(column)} WHEN 'true' THEN 1 WHEN '1' THEN 1
    WHEN 'false' THEN 0 WHEN '0' THEN 0 END`;
