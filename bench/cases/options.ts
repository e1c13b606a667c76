/** Price and the five main greeks of whole chains of options, beside plain doubles. */
import { createHash } from 'node:crypto';
import { type BenchCase, type Effort, throughput } from '../../src/bench/index.js';
import { type OptionColumns, OptionPricer } from '../../src/index.js';
import { priceScalar, type ScalarResults } from '../scalar-options.js';

const OUTPUTS = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho'] as const;
/** Two ways of computing agree in so many digits of a sum over the chain. */
const CHECKED_DIGITS = 9;
/** A batch takes long enough for any clock. */
const OPTIONS_PER_SAMPLE = 10_000;
const EXPIRIES = 8;
const SPOT = 60_000;

/** Calls and puts of eight expiries from a day to two years, strikes within a factor of two. */
function chain(options: number): OptionColumns {
  const column = (of: (index: number) => number) =>
    Float64Array.from({ length: options }, (_, i) => of(i));
  const time = (index: number) => (1 / 365) * 730 ** ((index % EXPIRIES) / (EXPIRIES - 1));
  return {
    forward: column((index) => SPOT * Math.exp(0.03 * time(index))),
    strike: column((index) => SPOT * 2 ** Math.sin(1 + index)),
    timeToExpiryYears: column(time),
    volatility: column((index) => 0.6 + 0.2 * Math.sin(2 + index)),
    discountFactor: column((index) => Math.exp(-0.03 * time(index))),
    rate: column(() => 0.03),
    sign: column((index) => (index % 2 === 0 ? 1 : -1)),
    isCoin: column(() => 0),
  };
}

function checksumOf(results: ScalarResults): string {
  const sums = OUTPUTS.map((name) => results[name].reduce((sum, value) => sum + value, 0));
  const digits = sums.map((sum) => sum.toPrecision(CHECKED_DIGITS)).join(' ');
  return createHash('sha256').update(digits).digest('hex').slice(0, 16);
}

function batches(price: () => void, options: number) {
  const repeats = Math.max(1, Math.round(OPTIONS_PER_SAMPLE / options));
  const batch = (): void => {
    for (let done = 0; done < repeats; done++) price();
  };
  return ({ seconds, warmupSeconds }: Effort) => ({
    ...throughput(batch, seconds, warmupSeconds),
    unitsPerSample: repeats * options,
  });
}

function kernelCase(options: number): BenchCase {
  return {
    name: `options/chain-${options}`,
    title: `price and 5 greeks, ${options.toLocaleString('en')} options (aim 25 ns)`,
    loop: 'batch',
    unit: 'option',
    beside: `options/scalar-${options}`,
    spinningThreads: 1,
    parameters: { options },
    open() {
      const pricer = new OptionPricer(options);
      const results = pricer.price(chain(options));
      return {
        checksum: checksumOf(results),
        measure: batches(() => pricer.evaluate(), options),
      };
    },
  };
}

function scalarCase(options: number): BenchCase {
  return {
    name: `options/scalar-${options}`,
    title: `plain doubles, ${options.toLocaleString('en')} options`,
    loop: 'batch',
    unit: 'option',
    spinningThreads: 1,
    parameters: { options },
    open() {
      const columns = chain(options);
      const fresh = OUTPUTS.map((name) => [name, new Float64Array(options)]);
      const results = Object.fromEntries(fresh) as ScalarResults;
      priceScalar(columns, results);
      return {
        checksum: checksumOf(results),
        measure: batches(() => priceScalar(columns, results), options),
      };
    },
  };
}

/** Chains of these sizes, each in the kernel and in plain doubles. */
export function optionCases(sizes: readonly number[]): readonly BenchCase[] {
  return sizes.flatMap((options) => [kernelCase(options), scalarCase(options)]);
}
