/** Books of options of one underlying around which nothing binds. */
import { Book } from '../../src/index.js';
import { START_US } from './sample.js';

export const INDEX = 60_000;
export const YEAR_S = 365 * 86_400;

/** An option and the market it is priced in. */
export interface ChainTerms {
  readonly contract: 'option' | 'inverseOption';
  readonly right: 'call' | 'put';
  readonly strike: number;
  /** 1/sqrt(year); the smile's without it. */
  readonly volatility?: number | undefined;
  /** Forward / index. */
  readonly carry: number;
  readonly rate: number;
}

/** What may differ from a chain around which nothing binds. */
export interface ChainChanges {
  readonly remark?: object;
  readonly smile?: object;
  /** Laid over every option. */
  readonly instrument?: object;
  readonly underlying?: object;
  readonly instruments?: readonly Record<string, unknown>[];
  readonly sections?: Record<string, unknown>;
}

function instrument(terms: ChainTerms, place: number): Record<string, unknown> {
  const { contract, right, strike, volatility } = terms;
  const isCoin = contract === 'inverseOption';
  return {
    symbol: `O${place}`,
    contract,
    base: 'BTC',
    settle: isCoin ? 'BTC' : 'USD',
    tickSize: isCoin ? 0.0001 : 5,
    lotSize: 0.1,
    quoting: { size: 1, requoteThresholdBps: 0, maxHalfSpreadBps: 9000, maxSkewBps: 9000 },
    inventory: { maxPosition: 50 },
    model: { type: 'linear', halfSpreadBps: 100, inventorySkewBps: 0 },
    risk: { collarBps: null, maxAgeSeconds: null },
    option: { expiry: 'E', right, strike, ...(volatility === undefined ? {} : { volatility }) },
  };
}

/** A book of the options in their order, which expire `years` after `START_US`. */
export function chainBook(
  options: readonly ChainTerms[],
  years: number,
  changes: ChainChanges = {},
): Book {
  const first = options[0];
  const expiry = new Date(START_US / 1000 + Math.round(years * YEAR_S * 1000)).toISOString();
  return Book.create({
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'BTC', rate: INDEX }],
    underlyings: [
      {
        symbol: 'BTC',
        collateral: 'BTC',
        initialIndex: INDEX,
        remark: { thresholdBps: 2, maxAgeSeconds: 60, ...changes.remark },
        ...changes.underlying,
      },
    ],
    expiries: [
      {
        symbol: 'E',
        underlying: 'BTC',
        time: expiry,
        rate: first?.rate ?? 0,
        forward: INDEX * (first?.carry ?? 1),
        ...(changes.smile === undefined ? {} : { smile: changes.smile }),
      },
    ],
    instruments: [
      ...options.map((terms, place) => ({ ...instrument(terms, place), ...changes.instrument })),
      ...(changes.instruments ?? []),
    ],
    ...changes.sections,
  });
}
