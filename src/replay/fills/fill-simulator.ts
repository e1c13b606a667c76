/** Which of our resting quotes a recorded market would have filled. */
import { PendingQuotes } from './pending-quotes.js';

/** Side of an own order. */
export const BID = 0;
/** Side of an own order. */
export const ASK = 1;

/** Lots of a side that a submitted quote does not touch. */
export const KEEP = -1;

/** Assumptions of the simulation. */
export interface FillAssumptions {
  /** From the decision to its effect at the venue, for new quotes and cancels alike. */
  readonly latencyUs: number;
  /** Lots ahead of an order at a touch whose size is not known, per instrument; may be Infinity. */
  readonly queueAheadLots: readonly number[];
  /** Whether an opposite touch at or through our price fills us completely. */
  readonly fillOnCross: boolean;
  /** Trades printed further outside the touch than this share of the price fill nothing. */
  readonly ignoreBeyond?: number;
}

/**
 * One order per side and instrument, amended by cancel/replace: the size of a replacement counts what
 * filled while it was on its way, as FIX OrderQty does, so that a side never holds more than the
 * largest of its resting and sent sizes.
 *
 * A call fills at most one side; `filledSide` and `filledTicks` tell which. Nothing is allocated per
 * event.
 */
export class FillSimulator {
  filledSide = BID;
  filledTicks = 0;
  /** Quotes that would have taken liquidity on arrival and were refused as post-only orders are. */
  postOnlyRejects = 0;
  /** Trades that were printed too far outside the touch to be believed. */
  ignoredTrades = 0;
  readonly #latencyUs: number;
  readonly #queueAheadLots: readonly number[];
  readonly #fillOnCross: boolean;
  readonly #ignoreBeyond: number;
  /** Index 2 x instrument + side. */
  readonly #price: Float64Array;
  readonly #lots: Float64Array;
  /** Lots ahead in the queue; Infinity when not known. */
  readonly #ahead: Float64Array;
  /** Lots by which displays, not trades, shortened the queue and which no trade has made up for. */
  readonly #shown: Float64Array;
  /** All lots ever filled. */
  readonly #filled: Float64Array;
  readonly #touchTicks: Float64Array;
  readonly #touchLots: Float64Array;
  readonly #pending: readonly PendingQuotes[];
  /** By instrument: an order that should rest does not. */
  readonly #lacks: Uint8Array;

  constructor(instruments: number, assumptions: FillAssumptions) {
    this.#latencyUs = assumptions.latencyUs;
    this.#queueAheadLots = assumptions.queueAheadLots;
    this.#fillOnCross = assumptions.fillOnCross;
    this.#ignoreBeyond = assumptions.ignoreBeyond ?? Number.POSITIVE_INFINITY;
    const sides = 2 * instruments;
    this.#price = new Float64Array(sides);
    this.#lots = new Float64Array(sides);
    this.#ahead = new Float64Array(sides);
    this.#shown = new Float64Array(sides);
    this.#filled = new Float64Array(sides);
    this.#touchTicks = new Float64Array(sides);
    this.#touchLots = new Float64Array(sides);
    this.#pending = Array.from({ length: instruments }, () => new PendingQuotes());
    this.#lacks = new Uint8Array(instruments);
  }

  /** Lots resting at the venue. */
  restingLots(instrument: number, side: number): number {
    return this.#lots[2 * instrument + side] as number;
  }

