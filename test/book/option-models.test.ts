/** Option quotes of a book are those of the model functions at the book's own greeks, to one tick. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Book, OptionReport } from '../../src/index.js';
import {
  stoikovSaglamHedged,
  stoikovSaglamResidual,
  stoikovSaglamUnhedged,
  vegaRiskQuotes,
} from '../../src/models/index.js';
import { type ChainTerms, chainBook, INDEX } from './option-chain.js';
import { START_US } from './sample.js';

const YEARS = 0.2;
const STRIKES = [50_000, 58_000, 60_000, 62_000, 70_000];
const UNIT = 0.1; // base units per lot
const PERPETUAL = STRIKES.length;

function chain(contract: ChainTerms['contract']): readonly ChainTerms[] {
  return STRIKES.map((strike, place) => ({
    contract,
    strike,
    right: place % 2 === 0 ? 'call' : 'put',
    volatility: 0.6,
    carry: 1,
    rate: 0,
  }));
}

const perpetual = {
  symbol: 'PERP',
  contract: 'linear',
  base: 'BTC',
  settle: 'USD',
  tickSize: 0.5,
  lotSize: 0.001,
  underlying: 'BTC',
  quoting: { size: 0.1 },
  inventory: { maxPosition: 100 },
  model: { type: 'linear', halfSpreadBps: 5, inventorySkewBps: 5 },
};

function bookOf(contract: ChainTerms['contract'], model: object, vegaRisk?: object): Book {
  const book = chainBook(chain(contract), YEARS, {
    instruments: [perpetual],
    instrument: { model, inventory: { maxPosition: 1000 } },
    underlying: vegaRisk === undefined ? {} : { vegaRisk },
  });
  book.send('index', START_US, [0, INDEX]);
  return book;
}

interface Distances {
  readonly bid: number;
  readonly ask: number;
}

/** What the book quotes is the model's price less and plus the distances, rounded outwards to ticks. */
function expectQuote(book: Book, option: OptionReport, distances: Distances, worth: number): void {
  const terms = book.instruments[option.instrument];
  const tick = terms?.tickSize ?? Number.NaN;
  const { bid, ask } = book.quote(option.instrument);
  const wantBid = Math.floor((option.priceNow - distances.bid / worth) / tick);
  const wantAsk = Math.ceil((option.priceNow + distances.ask / worth) / tick);
  if (bid.reason === 'QUOTED') expect(Math.abs(bid.priceTicks - wantBid)).toBeLessThanOrEqual(1);
  if (ask.reason === 'QUOTED') expect(Math.abs(ask.priceTicks - wantAsk)).toBeLessThanOrEqual(1);
  expect([bid.reason, ask.reason]).toContain('QUOTED');
}

const positions = fc.record({
  options: fc.tuple(...STRIKES.map(() => fc.integer({ min: -40, max: 40 }))),
  perpetualLots: fc.integer({ min: -3000, max: 3000 }),
});

type Positions = typeof positions extends fc.Arbitrary<infer Value> ? Value : never;

function hold(book: Book, { options, perpetualLots }: Positions): void {
  book.position(PERPETUAL, START_US, perpetualLots, 120_000);
  options.forEach((lots, place) => {
    book.position(place, START_US, lots, 100);
  });
}

function reports(book: Book): readonly OptionReport[] {
  return STRIKES.flatMap((_, place) => book.option(place) ?? []);
}

/** Reads quotes after random positions were taken one by one. */
function check(
  open: () => Book,
  contract: ChainTerms['contract'],
  distancesOf: (option: OptionReport, lots: number, book: Book) => Distances,
): void {
  const worth = contract === 'inverseOption' ? INDEX : 1;
  fc.assert(
    fc.property(positions, (held) => {
      const book = open();
      hold(book, held);
      for (const option of reports(book)) {
        const lots = held.options[option.instrument] ?? Number.NaN;
        expectQuote(book, option, distancesOf(option, lots, book), worth);
      }
    }),
    { numRuns: 20 },
  );
}

