/** Hands merged events to whoever reads a market and counts what they refuse. */
import { EvenkeelError } from '../../errors.js';
import {
  type EventChunk,
  type EventStream,
  QUOTES,
  TRADES,
  tradeTicks,
  UNKNOWN_SIDE,
  usToIso,
} from '../sources/index.js';
import { AggressorRule } from './aggressor-rule.js';
import { UNVALUED } from './session-engine.js';

/**
 * Session time is walked through second by second. A longer silence than 31 days is no recording of a
 * market but a time read in the wrong unit, and would be walked through for years.
 */
const GAP_MAX_US = 31 * 86_400 * 1e6;

/** Takes the events of a market in order. Methods return reject codes, 0 applied. */
export interface MarketReceiver {
  /** A touch in ticks; lots 0 when not known. */
  quote(
    instrument: number,
    time: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number;
  /** A public trade; aggressor 0 bought, 1 sold. */
  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number;
  /** A funding payment; mark 0 when not known. */
  funding(instrument: number, time: number, rate: number, markPrice: number): number;
}

/** Hands every receiver the same events. The first one decides what counts as refused. */
export class MarketSink {
  /** Time of the first and last event, us; NaN before any. */
  firstTime = Number.NaN;
  lastTime = Number.NaN;
  readonly #receivers: readonly MarketReceiver[];
  readonly #aggressors: AggressorRule;

  constructor(receivers: readonly MarketReceiver[], instruments: number) {
    this.#receivers = receivers;
    this.#aggressors = new AggressorRule(instruments);
  }

  /** One event. */
  readonly take = (stream: EventStream, chunk: EventChunk, row: number): void => {
    const time = chunk.time[row] as number;
    if (Number.isNaN(this.firstTime)) this.firstTime = time;
    else if (time - this.lastTime > GAP_MAX_US) throw gap(this.lastTime, time);
    this.lastTime = time;
    const { tally } = stream;
    if (tally.events++ === 0) tally.firstTime = time;
    tally.lastTime = time;
    const code = this.#apply(stream, chunk, row, time);
    if (code === UNVALUED) tally.unvalued++;
    else if (code !== 0) tally.rejected.set(code, (tally.rejected.get(code) ?? 0) + 1);
  };

  #apply(stream: EventStream, chunk: EventChunk, row: number, time: number): number {
    const a = chunk.a[row] as number;
    const b = chunk.b[row] as number;
    if (stream.kind === QUOTES) {
      return this.#quote(
        stream.instrument,
        time,
        a,
        b,
        chunk.c[row] as number,
        chunk.d[row] as number,
      );
    }
    let result = 0;
    if (stream.kind === TRADES) {
      const side = this.#aggressor(stream, a, chunk.c[row] as number);
      const ticks = tradeTicks(a, side);
      for (const [index, receiver] of this.#receivers.entries()) {
        const code = receiver.trade(stream.instrument, time, ticks, b, side);
        if (index === 0) result = code;
      }
      return result;
    }
    for (const [index, receiver] of this.#receivers.entries()) {
      const code = receiver.funding(stream.instrument, time, a, b);
      if (index === 0) result = code;
    }
    return result;
  }

  #quote(
    instrument: number,
    time: number,
    bid: number,
    ask: number,
    bidLots: number,
    askLots: number,
  ): number {
    let result = 0;
    for (let index = 0; index < this.#receivers.length; index++) {
      const receiver = this.#receivers[index] as MarketReceiver;
      const code = receiver.quote(instrument, time, bid, ask, bidLots, askLots);
      if (index === 0) result = code;
    }
    if (result === 0) this.#aggressors.quote(instrument, bid, ask);
    return result;
  }

  #aggressor(stream: EventStream, priceTicks: number, given: number): number {
    if (given !== UNKNOWN_SIDE) return given;
    stream.tally.inferredSides++;
    return this.#aggressors.infer(stream.instrument, priceTicks);
  }
}

function gap(from: number, to: number): EvenkeelError {
  const [last, next] = [from, to].map((time) => usToIso(time) ?? `${time} us`);
  return new EvenkeelError(
    'DATA',
    `from ${last} to ${next} nothing is recorded, more than 31 days: has a source a wrong timeUnit?`,
    { from: last, to: next },
  );
}
