/** How many producers a run has, who of them says what, and how well each is made. */
import type { Draw } from '../draw.js';
import type { EventKind, Swarm } from '../swarm.js';
import type { LineFaults } from './line.js';

/**
 * Where sequence numbers come from: a counter that all share as they write, one of its own (a mistake that the
 * book must refuse), or whoever takes the frame in.
 */
export type Numbering = (typeof NUMBERINGS)[number];

export const NUMBERINGS = ['never', 'sometimes', 'shared', 'on arrival', 'own'] as const;

export interface ProducerTerms {
  readonly numbering: Numbering;
  /** Chance that a message carries the producer's time and not that of its arrival. */
  readonly keepsTime: number;
  /** Its clock ahead of the others'. */
  readonly clockOffsetNs: bigint;
  /** Chances per step. */
  readonly freeze: number;
  readonly restart: number;
  readonly line: LineFaults;
}

/** What one process does at a desk. */
export type Role = (typeof ROLES)[number];

export const ROLES = [
  'market',
  'execution',
  'orders',
  'pricing',
  'treasury',
  'operator',
  'timer',
  'stray',
] as const;

export const ROLE_OF: Readonly<Record<EventKind, Role>> = {
  ...{ ticker: 'market', trade: 'market', mark: 'market' },
  ...{ take: 'execution', working: 'execution', position: 'execution', client: 'execution' },
  order: 'orders',
  ...{ rate: 'pricing', alpha: 'pricing', chain: 'pricing' },
  ...{ cash: 'treasury', funding: 'treasury', settle: 'treasury' },
  ...{ operator: 'operator', reconfigure: 'operator' },
  clock: 'timer',
  invalid: 'stray',
};

export const MOST_PRODUCERS = 6;

/** A seed with one has no line of a producer cut off from the others'. */
export function drawTerms(swarm: Swarm, draw: Draw): readonly ProducerTerms[] {
  return Array.from({ length: draw.whole(1, MOST_PRODUCERS) }, () => drawProducer(swarm, draw));
}

function drawProducer({ faults, features, stepSeconds }: Swarm, draw: Draw): ProducerTerms {
  // One line may be good beside a bad one.
  const share = draw.pick([0, 0.5, 1, 1, 2]);
  const offset = draw.log(1e-3, 3) * stepSeconds * draw.pick([-1, 0, 0, 1]);
  return {
    numbering: draw.weighted<Numbering>({
      ...{ never: 3, sometimes: 4, shared: 2 },
      ...{ 'on arrival': 2, own: 0.5 },
    }),
    keepsTime: faults.keepsTime * share,
    clockOffsetNs: BigInt(Math.round(offset * 1e9)),
    freeze: faults.freeze * share,
    restart: faults.restart * share,
    line: {
      duplicate: faults.duplicate * 0.4 * share,
      reorderWindow: draw.pick([0, faults.reorderWindow, faults.reorderWindow]),
      drop: faults.drop * 0.3 * share,
      damage: faults.damage * share,
      damagesTime: features.maxAhead,
    },
  };
}

/** Which producer has a role, for an instrument. */
export class Roles {
  readonly #market: readonly (readonly number[])[];
  readonly #execution: readonly number[];
  readonly #others: Readonly<Record<Role, number>>;

  constructor(producers: number, instruments: number, draw: Draw) {
    const one = (): number => draw.whole(0, producers - 1);
    const each = <T>(make: () => T): T[] => Array.from({ length: instruments }, make);
    // Two feeds of one market, as far as there are two producers.
    const hasBackup = draw.chance(0.3);
    this.#market = each(() => [...new Set(hasBackup ? [one(), one()] : [one()])]);
    this.#execution = each(one);
    this.#others = Object.fromEntries(ROLES.map((role) => [role, one()])) as Record<Role, number>;
  }

  of(role: Role, instrument: number): readonly number[] {
    if (role === 'market') return this.#market[instrument] ?? [];
    if (role === 'execution') return [this.#execution[instrument] ?? 0];
    return [this.#others[role]];
  }
}
