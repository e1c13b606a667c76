/** The pass without control quotes symmetrically at any inventory, whatever the model. */
import { describe, expect, it } from 'vitest';
import { validateConfiguration } from '../../src/config/index.js';
import { Book } from '../../src/index.js';
import { withoutControl } from '../../src/replay/session/without-control.js';
import { linearInstrument, minimal } from '../config/sample.js';

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
