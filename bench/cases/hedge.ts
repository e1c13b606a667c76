/** A tick that leads to a hedge decision with 8 instruments, the same tick without, and plain TypeScript. */
import { createHash } from 'node:crypto';
import { type BenchCase, type Effort, START_US, throughput } from '../../src/bench/index.js';
import { Book } from '../../src/index.js';
import { type PlainInstrument, plainHedge } from '../plain-hedge.js';

const INDEX = 60_000;
const STRIKES = [50_000, 52_500, 55_000, 57_500, 62_500, 65_000, 70_000] as const;
const RISK_AVERSION = 1e-3;
const HORIZON_S = 86_400;
const YEAR_S = 365 * 86_400;
const VOLATILITY = 0.6;
const VOLATILITY_OF_VOLATILITY = 0.8;
const CALLS_PER_SAMPLE = 200;
/** Once every so many decisions the market is back where it was. */
const PERIOD = 8;
const PERPETUAL = 0;
const SOLD = STRIKES.length + 1;

const common = {
  base: 'BTC',
  settle: 'USD',
  quoting: { size: 1 },
  inventory: { maxPosition: 100_000 },
  model: { type: 'linear', halfSpreadBps: 20, inventorySkewBps: 0 },
  risk: { maxAgeSeconds: null, collarBps: null },
};
const hedge = { maxSize: 100_000 };
const option = { ...common, contract: 'option', tickSize: 1, lotSize: 0.01, takerFee: 0.001 };
const terms = { expiry: 'E', right: 'call', volatility: VOLATILITY, mark: 'model' };

/** A perpetual whose mark is the index and 7 options that hedge; one more option is sold. */
function configuration(isHedged: boolean) {
  const section = {
    mode: 'minimumVariance',
    riskAversion: RISK_AVERSION,
    horizonSeconds: HORIZON_S,
    volatility: VOLATILITY,
    volatilityOfVolatility: VOLATILITY_OF_VOLATILITY,
    // One hedge, which is cancelled; then every decision is computed and none is sent.
    minIntervalSeconds: 1e9,
    maxDelta: 0.001,
  };
  return {
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'BTC', rate: INDEX }],
    underlyings: [
      {
        symbol: 'BTC',
        index: 'PERP',
        initialIndex: INDEX,
        remark: { thresholdBps: null, maxAgeSeconds: null },
        ...(isHedged ? { hedge: section } : {}),
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
      ...STRIKES.map((strike) => {
        return { ...option, symbol: `C${strike}`, option: { ...terms, strike }, hedge };
      }),
      { ...option, symbol: 'SOLD', option: { ...terms, strike: INDEX } },
    ],
  };
}

function tick(book: Book, step: number): void {
  const mid = INDEX * 10 + (step % PERIOD);
  if (book.bookTicker(PERPETUAL, START_US, mid - 1, mid + 1, 50, 50) === 0) return;
  throw new Error('the book refused a tick');
}

function openBook(isHedged: boolean): Book {
  const book = Book.create(configuration(isHedged), { output: 'discard' });
  tick(book, 0);
  STRIKES.forEach((strike, place) => {
    const worth = Math.max(INDEX - strike, 0) + 2500;
    book.bookTicker(place + 1, START_US, worth - 10, worth + 10, 50, 50);
  });
  book.send('remark', START_US, [0]);
  book.fill({
    instrument: SOLD,
    time: START_US,
    fillId: 1,
    side: 'sell',
    priceTicks: 2500,
    sizeLots: 400,
  });
  for (const { instrument, hedgeId } of book.hedges()) {
    book.hedgeResult(instrument, START_US, hedgeId, 0, 'cancelled');
  }
  return book;
}

function plainProblem(): {
  readonly instruments: readonly PlainInstrument[];
  readonly exposures: readonly number[];
  readonly covariance: readonly (readonly number[])[];
} {
  const { delta, gamma, vega, instruments } = openBook(true).explainHedge(0);
  const root = Math.sqrt(HORIZON_S / YEAR_S);
  const step = VOLATILITY * root * INDEX;
  const variances = [step ** 2, step ** 4 / 2, (VOLATILITY_OF_VOLATILITY * root) ** 2];
  return {
    instruments: instruments.map(({ deltaPerLot, gammaPerLot, vegaPerLot }, place) => {
      const worth = Math.max(INDEX - (STRIKES[place - 1] ?? INDEX), 0) + 2500;
      const isPerpetual = place === 0;
      return {
        greeks: [deltaPerLot, gammaPerLot, vegaPerLot],
        bid: isPerpetual ? INDEX * 10 - 1 : worth - 10,
        ask: isPerpetual ? INDEX * 10 + 1 : worth + 10,
        valuePerTick: isPerpetual ? 0.0001 : 0.01,
        takerFee: isPerpetual ? 0.0002 : 0.001,
      };
    }),
    exposures: [delta, gamma, vega],
    covariance: variances.map((variance, row) =>
      variances.map((_, column) => (row === column ? RISK_AVERSION * variance : 0)),
    ),
  };
}

function batchCase(
  names: Pick<BenchCase, 'name' | 'title' | 'beside'>,
  open: () => { readonly call: (step: number) => void; readonly checksum: () => string },
): BenchCase {
  return {
    ...names,
    loop: 'batch',
    unit: 'decision',
    spinningThreads: 1,
    parameters: { instruments: STRIKES.length + 1 },
    open() {
      const { call, checksum } = open();
      let step = 0;
      const batch = (): void => {
        for (let done = 0; done < CALLS_PER_SAMPLE; done++) call(step++);
      };
      batch();
      return {
        checksum: checksum(),
        measure: ({ seconds, warmupSeconds }: Effort) => ({
          ...throughput(batch, seconds, warmupSeconds),
          unitsPerSample: CALLS_PER_SAMPLE,
        }),
      };
    },
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Hedging beside a tick that decides nothing and beside plain TypeScript. */
export function hedgeCases(): readonly BenchCase[] {
  const ofBook = (isHedged: boolean) => () => {
    const book = openBook(isHedged);
    const checksum = (): string => {
      const { action, delta } = book.explainHedge(0);
      return digest(`${action} ${delta}`);
    };
    return { call: (step: number) => tick(book, step), checksum };
  };
  return [
    batchCase(
      {
        name: 'hedge/decide-8',
        title: 'tick and hedge decision, 8 instruments (aim 2000 ns)',
        beside: 'hedge/plain-8',
      },
      ofBook(true),
    ),
    batchCase({ name: 'hedge/tick', title: 'the same tick, not hedged' }, ofBook(false)),
    batchCase({ name: 'hedge/plain-8', title: 'the decision in plain TypeScript' }, () => {
      const { instruments, exposures, covariance } = plainProblem();
      const [delta = 0, ...others] = exposures;
      let lots: readonly number[] = [];
      const call = (step: number): void => {
        lots = plainHedge(instruments, [delta + (step % PERIOD) * 1e-6, ...others], covariance);
      };
      return { call, checksum: () => digest(lots.join()) };
    }),
  ];
}
