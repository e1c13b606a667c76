/** Plays a tape of an index to a book of options: simulated takers fill its quotes, hedges go to the tape. */
import { Book } from '../../src/index.js';
import { SeededRandom } from '../../src/random/index.js';
import type { ChainRow } from '../options-table/chains.js';
import { AttributionMeter, type GreekAttribution } from './attribution.js';
import {
  HALF_WIDTH,
  OPTION_LOT,
  OPTION_TICK,
  optionsConfiguration,
  PERPETUAL,
  PERPETUAL_TICK,
} from './setup.js';

/** A touch of the perpetual, quote currency. */
export interface Touch {
  readonly timeUs: number;
  readonly bid: number;
  readonly ask: number;
}

/** Takers per option and side: lambda / (1 + e^(alpha + beta d)) a second at d volatility from the mark. */
export interface Flow {
  readonly lambda: number;
  readonly alpha: number;
  readonly beta: number;
}

/** What a run is made of. */
export interface ReplayInput {
  readonly options: readonly ChainRow[];
  readonly tape: readonly Touch[];
  readonly flow: Flow;
  readonly seed: number;
  readonly isHedged: boolean;
}

/** What came of it. Money in reporting currency, delta in base units. */
export interface ReplayResult {
  readonly options: number;
  readonly ticks: number;
  readonly seconds: number;
  readonly fills: number;
  readonly hedges: number;
  readonly hedgedUnits: number;
  readonly pnl: number;
  readonly attribution: GreekAttribution;
  readonly grossMoves: number;
  readonly delta: {
    readonly lowest: number;
    readonly highest: number;
    readonly meanSize: number;
    /** Share of seconds within the hedger's band. */
    readonly insideBand: number;
  };
  /** Delta over time, at most 500 points: seconds since the begin, base units. */
  readonly series: readonly (readonly [number, number])[];
}

const SERIES_MAX = 500;
const HEDGE_LATENCY_US = 50_000;
/** Share of the underlying, at most an eighth of the premium. */
const OPTION_FEE = 0.0003;
const OPTION_FEE_SHARE = 0.125;

interface PendingHedge {
  readonly dueUs: number;
  readonly id: number;
  readonly side: number;
  readonly lots: number;
}

class Session {
  readonly book: Book;
  readonly meter: AttributionMeter;
  readonly #input: ReplayInput;
  readonly #random: SeededRandom;
  readonly #pending: PendingHedge[] = [];
  #nextFill = 1;
  fills = 0;
  hedges = 0;
  hedgedLots = 0;

  constructor(input: ReplayInput, first: Touch) {
    const spot = (first.bid + first.ask) / 2;
    const { options, seed, isHedged } = input;
    this.#input = input;
    this.#random = new SeededRandom(seed);
    this.book = Book.create(optionsConfiguration(options, spot, first.timeUs, isHedged));
    this.#touch(first);
    this.meter = new AttributionMeter(this.book, first.timeUs);
  }

