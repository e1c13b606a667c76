/** What happens, by the weights of the seed, and who says it. */
import type { Desk, Listing } from '../desk.js';
import type { Draw } from '../draw.js';
import type { Market } from '../market.js';
import type { Message } from '../message.js';
import { command, reconfiguration } from '../operator.js';
import type { EventKind, Swarm } from '../swarm.js';
import type { Venue } from '../venue.js';
import { invalid } from './invalid.js';
import { ROLE_OF, type Role } from './terms.js';

export interface Event {
  readonly role: Role;
  /** What it is about. */
  readonly instrument: number;
  readonly messages: readonly Message[];
}

export class Events {
  readonly #desk: Desk;
  readonly #swarm: Swarm;
  readonly #draw: Draw;
  readonly #market: Market;
  readonly #venue: Venue;

  constructor(desk: Desk, swarm: Swarm, draw: Draw, market: Market, venue: Venue) {
    this.#desk = desk;
    this.#swarm = swarm;
    this.#draw = draw;
    this.#market = market;
    this.#venue = venue;
  }

  next(): Event {
    const draw = this.#draw;
    const kind = draw.weighted<EventKind>(this.#swarm.weights);
    const listing = draw.pick(this.#desk.listings as [Listing, ...Listing[]]);
    const messages = this.#produce(kind, listing);
    return { role: ROLE_OF[kind], instrument: listing.index, messages };
  }

  #produce(kind: EventKind, listing: Listing): readonly Message[] {
    const draw = this.#draw;
    const { index } = listing;
    const market = this.#market;
    const book = this.#venue.books[index];
    const mid = market.mid(index);
    if (book === undefined) return [];
    switch (kind) {
      case 'ticker':
        market.step(index);
        return [market.ticker(index)];
      case 'trade':
        return [{ name: 'trade', values: [index, mid, draw.whole(1, 30), draw.whole(0, 1)] }];
      case 'mark':
        return [market.mark(listing)];
      case 'take':
        return draw.chance(0.05) ? this.#venue.stranger(book, mid) : this.#venue.take(book, mid);
      case 'working':
        return [this.#venue.working(book)];
      case 'position':
        return [this.#venue.report(book, mid)];
      case 'cash': {
        const amount = draw.between(-100, 120);
        return [{ name: 'cash', values: [draw.whole(0, 3), amount, draw.whole(0, 1)] }];
      }
      case 'funding': {
        const price = Math.max(1, mid) * listing.kind.tickSize;
        return [{ name: 'funding', values: [index, draw.between(-0.01, 0.01), price] }];
      }
      case 'rate':
        return [{ name: 'assetRate', values: [draw.whole(1, 3), draw.log(0.5, 1e5)] }];
      case 'alpha':
        return [{ name: 'alpha', values: [index, draw.between(-20, 20)] }];
      case 'clock':
        return [{ name: 'clock', values: [] }];
      case 'order':
        return [this.#venue.order(book, mid)];
      case 'operator':
        return [command(this.#desk, draw)];
      case 'chain':
        return [this.#chain(listing, mid)];
      case 'client':
        return this.#venue.stranger(book, mid);
      case 'reconfigure':
        return reconfiguration(this.#desk, this.#swarm, draw);
      case 'settle':
        return this.#settle(listing, mid);
      case 'invalid':
        return [invalid(index, mid, draw)];
    }
  }

  #settle(listing: Listing, mid: number): readonly Message[] {
    const book = this.#venue.books[listing.index];
    if (book !== undefined) book.position = 0;
    return [{ name: 'settle', values: [listing.index, mid * listing.kind.tickSize] }];
  }

  #chain(listing: Listing, mid: number): Message {
    const draw = this.#draw;
    const price = 60_000 * draw.between(0.9, 1.1);
    if (!listing.kind.isOption) {
      return draw.pick<Message>([
        { name: 'index', values: [0, listing.index === 0 ? mid * listing.kind.tickSize : price] },
        { name: 'index', values: [1, 3000 * draw.between(0.9, 1.1)] },
        { name: 'forward', values: [0, price * 1.01] },
        { name: 'remark', values: [0] },
      ]);
    }
    return draw.pick<Message>([
      { name: 'index', values: [0, price] },
      { name: 'impliedVol', values: [listing.index, draw.between(0.2, 1.2)] },
      { name: 'remark', values: [draw.whole(0, 1)] },
    ]);
  }
}
