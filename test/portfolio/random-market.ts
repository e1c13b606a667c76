/** Random markets as a configuration with frames, and the same as a table. */
import fc from 'fast-check';
import { Book, ConfigurationError, validateConfiguration } from '../../src/index.js';
import { MARKET_COLUMNS } from '../../src/portfolio/columns.js';
import type { MarketTable } from '../../src/portfolio/types.js';

export const AS_OF = '2026-03-01T12:00:00Z';
export const AS_OF_US = Date.parse(AS_OF) * 1000;
const EXPIRIES = ['2026-03-01T12:30:00Z', '2026-03-27T08:00:00Z', '2027-01-01T00:00:00Z'];

/** Reporting currency per coin, by underlying as an asset. */
const RATES = { BTC: 61_234.5, ETH: 3021.7 } as const;
type Coin = keyof typeof RATES;

/** Whatever instrument, as a configuration says it and as a row does. */
export interface RandomInstrument {
  readonly contract: string;
  readonly coin: Coin;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly midTicks: number;
  readonly spreadTicks: number;
  readonly touchLots: readonly [number, number];
  readonly isTouched: boolean;
  /** In ticks from the mid; null without a mark of its own. */
  readonly markTicks: number | null;
  readonly sigmaTicks: number;
  readonly maxLots: number;
  readonly targetLots: number;
  readonly quoteLots: number;
  readonly maxNotional: number | null;
  readonly model: Readonly<Record<string, unknown>>;
  readonly quoting: Readonly<Record<string, unknown>>;
  readonly risk: Readonly<Record<string, unknown>>;
  readonly margin: Readonly<Record<string, unknown>> | null;
  /** Of short options. */
  readonly optionMargin: Readonly<Record<string, unknown>> | null;
  readonly minNotional: number;
  readonly expiry: number;
  readonly right: 'call' | 'put';
  readonly moneyness: number;
  readonly volatility: number;
}

/** A market: instruments, and the prices that they share. */
export interface RandomMarket {
  readonly instruments: readonly RandomInstrument[];
  readonly index: Readonly<Record<Coin, number>>;
  /** Forward / index of each expiry; null for an expiry that says none. */
  readonly carry: readonly (number | null)[];
  readonly interest: readonly number[];
}

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true });

const reference = { referencePrice: 500, referenceSigma: 0.3 };

const models: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.oneof(
  fc.record({
    type: fc.constant('linear'),
    halfSpreadBps: number(0, 100),
    volatilityMultiplier: number(0, 5),
    inventorySkewBps: number(0, 200),
  }),
  fc.record({
    type: fc.constant('avellanedaStoikov'),
    gamma: number(0.0001, 0.1),
    k: number(0.1, 5),
    horizonSeconds: number(1, 5000),
    endTime: fc.constantFrom(null, '2026-03-01T12:10:00Z'),
    referencePrice: fc.constant(500),
  }),
  fc.record({
    type: fc.constant('gueantLehalleFernandezTapia'),
    gamma: number(0.0001, 0.1),
    intensityA: number(0.1, 3),
    intensityK: number(0.05, 3),
    referencePrice: fc.constant(500),
  }),
  fc.record({
    type: fc.constant('carteaJaimungal'),
    buyOrderRate: number(0.1, 2),
    sellOrderRate: number(0.1, 2),
    kappa: number(0.5, 5),
    phi: number(0.0001, 0.01),
    referencePrice: fc.constant(500),
  }),
  fc.record({
    type: fc.constant('gueantLehalleFernandezTapiaExact'),
    gamma: number(0.001, 0.01),
    intensityA: number(0.5, 2),
    intensityK: number(0.3, 2),
    referencePrice: fc.constant(500),
    referenceSigma: number(0.1, 0.5),
  }),
  fc.constant({ type: 'avellanedaStoikovInfinite', gamma: 0.01, k: 1.5, ...reference }),
);

