/** The reply of `public/get_book_summary_by_currency` for options; volatilities are in per cent. */
import * as z from 'zod';
import type { ChainRow, OptionChain } from './chain-row.js';

const schema = z.object({
  result: z.array(
    z.object({
      instrument_name: z.string(),
      underlying_price: z.number(),
      estimated_delivery_price: z.number(),
      mark_price: z.number(),
      mark_iv: z.number(),
      creation_timestamp: z.number(),
    }),
  ),
});

/** Options expire at 08:00 UTC of the day in their name. */
const NAME = /^[^-]+-(\d{1,2})([A-Z]{3})(\d\d)-(\d+(?:d\d+)?)-([CP])$/;
const EXPIRY_HOUR = 8;
const MONTHS = 'JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC';

function termsOf(name: string): Pick<ChainRow, 'strike' | 'right' | 'expiryMs'> {
  const [, day = '', month = '', year = '', strike = '', right] = NAME.exec(name) ?? [];
  const place = MONTHS.indexOf(month) / 3;
  if (right === undefined || !Number.isInteger(place)) {
    throw new RangeError(`${name} is not the name of an option`);
  }
  return {
    right: right === 'C' ? 'call' : 'put',
    // A strike of 0.85 is written 0d85.
    strike: Number(strike.replace('d', '.')),
    expiryMs: Date.UTC(2000 + Number(year), place, Number(day), EXPIRY_HOUR),
  };
}

export function deribitSummary(text: string): OptionChain {
  const { result } = schema.parse(JSON.parse(text));
  return {
    index: result[0]?.estimated_delivery_price ?? Number.NaN,
    rows: result.map((row) => ({
      name: row.instrument_name,
      ...termsOf(row.instrument_name),
      forward: row.underlying_price,
      volatility: row.mark_iv / 100,
      price: row.mark_price,
      takenMs: row.creation_timestamp,
    })),
  };
}
