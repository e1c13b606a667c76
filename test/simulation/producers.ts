/** What arrives, by the weights of the seed. */
import type { Desk, Listing } from './desk.js';
import type { Draw } from './draw.js';
import type { Market } from './market.js';
import type { Message } from './message.js';
import { command, reconfiguration } from './operator.js';
import type { EventKind, Swarm } from './swarm.js';
import type { Venue } from './venue.js';

export class Producers {
  readonly #desk: Desk;
  readonly #swarm: Swarm;
  readonly #draw: Draw;
  readonly #market: Market;
  readonly #venue: Venue;
  #sequence = 0n;

  constructor(desk: Desk, swarm: Swarm, draw: Draw, market: Market, venue: Venue) {
    this.#desk = desk;
    this.#swarm = swarm;
    this.#draw = draw;
    this.#market = market;
    this.#venue = venue;
  }

  next(): readonly Message[] {
    const draw = this.#draw;
    const kind = draw.weighted<EventKind>(this.#swarm.weights);
    const listing = draw.pick(this.#desk.listings as [Listing, ...Listing[]]);
    return this.#produce(kind, listing).map((message) => this.#sequenced(message));
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
        return [this.#invalid(index, mid)];
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

  /** Frames that decode and must be refused, or hardly make sense. */
  #invalid(index: number, mid: number): Message {
    const draw = this.#draw;
    const big = 2 ** 50;
    const choices: readonly [Message, ...Message[]] = [
      { name: 99, values: [index, mid] },
      { name: 32, values: [0] },
      { name: 33, values: [1] },
      { name: 16, values: [index, mid, mid + 1] },
      { name: 16, values: [index, 'mid', mid + 1, 1, 1] },
      { name: 16, values: [99, mid, mid + 1, 1, 1] },
      { name: 16, values: [11, mid, mid + 1, 1, 1] },
      { name: 16, values: [index, Number.NaN, mid + 1, 1, true] },
      { name: 'cash', values: [5, 1, 0] },
      { name: 'fill', values: [index, (1n << 63n) + 1n, 0, 2 ** 40, big, 0, 0, null, null] },
      { name: 'fill', values: [index, (1n << 63n) + 1n, 0, mid, 0, 0, 0, null, null] },
      { name: 'position', values: [index, -big - 2, mid] },
      { name: 'working', values: [index, 1, 1, 2, 0] },
      { name: 'working', values: [index, 3, draw.whole(0, 5), 1, 0] },
      { name: 'funding', values: [index, 2, 1] },
      { name: 'index', values: [7, 1] },
      { name: 'index', values: [2, 1] },
      { name: 'forward', values: [2, 1] },
      { name: 'impliedVol', values: [0, 0.5] },
      { name: 'hedgeResult', values: [index, 1_000_000, 1, 0] },
      { name: 'setGuard', values: [11, 0, 0, 8, 1e9, 1e9, 1, 2, 1, 0.8, 1, 0] },
      { name: 'setHedgeInstrument', values: [index, 1, null, 0, 0, 0, 1, 1] },
      { name: 'defineInstrument', values: [index, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0] },
      { name: 'defineInstrument', values: [10, 1, 1, 0, 0, 0.1, 1, 1, 1, 0, 0, 0] },
      { name: 'bookTicker', values: [10, mid, mid + 1, 1, 1] },
      { name: 'tradingState', values: [null, 3, 'no such state'] },
      { name: 'defineInstrument', values: [8, 4, 1, 0, 0, 1, 0.1, 1, 1, 0, 0, 0] },
      { name: 'defineOption', values: [8, 0, 0, 70_000, null, 1, 1] },
      { name: 'setTable', values: [index, 30, 8, 0, 1] },
    ];
    return draw.pick(choices);
  }

  /** Some producers share a counter. */
  #sequenced(message: Message): Message {
    if (!this.#draw.chance(0.1)) return message;
    this.#sequence += BigInt(this.#draw.whole(1, 3));
    return { ...message, sequence: this.#sequence };
  }
}
