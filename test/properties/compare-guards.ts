/** Holds guards of the engine against those of the oracle. */
import { expect } from 'vitest';
import * as codes from '../../assembly/codes.js';
import type { Guard, OracleBook } from '../oracle/index.js';
import { GREEK_TOLERANCE, MONEY_TOLERANCE, type MoneyScale, NearTie } from './compare.js';
import type { LotScale } from './lot-scale.js';

/** What a report says of a guard; rungs by number. */
export interface GuardFacts {
  readonly guard: number;
  readonly value: number;
  readonly rung: number;
  readonly pending: number;
  /** 0 .. 1. */
  readonly lean: number;
}

export interface LadderFacts {
  readonly rung: number;
  readonly guards: readonly GuardFacts[];
}

/** How far rounding may move what guards measure: the largest sizes that went into it so far. */
export class GuardScale {
  readonly #money: MoneyScale;
  readonly #lots: LotScale;
  readonly #factors: number[] = [];
  #specific = 0;

  constructor(money: MoneyScale, lots: LotScale) {
    this.#money = money;
    this.#lots = lots;
  }

  update({ instruments }: OracleBook): void {
    let specific = 0;
    for (let factor = 0; factor < codes.FACTORS_MAX; factor += 1) {
      const sum = instruments.reduce((total, one) => {
        const loading = one?.factors?.loadings[factor] ?? 0;
        return total + Math.abs(loading * (one?.exposedValue ?? 0));
      }, 0);
      this.#factors[factor] = Math.max(this.#factors[factor] ?? 0, sum);
    }
    for (const one of instruments) {
      specific += (one?.factors?.idiosyncratic ?? 0) * (one?.exposedValue ?? 0) ** 2;
    }
    this.#specific = Math.max(this.#specific, specific);
  }

  /** Absolute error that a guard may have. */
  errorOf({ terms, value }: Guard, book: OracleBook): number {
    return (
      MONEY_TOLERANCE * (this.#sizeOf(terms, value, book) + (Number.isFinite(value) ? value : 0))
    );
  }

  #sizeOf(
    { scope, of, measure, parameter }: Guard['terms'],
    value: number,
    book: OracleBook,
  ): number {
    const money = this.#money.book;
    switch (scope) {
      case codes.GUARD_OF_INSTRUMENT:
        return 0;
      case codes.GUARD_OF_UNDERLYING: {
        const { base, collateral, quote, options } = this.#lots.of(of, book, money);
        const index = book.derivatives.underlyings[of]?.index ?? 0;
        if (measure === codes.MEASURE_DELTA) return base + collateral;
        if (measure === codes.MEASURE_DOLLAR_GAMMA)
          return GREEK_TOLERANCE * options.gamma * index ** 2;
        if (measure === codes.MEASURE_VEGA) return GREEK_TOLERANCE * options.vega;
        if (measure === codes.MEASURE_THETA) return GREEK_TOLERANCE * options.thetaPerDay;
        return measure === codes.MEASURE_DOLLAR_DELTA ? (base + collateral) * index : quote;
      }
      case codes.GUARD_OF_ASSET:
        return money / book.ledger.asset(of).rate;
      case codes.GUARD_OF_FACTOR:
        return this.#factors[of] ?? 0;
      default:
        if (measure === codes.MEASURE_LEVERAGE) {
          return Number.isFinite(value) ? (money * (1 + value)) / Math.abs(book.equity) : 0;
        }
        if (measure === codes.MEASURE_VALUE_AT_RISK) {
          const factors = this.#factors.reduce((sum, size) => sum + size, 0);
          return parameter * (factors + Math.sqrt(this.#specific));
        }
        return money;
    }
  }

  /** Without equity any residue of gross notional is an infinite leverage. */
  isUndecided({ terms }: Guard, book: OracleBook): boolean {
    const least = MONEY_TOLERANCE * this.#money.book;
    const isFlat = book.equity <= least && book.grossNotional <= least;
    const isLeverage = terms.measure === codes.MEASURE_LEVERAGE;
    return isLeverage && (isFlat || Math.abs(book.equity) <= least);
  }

  /** Whether a rung or a step of the lean was decided by rounding, or whether equity is 0. */
  isNear(guard: Guard, book: OracleBook): boolean {
    const { value, terms } = guard;
    const error = this.errorOf(guard, book);
    const { soft, hard, recover, leanStart } = terms;
    const bounds = [soft, hard, soft * recover, hard * recover];
    if (bounds.some((bound) => Math.abs(value - bound) <= error + 1e-12 * bound)) return true;
    const limit = Number.isFinite(hard) ? hard : soft;
    const stepError = (16 * error) / (limit * (1 - leanStart)) + 1e-11;
    const way = 2 * guard.wayAt(value);
    if (leanStart < 1 && Math.abs(way - Math.round(way)) <= 2 * stepError) return true;
    return this.isUndecided(guard, book);
  }
}

/** @throws NearTie when rounding decided. */
export function expectSameLadder(actual: LadderFacts, book: OracleBook, scale: GuardScale): void {
  const { ladder } = book;
  const guards = [...ladder.guards].sort((one, other) => one.terms.index - other.terms.index);
  const states = (facts: readonly GuardFacts[]) =>
    facts.map(({ guard, rung, pending, lean }) => [guard, rung, pending, lean]);
  const expected = guards.map(({ terms, value, rung, pending, lean }) => {
    return { guard: terms.index, value, rung, pending, lean: lean / 16 };
  });
  const ours = [actual.rung, ...states(actual.guards)];
  const theirs = [ladder.rung, ...states(expected)];
  if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
    if (guards.some((guard) => scale.isNear(guard, book))) throw new NearTie();
    expect(ours).toEqual(theirs);
  }
  guards.forEach((guard, place) => {
    const value = actual.guards[place]?.value ?? Number.NaN;
    if (value === guard.value || scale.isUndecided(guard, book)) return;
    expect(Math.abs(value - guard.value), `guard ${guard.terms.index}`).toBeLessThanOrEqual(
      scale.errorOf(guard, book),
    );
  });
}