describe.each(['option', 'inverseOption'] as const)('options of kind %s', (contract) => {
  const intensity = { baseRate: 200, rateSlope: 1 };

  it('quote by Stoikov and Saglam when everything can be hedged', () => {
    const model = { type: 'optionDelta', spreadUnit: 'price', regime: 'hedged', ...intensity };
    check(
      () => bookOf(contract, model),
      contract,
      ({ delta }) => {
        const { premiumBid, premiumAsk } = stoikovSaglamHedged({
          ...intensity,
          optionPosition: 0,
          delta,
        });
        return { bid: premiumBid, ask: premiumAsk };
      },
    );
  });

  it('quote by Stoikov and Saglam when the underlying cannot be traded', () => {
    const shared = { gamma: 1e-6, volatility: 0.6, horizonYears: 1 / 365 };
    const model = {
      type: 'optionDelta',
      spreadUnit: 'price',
      regime: 'unhedged',
      ...intensity,
      ...shared,
    };
    check(
      () => bookOf(contract, model),
      contract,
      ({ delta }, _, book) => {
        const { premiumBid, premiumAsk } = stoikovSaglamUnhedged({
          ...intensity,
          ...shared,
          spot: INDEX,
          delta,
          underlyingPosition: book.exposure(0).delta ?? Number.NaN,
          optionPosition: 0,
        });
        return { bid: premiumBid, ask: premiumAsk };
      },
    );
  });

  it('quote by Stoikov and Saglam when delta is hedged at intervals', () => {
    const shared = { gamma: 1e-3, volatility: 0.6, horizonYears: 1 / 365, volOfVol: 1.5 };
    const model = {
      type: 'optionDelta',
      spreadUnit: 'price',
      regime: 'residual',
      ...intensity,
      ...shared,
    };
    check(
      () => bookOf(contract, model),
      contract,
      ({ gamma, yearsToExpiry }, lots) => {
        const { premiumBid, premiumAsk } = stoikovSaglamResidual({
          ...intensity,
          ...shared,
          spot: INDEX,
          timeToExpiryYears: yearsToExpiry,
          optionGamma: gamma,
          optionPosition: lots * UNIT,
        });
        return { bid: premiumBid, ask: premiumAsk };
      },
    );
  });

  it.each(['price', 'volatility'] as const)(
    'quote by the vega of the book, in %s',
    (spreadUnit) => {
      const beta = spreadUnit === 'price' ? 0.02 : 150;
      const flow = { lambda: 5000, alpha: 0.5 };
      const vegaRisk = { gamma: 1e-3, volOfVariance: 2, maxVega: 20_000 };
      const model = { type: 'optionVega', spreadUnit, ...flow, beta, tradeSize: 1 };
      const open = () => bookOf(contract, model, vegaRisk);
      check(open, contract, ({ instrument }, _, book) => {
        const options = reports(book).map(({ vega }) => {
          const perPrice = spreadUnit === 'price' ? beta : beta / vega;
          return { ...flow, beta: perPrice, vega, tradeSize: 1 };
        });
        const { deltaBid, deltaAsk } = vegaRiskQuotes({
          options,
          gamma: vegaRisk.gamma,
          volOfVariance: vegaRisk.volOfVariance,
          portfolioVega: book.exposure(0).vega,
          maxVega: vegaRisk.maxVega,
        });
        return { bid: deltaBid[instrument] ?? Number.NaN, ask: deltaAsk[instrument] ?? Number.NaN };
      });
    },
  );

  it('quote by shifts in proportion to vega and delta', () => {
    const skew = { vegaSkew: 0.02, fullVega: 20_000, deltaSkewBps: 20, fullDelta: 4 };
    const model = { type: 'optionGreeks', halfSpread: 0.01, ...skew };
    const clamp = (value: number): number => Math.max(-1, Math.min(1, value));
    check(
      () => bookOf(contract, model),
      contract,
      ({ vega, delta: own }, _, book) => {
        const { vega: bookVega, delta } = book.exposure(0);
        const bookDelta = delta ?? Number.NaN;
        const byVega = vega * skew.vegaSkew * clamp(bookVega / skew.fullVega);
        const byDelta = own * INDEX * skew.deltaSkewBps * 1e-4 * clamp(bookDelta / skew.fullDelta);
        const half = vega * 0.01;
        return { bid: half + byVega + byDelta, ask: half - byVega - byDelta };
      },
    );
  });
});

describe('a limit of vega', () => {
  it('stops the side that would take the book beyond it', () => {
    const model = { type: 'optionVega', lambda: 5000, alpha: 0.5, beta: 150, tradeSize: 1 };
    const book = bookOf('option', model, { gamma: 1e-3, volOfVariance: 2, maxVega: 40_000 });
    const vega = book.option(2)?.vega ?? Number.NaN;
    book.position(2, START_US, Math.floor(40_000 / (vega * UNIT)), 100);
    expect(book.quote(2).bid.reason).toBe('INVENTORY');
    expect(book.quote(2).ask.reason).toBe('QUOTED');
    book.position(2, START_US, 0, 100);
    expect(book.quote(2).bid.reason).toBe('QUOTED');
  });
});

describe('a fill', () => {
  it('moves the quotes of every option that looks at the book', () => {
    const model = { type: 'optionVega', lambda: 5000, alpha: 0.5, beta: 150, tradeSize: 1 };
    const book = bookOf('option', model, { gamma: 1e-1, volOfVariance: 2 });
    book.discardOutput();
    book.fill({
      instrument: 2,
      time: START_US,
      fillId: 1,
      side: 'buy',
      priceTicks: 1000,
      sizeLots: 20,
    });
    const quoted = book.drainFrames().filter(({ name }) => name === 'quote');
    expect(quoted.length).toBe(STRIKES.length);
  });
});
