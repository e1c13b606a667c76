/** A collector's JSON: `expiries` by name, each with its `options`; volatilities are shares of 1. */
import * as z from 'zod';
import type { OptionChain } from './chain-row.js';

const schema = z.object({
  captured_at_utc: z.string(),
  expiries: z.record(
    z.string(),
    z.object({
      spot_price: z.number(),
      options: z.array(
        z.object({
          instrument_name: z.string(),
          option_type: z.enum(['call', 'put']),
          strike: z.number(),
          underlying_price: z.number(),
          expiration_timestamp: z.number(),
          mark_price: z.number(),
          mark_iv: z.number(),
        }),
      ),
    }),
  ),
});

export function deribitSnapshot(text: string): OptionChain {
  const { captured_at_utc: taken, expiries } = schema.parse(JSON.parse(text));
  const takenMs = Date.parse(taken);
  const all = Object.values(expiries);
  return {
    index: all[0]?.spot_price ?? Number.NaN,
    rows: all.flatMap(({ options }) =>
      options.map((option) => ({
        name: option.instrument_name,
        right: option.option_type,
        strike: option.strike,
        forward: option.underlying_price,
        volatility: option.mark_iv,
        price: option.mark_price,
        expiryMs: option.expiration_timestamp,
        takenMs,
      })),
    ),
  };
}
