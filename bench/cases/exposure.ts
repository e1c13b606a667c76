/** What exposures cost a tick: an underlying whose index follows the instruments that tick, beside none. */
import {
  type BenchCase,
  type Effort,
  quoteChecksum,
  quoteOfBook,
  START_US,
  throughput,
  tickOf,
} from '../../src/bench/index.js';
import type { Book } from '../../src/index.js';
import { wideBook } from '../wide-book.js';

const INSTRUMENTS = 16;
/** Ticks timed as one sample: one alone is shorter than the clock is exact. */
const TICKS_PER_SAMPLE = 100;

/** A position in every instrument; with exposures an underlying for each, which follows it. */
function heldBook(hasExposures: boolean): Book {
  const book = wideBook(INSTRUMENTS);
  for (let index = 0; index < INSTRUMENTS; index++) {
    if (hasExposures) {
      book.send('defineUnderlying', START_US, [index, null, index, null, null]);
      book.send('setUnderlying', START_US, [index, index]);
    }
    const lots = (index % 2 === 0 ? 1 : -1) * (10 + index);
    book.position(index, START_US, lots, tickOf(index, INSTRUMENTS)[1]);
  }
  return book;
}

function tickCase(hasExposures: boolean): BenchCase {
  return {
    name: hasExposures ? 'exposure/tick' : 'no-exposure/tick',
    title: hasExposures ? 'tick that moves an index (aim 50 ns over)' : 'tick, no underlying',
    loop: 'batch',
    unit: 'tick',
    ...(hasExposures ? { beside: 'no-exposure/tick' } : {}),
    spinningThreads: 1,
    parameters: { instruments: INSTRUMENTS, underlyings: hasExposures ? INSTRUMENTS : 0 },
    open() {
      const book = heldBook(hasExposures);
      let index = 0;
      const next = (): void => {
        const [instrument, bid, ask, bidLots, askLots] = tickOf(index++, INSTRUMENTS);
        const code = book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
        if (code !== 0) throw new Error(`the book refused a tick with code ${code}`);
      };
      const batch = (): void => {
        for (let done = 0; done < TICKS_PER_SAMPLE; done++) next();
      };
      for (let done = 0; done < 10; done++) batch();
      return {
        // The same quotes: exposures move none.
        checksum: quoteChecksum(quoteOfBook(book), INSTRUMENTS),
        measure: ({ seconds, warmupSeconds }: Effort) => ({
          ...throughput(batch, seconds, warmupSeconds),
          unitsPerSample: TICKS_PER_SAMPLE,
        }),
      };
    },
  };
}

/** A tick with exposures and without. */
export function exposureCases(): readonly BenchCase[] {
  return [tickCase(true), tickCase(false)];
}
