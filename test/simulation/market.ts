/** Prices: walks that jump, freeze, cross and go missing. */
import type { Listing } from './desk.js';
import type { Draw } from './draw.js';
import type { Message } from './message.js';
import type { Swarm } from './swarm.js';

const MAX_TICKS = 2 ** 40;

export class Market {
  readonly #mids: number[];
  readonly #begin: readonly number[];
  readonly #frozen: boolean[];
  readonly #draw: Draw;
  readonly #swarm: Swarm;

  constructor(listings: readonly Listing[], swarm: Swarm, draw: Draw) {
    this.#begin = listings.map(({ kind }) => Math.round(kind.price / kind.tickSize));
    this.#mids = [...this.#begin];
    this.#frozen = listings.map(() => false);
    this.#draw = draw;
    this.#swarm = swarm;
  }

  /** Whole ticks. */
  mid(index: number): number {
    return Math.max(2, Math.round(this.#mids[index] ?? 2));
  }

  step(index: number): void {
    const draw = this.#draw;
    if (draw.chance(0.002)) this.#frozen[index] = this.#frozen[index] !== true;
    if (this.#frozen[index]) return;
    const begin = this.#begin[index] ?? 2;
    const mid = this.#mids[index] ?? begin;
    const jump = draw.chance(this.#swarm.faults.badPrice * 0.1) ? draw.between(-0.3, 0.3) : 0;
    // Pulled back to where it began, so that a long run stays where contracts make sense.
    const pull = 0.001 * Math.log(begin / mid);
    const move = this.#swarm.moveBps * 1e-4 * draw.normal() + jump + pull;
    this.#mids[index] = Math.min(Math.max(mid * Math.exp(move), begin / 20), begin * 20);
  }

  ticker(index: number): Message {
    const draw = this.#draw;
    const mid = this.mid(index);
    if (draw.chance(this.#swarm.faults.badPrice)) return this.#badTicker(index, mid);
    const half = draw.whole(1, 3);
    const sizes = [draw.whole(0, 50), draw.whole(0, 50)];
    return { name: 'bookTicker', values: [index, Math.max(1, mid - half), mid + half, ...sizes] };
  }

  #badTicker(index: number, mid: number): Message {
    const crossed: Message = { name: 'bookTicker', values: [index, mid + 1, mid, 1, 1] };
    const locked: Message = { name: 'bookTicker', values: [index, mid, mid, 1, 1] };
    const tiny: Message = { name: 'bookTicker', values: [index, 1, 2, 1, 1] };
    const wide: Message = { name: 'bookTicker', values: [index, 1, 2 * mid, 1, 1] };
    const top: Message = { name: 'bookTicker', values: [index, MAX_TICKS - 1, MAX_TICKS, 1, 1] };
    return this.#draw.chance(0.04) ? top : this.#draw.pick([crossed, locked, tiny, wide]);
  }

  /** A mark near the mid, at times zero, or far off. */
  mark(listing: Listing): Message {
    const draw = this.#draw;
    const price = this.mid(listing.index) * listing.kind.tickSize;
    const isBad = draw.chance(this.#swarm.faults.badPrice);
    const value = isBad
      ? draw.pick([0, price * 3, price / 3, 1e15])
      : price * draw.between(0.999, 1.001);
    return { name: 'mark', values: [listing.index, value] };
  }
}
