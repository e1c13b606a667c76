/** The `guards` section and the ladder of the book. What must agree is checked in resolve-guards.ts. */
import * as z from 'zod';
import {
  integerBetween,
  map,
  nonNegative,
  numberBetween,
  positive,
  positiveBps,
  ratio,
  symbol,
} from './ranges.js';

/** By their number in frames, from 1 on. */
export const MEASURES = [
  'position',
  'notional',
  'delta',
  'dollarDelta',
  'dollarGamma',
  'vega',
  'theta',
  'grossNotional',
  'netNotional',
  'leverage',
  'valueAtRisk',
  'dailyLoss',
  'drawdown',
  'factorExposure',
  'marginUtilisation',
  'maintenanceRatio',
  'liquidationDistance',
] as const;

/** Measures of which less is worse: a limit is a floor, the hard one below the soft one. */
export const FLOORED: readonly (typeof MEASURES)[number][] = ['liquidationDistance'];

/** By their number in frames. */
export const RUNGS = ['normal', 'widen', 'reduceOnly', 'stopNew', 'cancelAll', 'flatten'] as const;

const rung = z.enum(RUNGS, { error: RUNGS.join(', ') });

/** A limit with what it does; of the book unless it names something else. */
export const guardSchema = map({
  measure: z.enum(MEASURES, { error: MEASURES.join(', ') }),
  instrument: symbol.optional(),
  underlying: symbol.optional(),
  asset: symbol.optional(),
  /** 1 .. 8. */
  factor: integerBetween(1, 8).optional(),
  /** As the measure; null for none. */
  soft: positive.nullable().default(null),
  hard: positive.nullable().default(null),
  atSoft: rung.default('widen'),
  atHard: rung.default('reduceOnly'),
  /** Evaluations in a row that a rung takes. */
  confirmations: integerBetween(1, 1000).default(1),
  /** Share of a limit below which its rung is left. */
  recoverRatio: ratio.default(0.8),
  /** Utilisation of the hard limit at which the skew begins to lean; 1 for never. */
  leanStart: ratio.default(1),
  /** Of value at risk. */
  confidence: numberBetween(0.5, 0.99999).optional(),
  horizonSeconds: positive.optional(),
});

/** What rungs do. */
export const ladderSchema = map({
  /** Half-spread on widen and above, times. */
  widen: numberBetween(1, 1000).default(2),
  /** Size on widen and above, times. */
  shrink: ratio.default(0.5),
  /** Shortest time on a rung of the book before stepping down. */
  holdSeconds: nonNegative.default(10),
  /** Skew at full utilisation, times. */
  maxLean: numberBetween(1, 1000).default(3),
  /** Move of a mark or index that a second one must confirm; null for none. */
  jumpBps: positiveBps.nullable().default(null),
  /** After which an unconfirmed price is believed. */
  jumpSeconds: nonNegative.default(5),
});

export type GuardInput = z.output<typeof guardSchema>;