const instruments: fc.Arbitrary<RandomInstrument> = fc.record({
  contract: fc.constantFrom('spot', 'linear', 'inverse', 'quanto', 'option', 'inverseOption'),
  coin: fc.constantFrom<Coin>('BTC', 'ETH'),
  tickSize: fc.constantFrom(0.01, 0.5, 0.0025, 1, 0.05),
  lotSize: fc.constantFrom(1, 0.001, 0.1, 0.25),
  multiplier: fc.constantFrom(1, 10, 0.01),
  midTicks: fc.integer({ min: 200, max: 200_000 }),
  spreadTicks: fc.integer({ min: 1, max: 9 }),
  touchLots: fc.tuple(fc.nat({ max: 500 }), fc.nat({ max: 500 })),
  isTouched: fc.boolean(),
  markTicks: fc.option(number(-30, 30)),
  sigmaTicks: number(0, 40),
  maxLots: fc.integer({ min: 60, max: 90 }),
  targetLots: fc.integer({ min: -20, max: 20 }),
  quoteLots: fc.integer({ min: 8, max: 30 }),
  maxNotional: fc.option(number(100, 1e7)),
  model: models,
  quoting: fc.record({
    sizeSkew: number(0, 1),
    microWeight: number(0, 1),
    postOnly: fc.boolean(),
    minHalfSpreadBps: number(0, 3),
    maxHalfSpreadBps: number(20, 400),
    maxSkewBps: number(0, 300),
    softWall: fc.record({ start: number(0.1, 0.95), skewBps: number(0, 50) }),
  }),
  risk: fc.record({
    maxAgeSeconds: fc.constantFrom(null, 10),
    collarBps: fc.option(number(5, 2000)),
  }),
  margin: fc.option(
    fc
      .record({
        initial: number(0.1, 0.5),
        maintenance: number(0.01, 0.1),
        deduction: number(0, 10),
        initialSlope: fc.constantFrom(0, 0.001),
        maintenanceSlope: fc.constantFrom(0, 0.0005),
        tiers: fc.constantFrom(
          [],
          [{ above: 1000, initial: 0.3, maintenance: 0.05 }],
          [
            { above: 0.5, initial: 0.2, maintenance: 0.08 },
            { above: 50_000, initial: 0.6, maintenance: 0.3 },
          ],
        ),
      })
      .map((margin) => (margin.initialSlope === 0 ? { ...margin, maintenanceSlope: 0 } : margin)),
  ),
  optionMargin: fc.option(
    fc.record({
      initial: number(0.12, 0.3),
      floor: number(0.08, 0.12),
      maintenance: number(0.01, 0.08),
    }),
  ),
  minNotional: fc.constantFrom(0, 50),
  expiry: fc.nat({ max: EXPIRIES.length - 1 }),
  right: fc.constantFrom<'call' | 'put'>('call', 'put'),
  moneyness: number(0.5, 1.8),
  volatility: number(0.05, 2),
});

