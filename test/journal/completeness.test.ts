/**
 * Nothing changes a journaled book past its journal. Every member of its classes is named here as input, as
 * reading, or as inside: one that somebody adds makes the first test fail, and what it is said to be is tried.
 */
import { describe, expect, it } from 'vitest';
import type { Fill } from '../../src/book/index.js';
import { encodeFrame } from '../../src/frames/index.js';
import type { Group } from '../../src/journal/group-format.js';
import type { JournaledBook } from '../../src/journal/index.js';
import { openOn } from '../../src/journal/open.js';
import { configuration, PERPETUAL, SPOT, START_US } from '../hedging/hedged-book.js';
import { MemoryStore } from './memory-store.js';

const NOW = START_US + 1_000_000;
const fill: Fill = {
  ...{ instrument: SPOT, time: NOW, fillId: 77, priceTicks: 6_000_000, sizeLots: 3 },
  side: 'buy',
};
const order = { instrument: PERPETUAL, orderId: 5, side: 'buy', lots: 1 } as const;

/** Changes the state: after the call the journal leads to the same state. */
const INPUT: Readonly<Record<string, (book: JournaledBook) => unknown>> = {
  bookTicker: (book) => book.bookTicker(SPOT, NOW, 6_000_100, 6_000_102, 5, 5),
  trade: (book) => book.trade(SPOT, NOW, 6_000_000, 3, 0),
  send: (book) => book.send('mark', NOW, [SPOT, 60_010]),
  apply: (book) => book.apply(encodeFrame('clock', 0, NOW, [])),
  fill: (book) => book.fill(fill),
  working: (book) => book.working(SPOT, NOW, 5, 5, 5, 5),
  checkOrder: (book) => book.checkOrder(PERPETUAL, NOW, 5, 0, 0, 1, 0),
  mark: (book) => book.mark(SPOT, NOW, 60_020),
  assetRate: (book) => book.assetRate(1, NOW, 60_030),
  funding: (book) => book.funding(PERPETUAL, NOW, 0.0001, 60_000),
  settle: (book) => book.settle(PERPETUAL, NOW, 60_000),
  position: (book) => book.position(SPOT, NOW, 9, 6_000_000),
  cash: (book) => book.cash(0, NOW, 5, 'capital'),
  alpha: (book) => book.alpha(SPOT, NOW, 2),
  hedgeResult: (book) => {
    const [hedge] = book.hedges();
    return book.hedgeResult(hedge?.instrument ?? -1, NOW, hedge?.hedgeId ?? -1, 0, 'cancelled');
  },
  clock: (book) => book.clock(NOW),
  halt: (book) => book.halt(NOW, 'a test'),
  reduce: (book) => book.reduce(NOW, 'a test'),
  resume: (book) => book.resume(NOW, 'a test'),
};

/** Changes nothing that a journal would have to know of. */
const READING: Readonly<Record<string, (book: JournaledBook) => unknown>> = {
  instrumentIndex: (book) => book.instrumentIndex('BTC-SPOT'),
  underlyingIndex: (book) => book.underlyingIndex('BTC'),
  expiryIndex: (book) => expect(() => book.expiryIndex('none')).toThrow(),
  drain: (book) => book.drain(),
  drainFrames: (book) => book.drainFrames(),
  discardOutput: (book) => book.discardOutput(),
  quote: (book) => book.quote(SPOT),
  positionOf: (book) => book.positionOf(SPOT),
  market: (book) => book.market(SPOT),
  estimates: (book) => book.estimates(SPOT),
  option: (book) => book.option(SPOT),
  gate: (book) => book.gate(SPOT),
  positionLots: (book) => book.positionLots(SPOT),
  equity: (book) => book.equity,
  risk: (book) => book.risk(),
  exposure: (book) => book.exposure(0),
  exposures: (book) => book.exposures(),
  solvency: (book) => book.solvency(),
  scenarios: (book) => book.scenarios(0),
  ladder: (book) => book.ladder(),
  explain: (book) => book.explain(SPOT),
  explainHedge: (book) => book.explainHedge(0),
  hedges: (book) => book.hedges(),
  whatIf: (book) => book.whatIf(fill),
  previewOrder: (book) => book.previewOrder(order),
  marginalMargin: (book) => book.marginalMargin(),
  flattenCost: (book) => book.flattenCost('all'),
  rejects: (book) => book.rejects(),
  stateHash: (book) => book.stateHash(),
  snapshot: (book) => book.snapshot(),
  framesAccepted: (book) => book.framesAccepted,
  timeNs: (book) => book.timeNs,
  standing: (book) => book.standing,
  parts: (book) => book.parts(),
  policy: (book) => book.policy,
  recovery: (book) => book.recovery,
  acknowledged: (book) => book.acknowledged,
  journalFailure: (book) => book.journalFailure,
  flushed: (book) => book.flushed(),
  ready: (book) => book.ready(),
  checkpoint: (book) => book.checkpoint(),
  close: (book) => book.close(),
};

