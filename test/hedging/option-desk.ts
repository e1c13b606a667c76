/** A book that sells straddles and hedges them with a perpetual and options of other strikes. */
import { Book } from '../../src/index.js';

const START_US = 1_700_000_000_000_000;
const INDEX = 60_000;
const YEAR_S = 365 * 86_400;
const HORIZON_S = 86_400;
const VOLATILITY = 0.6;
const VOLATILITY_OF_VOLATILITY = 0.8;
const CORRELATION = -0.3;
const STRIKES = [50_000, 55_000, 60_000, 65_000, 70_000] as const;

const common = {
  base: 'BTC',
  settle: 'USD',
  quoting: { size: 1 },
  inventory: { maxPosition: 100_000 },
  model: { type: 'linear', halfSpreadBps: 20, inventorySkewBps: 0 },
  risk: { maxAgeSeconds: null, collarBps: null },
};
const hedge = { maxSize: 100_000, settleSeconds: 1, confirmSeconds: 5 };

interface DeskTerms {
  readonly mode?: 'minimumVariance' | 'whalleyWilmott';
  readonly riskAversion: number;
}

function configuration({ mode = 'minimumVariance', riskAversion }: DeskTerms) {
  const variance = {
    horizonSeconds: HORIZON_S,
    volatility: VOLATILITY,
    volatilityOfVolatility: VOLATILITY_OF_VOLATILITY,
    correlation: CORRELATION,
  };
  const section = { mode, riskAversion, minIntervalSeconds: 0 };
  return {
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'BTC', rate: INDEX }],
    underlyings: [
      {
        symbol: 'BTC',
        initialIndex: INDEX,
        remark: { thresholdBps: null, maxAgeSeconds: null },
        hedge: mode === 'minimumVariance' ? { ...section, ...variance } : section,
      },
    ],
    expiries: [{ symbol: 'E', underlying: 'BTC', time: '2023-12-15T00:00:00Z' }],
    instruments: [
      {
        ...common,
        symbol: 'PERP',
        contract: 'linear',
        underlying: 'BTC',
        tickSize: 0.1,
        lotSize: 0.001,
        takerFee: 0.0002,
        hedge,
      },
      ...STRIKES.map((strike) => ({
        ...common,
        symbol: `C${strike}`,
        contract: 'option',
        tickSize: 1,
        lotSize: 0.01,
        takerFee: 0.001,
        option: { expiry: 'E', right: 'call', strike, volatility: VOLATILITY, mark: 'model' },
        ...(strike === INDEX ? {} : { hedge }),
      })),
    ],
  };
}

/** The desk, its chain priced and its markets open. */
export function optionDesk(terms: DeskTerms) {
  const book = Book.create(configuration(terms));
  book.bookTicker(0, START_US, INDEX * 10 - 1, INDEX * 10 + 1, 50, 50);
  STRIKES.forEach((strike, place) => {
    const worth = Math.round(Math.max(INDEX - strike, 0) + 2500);
    book.bookTicker(place + 1, START_US, worth - 10, worth + 10, 50, 50);
  });
  book.send('remark', START_US, [0]);
  book.discardOutput();
  let before = { delta: 0, gamma: 0, vega: 0 };
  return {
    book,
    get gammaBefore() {
      return before.gamma;
    },
    /** Sells calls of the strike that does not hedge; what that does is kept. */
    sellStraddle(lots: number): void {
      const fill = { instrument: 3, time: START_US, fillId: 1, priceTicks: 2500, sizeLots: lots };
      book.send('setHedge', START_US, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null]);
      book.fill({ ...fill, side: 'sell' });
      // With a band that nothing leaves the report shows the exposures before any hedge.
      book.send('setHedge', START_US, [0, 1, 1e9, 0, 0, 0, 0, 0, 0, 0, 0, null]);
      const { delta, gamma, vega } = book.explainHedge(0);
      before = { delta, gamma, vega };
      const root = Math.sqrt(HORIZON_S / YEAR_S);
      const isVariance = (terms.mode ?? 'minimumVariance') === 'minimumVariance';
      const values = isVariance
        ? [4, terms.riskAversion, VOLATILITY * root, VOLATILITY_OF_VOLATILITY * root, CORRELATION]
        : [2, terms.riskAversion, 1, 0, 0];
      book.send('setHedge', START_US, [0, ...values, 0, 0, 0, 0, 0, null]);
    },
    /** What the model is asked, from the definition. */
    problem() {
      const root = Math.sqrt(HORIZON_S / YEAR_S);
      const step = VOLATILITY * root * INDEX;
      const volatilityStep = VOLATILITY_OF_VOLATILITY * root;
      const shared = CORRELATION * step * volatilityStep;
      return {
        exposures: [before.delta, before.gamma, before.vega],
        covariance: [
          [step ** 2, 0, shared],
          [0, step ** 4 / 2, 0],
          [shared, 0, volatilityStep ** 2],
        ],
      };
    },
  };
}
