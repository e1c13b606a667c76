/** The pre-trade gate beside plain TypeScript that asks the same of an order, and ticks under guards. */
import { createHash } from 'node:crypto';
import {
  type BenchCase,
  type Effort,
  START_US,
  throughput,
  tickOf,
} from '../../src/bench/index.js';
import type { Book } from '../../src/index.js';
import { wideBook } from '../wide-book.js';

const INSTRUMENTS = 16;
const CALLS_PER_SAMPLE = 100;
const MAX_POSITION_LOTS = 1000;

interface Asked {
  readonly instrument: number;
  readonly side: number;
  readonly lots: number;
  readonly ticks: number;
}

/** Orders of which some fit, some are made smaller and some are denied. */
function orderOf(step: number): Asked {
  const instrument = step % INSTRUMENTS;
  const [, bid, ask] = tickOf(instrument, INSTRUMENTS);
  const side = (step >> 4) & 1;
  const lots = [1, 5, 2_000_000, 1][step & 3] ?? 1;
  const far = (step & 7) === 7 ? 1.2 : 1;
  return { instrument, side, lots, ticks: Math.round((side === 0 ? bid : ask) * far) };
}

/** What the gate asks, over plain numbers. */
class PlainGate {
  readonly #ids = new Set<number>();
  readonly #open = Array.from({ length: INSTRUMENTS }, () => [0, 0] as [number, number]);
  readonly #touches = Array.from({ length: INSTRUMENTS }, (_, index) => tickOf(index, INSTRUMENTS));
  readonly #sentNs: number[] = [];

  check({ instrument, side, lots, ticks }: Asked, id: number, nowNs: number): number {
    const touch = this.#touches[instrument];
    const open = this.#open[instrument];
    if (touch === undefined || open === undefined || this.#ids.has(id)) return 0;
    const [, bid, ask] = touch;
    const mark = (bid + ask) / 2;
    if (Math.abs(ticks - mark) > 0.05 * mark) return 0;
    const through = side === 0 ? ticks - ask : bid - ticks;
    if (through > 0.01 * (side === 0 ? ask : bid)) return 0;
    const room = MAX_POSITION_LOTS - open[side as 0 | 1];
    const allowed = Math.min(lots, room);
    if (allowed < 1) return 0;
    this.#sentNs[instrument] = nowNs;
    this.#ids.add(id);
    if (this.#ids.size > 1024) this.#ids.delete(id - 1024);
    open[side as 0 | 1] += allowed;
    return allowed;
  }

  report(instrument: number): void {
    this.#open[instrument] = [0, 0];
  }
}

const digest = (text: string): string => {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
};

function timed(
  names: Pick<BenchCase, 'name' | 'title' | 'beside'>,
  unit: string,
  open: () => { readonly call: (step: number) => number },
): BenchCase {
  return {
    ...names,
    loop: 'batch',
    unit,
    spinningThreads: 1,
    parameters: { instruments: INSTRUMENTS },
    open() {
      const { call } = open();
      let step = 0;
      let sum = 0;
      const batch = (): void => {
        for (let done = 0; done < CALLS_PER_SAMPLE; done++) sum += call(step++);
      };
      for (let done = 0; done < 10; done++) batch();
      return {
        checksum: digest(String(sum)),
        measure: ({ seconds, warmupSeconds }: Effort) => ({
          ...throughput(batch, seconds, warmupSeconds),
          unitsPerSample: CALLS_PER_SAMPLE,
        }),
      };
    },
  };
}

function tickedBook(): Book {
  const book = wideBook(INSTRUMENTS);
  for (let index = 0; index < INSTRUMENTS; index++) {
    const [instrument, bid, ask, bidLots, askLots] = tickOf(index, INSTRUMENTS);
    book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
  }
  book.discardOutput();
  return book;
}

function guardedTick(guards: number): BenchCase {
  return timed(
    {
      name: `guards/tick-${guards}`,
      title: `tick under ${guards} guards of the book`,
      ...(guards > 0 ? { beside: 'guards/tick-0' } : {}),
    },
    'tick',
    () => {
      const book = tickedBook();
      for (let guard = 0; guard < guards; guard++) {
        const limits = [8, 1e12, 1e13, 1, 2, 1, 0.8, 1, 0];
        book.send('setGuard', START_US, [guard, 0, 0, ...limits]);
      }
      const call = (step: number): number => {
        const [instrument, bid, ask, bidLots, askLots] = tickOf(step, INSTRUMENTS);
        return book.bookTicker(instrument, START_US, bid, ask, bidLots, askLots);
      };
      return { call };
    },
  );
}

/** Orders one by one, reported now and then, and ticks with guards. */
export function orderCases(): readonly BenchCase[] {
  return [
    timed(
      { name: 'orders/check', title: 'checkOrder (aim 150 ns)', beside: 'orders/plain' },
      'order',
      () => {
        const book = tickedBook();
        const call = (step: number): number => {
          const { instrument, side, lots, ticks } = orderOf(step);
          if ((step & 63) === 0) book.discardOutput();
          if (step % 256 < INSTRUMENTS) book.working(step % 256, START_US, 0, 0, 0, 0);
          book.checkOrder(instrument, START_US, step + 1, 0, side, lots, ticks);
          return book.verdict.allowedLots > 0 ? 1 : 0;
        };
        return { call };
      },
    ),
    timed({ name: 'orders/plain', title: 'plain TypeScript, fewer checks' }, 'order', () => {
      const gate = new PlainGate();
      const call = (step: number): number => {
        if (step % 256 < INSTRUMENTS) gate.report(step % 256);
        return gate.check(orderOf(step), step + 1, START_US * 1000) > 0 ? 1 : 0;
      };
      return { call };
    }),
    ...[0, 4, 16].map(guardedTick),
  ];
}