  /** Price of the resting order, ticks; 0 when nothing rests. */
  restingTicks(instrument: number, side: number): number {
    const at = 2 * instrument + side;
    return (this.#lots[at] as number) > 0 ? (this.#price[at] as number) : 0;
  }

  /** Lots that may fill before anything sent from now on takes effect. */
  openLots(instrument: number, side: number): number {
    return Math.max(this.restingLots(instrument, side), this.#queue(instrument).largest(side));
  }

  /** Lots believed to be ahead of the resting order. */
  queueAhead(instrument: number, side: number): number {
    return this.#ahead[2 * instrument + side] as number;
  }

  /** Whether an order should rest, does not, and nothing is on its way: send the quote again. */
  lacksOrder(instrument: number): boolean {
    return this.#lacks[instrument] === 1 && this.#queue(instrument).count === 0;
  }

  /**
   * Sends a quote; 0 lots cancel a side, `KEEP` leaves it as it is. Takes effect after the latency,
   * at once without.
   */
  submit(
    instrument: number,
    time: number,
    bidTicks: number,
    bidLots: number,
    askTicks: number,
    askLots: number,
  ): void {
    const at = 2 * instrument;
    this.#lacks[instrument] = 0;
    if (this.#latencyUs === 0) {
      this.#place(instrument, BID, bidTicks, bidLots);
      this.#place(instrument, ASK, askTicks, askLots);
      return;
    }
    this.#queue(instrument).push(
      time + this.#latencyUs,
      bidTicks,
      bidLots,
      askTicks,
      askLots,
      this.#filled[at] as number,
      this.#filled[at + 1] as number,
    );
  }

  /** Lets quotes take effect that are due by `time`; true when any did. */
  advance(instrument: number, time: number): boolean {
    const queue = this.#queue(instrument);
    if (queue.due > time) return false;
    const at = 2 * instrument;
    while (queue.due <= time) {
      const bidFilled = (this.#filled[at] as number) - queue.field(5);
      const askFilled = (this.#filled[at + 1] as number) - queue.field(6);
      this.#place(instrument, BID, queue.field(1), queue.field(2), bidFilled);
      this.#place(instrument, ASK, queue.field(3), queue.field(4), askFilled);
      queue.shift();
    }
    return true;
  }

  /** A new touch; sizes 0 when not known. Returns lots filled, 0 unless `fillOnCross`. */
  touch(
    instrument: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number {
    const at = 2 * instrument;
    this.#touchTicks[at] = bidTicks;
    this.#touchTicks[at + 1] = askTicks;
    this.#touchLots[at] = bidLots;
    this.#touchLots[at + 1] = askLots;
    this.#watchQueue(instrument, at, bidTicks - (this.#price[at] as number), bidLots);
    this.#watchQueue(instrument, at + 1, (this.#price[at + 1] as number) - askTicks, askLots);
    if (!this.#fillOnCross) return 0;
    if ((this.#lots[at] as number) > 0 && askTicks <= (this.#price[at] as number)) {
      return this.#fill(instrument, BID, this.#lots[at] as number);
    }
    if ((this.#lots[at + 1] as number) > 0 && bidTicks >= (this.#price[at + 1] as number)) {
      return this.#fill(instrument, ASK, this.#lots[at + 1] as number);
    }
    return 0;
  }

  /** A public trade; `aggressor` 0 bought, 1 sold. Returns lots filled. */
  trade(instrument: number, priceTicks: number, lots: number, aggressor: number): number {
    const bid = 2 * instrument;
    const outside = Math.max(
      (this.#touchTicks[bid] as number) - priceTicks,
      priceTicks - (this.#touchTicks[bid + 1] as number),
    );
    if (outside > this.#ignoreBeyond * priceTicks) {
      this.ignoredTrades++;
      return 0;
    }
    if ((this.#lots[bid] as number) > 0) {
      const beyond = (this.#price[bid] as number) - priceTicks;
      if (beyond > 0 || (beyond === 0 && aggressor === 1)) {
        return this.#hit(instrument, BID, beyond, lots);
      }
    }
    if ((this.#lots[bid + 1] as number) > 0) {
      const beyond = priceTicks - (this.#price[bid + 1] as number);
      if (beyond > 0 || (beyond === 0 && aggressor === 0)) {
        return this.#hit(instrument, ASK, beyond, lots);
      }
    }
    return 0;
  }

  /** A taker who meets nobody but us: our resting order of a side, up to `lots`. Returns lots filled. */
  take(instrument: number, side: number, lots: number): number {
    const most = Math.min(lots, this.restingLots(instrument, side));
    return most > 0 ? this.#fill(instrument, side, most) : 0;
  }

  /** A trade at our price (`beyond` 0) or through it. */
  #hit(instrument: number, side: number, beyond: number, lots: number): number {
    const at = 2 * instrument + side;
    const seenBefore = beyond > 0 ? 0 : Math.min(lots, this.#shown[at] as number);
    const ahead = beyond > 0 ? 0 : (this.#ahead[at] as number);
    const left = lots - seenBefore;
    this.#shown[at] = beyond > 0 ? 0 : (this.#shown[at] as number) - seenBefore;
    this.#ahead[at] = Math.max(0, ahead - left);
    const most = Math.min(this.#lots[at] as number, left - ahead);
    return most > 0 ? this.#fill(instrument, side, most) : 0;
  }

  #fill(instrument: number, side: number, lots: number): number {
    const at = 2 * instrument + side;
    this.filledSide = side;
    this.filledTicks = this.#price[at] as number;
    this.#lots[at] = (this.#lots[at] as number) - lots;
    this.#filled[at] = (this.#filled[at] as number) + lots;
    if (this.#lots[at] === 0) this.#lacks[instrument] = 1;
    return lots;
  }

  /**
   * `better`: by how many ticks the touch is better than our price; 0 we are at the touch.
   *
   * What a display shows less than we think is ahead may have been traded by a trade that is seen after
   * it. Its lots are not ahead any more, but trades at our price have to make up for them (`#shown`)
   * before they count again.
   */
  #watchQueue(instrument: number, at: number, better: number, displayed: number): void {
    if ((this.#lots[at] as number) === 0 || better > 0) return;
    const unknown = this.#queueAheadLots[instrument] as number;
    const seen = better < 0 ? 0 : displayed > 0 ? displayed : unknown;
    const ahead = this.#ahead[at] as number;
    if (seen >= ahead) return;
    this.#ahead[at] = seen;
    // Out of an unknown queue nothing is known to have been traded.
    if (ahead < Number.POSITIVE_INFINITY)
      this.#shown[at] = (this.#shown[at] as number) + ahead - seen;
  }

  /** Rests `lots` less those that filled on the way; keeps the queue position when it only shrinks. */
  #place(instrument: number, side: number, ticks: number, lots: number, filledOnTheWay = 0): void {
    if (lots === KEEP) return;
    const at = 2 * instrument + side;
    const wanted = Math.max(0, lots - filledOnTheWay);
    const keeps = this.#price[at] === ticks && wanted <= (this.#lots[at] as number);
    if (lots > 0 && wanted === 0) this.#lacks[instrument] = 1;
    if (keeps || wanted === 0) {
      this.#lots[at] = wanted;
      return;
    }
    const sign = side === BID ? 1 : -1;
    const opposite = this.#touchTicks[at ^ 1] as number;
    if (opposite > 0 && sign * (ticks - opposite) >= 0) {
      this.postOnlyRejects++;
      this.#lots[at] = 0;
      this.#lacks[instrument] = 1;
      return;
    }
    this.#price[at] = ticks;
    this.#lots[at] = wanted;
    const better = sign * ((this.#touchTicks[at] as number) - ticks);
    this.#shown[at] = 0;
    this.#ahead[at] = better < 0 ? 0 : Number.POSITIVE_INFINITY;
    if (better === 0) this.#watchQueue(instrument, at, 0, this.#touchLots[at] as number);
  }

  #queue(instrument: number): PendingQuotes {
    return this.#pending[instrument] as PendingQuotes;
  }
}
