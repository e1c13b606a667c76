/**
 * Swarm testing (Groce et al. 2012): every seed switches features and faults off or weighs them anew. A run
 * with everything on would hide what needs something to be absent.
 */
import type { Draw } from './draw.js';

/** How often producers say what, relative to each other; 0 is off. */
export type Weights = Readonly<Record<EventKind, number>>;

export type EventKind = (typeof EVENT_KINDS)[number];

export const EVENT_KINDS = [
  'ticker',
  'trade',
  'mark',
  'take',
  'working',
  'position',
  'cash',
  'funding',
  'rate',
  'alpha',
  'clock',
  'order',
  'operator',
  'chain',
  'client',
  'reconfigure',
  'settle',
  'invalid',
] as const;

export interface Features {
  readonly limits: boolean;
  readonly guards: boolean;
  readonly gate: boolean;
  readonly hedging: boolean;
  readonly margin: boolean;
  readonly factors: boolean;
  readonly tables: boolean;
  readonly options: boolean;
  readonly doubts: boolean;
  readonly marks: boolean;
  /** A bound on how far ahead of each other frames may be; lines damage times too then. */
  readonly maxAhead: boolean;
}

/** Probabilities per message, but where a unit is said; each producer has a share of its own. */
export interface Faults {
  readonly duplicate: number;
  /** Messages behind which one may be delivered. */
  readonly reorderWindow: number;
  readonly drop: number;
  readonly damage: number;
  /** Chance that a late message keeps the time at which it was written. */
  readonly keepsTime: number;
  /** Chance of a jump of the clock, per step. */
  readonly clockJump: number;
  readonly badPrice: number;
  /** Chance that hedges are not answered, or wrongly. */
  readonly badHedge: number;
  /** Largest delay of a position report, in messages. */
  readonly lateReports: number;
  /** Chance of a crash, per event. */
  readonly crash: number;
  /** Chances that a producer's line stands still, or that it stops and begins again, per step. */
  readonly freeze: number;
  readonly restart: number;
}

export interface Swarm {
  readonly features: Features;
  readonly faults: Faults;
  readonly weights: Weights;
  /** Mean time between steps, seconds. */
  readonly stepSeconds: number;
  /** Typical move per step, bps. */
  readonly moveBps: number;
  readonly instruments: number;
  /** Remembered fill ids. */
  readonly fillIds: number;
}

const BASE: Weights = {
  ticker: 30,
  trade: 5,
  mark: 4,
  take: 14,
  working: 8,
  position: 2,
  cash: 1,
  funding: 1,
  rate: 1,
  alpha: 1,
  clock: 4,
  order: 8,
  operator: 0.4,
  chain: 4,
  client: 2,
  reconfigure: 1,
  settle: 0.1,
  invalid: 2,
};

export function drawSwarm(draw: Draw): Swarm {
  const features: Features = {
    limits: draw.chance(0.7),
    guards: draw.chance(0.6),
    gate: draw.chance(0.7),
    hedging: draw.chance(0.6),
    margin: draw.chance(0.5),
    factors: draw.chance(0.3),
    tables: draw.chance(0.3),
    options: draw.chance(0.5),
    doubts: draw.chance(0.2),
    marks: draw.chance(0.6),
    maxAhead: draw.chance(0.4),
  };
  const some = (most: number): number => (draw.chance(0.5) ? draw.between(0, most) : 0);
  return {
    features,
    faults: {
      duplicate: some(0.5),
      reorderWindow: draw.chance(0.5) ? draw.whole(1, 64) : 0,
      drop: some(0.3),
      damage: some(0.1),
      keepsTime: some(0.3),
      clockJump: some(0.003),
      badPrice: some(0.02),
      badHedge: some(0.6),
      lateReports: draw.chance(0.5) ? draw.whole(1, 200) : 0,
      crash: draw.log(1e-4, 2e-3),
      freeze: some(0.004),
      restart: some(0.004),
    },
    weights: drawWeights(draw, features),
    stepSeconds: draw.log(0.002, 2),
    moveBps: draw.log(0.3, 12),
    instruments: draw.whole(1, 8),
    fillIds: draw.pick([8, 16, 64, 1024]),
  };
}

function drawWeights(draw: Draw, features: Features): Weights {
  const weights: Record<EventKind, number> = { ...BASE };
  for (const kind of EVENT_KINDS) {
    // What books live on is weighed, not switched off.
    const isNeeded = kind === 'ticker' || kind === 'take' || kind === 'working';
    weights[kind] *= !isNeeded && draw.chance(0.15) ? 0 : draw.log(0.3, 3);
  }
  if (!features.gate) weights.order = 0;
  if (!features.options) weights.chain *= 0.3;
  if (!features.marks) weights.mark = 0;
  // Without a clock nothing would be taken any more after a pause.
  if (features.maxAhead) weights.clock = Math.max(weights.clock, BASE.clock);
  return weights;
}
