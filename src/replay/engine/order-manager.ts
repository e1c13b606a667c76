/** Keeps one order per side at the published quote and tells the book what is open. */
import { EvenkeelError } from '../../errors.js';
import { ASK, BID, type FillSimulator, KEEP } from '../fills/index.js';
import type { BookPort } from './book-port.js';
import type { SessionMeters } from './session-meters.js';

/**
 * A side whose published price and size did not change is left alone, also when it is partly filled:
 * it keeps its queue position. A side that filled completely, or was refused as post-only, is sent
 * again.
 */
export class OrderManager {
  readonly #book: BookPort;
  readonly #fills: FillSimulator;
  readonly #meters: SessionMeters;
  readonly #count: number;
  readonly #seen: Float64Array;
  /** Per instrument: bid ticks, bid lots, ask ticks, ask lots last sent. */
  readonly #sent: Float64Array;
  /** Index 2 x instrument + side: open lots last reported. */
  readonly #reported: Float64Array;

  constructor(book: BookPort, fills: FillSimulator, meters: SessionMeters) {
    this.#book = book;
    this.#fills = fills;
    this.#meters = meters;
    this.#count = book.instruments.length;
    this.#seen = new Float64Array(this.#count);
    for (let index = 0; index < this.#count; index++)
      this.#seen[index] = book.quotes.version(index);
    this.#sent = new Float64Array(4 * this.#count);
    this.#reported = new Float64Array(2 * this.#count);
  }

  /** Sends every quote published since the last call; true when there was one. */
  follow(time: number): boolean {
    const { quotes } = this.#book;
    let any = false;
    for (let index = 0; index < this.#count; index++) {
      const version = quotes.version(index);
      if (version === this.#seen[index]) continue;
      any = true;
      this.#seen[index] = version;
      this.#meters.quote(index, time, quotes.bidLots(index), quotes.askLots(index));
      this.#send(index, time);
    }
    return any;
  }

  /** Sends the published quote again if one of its sides should rest and does not. */
  repair(instrument: number, time: number): void {
    if (this.#fills.lacksOrder(instrument)) this.#send(instrument, time);
  }

  /** Tells the book about open orders if they changed. All of them are what the next quote amends. */
  reportOpen(instrument: number, time: number): void {
    const bid = this.#fills.openLots(instrument, BID);
    const ask = this.#fills.openLots(instrument, ASK);
    const at = 2 * instrument;
    if (bid === this.#reported[at] && ask === this.#reported[at + 1]) return;
    this.#reported[at] = bid;
    this.#reported[at + 1] = ask;
    const code = this.#book.working(instrument, time, bid, ask, bid, ask);
    if (code !== 0) throw new EvenkeelError('INVARIANT', 'open orders were refused', { code });
  }

  #send(instrument: number, time: number): void {
    const { quotes } = this.#book;
    const bidTicks = quotes.bidTicks(instrument);
    const askTicks = quotes.askTicks(instrument);
    const bidLots = this.#changed(instrument, BID, bidTicks, quotes.bidLots(instrument));
    const askLots = this.#changed(instrument, ASK, askTicks, quotes.askLots(instrument));
    if (bidLots !== KEEP || askLots !== KEEP) {
      this.#fills.submit(instrument, time, bidTicks, bidLots, askTicks, askLots);
      this.reportOpen(instrument, time);
    }
  }

  /** The lots to send, or KEEP when the side stands as it should. */
  #changed(instrument: number, side: number, ticks: number, lots: number): number {
    const at = 4 * instrument + 2 * side;
    const same = this.#sent[at] === ticks && this.#sent[at + 1] === lots;
    if (same && (lots === 0 || this.#fills.openLots(instrument, side) > 0)) return KEEP;
    this.#sent[at] = ticks;
    this.#sent[at + 1] = lots;
    return lots;
  }
}
