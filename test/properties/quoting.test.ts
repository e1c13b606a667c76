/** What every quote has to satisfy, whatever the model and its parameters. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DROP_PRICE } from '../../assembly/codes.js';
import { OP_QUOTE } from '../../assembly/opcodes.js';
import { EPOCH, opcodeOf } from '../oracle/driver.js';
import type { Frame, OutputFrame } from '../oracle/index.js';
import { Draws, draws, runs } from './draws.js';
import { BookEngine, type Engine, OracleEngine } from './engine.js';
import { arbitraryEvents, writeFrames } from './events.js';
import { isTableModel } from './model-setup.js';
import { arbitraryBookSetup, type InstrumentSetup, type Setup } from './setup.js';

const engines: [string, (setup: Setup) => Engine, number][] = [
  ['engine', (setup) => new BookEngine(setup), 150],
  ['oracle', (setup) => new OracleEngine(setup), 40],
];

interface SideQuote {
  readonly bid: number;
  readonly bidLots: number;
  readonly ask: number;
  readonly askLots: number;
  /** False when a price fell below 1 tick. */
  readonly hasPrices: boolean;
}

describe.each(engines)('quotes of the %s', (_, create, count) => {
  it('shift down as inventory grows, and never both sides shrink', () => {
    const inventories = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(arbitraryBookSetup, inventories, draws(4), (setup, shares, touch) => {
        const calm = withoutGates(setup);
        const one = calm.instruments[0];
        if (one === undefined) throw new Error('no instrument');
        const lots = shares.map((share) => Math.round(share * one.maxPositionLots));
        const quotes = quotesByInventory(create(calm), one, lots, new Draws(touch));
        expectMonotone(quotes, one);
      }),
      runs(count),
    );
  });

  it('never cross themselves nor, post-only, the touch', () => {
    let quoted = 0;
    fc.assert(
      fc.property(arbitraryBookSetup, arbitraryEvents(60), (setup, run) => {
        const engine = create(setup);
        const touches = new Map<number, [number, number]>();
        const postOnly = setup.instruments.map((one) => one.postOnly);
        for (const frame of writeFrames(setup, run)) {
          const { code, outputs } = engine.apply(frame);
          if (code === 0) follow(frame, touches, postOnly);
          for (const output of outputs) {
            if (output[0] !== OP_QUOTE) continue;
            quoted += 1;
            const [, , , instrument = 0, bid = 0, bidLots, ask = 0, askLots] = output.map(Number);
            expect(bid > 0).toBe(bidLots !== 0);
            expect(ask > 0).toBe(askLots !== 0);
            if (bid > 0 && ask > 0) expect(bid).toBeLessThan(ask);
            const touch = touches.get(instrument);
            if (!postOnly[instrument] || touch === undefined) continue;
            if (bid > 0) expect(bid).toBeLessThan(touch[1]);
            if (ask > 0) expect(ask).toBeGreaterThan(touch[0]);
          }
        }
      }),
      runs(count),
    );
    expect(quoted).toBeGreaterThan(0);
  });
});

/** Limits, gates and minimum sizes away: only fair value, skew, wall and sizes are left. */
function withoutGates(setup: Setup): Setup {
  const instruments = setup.instruments.map((one) => ({
    ...one,
    minLots: 1,
    minNotional: 0,
    maxNotional: null,
    collarBps: null,
    requoteThresholdBps: 0,
    requoteSizeRatio: 0,
    quoteLots: Math.min(one.quoteLots, one.maxPositionLots),
    // A cap of the skew lets changes of a table's half-spread show against the skew.
    maxSkewBps: isTableModel(one.model) ? 10_000 : one.maxSkewBps,
  }));
  const none = { maxGrossNotional: null, lossReduce: null, lossHalt: null };
  const limits = { ...none, drawdownReduce: null, drawdownHalt: null, recoverRatio: 1 };
  return { ...setup, instruments, limits };
}

/** Quotes of instrument 0 in one market at many positions. */
function quotesByInventory(
  engine: Engine,
  one: InstrumentSetup,
  lots: readonly number[],
  draw: Draws,
): Map<number, SideQuote> {
  const send = (name: Parameters<typeof opcodeOf>[0], ...values: (number | null)[]) =>
    engine.apply([opcodeOf(name), 0, EPOCH, ...values]);
  const bid = Math.max(1, one.midTicks - draw.whole(1, 5));
  send('bookTicker', 0, bid, one.midTicks + 1, draw.whole(0, 9), draw.whole(0, 9));
  const quotes = new Map<number, SideQuote>();
  // To the far side first: a position that changes nothing is answered by no quote.
  send('position', 0, one.maxPositionLots, one.midTicks);
  for (const position of [-one.maxPositionLots, ...lots]) {
    const output = send('position', 0, position, one.midTicks).outputs.find(isQuote);
    if (output === undefined) continue;
    const [, , , , quoteBid = 0, bidLots = 0, ask = 0, askLots = 0, ...reasons] =
      output.map(Number);
    const hasPrices = !reasons.includes(DROP_PRICE);
    quotes.set(position, { bid: quoteBid, bidLots, ask, askLots, hasPrices });
  }
  return quotes;
}

function isQuote(output: OutputFrame): boolean {
  return output[0] === OP_QUOTE && output[3] === 0;
}

function expectMonotone(quotes: Map<number, SideQuote>, one: InstrumentSetup): void {
  const sorted = [...quotes].sort(([a], [b]) => a - b);
  let before: SideQuote | null = null;
  for (const [lots, quote] of sorted) {
    if (!quote.hasPrices) continue;
    // Inventory takes size from the side that adds to it, never from the other: only the hard
    // limit may, where the target is close to it.
    const { quoteLots, targetLots, maxPositionLots } = one;
    if (lots <= targetLots) {
      expect(quote.askLots).toBeLessThanOrEqual(quoteLots);
      expect(quote.bidLots).toBeGreaterThanOrEqual(Math.min(quoteLots, maxPositionLots - lots));
    }
    if (lots >= targetLots) {
      expect(quote.bidLots).toBeLessThanOrEqual(quoteLots);
      expect(quote.askLots).toBeGreaterThanOrEqual(Math.min(quoteLots, maxPositionLots + lots));
    }
    if (before !== null) {
      if (quote.bid > 0 && before.bid > 0) expect(quote.bid).toBeLessThanOrEqual(before.bid);
      if (quote.ask > 0 && before.ask > 0) expect(quote.ask).toBeLessThanOrEqual(before.ask);
    }
    before = quote;
  }
}

/** Keeps the touch, which `post-only` quotes must not reach. */
function follow(frame: Frame, touches: Map<number, [number, number]>, postOnly: boolean[]): void {
  const instrument = Number(frame[3]);
  if (frame[0] === opcodeOf('bookTicker')) {
    touches.set(instrument, [Number(frame[4]), Number(frame[5])]);
  }
  if (frame[0] === opcodeOf('setQuoting')) postOnly[instrument] = frame[7] === 1;
}