/** Takes a journal again: refused once the journal has begun. */
const REPLAYING: Readonly<Record<string, (book: JournaledBook) => unknown>> = {
  begin: (book) => book.begin(book.recovery, () => expect.fail('a second writer')),
  replay: (book) =>
    book.replay({ ...book.standing, ordinalBefore: book.framesAccepted, body } as never),
  replayStep: (book) => book.replayStep(segment, 0),
};
const bytes = encodeFrame('clock', 0, NOW, []);
const segment = { bytes, applied: bytes.length, isFinal: true, isMixed: false };
const body: Group['body'] = [segment];

/** Protected: no caller reaches them. */
const INSIDE = ['constructor', 'region', 'guarded', 'applyFrame', 'requireReplaying'];

const options = { policy: 'acknowledgeAfterSync', snapshotEvery: 0 } as const;

/** A book with a market, a position and a hedge under way. */
function opened(): { book: JournaledBook; store: MemoryStore } {
  const store = new MemoryStore();
  const book = openOn(store, { configuration: configuration(), journal: options });
  book.bookTicker(SPOT, START_US, 5_999_999, 6_000_001, 50, 50);
  book.bookTicker(PERPETUAL, START_US, 599_999, 600_001, 50, 50);
  book.fill({ ...fill, time: START_US, fillId: 1, sizeLots: 1000 });
  book.discardOutput();
  return { book, store };
}

function membersOf(book: object): string[] {
  const names = new Set<string>();
  for (
    let at = Object.getPrototypeOf(book);
    at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  ) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names].sort();
}

describe('a journaled book', () => {
  it('has no member that is not named here', () => {
    const named = [INPUT, READING, REPLAYING].flatMap((one) => Object.keys(one));
    expect([...named, ...INSIDE].sort()).toEqual(membersOf(opened().book));
  });

  it.each(Object.entries(INPUT))('writes what %s changes', (_, call) => {
    const { book, store } = opened();
    const [ordinal, hash, groups] = [book.framesAccepted, book.stateHash(), store.groupCount()];
    const result = call(book);
    expect([0, expect.objectContaining({ framesApplied: 1 })]).toContainEqual(result);
    expect(book.framesAccepted).toBe(ordinal + 1);
    expect(book.stateHash()).not.toBe(hash);
    expect(store.groupCount()).toBe(groups + 1);
    expect(openOn(store, { journal: options }).stateHash()).toBe(book.stateHash());
  });

  it.each(Object.entries(READING))('is not changed by %s', async (_, call) => {
    const { book, store } = opened();
    const [hash, groups] = [book.stateHash(), store.groupCount()];
    await call(book);
    expect([book.stateHash(), store.groupCount()]).toEqual([hash, groups]);
  });

  it.each(Object.entries(REPLAYING))('is past %s', (_, call) => {
    const { book } = opened();
    const hash = book.stateHash();
    expect(() => call(book)).toThrow(expect.objectContaining({ code: 'USAGE' }));
    expect(book.stateHash()).toBe(hash);
  });
});
