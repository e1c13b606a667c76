/** A made-up chain: strikes around an index, one smile. */
import * as z from 'zod';
import type { ChainRow, OptionChain } from './chain-row.js';

const DAY_MS = 86_400_000;

/** See docs/replay.md. */
export const generatedChainSchema = z.strictObject({
  /** Quote currency. */
  index: z.number().positive(),
  /** Days to each expiry. */
  days: z.array(z.number().positive().max(36_500)).min(1),
  /** A call and a put on each. */
  strikes: z.number().int().min(1).max(200).default(7),
  /** From one strike to the next, share of the index. */
  strikeStep: z.number().positive().max(1).default(0.05),
  /** At the money, 1/sqrt(year). */
  volatility: z.number().positive().max(100),
  /** What ln(strike/forward) squared adds to it. */
  smile: z.number().min(0).max(1000).default(0),
  /** Growth of the forward, 1/year. */
  carry: z.number().min(-10).max(10).default(0),
});

export type GeneratedChain = z.output<typeof generatedChainSchema>;

/** @param takenMs when it is as old as it says */
export function generateChain(section: GeneratedChain, takenMs: number): OptionChain {
  const { index, days, strikes, strikeStep, volatility, smile, carry } = section;
  const rows = days.flatMap((life) =>
    Array.from({ length: 2 * strikes }, (_, place): ChainRow => {
      const step = Math.floor(place / 2) - (strikes - 1) / 2;
      const strike = Number((index * (1 + step * strikeStep)).toPrecision(12));
      const forward = index * Math.exp((carry * life) / 365);
      const right = place % 2 === 0 ? 'call' : 'put';
      return {
        name: `${life}D-${strike}-${right === 'call' ? 'C' : 'P'}`,
        right,
        strike,
        forward,
        volatility: volatility + smile * Math.log(strike / forward) ** 2,
        price: Number.NaN,
        expiryMs: takenMs + life * DAY_MS,
        takenMs,
      };
    }),
  );
  return { index, rows: rows.filter(({ strike }) => strike > 0) };
}
