/** The `session` section of a session file. */
import { z } from 'zod';
import { chainSchema } from '../chain/index.js';
import { isoTime, sourceSchema } from '../sources/index.js';

const symbol = z.string().min(1);

/** The market of a session without files: see docs/replay.md. */
export const generatedSchema = z.strictObject({
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  durationSeconds: z.number().positive().max(86_400).default(1200),
  /** First price per instrument, quote currency; those of the book in order that are no options. */
  prices: z.array(z.number().positive()).min(1),
  /** Volatility per instrument, bps of the price per sqrt(second). */
  volatilityBps: z.array(z.number().positive()).min(1),
  /** Correlation of any two instruments. */
  correlation: z.number().min(0).max(0.999).default(0.7),
  /** Market orders per second and side at the mid, per instrument. */
  intensityA: z.array(z.number().positive().max(1000)).min(1),
  /** Decay of the arrival intensity with the distance from the mid, 1/bps. */
  intensityKPerBps: z.array(z.number().positive()).min(1),
  /** Half of the market's own spread, bps. */
  marketHalfSpreadBps: z.number().positive().default(0.5),
  /** Mean size of a market order, in quote sizes of the instrument. */
  meanOrderSizes: z.number().positive().default(1.5),
});

/** Simulated takers of options without a recorded market: see docs/replay.md. */
const takersSchema = z.strictObject({
  /** Takers per option, side and second at best. */
  lambda: z.number().positive().max(1000),
  alpha: z.number().min(-100).max(100),
  /** Per 1.00 of volatility. */
  beta: z.number().positive().max(1e6),
  seed: z.number().int().min(0).max(0xffff_ffff).default(1),
  /** Mean size of a taker, in quote sizes of the option. */
  meanOrderSizes: z.number().positive().max(1e6).default(0.5),
});

/** What option fills cost in a session. */
const optionFeeSchema = z.strictObject({
  /** Share of the underlying. */
  ofUnderlying: z.number().min(0).max(0.1),
  /** At most this share of the premium. */
  mostOfPremium: z.number().min(0).max(1).default(1),
});

/** How fills are simulated and the session is run. */
export const sessionSchema = z
  .strictObject({
    title: z.string().optional(),
    /** Base of relative paths; `--data` goes before it, the folder of the session file after. */
    dataDir: z.string().min(1).optional(),
    sources: z.array(sourceSchema).min(1).optional(),
    generated: generatedSchema.optional(),
    /** Options that are not written out in the configuration. */
    chain: chainSchema.optional(),
    /** Moves a recorded market so that its first mid is this price; default the index of the chain. */
    rebase: z
      .strictObject({ instrument: symbol, price: z.number().positive().optional() })
      .optional(),
    from: isoTime.optional(),
    to: isoTime.optional(),
    orderLatencyMs: z.number().min(0).max(60_000).default(5),
    /** Size ahead of us at a touch of unknown size, units of the instrument; null: never reached. */
    queueAheadDefault: z.number().min(0).nullable().default(null),
    fillOnCross: z.boolean().default(false),
    /** Trades printed further outside the touch, late or off-exchange reports, fill nothing. */
    ignoreTradesBeyondBps: z.number().positive().nullable().default(null),
    takers: takersSchema.optional(),
    /** Instead of the rates of the options. */
    optionFee: optionFeeSchema.optional(),
    flattenAtEnd: z.boolean().default(false),
    /** Margin held per value of a position, for PnL per margin-hour; changes no quote. */
    marginRate: z.number().positive().max(1).default(0.1),
    /** Positions held when the session begins. */
    positions: z
      .array(
        z.strictObject({
          instrument: symbol,
          position: z.number().finite(),
          price: z.number().positive(),
        }),
      )
      .default([]),
  })
  .superRefine((session, context) => {
    if ((session.sources === undefined) === (session.generated === undefined)) {
      context.addIssue({ code: 'custom', message: 'give either sources or generated' });
    }
    if (session.generated === undefined) return;
    for (const key of ['from', 'to', 'rebase'] as const) {
      if (session[key] === undefined) continue;
      context.addIssue({ code: 'custom', path: [key], message: 'belongs to recorded markets' });
    }
  });

/** The `session` section with defaults. */
export type SessionSection = z.output<typeof sessionSchema>;
/** The `generated` section with defaults. */
export type GeneratedSection = z.output<typeof generatedSchema>;
