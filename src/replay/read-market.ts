/** Reads the market of a session from beginning to end. */
import type { InstrumentTerms } from '../book/index.js';
import { EvenkeelError } from '../errors.js';
import { type MarketReceiver, MarketSink } from './engine/index.js';
import { type GivenRange, type Market, openMarket } from './market.js';
import { reportSource, type SourceReport } from './report/index.js';
import type { SessionConfiguration } from './session/index.js';
import { type MergeControl, type MergeOutcome, merge } from './sources/index.js';

/** Which part of a market is read, and what may end it early. */
export interface ReadOptions extends GivenRange, MergeControl {}

/** What was read. */
export interface ReadOutcome extends MergeOutcome {
  /** Time of the first and last event, microseconds since the epoch; NaN when there was none. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly sources: readonly SourceReport[];
}

/**
 * Hands every event to every receiver, in order of time. Sides of trades that the source does not
 * name are inferred.
 *
 * @param terms instruments of the session's book, in its order
 * @throws EvenkeelError `DATA` when a file is not what it is said to be
 */
export async function readMarket(
  configuration: SessionConfiguration,
  terms: readonly InstrumentTerms[],
  receivers: readonly MarketReceiver[],
  options: ReadOptions = {},
): Promise<ReadOutcome> {
  let market: Market | null = null;
  try {
    market = await openMarket(configuration, terms, options);
    const { streams, labels } = market;
    const sink = new MarketSink(receivers, terms.length);
    const outcome = await merge(streams, sink.take, options);
    const sources = labels.map((label, index) => {
      const stream = streams[index];
      if (stream === undefined) throw new EvenkeelError('INVARIANT', 'a label without stream');
      return reportSource(label, stream.tally);
    });
    return { ...outcome, firstTime: sink.firstTime, lastTime: sink.lastTime, sources };
  } finally {
    await market?.close();
  }
}
