/** Where the PnL of an options book came from, tick by tick. */
import type { Book } from '../../src/index.js';
import { PERPETUAL, PERPETUAL_LOT } from './setup.js';

/** Reporting currency; the sum of all is the change of equity. */
export interface GreekAttribution {
  /** Delta of options and of the coin they are settled in, times the move of the index. */
  delta: number;
  gamma: number;
  /** 0 while volatilities stay. */
  vega: number;
  theta: number;
  /** Edge of option fills against the model's price. */
  spread: number;
  /** Fees of option fills. */
  fees: number;
  /** Position in the perpetual times the move of the index. */
  hedge: number;
  /** Half-spread and fees of hedges. */
  hedgeCost: number;
  residual: number;
}

const DAY_US = 86_400_000_000;

interface Observation {
  readonly timeUs: number;
  readonly index: number;
  readonly equity: number;
  readonly optionDelta: number;
  readonly hedgeDelta: number;
  readonly gamma: number;
  readonly thetaPerDay: number;
}

/** Takes an observation after every frame that changed the market or a position. */
export class AttributionMeter {
  readonly sums: GreekAttribution = {
    delta: 0,
    gamma: 0,
    vega: 0,
    theta: 0,
    spread: 0,
    fees: 0,
    hedge: 0,
    hedgeCost: 0,
    residual: 0,
  };
  /** Sum of the sizes of all explained moves: what the residual is small against. */
  grossMoves = 0;
  readonly #book: Book;
  #last: Observation;

  constructor(book: Book, timeUs: number) {
    this.#book = book;
    this.#last = this.#observe(timeUs);
  }

  /** Delta of everything, base units. */
  get delta(): number {
    return this.#last.optionDelta + this.#last.hedgeDelta;
  }

  /** After a change of the market. */
  market(timeUs: number): void {
    const before = this.#last;
    const now = this.#observe(timeUs);
    const move = now.index - before.index;
    const days = (timeUs - before.timeUs) / DAY_US;
    const parts = {
      delta: before.optionDelta * move,
      hedge: before.hedgeDelta * move,
      gamma: 0.5 * before.gamma * move * move,
      theta: before.thetaPerDay * days,
    };
    let explained = 0;
    for (const [name, amount] of Object.entries(parts)) {
      this.sums[name as keyof typeof parts] += amount;
      this.grossMoves += Math.abs(amount);
      explained += amount;
    }
    this.sums.residual += now.equity - before.equity - explained;
    this.#last = now;
  }

  /** After a fill of an option that cost `fee`. */
  fill(timeUs: number, fee: number): void {
    const jump = this.#jump(timeUs);
    this.sums.fees -= fee;
    this.sums.spread += jump + fee;
  }

  /** After a fill of a hedge. */
  hedge(timeUs: number): void {
    this.sums.hedgeCost += this.#jump(timeUs);
  }

  #jump(timeUs: number): number {
    const { equity } = this.#last;
    this.#last = this.#observe(timeUs);
    return this.#last.equity - equity;
  }

  #observe(timeUs: number): Observation {
    const { index, delta, gamma, thetaPerDay } = this.#book.exposure(0);
    const hedgeDelta = this.#book.positionLots(PERPETUAL) * PERPETUAL_LOT;
    return {
      timeUs,
      index: index ?? 0,
      equity: this.#book.equity,
      optionDelta: (delta ?? 0) - hedgeDelta,
      hedgeDelta,
      gamma,
      thetaPerDay,
    };
  }
}
