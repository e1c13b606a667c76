/** The replay's books held against the oracle, which is fed with the same frames. */
import { describe, expect, it } from 'vitest';
import { Book, type Fill, type Time } from '../../src/book/index.js';
import { configurationFrames } from '../../src/config/index.js';
import { INPUT_FRAMES, type InputFrameName, timeToNs } from '../../src/frames/index.js';
import { type BookPort, MarketSink, SessionEngine } from '../../src/replay/engine/index.js';
import { generateMarket } from '../../src/replay/generated/index.js';
import { builtInSession } from '../../src/replay/index.js';
import { reportPass } from '../../src/replay/report/index.js';
import { merge } from '../../src/replay/sources/index.js';
import { BUCKETS, type FrameValue, OracleBook, toNumber } from '../oracle/index.js';

const opcodes = new Map<string, number>(INPUT_FRAMES.map(({ name, opcode }) => [name, opcode]));

/** A book whose every accepted call is also applied to an oracle. */
function mirrored(book: Book, oracle: OracleBook): BookPort {
  const send = (name: InputFrameName, time: Time, ...values: FrameValue[]): number =>
    oracle.apply([opcodes.get(name) ?? 0, 0, timeToNs(time), ...values]).code;
  const both = (code: number, name: InputFrameName, time: Time, ...values: FrameValue[]) => {
    expect(send(name, time, ...values)).toBe(code);
    return code;
  };
  return {
    instruments: book.instruments,
    quotes: book.quotes,
    get equity() {
      return book.equity;
    },
    bookTicker: (i, time, ...touch) =>
      both(book.bookTicker(i, time, ...touch), 'bookTicker', time, i, ...touch),
    trade: (i, time, ...trade) => both(book.trade(i, time, ...trade), 'trade', time, i, ...trade),
    fill: (fill) => both(book.fill(fill), 'fill', Number(fill.time), ...fillValues(fill)),
    working: (i, time, ...open) =>
      both(book.working(i, time, ...open), 'working', time, i, ...open),
    funding: (i, time, ...rest) =>
      both(book.funding(i, time, ...rest), 'funding', time, i, ...rest),
    position: (i, time, ...rest) =>
      both(book.position(i, time, ...rest), 'position', time, i, ...rest),
    clock: (time) => both(book.clock(time), 'clock', time),
    positionLots: (i) => book.positionLots(i),
    positionOf: (i) => book.positionOf(i),
    risk: () => book.risk(),
    exposures: () => book.exposures(),
    stateHash: () => book.stateHash(),
    discardOutput: () => book.discardOutput(),
  };
}

function fillValues(fill: Fill): FrameValue[] {
  const { instrument, fillId, side, priceTicks, sizeLots, liquidity, purpose } = fill;
  const taker = liquidity === 'taker' ? 1 : 0;
  const hedge = purpose === 'hedge' ? 1 : 0;
  const bought = side === 'buy' ? 0 : 1;
  return [instrument, Number(fillId), bought, priceTicks, sizeLots, taker, hedge, null, null];
}

describe('reports agree with the oracle', () => {
  it('linear and inverse instruments, fills, fees, conversion, flattening', async () => {
    const { book: configuration, session } = builtInSession({ seed: 3, durationSeconds: 150 });
    const book = Book.fromConfiguration(configuration, { output: 'discard' });
    const oracle = new OracleBook({ instruments: 16, assets: 64, fillIds: 65_536 });
    for (const { name, values } of configurationFrames(configuration)) {
      oracle.apply([opcodes.get(name) ?? 0, 0, 0n, ...(values as FrameValue[])]);
    }
    const assumptions = { latencyUs: 5000, queueAheadLots: [], fillOnCross: false };
    const engine = new SessionEngine(mirrored(book, oracle), assumptions, []);
    const sink = new MarketSink([engine], configuration.instruments.length);
    if (session.generated === undefined) throw new Error('no generated session');
    const { streams } = generateMarket(session.generated, configuration.instruments);
    await merge(streams, sink.take);
    engine.finish(sink.lastTime, true);

    const report = reportPass(engine, configuration, sink.lastTime, 0.1);
    expect(report.fills).toBeGreaterThan(100);
    expect(report.pnl).toBeCloseTo(oracle.equity - 100_000, 7);
    for (const bucket of BUCKETS) {
      expect(report.attribution[bucket]).toBeCloseTo(toNumber(oracle.ledger.buckets[bucket]), 7);
    }
    for (const [index, own] of report.instruments.entries()) {
      const held = oracle.instrument(index);
      expect(own.positionLots).toBe(held.q);
      expect(own.fills).toBe(held.fillCount);
    }
  });
});
