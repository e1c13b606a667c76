/**
 * The other side: an exchange and an order manager that keep to what the book says, and whose news of it comes
 * late, twice or not at all. Positions here are the true ones.
 */
import type { OutputFrameOf } from '../../src/frames/index.js';
import type { Listing } from './desk.js';
import type { Draw } from './draw.js';
import type { Message } from './message.js';
import type { Swarm } from './swarm.js';

interface Side {
  price: number;
  lots: number;
}

interface Order {
  readonly id: number;
  readonly isBuy: boolean;
  lots: number;
}

const MAX_ORDERS = 12;

export class VenueBook {
  readonly bid: Side = { price: 0, lots: 0 };
  readonly ask: Side = { price: 0, lots: 0 };
  readonly orders: Order[] = [];
  position = 0;
  constructor(readonly listing: Listing) {}

  open(isBuy: boolean): number {
    const quoted = isBuy ? this.bid.lots : this.ask.lots;
    return this.orders.reduce((sum, one) => sum + (one.isBuy === isBuy ? one.lots : 0), quoted);
  }
}

export class Venue {
  readonly books: readonly VenueBook[];
  #fillId = 0;
  #orderId = 0;
  /** What was asked last about an order. */
  readonly #asked = new Map<number, { readonly action: number; readonly isBuy: boolean }>();
  readonly #draw: Draw;
  readonly #swarm: Swarm;

  constructor(listings: readonly Listing[], swarm: Swarm, draw: Draw) {
    this.books = listings.map((listing) => new VenueBook(listing));
    this.#draw = draw;
    this.#swarm = swarm;
  }

  follow(quote: OutputFrameOf<'quote'>): void {
    const book = this.books[quote.instrument];
    if (book === undefined) return;
    Object.assign(book.bid, { price: quote.bidTicks, lots: quote.bidLots });
    Object.assign(book.ask, { price: quote.askTicks, lots: quote.askLots });
  }

  /** Somebody takes a quote or an order, whole or in part. Nothing rests: an old print comes again. */
  take(book: VenueBook, mid: number): Message[] {
    const draw = this.#draw;
    const isBuy = draw.chance(0.5);
    const order = draw.chance(0.3) ? book.orders.find((one) => one.isBuy === isBuy) : undefined;
    const side = order ?? (isBuy ? book.bid : book.ask);
    if (side.lots === 0) return [];
    const lots = draw.chance(0.5) ? side.lots : draw.whole(1, side.lots);
    side.lots -= lots;
    const price = order === undefined ? (isBuy ? book.bid.price : book.ask.price) : mid;
    return [this.#fill(book, isBuy ? lots : -lots, Math.max(1, price), 0)];
  }

  /** A fill that the book did not ask for: an adversary's, or another desk's. */
  stranger(book: VenueBook, mid: number): Message[] {
    const lots = this.#draw.whole(-book.listing.maxLots, book.listing.maxLots);
    return lots === 0 ? [] : [this.#fill(book, lots, mid, 0)];
  }

  working(book: VenueBook): Message {
    const open = [book.open(true), book.open(false), book.bid.lots, book.ask.lots];
    return { name: 'working', values: [book.listing.index, ...open] };
  }

  report(book: VenueBook, mid: number): Message {
    const late = this.#swarm.faults.lateReports;
    const delay = late > 0 ? this.#draw.whole(0, late) : 0;
    return { name: 'position', values: [book.listing.index, book.position, mid], delay };
  }

  order(book: VenueBook, mid: number): Message {
    const draw = this.#draw;
    const known =
      book.orders.length > 0 ? book.orders[draw.whole(0, book.orders.length - 1)] : null;
    const action = known === null || known === undefined ? 0 : draw.pick([0, 0, 1, 2]);
    if (action === 0 && !draw.chance(0.05)) this.#orderId += 1;
    const isBuy = known && action > 0 ? known.isBuy : draw.chance(0.5);
    const lots = draw.whole(
      1,
      Math.max(1, Math.round(book.listing.maxLots * draw.pick([0.2, 0.2, 1, 3]))),
    );
    const price = draw.pick([mid, mid, 0, Math.max(1, Math.round(mid * draw.between(0.9, 1.1)))]);
    const id = known && action > 0 ? known.id : this.#orderId;
    this.#asked.set(id, { action, isBuy });
    const wanted = action === 2 ? [0, 0, 0, 0] : [lots, price, Number(draw.chance(0.3))];
    const replaces = action === 1 ? (known?.lots ?? 0) : 0;
    return {
      name: 'checkOrder',
      values: [book.listing.index, id, action, isBuy ? 0 : 1, ...wanted.slice(0, 3), replaces],
    };
  }

  /** The order manager sends what was allowed. */
  settleVerdict(verdict: OutputFrameOf<'orderVerdict'>): void {
    const book = this.books[verdict.instrument];
    const id = Number(verdict.orderId);
    const asked = this.#asked.get(id);
    if (book === undefined || verdict.verdict === 2 || asked === undefined) return;
    const { action, isBuy } = asked;
    const index = book.orders.findIndex((one) => one.id === id);
    if (action === 2) {
      if (index >= 0) book.orders.splice(index, 1);
      return;
    }
    const known = book.orders[index];
    if (known !== undefined) known.lots = verdict.allowedLots;
    else book.orders.push({ id, isBuy, lots: verdict.allowedLots });
    if (book.orders.length > MAX_ORDERS) book.orders.shift();
  }

  /** Fills of a hedge and its result: whole, partial, refused, late, lost, or told twice. */
  hedge(hedge: OutputFrameOf<'hedge'>, mid: number): Message[] {
    const draw = this.#draw;
    const book = this.books[hedge.instrument];
    if (book === undefined) return [];
    const isBad = draw.chance(this.#swarm.faults.badHedge);
    const result = isBad ? draw.pick([0, 1, 2]) : 0;
    let left = result === 2 ? 0 : result === 1 ? draw.whole(0, hedge.sizeLots) : hedge.sizeLots;
    const filled = left;
    const messages: Message[] = [];
    while (left > 0) {
      const lots = draw.chance(0.6) ? left : draw.whole(1, left);
      left -= lots;
      const fill = this.#fill(book, hedge.side === 0 ? lots : -lots, hedge.priceTicks || mid, 1);
      if (isBad && draw.chance(0.2)) continue;
      messages.push({ ...fill, delay: isBad ? draw.whole(0, 300) : draw.whole(0, 5) });
      if (isBad && draw.chance(0.2)) messages.push(fill);
    }
    if (isBad && draw.chance(0.3)) return messages;
    const told = isBad && draw.chance(0.1) ? hedge.sizeLots + 1 : filled;
    const delay = isBad ? draw.whole(0, 300) : draw.whole(0, 8);
    messages.push({
      name: 'hedgeResult',
      values: [hedge.instrument, hedge.hedgeId, told, result],
      delay,
    });
    return messages;
  }

  #fill(book: VenueBook, lots: number, ticks: number, purpose: number): Message {
    const draw = this.#draw;
    book.position += lots;
    this.#fillId += 1;
    const fee = draw.chance(0.2) ? [draw.between(-1, 2), draw.whole(0, 3)] : [null, null];
    const side = lots > 0 ? 0 : 1;
    const about = [draw.chance(0.8) ? 0 : 1, purpose];
    const values = [
      book.listing.index,
      this.#fillId,
      side,
      ticks,
      Math.abs(lots),
      ...about,
      ...fee,
    ];
    return { name: 'fill', values };
  }
}
