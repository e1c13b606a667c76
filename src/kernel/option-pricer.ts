/** Prices and greeks of many European options at once, by the kernel's vector arithmetic. */
import * as at from '../../assembly/layout.js';
import { DomainError, EvenkeelError } from '../errors.js';
import { SharedMemory } from './shared-memory.js';

/** Options to price: one entry per option in every column. */
export interface OptionColumns {
  /** Forward price for the expiry, quote currency, above 0. */
  readonly forward: ArrayLike<number>;
  /** Quote currency, above 0. */
  readonly strike: ArrayLike<number>;
  /** 0 or more. */
  readonly timeToExpiryYears: ArrayLike<number>;
  /** Lognormal, per square root of a year, 0 or more. */
  readonly volatility: ArrayLike<number>;
  /** Present value of 1 paid at expiry, above 0; not used when settled in coin. */
  readonly discountFactor: ArrayLike<number>;
  /** Continuously compounded, 1/year; not used when settled in coin. */
  readonly rate: ArrayLike<number>;
  /** 1 for a call, -1 for a put. */
  readonly sign: ArrayLike<number>;
  /** 1 when premium and payoff are in coin (inverse options), else 0. */
  readonly isCoin: ArrayLike<number>;
}

const INPUTS: Readonly<Record<keyof OptionColumns, number>> = {
  forward: at.PRICING_FORWARD,
  strike: at.PRICING_STRIKE,
  timeToExpiryYears: at.PRICING_TIME,
  volatility: at.PRICING_VOLATILITY,
  discountFactor: at.PRICING_DISCOUNT,
  rate: at.PRICING_RATE,
  sign: at.PRICING_SIGN,
  isCoin: at.PRICING_IS_COIN,
};

const OUTPUTS = {
  /** Settlement currency: quote currency, or coins. */
  price: at.PRICING_PRICE,
  /** Derivative of the value in quote currency by the forward. */
  delta: at.PRICING_DELTA,
  /** Derivative of `delta` by the forward, 1/quote currency. */
  gamma: at.PRICING_GAMMA,
  /** Settlement currency per 1.00 of volatility. */
  vega: at.PRICING_VEGA,
  /** Settlement currency per year that passes at a constant forward. */
  theta: at.PRICING_THETA,
  /** Settlement currency per 1.00 of rate at a constant spot price. */
  rho: at.PRICING_RHO,
  /** What an account hedges: `delta`, in coin less the premium (premium-adjusted delta). */
  netDelta: at.PRICING_NET_DELTA,
  /** Derivative of `netDelta` by the forward. */
  netGamma: at.PRICING_NET_GAMMA,
  /** Where the outcome is certain: 0 at the money, else beyond 1e80 in size. */
  d1: at.PRICING_D1,
  d2: at.PRICING_D2,
} as const;

const HIGHER_OUTPUTS = {
  /** Derivative of `delta` by volatility. */
  vanna: at.PRICING_VANNA,
  /** Derivative of `vega` by volatility. */
  volga: at.PRICING_VOLGA,
  /** Change of `delta` per year that passes. */
  charm: at.PRICING_CHARM,
} as const;

/** Results, one entry per option in every column. Vanna, volga and charm where asked for. */
export type PricedColumns = Readonly<Record<keyof typeof OUTPUTS, Float64Array>> &
  Readonly<Partial<Record<keyof typeof HIGHER_OUTPUTS, Float64Array>>>;

const SMALLEST_NORMAL = 2 ** -1022;
const isPositive = (value: number): boolean => value >= SMALLEST_NORMAL && value < Infinity;
const isNotNegative = (value: number): boolean => value >= 0 && value < Infinity;

const ALLOWED: Readonly<Record<keyof OptionColumns, [string, (value: number) => boolean]>> = {
  forward: ['above 0, finite', isPositive],
  strike: ['above 0, finite', isPositive],
  timeToExpiryYears: ['0 or more, finite', isNotNegative],
  volatility: ['0 or more, finite', isNotNegative],
  discountFactor: ['above 0, finite', isPositive],
  rate: ['finite', Number.isFinite],
  sign: ['1 or -1', (value) => value === 1 || value === -1],
  isCoin: ['0 or 1', (value) => value === 0 || value === 1],
};

