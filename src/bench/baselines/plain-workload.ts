/** The plain engine with the book and the positions of the workload. */
import { validateConfiguration } from '../../config/index.js';
import { configuration, takePositions } from '../workload.js';
import { PlainBook } from './plain-book.js';

/** One tick as it crosses to a worker: instrument, time, bid, ask, sizes. */
export type TickMessage = readonly [
  instrument: number,
  timeUs: number,
  bidTicks: number,
  askTicks: number,
  bidLots: number,
  askLots: number,
];

/** What comes back. */
export type QuoteMessage = PlainBook['instruments'][number]['published'];

/** A plain book with a market and a position in every instrument. */
export function positionedPlainBook(): PlainBook {
  const book = new PlainBook(validateConfiguration(configuration()));
  takePositions(book);
  return book;
}

/** What a worker does with a tick. @throws Error when the engine refuses it */
export function answerTicks(): (tick: TickMessage) => QuoteMessage {
  const book = positionedPlainBook();
  return (tick) => {
    const code = book.bookTicker(...tick);
    const quote = book.instruments[tick[0]]?.published;
    if (code !== 0 || quote === undefined) throw new Error(`tick refused with code ${code}`);
    return quote;
  };
}
