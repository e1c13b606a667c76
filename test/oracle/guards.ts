/** Section 13 of the contract: guards, the ladder and the lean. Which price is in doubt: trust.ts. */
import * as codes from '../../assembly/codes.js';
import { Doubts } from './trust.js';

export interface GuardTerms {
  readonly index: number;
  readonly scope: number;
  /** Asset, underlying, instrument or factor; 0 for the book. */
  readonly of: number;
  readonly measure: number;
  /** Infinity for none. */
  readonly soft: number;
  readonly hard: number;
  readonly softRung: number;
  readonly hardRung: number;
  readonly confirmations: number;
  readonly recover: number;
  readonly leanStart: number;
  readonly parameter: number;
}

export class Guard {
  terms: GuardTerms;
  value = 0;
  rung = codes.RUNG_NORMAL;
  /** Evaluations in a row that asked for more than `rung`. */
  pending = 0;
  /** Sixteenths. */
  lean = 0;

  constructor(terms: GuardTerms) {
    this.terms = terms;
  }

  /** Judges one measurement. Returns the rung before, and whether the quotes may change by it. */
  judge(value: number, inDoubt: boolean): { before: number; isChanged: boolean } {
    const { rung: before, lean } = this;
    this.value = value;
    if (!inDoubt) this.lean = this.#leanAt(value);
    const asked = this.#asked(value, 1);
    const wanted = inDoubt ? Math.min(asked, Math.max(before, codes.RUNG_WIDEN)) : asked;
    this.pending = wanted > before ? this.pending + 1 : 0;
    if (this.pending >= this.terms.confirmations) {
      this.rung = wanted;
      this.pending = 0;
    } else if (wanted < before && before < codes.RUNG_CANCEL_ALL && !inDoubt) {
      this.rung = Math.min(before, this.#asked(value, this.terms.recover));
    }
    return { before, isChanged: this.rung !== before || this.lean !== lean };
  }

  /** The limit that a `ladder` frame names. */
  get limit(): number {
    return this.rung === this.terms.hardRung ? this.terms.hard : this.terms.soft;
  }

  #asked(value: number, ratio: number): number {
    const { soft, hard, softRung, hardRung } = this.terms;
    if (value > hard * ratio) return hardRung;
    return value > soft * ratio ? softRung : codes.RUNG_NORMAL;
  }

  /** Where 0 .. 16 the measure is on its way to the limit, unrounded. */
  wayAt(value: number): number {
    const { soft, hard, leanStart } = this.terms;
    if (leanStart >= 1) return 0;
    const limit = Number.isFinite(hard) ? hard : soft;
    const way = (value / limit - leanStart) / (1 - leanStart);
    return 16 * Math.min(1, Math.max(0, way));
  }

  #leanAt(value: number): number {
    if (this.terms.leanStart >= 1) return 0;
    const way = this.wayAt(value);
    if (Math.floor(way) > this.lean) return Math.floor(way);
    return this.lean - way > 0.5 ? Math.ceil(way) : this.lean;
  }
}

export interface LadderTerms {
  readonly widen: number;
  readonly shrink: number;
  readonly holdNs: number;
  readonly maxLean: number;
}

/** What rungs and lean do to the quotes of an instrument. */
export interface Imposed {
  readonly rung: number;
  readonly lean: number;
  readonly widen: number;
  readonly shrink: number;
}

export const UNIMPOSED: Imposed = { rung: codes.RUNG_NORMAL, lean: 1, widen: 1, shrink: 1 };

const BOOK_SCOPES: readonly number[] = [
  codes.GUARD_OF_BOOK,
  codes.GUARD_OF_ASSET,
  codes.GUARD_OF_FACTOR,
];

/** All guards of a book and the rung of its own. */
export class Ladder {
  terms: LadderTerms = { widen: 1, shrink: 1, holdNs: 0, maxLean: 1 };
  readonly doubts = new Doubts();
  rung = codes.RUNG_NORMAL;
  rungSince = 0;
  /** In the order of their definition. */
  readonly #guards: Guard[] = [];

  get guards(): readonly Guard[] {
    return this.#guards;
  }

  find(index: number): Guard | undefined {
    return this.#guards.find((one) => one.terms.index === index);
  }

  set(terms: GuardTerms): void {
    const known = this.find(terms.index);
    if (known === undefined) this.#guards.push(new Guard(terms));
    else {
      known.terms = terms;
      known.pending = 0;
    }
  }

  ofInstrument(index: number): readonly Guard[] {
    return this.#of(codes.GUARD_OF_INSTRUMENT, index);
  }

  ofUnderlying(row: number | null): readonly Guard[] {
    return row === null ? [] : this.#of(codes.GUARD_OF_UNDERLYING, row);
  }

  ofBook(): readonly Guard[] {
    return this.#guards.filter(({ terms }) => BOOK_SCOPES.includes(terms.scope));
  }

  /** The book's rung after an evaluation. Returns whether it moved. */
  climb(now: number): boolean {
    const target = highest(this.ofBook().map(({ rung }) => rung));
    const isHeld = now - this.rungSince < this.terms.holdNs;
    if (target === this.rung || (target < this.rung && isHeld)) return false;
    this.rung = target > this.rung ? target : this.rung - 1;
    this.rungSince = now;
    return true;
  }

  /** Rungs back to normal: of the book and everything, or of one instrument. */
  reset(instrument: number | null, now: number): readonly Guard[] {
    const touched = instrument === null ? this.#guards : this.ofInstrument(instrument);
    for (const guard of touched) {
      guard.rung = codes.RUNG_NORMAL;
      guard.pending = 0;
    }
    if (instrument !== null) return touched;
    this.rung = codes.RUNG_NORMAL;
    this.rungSince = now;
    return touched;
  }

  imposedOn(instrument: number, underlying: number | null): Imposed {
    const near = [...this.ofInstrument(instrument), ...this.ofUnderlying(underlying)];
    const rung = Math.max(this.rung, highest(near.map((guard) => guard.rung)));
    const steps = highest([...near, ...this.ofBook()].map(({ lean }) => lean));
    const { widen, shrink, maxLean } = this.terms;
    const isWide = rung >= codes.RUNG_WIDEN;
    return {
      rung,
      lean: 1 + (maxLean - 1) * (steps / 16),
      widen: isWide ? widen : 1,
      shrink: isWide ? shrink : 1,
    };
  }

  #of(scope: number, index: number): readonly Guard[] {
    return this.#guards.filter(({ terms }) => terms.scope === scope && terms.of === index);
  }
}

function highest(values: readonly number[]): number {
  return Math.max(0, ...values);
}

/** Trading state that a rung asks for. */
export function stateOfRung(rung: number): number {
  if (rung >= codes.RUNG_CANCEL_ALL) return codes.STATE_HALTED;
  return rung >= codes.RUNG_REDUCE_ONLY ? codes.STATE_REDUCING : codes.STATE_ACTIVE;
}
