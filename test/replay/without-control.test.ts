/** The pass without control quotes symmetrically at any inventory, whatever the model. */
import { describe, expect, it } from 'vitest';
import { type BookConfiguration, validateConfiguration } from '../../src/config/index.js';
import { Book } from '../../src/index.js';
import { validateSession } from '../../src/replay/index.js';
import { uncontrolledChanges, withoutControl } from '../../src/replay/session/without-control.js';
import { linearInstrument, minimal } from '../config/sample.js';
import { optionsDocument, optionsSession } from './options-session.js';

const START_US = 1_700_000_000_000_000;
const flow = { intensityA: 0.5, intensityK: 0.4 };

describe('without control', () => {
  it.each([
    ['linear', { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 }],
    [
      'a quote table',
      {
        type: 'gueantLehalleFernandezTapiaExact',
        gamma: 1e-2,
        ...flow,
        referenceSigma: 5,
        tradeSize: 0.1,
      },
    ],
  ])('%s', (_, model) => {
    const configuration = validateConfiguration({
      ...minimal(),
      instruments: [{ ...linearInstrument(), model }],
      factors: { riskAversion: 1, horizonSeconds: 60, loadings: { BTCUSDT: [1e-3] } },
    });
    const book = Book.fromConfiguration(withoutControl(configuration));
    book.bookTicker(0, START_US, 599_999, 600_001, 1, 1);
    const distances = [0, 300, 5000, -700].map((lots) => {
      book.position(0, START_US, lots, 600_000);
      const { bid, ask } = book.quote(0);
      return [600_000 - bid.priceTicks, ask.priceTicks - 600_000];
    });
    const [first = []] = distances;
    expect(first[0]).toBe(first[1]);
    for (const each of distances) expect(each).toEqual(first);
  });
});

describe('without control of greeks', () => {
  const { book: controlled } = optionsSession(10, 1);
  const guards = validateSession({
    ...optionsDocument(),
    guards: [{ measure: 'vega', underlying: 'BTC', hard: 1, atHard: 'stopNew' }],
  }).book;

  /** Quotes of one option before and after the book took a large position in others. */
  function quotesOf(configuration: BookConfiguration) {
    const book = Book.fromConfiguration(configuration);
    const time = Date.UTC(2025, 0, 1) * 1000;
    const ticker = (second: number): number =>
      book.bookTicker(0, time + second * 1e6, 120_000, 120_002, 1000, 1000);
    ticker(0);
    book.send('remark', time, [0]);
    book.clock(time + 1e6);
    const before = book.quote(20);
    for (let option = 1; option <= 14; option++) book.position(option, time + 1e6, -150, 300);
    ticker(2);
    book.clock(time + 3e6);
    return { before, after: book.quote(20), hedges: book.hedges().length };
  }

  it('quotes of a chain stay where they are, and nothing is hedged', () => {
    const { before, after, hedges } = quotesOf(withoutControl(controlled));
    expect(before.bid.sizeLots).toBeGreaterThan(0);
    expect(after.bid).toEqual(before.bid);
    expect(after.ask).toEqual(before.ask);
    expect(hedges).toBe(0);
    const own = quotesOf(controlled);
    expect(own.after.ask.priceTicks).toBeGreaterThan(own.before.ask.priceTicks);
    expect(own.hedges).toBe(1);
  });

  it('guards are lifted, and the report says what was changed', () => {
    expect(withoutControl(guards).guards).toEqual([]);
    expect(quotesOf(guards).after.ask.reason).not.toBe('QUOTED');
    expect(quotesOf(withoutControl(guards)).after.ask.reason).toBe('QUOTED');
    expect(uncontrolledChanges(guards)).toMatch(/hedging and skew by greeks off; guards lifted$/);
    expect(uncontrolledChanges(validateConfiguration(minimal()))).not.toContain('hedging');
  });
});
