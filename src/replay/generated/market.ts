/** A generated market: correlated prices, quotes, and market orders whose reach is exponential. */
import type { InstrumentConfiguration } from '../../config/index.js';
import { SeededRandom } from '../../random/index.js';
import type { SourceLabel } from '../report/index.js';
import type { GeneratedSection } from '../session/index.js';
import {
  createChunk,
  type EventChunk,
  type EventStream,
  emptyTally,
  QUOTES,
  TRADES,
} from '../sources/index.js';
import { BEGIN_MS } from './begin.js';

const BEGIN_US = BEGIN_MS * 1000;
/** The market moves and is quoted on this grid. */
const STEP_US = 100_000;
/** Displayed sizes vary around this many quote sizes. */
const DISPLAYED_SIZES = 4;

interface Generated {
  readonly streams: readonly EventStream[];
  readonly labels: readonly SourceLabel[];
  close(): Promise<void>;
}

/**
 * Generates the market of a session. Log prices are correlated Brownian motions on a grid of 100 ms,
 * each step with a quote of the market's own spread around the price. On each side market orders
 * arrive as a Poisson process of rate A; an order walks the book to a distance from the mid that is
 * exponential with decay k, so that a quote at distance d is reached at rate A exp(-k d). Options have
 * no market: they stand behind the instruments whose figures the section lists.
 */
export function generateMarket(
  section: GeneratedSection,
  instruments: readonly InstrumentConfiguration[],
): Generated {
  const random = new SeededRandom(section.seed);
  const steps = Math.floor((section.durationSeconds * 1e6) / STEP_US);
  const makers = instruments.flatMap((instrument, index) =>
    instrument.option === undefined ? new InstrumentMarket(section, instrument, index, steps) : [],
  );
  const own = Math.sqrt(1 - section.correlation);
  const shared = Math.sqrt(section.correlation);
  for (let step = 0; step < steps; step++) {
    const common = random.normal();
    for (const maker of makers) {
      maker.step(BEGIN_US + step * STEP_US, shared * common + own * random.normal(), random);
    }
  }
  const streams = makers.flatMap((maker) => maker.streams());
  const labels = streams.map(({ instrument, kind }) => ({
    name: `generated, seed ${section.seed}`,
    instrument: instruments[instrument]?.symbol ?? '',
    kind: kind === QUOTES ? 'quotes' : 'trades',
    files: [],
  }));
  return { streams, labels, close: () => Promise.resolve() };
}

/** Price, quotes and market orders of one instrument. */
class InstrumentMarket {
  readonly #index: number;
  readonly #tick: number;
  readonly #quoteLots: number;
  readonly #stepVolatility: number;
  readonly #halfSpread: number;
  /** Orders per step and side. */
  readonly #rate: number;
  /** Mean reach of an order, share of the price. */
  readonly #reach: number;
  readonly #meanLots: number;
  readonly #quotes: EventChunk;
  readonly #trades: number[][] = [[], [], [], []];
  #logPrice: number;

  constructor(
    section: GeneratedSection,
    instrument: InstrumentConfiguration,
    index: number,
    steps: number,
  ) {
    const stepSeconds = STEP_US / 1e6;
    this.#index = index;
    this.#tick = instrument.tickSize;
    this.#quoteLots = instrument.lots.quote;
    this.#logPrice = Math.log(section.prices[index] as number);
    this.#stepVolatility = (section.volatilityBps[index] as number) * 1e-4 * Math.sqrt(stepSeconds);
    this.#halfSpread = section.marketHalfSpreadBps * 1e-4;
    this.#rate = (section.intensityA[index] as number) * stepSeconds;
    this.#reach = 1e-4 / (section.intensityKPerBps[index] as number);
    this.#meanLots = section.meanOrderSizes * instrument.lots.quote;
    this.#quotes = createChunk(steps);
  }

  /** One step of the grid; `shock` is standard normal. */
  step(time: number, shock: number, random: SeededRandom): void {
    this.#logPrice += this.#stepVolatility * shock;
    const mid = Math.exp(this.#logPrice) / this.#tick;
    const bid = Math.max(1, Math.floor(mid * (1 - this.#halfSpread)));
    const ask = Math.max(bid + 1, Math.ceil(mid * (1 + this.#halfSpread)));
    const row = this.#quotes.count++;
    this.#quotes.time[row] = time;
    this.#quotes.a[row] = bid;
    this.#quotes.b[row] = ask;
    this.#quotes.c[row] = this.#displayed(random);
    this.#quotes.d[row] = this.#displayed(random);
    this.#orders(time, mid, bid, ask, random);
  }

  /** Two streams: trades before quotes, so that a trade meets the quote it was sent against. */
  streams(): EventStream[] {
    const [time, price, lots, side] = this.#trades as [number[], number[], number[], number[]];
    const order = time
      .map((_, index) => index)
      .sort((x, y) => (time[x] as number) - (time[y] as number));
    const trades = createChunk(time.length);
    trades.count = time.length;
    for (const [row, from] of order.entries()) {
      trades.time[row] = time[from] as number;
      trades.a[row] = price[from] as number;
      trades.b[row] = lots[from] as number;
      trades.c[row] = side[from] as number;
    }
    return [
      memoryStream(TRADES, this.#index, trades),
      memoryStream(QUOTES, this.#index, this.#quotes),
    ];
  }

  /** Market orders of this step: Poisson arrivals on each side, at times inside the step. */
  #orders(time: number, mid: number, bid: number, ask: number, random: SeededRandom): void {
    for (const side of [0, 1]) {
      for (
        let at = random.exponential() / this.#rate;
        at < 1;
        at += random.exponential() / this.#rate
      ) {
        const distance = mid * this.#reach * random.exponential();
        const price =
          side === 0
            ? Math.max(ask, Math.floor(mid + distance))
            : Math.min(bid, Math.ceil(mid - distance));
        this.#trades[0]?.push(time + Math.floor(at * STEP_US));
        this.#trades[1]?.push(Math.max(1, price));
        this.#trades[2]?.push(1 + Math.floor(random.exponential() * this.#meanLots));
        this.#trades[3]?.push(side);
      }
    }
  }

  #displayed(random: SeededRandom): number {
    return 1 + Math.floor(this.#quoteLots * DISPLAYED_SIZES * random.exponential());
  }
}

function memoryStream(
  kind: typeof QUOTES | typeof TRADES,
  instrument: number,
  all: EventChunk,
): EventStream {
  const tally = emptyTally();
  let delivered = false;
  return {
    kind,
    instrument,
    tally,
    async next() {
      if (delivered || all.count === 0) return null;
      delivered = true;
      tally.rows = all.count;
      return all;
    },
  };
}