  #touch({ timeUs, bid, ask }: Touch): void {
    const bidTicks = Math.floor(bid / PERPETUAL_TICK);
    const askTicks = Math.max(Math.ceil(ask / PERPETUAL_TICK), bidTicks + 1);
    this.book.bookTicker(PERPETUAL, timeUs, bidTicks, askTicks, 1, 1);
  }

  tick(touch: Touch): void {
    this.#touch(touch);
    this.meter.market(touch.timeUs);
    this.#collectHedges(touch.timeUs);
    this.#executeHedges(touch.timeUs);
  }

  /** One second of takers. */
  takers(timeUs: number): void {
    this.book.clock(timeUs);
    this.meter.market(timeUs);
    this.#input.options.forEach((_, place) => {
      this.#taker(place + 1, timeUs);
    });
    this.#collectHedges(timeUs);
  }

  #taker(instrument: number, timeUs: number): void {
    const option = this.book.option(instrument);
    if (option === null || !option.priced || !(option.vega > 0)) return;
    const { bid, ask } = this.book.quote(instrument);
    const coinVega = option.vega / option.index;
    for (const [side, quoted, sign] of [
      ['buy', bid, 1],
      ['sell', ask, -1],
    ] as const) {
      const draw = this.#random.uniform();
      if (quoted.sizeLots === 0) continue;
      const distance = (sign * (option.priceNow - quoted.price)) / coinVega;
      const { lambda, alpha, beta } = this.#input.flow;
      const rate = lambda / (1 + Math.exp(alpha + beta * distance));
      if (draw >= -Math.expm1(-rate)) continue;
      this.#fillOption(instrument, timeUs, side, quoted.priceTicks, quoted.sizeLots);
    }
  }

  #fillOption(
    instrument: number,
    timeUs: number,
    side: 'buy' | 'sell',
    priceTicks: number,
    quotedLots: number,
  ): void {
    const sizeLots = Math.min(quotedLots, 1 + Math.floor(this.#random.uniform() * 10));
    const units = sizeLots * OPTION_LOT;
    const fee = units * Math.min(OPTION_FEE, OPTION_FEE_SHARE * priceTicks * OPTION_TICK);
    const index = this.book.exposure(0).index ?? 0;
    const fillId = this.#nextFill++;
    const trade = { instrument, time: timeUs, fillId, side, priceTicks, sizeLots };
    this.book.fill({ ...trade, fee, feeAsset: this.book.assets.indexOf('BTC') });
    this.meter.fill(timeUs, fee * index);
    this.fills += 1;
  }

  #collectHedges(timeUs: number): void {
    for (const frame of this.book.drainFrames()) {
      if (frame.name !== 'hedge') continue;
      const { hedgeId, side, sizeLots } = frame;
      const order = { id: Number(hedgeId), side: Number(side), lots: Number(sizeLots) };
      this.#pending.push({ ...order, dueUs: timeUs + HEDGE_LATENCY_US });
    }
  }

  #executeHedges(timeUs: number): void {
    for (;;) {
      const [due] = this.#pending;
      if (due === undefined || due.dueUs > timeUs) return;
      this.#pending.shift();
      const { bid, ask } = this.book.market(PERPETUAL);
      const price = due.side === 0 ? ask : bid;
      const priceTicks = Math.round((price ?? 0) / PERPETUAL_TICK);
      const side = due.side === 0 ? 'buy' : 'sell';
      const trade = { instrument: PERPETUAL, time: timeUs, fillId: this.#nextFill++ };
      const terms = { side, priceTicks, sizeLots: due.lots } as const;
      this.book.fill({ ...trade, ...terms, liquidity: 'taker', purpose: 'hedge' });
      this.meter.hedge(timeUs);
      this.book.send('hedgeResult', timeUs, [PERPETUAL, due.id, due.lots, 0]);
      this.hedges += 1;
      this.hedgedLots += due.lots;
      this.#collectHedges(timeUs);
    }
  }
}

/** One run over the tape. */
export function replayOptions(input: ReplayInput): ReplayResult {
  const [first, ...tape] = input.tape;
  if (first === undefined) throw new RangeError('an empty tape');
  const session = new Session(input, first);
  const opening = session.book.equity;
  const deltas: number[] = [];
  let nextUs = first.timeUs + 1_000_000;
  for (const touch of tape) {
    for (; nextUs <= touch.timeUs; nextUs += 1_000_000) {
      session.takers(nextUs);
      deltas.push(session.meter.delta);
    }
    session.tick(touch);
  }
  const seconds = deltas.length;
  const stride = Math.max(1, Math.ceil(seconds / SERIES_MAX));
  const inside = deltas.filter((delta) => Math.abs(delta) <= HALF_WIDTH).length;
  return {
    options: input.options.length,
    ticks: tape.length,
    seconds,
    fills: session.fills,
    hedges: session.hedges,
    hedgedUnits: session.hedgedLots / 1000,
    pnl: session.book.equity - opening,
    attribution: session.meter.sums,
    grossMoves: session.meter.grossMoves,
    delta: {
      lowest: Math.min(...deltas),
      highest: Math.max(...deltas),
      meanSize: deltas.reduce((sum, delta) => sum + Math.abs(delta), 0) / Math.max(seconds, 1),
      insideBand: inside / Math.max(seconds, 1),
    },
    series: deltas.flatMap((delta, second) =>
      second % stride === 0 ? [[second + 1, delta] as const] : [],
    ),
  };
}
