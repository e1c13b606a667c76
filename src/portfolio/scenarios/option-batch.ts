/** Options under a scenario, many at once by the kernel's arithmetic. */
import * as at from '../../../assembly/layout.js';
import { SharedMemory } from '../../kernel/index.js';
import { movedPrice, requirePrice } from './market-moves.js';
import type { ScenarioSet } from './scenario-set.js';
import type { ScenarioTerms } from './terms.js';

/** Options that are priced together: inputs and outputs stay in the second-level cache. */
const CAPACITY = 1024;
const INPUTS = 1024;
const OUTPUTS = INPUTS + (CAPACITY / 2) * at.PRICING_INPUT_BYTES;
const GROUP = 2 * at.PRICING_GROUP_PAIRS;
const DAYS_PER_YEAR = 365;
const REFERENCE_DAYS = 30;

/** A group of options, loaded once and priced in every scenario. */
export class OptionBatch {
  readonly capacity = CAPACITY;
  readonly #memory = SharedMemory.reserve(OUTPUTS + (CAPACITY / 2) * at.PRICING_OUTPUT_BYTES);
  readonly #floats = this.#memory.floats;
  /** Values per unit before any scenario, settlement currency. */
  readonly #before = new Float64Array(CAPACITY);
  /** 30 / max(1, days). */
  readonly #terms = new Float64Array(CAPACITY);
  /** Factors on volatility moves by the powers they were told from. */
  readonly #factors = new Float64Array(CAPACITY);
  #powers: readonly [short: number, long: number] = [0, 0];
  #first = 0;
  #count = 0;
  #market!: ScenarioTerms;

  /** Takes options from `first` on; how many there are. */
  load(market: ScenarioTerms, first: number): number {
    const { options } = market;
    this.#market = market;
    this.#first = first;
    this.#count = Math.min(CAPACITY, options.instrument.length - first);
    const floats = this.#floats;
    for (let place = 0; place < Math.ceil(this.#count / GROUP) * GROUP; place++) {
      // Lanes that are not used are priced as the last option.
      const option = first + Math.min(place, this.#count - 1);
      const input = inputOf(place);
      floats[input + (at.PRICING_FORWARD >> 3)] = options.forward[option] ?? 1;
      floats[input + (at.PRICING_STRIKE >> 3)] = options.strike[option] ?? 1;
      floats[input + (at.PRICING_TIME >> 3)] = options.years[option] ?? 0;
      floats[input + (at.PRICING_VOLATILITY >> 3)] = options.volatility[option] ?? 0;
      floats[input + (at.PRICING_DISCOUNT >> 3)] = Math.exp(
        -(options.rate[option] ?? 0) * (options.years[option] ?? 0),
      );
      floats[input + (at.PRICING_RATE >> 3)] = options.rate[option] ?? 0;
      floats[input + (at.PRICING_SIGN >> 3)] = options.sign[option] ?? 1;
      floats[input + (at.PRICING_IS_COIN >> 3)] = options.isCoin[option] ?? 0;
    }
    this.#price();
    for (let place = 0; place < this.#count; place++) {
      this.#before[place] = this.#value(place);
      const days = DAYS_PER_YEAR * (options.years[first + place] ?? 0);
      this.#terms[place] = REFERENCE_DAYS / Math.max(1, days);
    }
    this.#setPowers(0, 0);
    return this.#count;
  }

  /**
   * Prices all in a scenario and puts the changes of their values per unit, settlement currency, into
   * `changes` from `begin` on.
   *
   * @throws DomainError when it takes a forward to 0 or below
   */
  move(set: ScenarioSet, scenario: number, changes: Float64Array, begin: number): void {
    const { options, underlying } = this.#market;
    const short = set.shortPowers[scenario] ?? 0;
    const long = set.longPowers[scenario] ?? 0;
    if (short !== this.#powers[0] || long !== this.#powers[1]) this.#setPowers(short, long);
    const elapsed = set.elapsedYears[scenario] ?? 0;
    const rateMove = set.rateMoves[scenario] ?? 0;
    const least = set.volatilityMins[scenario] ?? 0;
    const ages = elapsed !== 0 || rateMove !== 0;
    const floats = this.#floats;
    for (let place = 0; place < this.#count; place++) {
      const option = this.#first + place;
      const column = set.columnOf[underlying[options.instrument[option] ?? 0] ?? 0] ?? 0;
      const cell = scenario * set.columns + column;
      const input = inputOf(place);
      const forward = movedPrice(set, cell, options.forward[option] ?? 0);
      if (!(forward > 0)) requirePrice(forward, set.names[scenario] ?? '');
      const relative = 1 + (set.volatilityMoves[cell] ?? 0) * (this.#factors[place] ?? 1);
      const volatility =
        (options.volatility[option] ?? 0) * relative + (set.volatilityShifts[cell] ?? 0);
      floats[input + (at.PRICING_FORWARD >> 3)] = forward;
      floats[input + (at.PRICING_VOLATILITY >> 3)] = Math.max(volatility, least);
      this.#age(input, option, forward, ages ? elapsed : 0, ages ? rateMove : 0);
    }
    this.#price();
    for (let place = 0; place < this.#count; place++) {
      changes[begin + place] = this.#value(place) - (this.#before[place] ?? 0);
    }
  }

  /** The forward grows from the index for the time that is left, at its old rate and the move of rates. */
  #age(input: number, option: number, forward: number, elapsed: number, rateMove: number): void {
    const { options } = this.#market;
    const before = options.years[option] ?? 0;
    const left = Math.max(before - elapsed, 0);
    const move = options.isCoin[option] === 1 ? 0 : rateMove;
    const rate = (options.rate[option] ?? 0) + move;
    const floats = this.#floats;
    if (left !== before || move !== 0) {
      const growth = options.growth[option] ?? 0;
      floats[input + (at.PRICING_FORWARD >> 3)] =
        forward * Math.exp((growth + move) * left - growth * before);
    }
    floats[input + (at.PRICING_TIME >> 3)] = left;
    floats[input + (at.PRICING_DISCOUNT >> 3)] = rate === 0 ? 1 : Math.exp(-rate * left);
  }

  #setPowers(short: number, long: number): void {
    this.#powers = [short, long];
    for (let place = 0; place < this.#count; place++) {
      const term = this.#terms[place] ?? 1;
      const days = DAYS_PER_YEAR * (this.#market.options.years[this.#first + place] ?? 0);
      this.#factors[place] = term ** (days < REFERENCE_DAYS ? short : long);
    }
  }

  #price(): void {
    this.#memory.kernel.priceOptions(INPUTS, OUTPUTS, Math.ceil(this.#count / GROUP), 0);
  }

  #value(place: number): number {
    const block = OUTPUTS + (place >> 1) * at.PRICING_OUTPUT_BYTES;
    return (
      this.#floats[(block + (place & 1) * at.LANE_BYTES + at.PRICING_PRICE) >> 3] ?? Number.NaN
    );
  }
}

/** Index of an option's lane among binary64. */
function inputOf(place: number): number {
  return (INPUTS + (place >> 1) * at.PRICING_INPUT_BYTES + (place & 1) * at.LANE_BYTES) >> 3;
}
