/** Whole-book skew with 8 factors: what a fill costs that moves every quote, and what a tick costs. */
import { FACTORS_MAX } from '../../assembly/codes.js';
import {
  type BenchCase,
  type Effort,
  quoteChecksum,
  quoteOfBook,
  START_US,
  throughput,
  tickOf,
} from '../../src/bench/index.js';
import { type Book, encodeFrame } from '../../src/index.js';
import { wideBook } from '../wide-book.js';

const FILL_LOTS = 20;
/** Steps timed as one sample: a tick alone is shorter than the clock is exact. */
const STEPS_PER_SAMPLE = 100;
/** Skew per covariance and value: a fill moves quotes by a fraction of a bp. */
const COEFFICIENT = 1;
const MAX_SKEW_BPS = 50;
const IDIOSYNCRATIC = 1e-10;
const LOADING = 1e-5;

/** Loadings of both signs that repeat after a while. */
function loadingsFrame(index: number): Uint8Array {
  const loadings = Array.from(
    { length: FACTORS_MAX },
    (_, factor) => LOADING * Math.sin(1 + index * FACTORS_MAX + factor),
  );
  const values = [index, COEFFICIENT, MAX_SKEW_BPS, IDIOSYNCRATIC, ...loadings];
  return encodeFrame('setFactorLoadings', 0, START_US, values);
}

function factorBook(instruments: number, hasFactors: boolean): Book {
  const book = wideBook(instruments);
  if (!hasFactors) return book;
  for (let index = 0; index < instruments; index++) book.apply(loadingsFrame(index));
  return book;
}

const STEPS = {
  fill: (book: Book, index: number, instruments: number): number =>
    book.fill({
      instrument: index % instruments,
      time: START_US,
      fillId: index + 1,
      side: index % 2 === 0 ? 'buy' : 'sell',
      priceTicks: tickOf(index, instruments)[1],
      sizeLots: FILL_LOTS,
    }),
  tick: (book: Book, index: number, instruments: number): number => {
    const [instrument, bid, ask, bidLots, askLots] = tickOf(index, instruments);
    return book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
  },
};

function wholeBookCase(
  step: keyof typeof STEPS,
  instruments: number,
  hasFactors: boolean,
): BenchCase {
  const name = hasFactors ? `whole-book/${step}` : `own-skew/${step}`;
  const skew = hasFactors ? `${FACTORS_MAX} factors` : 'own skew only';
  return {
    name: `${name}-${instruments}`,
    title: `${step}, ${instruments.toLocaleString('en')} instruments, ${skew}`,
    loop: 'batch',
    unit: step,
    ...(hasFactors ? { beside: `own-skew/${step}-${instruments}` } : {}),
    spinningThreads: 1,
    parameters: { instruments, factors: hasFactors ? FACTORS_MAX : 0 },
    open() {
      const book = factorBook(instruments, hasFactors);
      let index = 0;
      const next = (): void => {
        const code = STEPS[step](book, index++, instruments);
        if (code !== 0) throw new Error(`the book refused a ${step} with code ${code}`);
      };
      const batch = (): void => {
        for (let done = 0; done < STEPS_PER_SAMPLE; done++) next();
      };
      for (let done = 0; done < instruments; done++) next();
      return {
        checksum: quoteChecksum(quoteOfBook(book), instruments),
        measure: ({ seconds, warmupSeconds }: Effort) => ({
          ...throughput(batch, seconds, warmupSeconds),
          unitsPerSample: STEPS_PER_SAMPLE,
        }),
      };
    },
  };
}

/** Fills and ticks of books of these sizes, with whole-book skew and without. */
export function wholeBookCases(sizes: readonly number[]): readonly BenchCase[] {
  return sizes.flatMap((instruments) =>
    (['fill', 'tick'] as const).flatMap((step) => [
      wholeBookCase(step, instruments, true),
      wholeBookCase(step, instruments, false),
    ]),
  );
}
