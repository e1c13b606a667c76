/** Rungs of guards: up for a reason, down with hysteresis, the last two by an operator only. */
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Row } from './reader.js';
import { require } from './violation.js';

const FLOOR = 17;
const CANCEL_ALL = 4;
const POSITION = 1;
const WIDEN = 1;

interface Guard {
  readonly scope: number;
  readonly index: number;
  readonly measure: number;
  readonly soft: number | null;
  readonly hard: number | null;
  readonly softRung: number;
  readonly hardRung: number;
  readonly confirmations: number;
  readonly recover: number;
  rung: number;
  /** Frames of the instrument in a row that found it beyond the hard limit. */
  beyond: number;
}

const orNull = (value: unknown): number | null => (value === null ? null : Number(value));

export class Guards {
  readonly #guards = new Map<number, Guard>();
  #releases = false;
  #named: number | null = null;

  constructor(
    readonly ledger: Ledger,
    readonly limits: Limits,
  ) {}

  input({ opcode, fields }: Row): void {
    this.#releases = opcode === 28 && fields[1] === 0;
    if (this.#releases) for (const guard of this.#guards.values()) guard.beyond = 0;
    this.#named = opcode >= 16 && opcode <= 26 && opcode !== 17 ? Number(fields[0]) : null;
    if (opcode === 19 || opcode === 23) this.#named = null;
    if (opcode !== 42) return;
    const [guard = 0, scope = 0, index = 0, measure = 0] = fields.slice(0, 4).map(Number);
    this.#guards.set(guard, {
      ...{ scope, index, measure, soft: orNull(fields[4]), hard: orNull(fields[5]) },
      ...{ softRung: Number(fields[6]), hardRung: Number(fields[7]) },
      ...{ confirmations: Number(fields[8]), recover: Number(fields[9]) },
      rung: this.#guards.get(guard)?.rung ?? 0,
      beyond: 0,
    });
  }

  /** A `ladder` frame. */
  output({ fields }: Row): void {
    const [scope, index, previous = 0, rung = 0, number = 0, measure = 0, limit] =
      fields.map(Number);
    const guard = this.#guards.get(number);
    const facts = { guard: number, scope, index, previous, rung, measure, limit };
    require('a rung belongs to a guard', guard !== undefined, facts);
    if (guard === undefined) return;
    require('a rung begins at the rung', guard.rung === previous, { ...facts, known: guard.rung });
    guard.rung = rung;
    if (rung > previous) {
      const wanted = this.#wanted(guard, measure, 1);
      const isDoubt = this.limits.doubts && rung === WIDEN;
      require('a guard rises to what its measure asks for', rung === wanted || isDoubt, {
        ...facts,
        wanted,
      });
      return;
    }
    if (this.#releases && rung === 0) return;
    require('the last rungs end by an operator only', previous < CANCEL_ALL, facts);
    const left = this.#wanted(guard, measure, guard.recover);
    require('a rung is left inside the recover ratio', rung === Math.min(left, previous), {
      ...facts,
      left,
    });
  }

  settled(): void {
    if (this.limits.doubts || this.#named === null) return;
    for (const guard of this.#guards.values()) {
      if (guard.measure !== POSITION || guard.index !== this.#named || guard.hard === null)
        continue;
      const one = this.ledger.instrument(guard.index);
      if (one === undefined) continue;
      const worst = Math.max(one.position + one.openBuy, one.openSell - one.position);
      guard.beyond = worst > guard.hard ? guard.beyond + 1 : 0;
      const isLate = guard.beyond >= guard.confirmations && guard.rung < guard.hardRung;
      const facts = { index: guard.index, worst, hard: guard.hard, rung: guard.rung };
      require('a position guard acts after its confirmations', !isLate, facts);
    }
  }

  #wanted(
    { measure, soft, hard, softRung, hardRung }: Guard,
    value: number,
    ratio: number,
  ): number {
    const isBeyond = (limit: number | null): boolean => {
      if (limit === null) return false;
      return measure === FLOOR ? !(value * ratio >= limit) : value > limit * ratio;
    };
    if (isBeyond(hard)) return hardRung;
    return isBeyond(soft) ? softRung : 0;
  }
}
