/** What is published, against everything that could be filled. */
import type { Instrument, Published } from './account.js';
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Row } from './reader.js';
import { require } from './violation.js';

const HALTED = 2;
const REDUCING = 1;
const seconds = (value: unknown): number =>
  value === null ? Number.POSITIVE_INFINITY : Number(value) * 1e9;

export class Quotes {
  /** Options that are quoted around a price that only the engine knows. */
  readonly byModel = new Set<number>();
  readonly markedByModel = new Set<number>();
  #now = 0n;

  constructor(
    readonly ledger: Ledger,
    readonly limits: Limits,
  ) {}

  input(row: Row): void {
    const { opcode, fields, timeNs } = row;
    this.#now = timeNs;
    const one = this.ledger.instrument(Number(fields[0]));
    if (one === undefined) return;
    switch (opcode) {
      case 4:
        one.postOnly = fields[4] === 1;
        return;
      case 9:
        one.maxPosition = Number(fields[2]);
        one.maxNotional = fields[3] === null ? Number.POSITIVE_INFINITY : Number(fields[3]);
        return;
      case 10:
        one.maxAgeNs = seconds(fields[1]);
        one.collar = fields[2] === null ? Number.POSITIVE_INFINITY : Number(fields[2]) * 1e-4;
        return;
      case 16:
        Object.assign(one, { bid: Number(fields[1]), ask: Number(fields[2]), tickerTime: timeNs });
        return;
      case 21:
        this.#working(one, fields.map(Number));
        return;
      case 37:
        this.#toggle(this.markedByModel, one.index, fields[5] === 1);
        this.#toggle(this.byModel, one.index, fields[6] === 1);
        return;
    }
  }

  /** A `quote` frame. */
  output({ fields }: Row): void {
    const [index = 0, bid = 0, bidLots = 0, ask = 0, askLots = 0, bidReason, askReason] =
      fields.map(Number);
    const one = this.ledger.instrument(index);
    require('a quote is of a defined instrument', one !== undefined, { index });
    if (one === undefined) return;
    one.quotedBid = { price: bid, lots: bidLots };
    one.quotedAsk = { price: ask, lots: askLots };
    one.largestBid = Math.max(one.largestBid, bidLots);
    one.largestAsk = Math.max(one.largestAsk, askLots);
    const facts = { index, bid, bidLots, ask, askLots, bidReason, askReason };
    require('a reason or a quote', bidLots > 0 === (bidReason === 0), facts);
    require('a reason or a quote', askLots > 0 === (askReason === 0), facts);
    require('bid below ask', bid === 0 || ask === 0 || bid < ask, facts);
    for (const side of [one.quotedBid, one.quotedAsk]) this.#requireFresh(one, side);
  }

  #requireFresh(one: Instrument, { price, lots }: Published): void {
    if (lots === 0) return;
    const { index, minLots } = one;
    require('no side below the smallest order', lots >= minLots, { index, lots, minLots });
    if (this.byModel.has(index)) return;
    const age =
      one.tickerTime === null ? Number.POSITIVE_INFINITY : Number(this.#now - one.tickerTime);
    require('no quote on stale data', age <= one.maxAgeNs * (1 + 1e-12), {
      index,
      age,
      oldest: one.maxAgeNs,
    });
    if (this.markedByModel.has(index)) return;
    const distance = Math.abs(price - one.mark);
    const allowed = one.collar * one.mark * (1 + 1e-12);
    require('no quote outside the collar', distance <= allowed, { index, price, mark: one.mark });
  }

  /** What stands after a frame. @param isClock every instrument was judged again */
  settled(isClock: boolean): void {
    for (const one of this.ledger.instruments.values()) {
      const state = Math.max(one.state, this.limits.bookState);
      this.#requireRoom(one, state);
      this.#requirePassive(one);
      if (!isClock || this.byModel.has(one.index) || one.tickerTime === null) continue;
      const age = Number(this.#now - one.tickerTime);
      const lots = one.quotedBid.lots + one.quotedAsk.lots;
      const isFine = lots === 0 || age <= one.maxAgeNs * (1 + 1e-12);
      require('a clock withdraws stale quotes', isFine, { index: one.index, age, lots });
    }
  }

  /** All buys filled, all sells filled, none: whatever happens, limits hold. */
  #requireRoom(one: Instrument, state: number): void {
    const bids = one.quotedBid.lots;
    const asks = one.quotedAsk.lots;
    if (bids + asks === 0) return;
    const long = one.position + one.otherBuy + bids;
    const short = one.position - one.otherSell - asks;
    const { index, position, otherBuy, otherSell, maxPosition } = one;
    const facts = { index, state, position, otherBuy, otherSell, bids, asks, maxPosition };
    require('nothing is quoted while halted', state < HALTED, facts);
    const most = state === REDUCING ? 0 : maxPosition;
    require('all bids filled stay inside the limit', bids === 0 || long <= most, facts);
    require('all asks filled stay inside the limit', asks === 0 || short >= -most, facts);
  }

  #requirePassive(one: Instrument): void {
    if (!one.postOnly || one.tickerTime === null) return;
    const { index, bid, ask, quotedBid, quotedAsk } = one;
    const facts = { index, bid, ask, quotedBid, quotedAsk };
    require('a post-only bid stays below the ask', quotedBid.lots === 0 ||
      quotedBid.price < ask, facts);
    require('a post-only ask stays above the bid', quotedAsk.lots === 0 ||
      quotedAsk.price > bid, facts);
  }

  #working(one: Instrument, values: readonly number[]): void {
    const [, buy = 0, sell = 0, restingBid = 0, restingAsk = 0] = values;
    one.openBuy = buy;
    one.openSell = sell;
    one.otherBuy = buy - restingBid;
    one.otherSell = sell - restingAsk;
    one.pendingSince = null;
    one.largestBid = one.quotedBid.lots;
    one.largestAsk = one.quotedAsk.lots;
  }

  #toggle(set: Set<number>, index: number, on: boolean): void {
    if (on) set.add(index);
    else set.delete(index);
  }
}
