/** Requoting every instrument: what a fill, a clock or a change of state may ask for. */
import {
  type BenchCase,
  configuration,
  type Effort,
  quoteChecksum,
  quoteOfBook,
  START_US,
  throughput,
  tickOf,
} from '../../src/bench/index.js';
import { oracleOf, send } from '../oracle-baseline.js';
import { wideBook } from '../wide-book.js';

const BASELINE_INSTRUMENTS = 1000;
const BASELINE = 'oracle/requote-all';

function batches(requote: () => void, instruments: number) {
  return ({ seconds, warmupSeconds }: Effort) => ({
    ...throughput(requote, seconds, warmupSeconds),
    unitsPerSample: instruments,
  });
}

function sweepCase(instruments: number): BenchCase {
  const size = instruments.toLocaleString('en');
  return {
    name: `requote-all/${instruments}`,
    title: `requote all, ${size} instruments (aim 15 ns)`,
    loop: 'batch',
    unit: 'instrument',
    beside: BASELINE,
    spinningThreads: 1,
    parameters: { instruments },
    open() {
      const book = wideBook(instruments);
      return {
        checksum: quoteChecksum(quoteOfBook(book), instruments),
        measure: batches(() => book.clock(START_US), instruments),
      };
    },
  };
}

function baselineCase(): BenchCase {
  return {
    name: BASELINE,
    title: `the oracle: plain TypeScript, ${BASELINE_INSTRUMENTS} instruments`,
    loop: 'batch',
    unit: 'instrument',
    spinningThreads: 1,
    parameters: { instruments: BASELINE_INSTRUMENTS },
    open() {
      const oracle = oracleOf(configuration(BASELINE_INSTRUMENTS));
      for (let index = 0; index < BASELINE_INSTRUMENTS; index++) {
        send(oracle, 'bookTicker', START_US, tickOf(index, BASELINE_INSTRUMENTS));
      }
      const quoteOf = (index: number) => oracle.instrument(index).published;
      return {
        checksum: quoteChecksum(quoteOf, BASELINE_INSTRUMENTS),
        measure: batches(() => send(oracle, 'clock', START_US, []), BASELINE_INSTRUMENTS),
      };
    },
  };
}

/** One case per number of instruments, and the oracle. */
export function sweepCases(sizes: readonly number[]): readonly BenchCase[] {
  return [...sizes.map(sweepCase), baselineCase()];
}