const GROUP_OPTIONS = 2 * at.PRICING_GROUP_PAIRS;
const INPUT_ADDRESS = 1024;
/** An unused lane: an option that is worth nothing. */
const UNUSED: Readonly<Partial<Record<keyof OptionColumns, number>>> = { forward: 1, strike: 1 };

/** Index of an option's entry in a column of blocks, in binary64. */
function entry(address: number, blockBytes: number, option: number): number {
  return (address + (option >> 1) * blockBytes + (option & 1) * at.LANE_BYTES) >> 3;
}

function check(name: keyof OptionColumns, value: number, index: number): void {
  const [allowed, isAllowed] = ALLOWED[name];
  if (isAllowed(value)) return;
  throw new DomainError(`${name} of option ${index} is ${value}; allowed: ${allowed}`, {
    [name]: value,
    index,
  });
}

/**
 * Memory for a number of options and a kernel over it. Load, evaluate and read can be called one
 * by one where only one of them is wanted; `price` is all three.
 */
export class OptionPricer {
  readonly capacity: number;
  readonly #memory: SharedMemory;
  readonly #outputAddress: number;
  #count = 0;

  /**
   * @param capacity most options in one call, 1 or more
   * @throws EvenkeelError `USAGE` when memory cannot be had
   */
  constructor(capacity: number) {
    if (!(Number.isInteger(capacity) && capacity > 0)) {
      throw new EvenkeelError('USAGE', `capacity is ${capacity}; allowed: whole, above 0`, {
        capacity,
      });
    }
    this.capacity = capacity;
    const pairs = Math.ceil(capacity / GROUP_OPTIONS) * at.PRICING_GROUP_PAIRS;
    this.#outputAddress = INPUT_ADDRESS + pairs * at.PRICING_INPUT_BYTES;
    this.#memory = SharedMemory.reserve(this.#outputAddress + pairs * at.PRICING_OUTPUT_BYTES);
  }

  /**
   * Takes over the options to price.
   *
   * @throws DomainError with the first value outside its range; EvenkeelError `USAGE` when there
   *   are more than the capacity or a column has another length. Nothing has changed then.
   */
  load(options: OptionColumns): void {
    const count = options.forward.length;
    if (count > this.capacity) {
      throw new EvenkeelError('USAGE', `${count} options, at most ${this.capacity}`, { count });
    }
    const names = Object.keys(INPUTS) as (keyof OptionColumns)[];
    for (const name of names) {
      const { length } = options[name];
      if (length !== count) {
        throw new EvenkeelError('USAGE', `${name} has ${length} entries, forward ${count}`, {
          [name]: length,
          count,
        });
      }
      for (let index = 0; index < count; index++) {
        check(name, options[name][index] ?? Number.NaN, index);
      }
    }
    const { floats } = this.#memory;
    const lanes = Math.ceil(count / GROUP_OPTIONS) * GROUP_OPTIONS;
    for (const name of names) {
      const column = options[name];
      const address = INPUT_ADDRESS + INPUTS[name];
      for (let index = 0; index < lanes; index++) {
        const value = column[index] ?? UNUSED[name] ?? 0;
        floats[entry(address, at.PRICING_INPUT_BYTES, index)] = value;
      }
    }
    this.#count = count;
  }

  /** Prices what was loaded last. */
  evaluate(withHigher = false): void {
    const groups = Math.ceil(this.#count / GROUP_OPTIONS);
    const { kernel } = this.#memory;
    kernel.priceOptions(INPUT_ADDRESS, this.#outputAddress, groups, withHigher ? 1 : 0);
  }

  /** Results of the last evaluation, copied. @param withHigher as it was evaluated */
  read(withHigher = false): PricedColumns {
    const outputs = withHigher ? { ...OUTPUTS, ...HIGHER_OUTPUTS } : OUTPUTS;
    const columns = Object.entries(outputs).map(([name, offset]) => [name, this.#column(offset)]);
    return Object.fromEntries(columns) as PricedColumns;
  }

  /** @throws DomainError, EvenkeelError as `load` does */
  price(options: OptionColumns, withHigher = false): PricedColumns {
    this.load(options);
    this.evaluate(withHigher);
    return this.read(withHigher);
  }

  #column(offset: number): Float64Array {
    const { floats } = this.#memory;
    const address = this.#outputAddress + offset;
    return Float64Array.from({ length: this.#count }, (_, index) => {
      return floats[entry(address, at.PRICING_OUTPUT_BYTES, index)] ?? Number.NaN;
    });
  }
}