/** A few draws are refused, such as tables of more levels than there may be. */
function isValid(market: RandomMarket): boolean {
  try {
    validateConfiguration(configurationOf(market));
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}

export const markets: fc.Arbitrary<RandomMarket> = fc
  .record({
    instruments: fc.array(instruments, { minLength: 1, maxLength: 7 }),
    index: fc.record({ BTC: number(10_000, 90_000), ETH: number(900, 5000) }),
    carry: fc.array(fc.option(number(0.9, 1.1)), { minLength: 3, maxLength: 3 }),
    interest: fc.array(number(-0.05, 0.1), { minLength: 3, maxLength: 3 }),
  })
  .filter(isValid);

const isOption = ({ contract }: RandomInstrument): boolean =>
  contract === 'option' || contract === 'inverseOption';
const isCoin = ({ contract }: RandomInstrument): boolean =>
  contract === 'inverse' || contract === 'inverseOption';

const settleOf = (one: RandomInstrument): string => {
  if (isCoin(one)) return one.coin;
  return one.contract === 'quanto' ? 'BTC' : 'USD';
};

/** Without a touch there is a mark, or a model's price. */
const markOf = (one: RandomInstrument): number | null => {
  if (one.markTicks !== null) return (one.midTicks + one.markTicks) * one.tickSize;
  return one.isTouched || isOption(one) ? null : one.midTicks * one.tickSize;
};

const profileOf = (one: RandomInstrument) => ({
  quoting: one.quoting,
  inventory: { maxNotional: one.maxNotional },
  model: one.model,
  minNotional: one.minNotional,
  risk: one.risk,
  margin: one.margin ?? undefined,
  optionMargin: one.optionMargin ?? undefined,
});

const expiryName = (one: RandomInstrument): string => `${one.coin}-${one.expiry}`;

function configured(one: RandomInstrument, place: number) {
  const { lotSize, tickSize, coin, contract } = one;
  const { margin, optionMargin, quoting, inventory, ...profile } = profileOf(one);
  return {
    symbol: `I${place}`,
    contract,
    base: contract === 'quanto' && coin === 'BTC' ? 'ETH' : coin,
    settle: settleOf(one),
    tickSize,
    lotSize,
    multiplier: one.multiplier,
    ...profile,
    margin: isOption(one) ? optionMargin : margin,
    quoting: { ...quoting, size: one.quoteLots * lotSize },
    inventory: {
      ...inventory,
      target: one.targetLots * lotSize,
      maxPosition: one.maxLots * lotSize,
    },
    volatility: { initialSigma: one.sigmaTicks * tickSize },
    ...(isOption(one)
      ? {
          option: {
            expiry: expiryName(one),
            right: one.right,
            strike: Math.round(one.moneyness * 1000),
            volatility: one.volatility,
            mark: markOf(one) === null ? 'model' : 'market',
          },
        }
      : { underlying: coin }),
  };
}

/** The market as a live book that was configured and told its prices. */
const usedExpiries = (all: readonly RandomInstrument[]) =>
  new Map(all.filter(isOption).map((one) => [expiryName(one), one]));

function configurationOf({ instruments: all, interest }: RandomMarket) {
  return {
    book: {
      reportingAsset: 'USD',
      capacity: { instruments: 8, assets: 8, fillIds: 8, tableLevels: 4096, options: 32 },
    },
    assets: Object.entries(RATES).map(([symbol, rate]) => ({ symbol, rate })),
    underlyings: Object.keys(RATES).map((symbol) => ({
      symbol,
      remark: { thresholdBps: null, maxAgeSeconds: null },
    })),
    expiries: [...usedExpiries(all)].map(([symbol, { coin, expiry }]) => ({
      symbol,
      underlying: coin,
      time: EXPIRIES[expiry],
      rate: interest[expiry],
    })),
    instruments: all.map(configured),
  };
}

/** A book with the market's frames applied. */
export function liveBook(market: RandomMarket): Book {
  const { instruments: all, index, carry } = market;
  const book = Book.create(configurationOf(market));
  const said = (result: number): void => {
    if (result !== 0) throw new Error(`a frame was refused: ${result}`);
  };
  for (const symbol of Object.keys(RATES) as Coin[]) {
    said(book.send('index', AS_OF_US, [book.underlyingIndex(symbol), index[symbol]]));
  }
  for (const [symbol, { coin, expiry }] of usedExpiries(all)) {
    const share = carry[expiry];
    if (share == null) continue;
    said(book.send('forward', AS_OF_US, [book.expiryIndex(symbol), index[coin] * share]));
  }
  for (const [place, one] of all.entries()) {
    const { midTicks, spreadTicks, touchLots } = one;
    const [bidLots, askLots] = touchLots;
    if (one.isTouched) {
      said(book.bookTicker(place, AS_OF_US, midTicks, midTicks + spreadTicks, bidLots, askLots));
    }
    const mark = markOf(one);
    if (mark !== null) said(book.mark(place, AS_OF_US, mark));
  }
  for (const symbol of Object.keys(RATES)) {
    said(book.send('remark', AS_OF_US, [book.underlyingIndex(symbol)]));
  }
  book.discardOutput();
  return book;
}

type Cell = string | number | null | undefined;

/** A table of rows by column name; what a row does not say is empty. */
export function tableOf(rows: readonly Readonly<Record<string, Cell>>[]): MarketTable {
  const texts: Record<string, string[]> = {};
  const numbers: Record<string, Float64Array> = {};
  for (const { name, type } of MARKET_COLUMNS) {
    if (type === 'text') texts[name] = rows.map((row) => String(row[name] ?? ''));
    else numbers[name] = Float64Array.from(rows, (row) => Number(row[name] ?? Number.NaN));
  }
  return { count: rows.length, texts, numbers };
}

/** The market as rows of a table, and their profiles. @param prefix of all names */
export function rowsOfMarket(
  { instruments: all, index, carry, interest }: RandomMarket,
  prefix = '',
) {
  const rows = all.map((one, place) => {
    const { lotSize, tickSize, midTicks, spreadTicks, touchLots, coin, expiry } = one;
    const share = carry[expiry];
    const touch = one.isTouched
      ? {
          bid: midTicks * tickSize,
          ask: (midTicks + spreadTicks) * tickSize,
          bid_size: touchLots[0] * lotSize,
          ask_size: touchLots[1] * lotSize,
        }
      : {};
    const option = {
      expiry: EXPIRIES[expiry],
      strike: Math.round(one.moneyness * 1000),
      right: one.right,
      implied_volatility: one.volatility,
      forward: share == null ? null : index[coin] * share,
      interest_rate: interest[expiry],
    };
    const settle = settleOf(one);
    return {
      instrument: `${prefix}I${place}`,
      contract: one.contract,
      underlying: prefix + coin,
      settle: settle === 'USD' ? settle : prefix + settle,
      settle_rate: settle === 'USD' ? 1 : RATES[settle as Coin],
      tick_size: tickSize,
      lot_size: lotSize,
      multiplier: one.multiplier,
      ...touch,
      mark: markOf(one),
      index: index[coin],
      ...(isOption(one) ? option : {}),
      sigma: one.sigmaTicks * tickSize,
      profile: `${prefix}P${place}`,
      max_position: one.maxLots * lotSize,
      target_position: one.targetLots * lotSize,
      quote_size: one.quoteLots * lotSize,
    };
  });
  const named = all.map((one, place) => [`${prefix}P${place}`, profileOf(one)] as const);
  return { rows, profiles: Object.fromEntries(named) };
}

/** The market as a table, and profiles of its rows. */
export function tableOfMarket(market: RandomMarket) {
  const { rows, profiles } = rowsOfMarket(market);
  return { table: tableOf(rows), profiles };
}
