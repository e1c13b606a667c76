/** The book of a run: contracts of every kind, limits near enough to be met. */

import type { BookConfiguration } from '../../src/config/index.js';
import { validateConfiguration } from '../../src/config/index.js';
import type { Draw } from './draw.js';
import type { Swarm } from './swarm.js';

export const START_NS = 1_700_000_000_000_000_000n;
export const ASSETS = ['USD', 'BTC', 'ETH', 'FEE'] as const;
export const CAPACITY = {
  instruments: 12,
  assets: 6,
  tableLevels: 32,
  underlyings: 3,
  expiries: 3,
  guards: 12,
} as const;

/** Where a market begins, in quote currency, and whether options are priced off it. */
interface Kind {
  readonly contract: string;
  readonly base: string;
  readonly settle: string;
  readonly tickSize: number;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly price: number;
  readonly isOption: boolean;
}

const BTC = { base: 'BTC', isOption: false } as const;
export const KINDS: readonly Kind[] = [
  {
    ...BTC,
    contract: 'linear',
    settle: 'USD',
    tickSize: 0.5,
    lotSize: 0.001,
    multiplier: 1,
    price: 60_000,
  },
  {
    ...BTC,
    contract: 'inverse',
    settle: 'BTC',
    tickSize: 0.5,
    lotSize: 1,
    multiplier: 100,
    price: 60_000,
  },
  {
    contract: 'spot',
    base: 'ETH',
    settle: 'USD',
    tickSize: 0.01,
    lotSize: 0.01,
    multiplier: 1,
    price: 3000,
    isOption: false,
  },
  {
    ...BTC,
    contract: 'quanto',
    settle: 'BTC',
    tickSize: 0.05,
    lotSize: 1,
    multiplier: 1e-6,
    price: 3000,
  },
  {
    ...BTC,
    isOption: true,
    contract: 'inverseOption',
    settle: 'BTC',
    tickSize: 0.0001,
    lotSize: 0.1,
    multiplier: 1,
    price: 0.04,
  },
  {
    ...BTC,
    isOption: true,
    contract: 'option',
    settle: 'USD',
    tickSize: 1,
    lotSize: 0.1,
    multiplier: 1,
    price: 2400,
  },
  {
    ...BTC,
    isOption: true,
    contract: 'inverseOption',
    settle: 'BTC',
    tickSize: 0.0001,
    lotSize: 0.1,
    multiplier: 1,
    price: 0.03,
  },
  {
    ...BTC,
    contract: 'linear',
    settle: 'USD',
    tickSize: 0.1,
    lotSize: 0.01,
    multiplier: 1,
    price: 60_000,
  },
];

/** What the producers know of an instrument. */
export interface Listing {
  readonly index: number;
  readonly kind: Kind;
  readonly maxLots: number;
  readonly quoteLots: number;
  readonly underlying: number | null;
}

export interface Desk {
  /** As an operator writes it. */
  readonly document: unknown;
  readonly configuration: BookConfiguration;
  readonly listings: readonly Listing[];
}

function drawListing(draw: Draw, swarm: Swarm, index: number): Listing {
  const plain = [0, 1, 2, 3, 7] as const;
  const place = swarm.features.options ? index % KINDS.length : (plain[index % plain.length] ?? 0);
  const kind = KINDS[place] as Kind;
  const quoteLots = draw.whole(1, 20);
  const underlying = kind.isOption || kind.base === 'BTC' ? 0 : draw.pick([null, 1]);
  return { index, kind, quoteLots, maxLots: quoteLots * draw.whole(2, 8), underlying };
}

export function drawDesk(draw: Draw, swarm: Swarm): Desk {
  const listings = Array.from({ length: swarm.instruments }, (_, index) =>
    drawListing(draw, swarm, index),
  );
  const options = listings.filter(({ kind }) => kind.isOption).length;
  const document = {
    book: {
      reportingAsset: 'USD',
      capacity: { ...CAPACITY, options: 2 * Math.ceil(options / 2), fillIds: swarm.fillIds },
    },
    assets: [
      { symbol: 'USD', balance: 1e6 },
      {
        symbol: 'BTC',
        balance: draw.pick([0, 20]),
        rate: 60_000,
        ...(draw.chance(0.5) ? { rateInstrument: 'I0' } : {}),
      },
      { symbol: 'ETH', rate: 3000 },
      { symbol: 'FEE', rate: 4, balance: 1000 },
    ],
    underlyings: [
      {
        symbol: 'U0',
        ...(draw.chance(0.7) ? { index: 'I0' } : {}),
        ...(draw.chance(0.3) ? { collateral: 'BTC' } : {}),
        ...(draw.chance(0.8) ? { initialIndex: 60_000 } : {}),
        remark: { thresholdBps: draw.log(1, 50), maxAgeSeconds: draw.log(0.1, 60) },
      },
      { symbol: 'U1', ...(draw.chance(0.5) ? { initialIndex: 3000 } : {}) },
    ],
    expiries: [
      {
        symbol: 'E0',
        underlying: 'U0',
        time: '2024-03-29T08:00:00Z',
        smile: { a: 0.02, b: 0.05, rho: -0.2, m: 0, sigma: 0.2 },
      },
    ],
    instruments: listings.map((listing) => instrumentSection(draw, listing)),
  };
  return { document, configuration: validateConfiguration(document), listings };
}

function instrumentSection(draw: Draw, { index, kind, quoteLots, maxLots, underlying }: Listing) {
  const { contract, base, settle, tickSize, lotSize, multiplier, price, isOption } = kind;
  const size = (lots: number): number => Number((lots * lotSize).toPrecision(12));
  const strike = 60_000 + 2000 * (index - 5);
  const option = {
    expiry: 'E0',
    right: draw.pick(['call', 'put']),
    strike,
    mark: draw.pick(['market', 'model']),
    fair: draw.pick(['market', 'model']),
  };
  const value = maxLots * lotSize * multiplier * (contract === 'inverse' ? 1 : price);
  return {
    symbol: `I${index}`,
    contract,
    base,
    settle,
    tickSize,
    lotSize,
    multiplier,
    ...(draw.chance(0.3) ? { feeAsset: 'FEE' } : {}),
    minSize: size(draw.pick([1, 1, 2])),
    minNotional: draw.chance(0.2) ? value / maxLots : 0,
    makerFee: draw.pick([0, 0.0002, -0.0001]),
    takerFee: draw.pick([0, 0.0005]),
    ...(isOption ? { option } : underlying === null ? {} : { underlying: `U${underlying}` }),
    quoting: {
      size: size(Math.max(2, quoteLots)),
      sizeSkew: draw.pick([0, 0.5, 1]),
      microWeight: draw.pick([0, 1]),
      postOnly: draw.chance(0.8),
      maxHalfSpreadBps: isOption ? 5000 : 500,
      softWall: { start: draw.pick([0.5, 0.8]), skewBps: draw.pick([0, 5, 100]) },
      requoteThresholdBps: draw.pick([0, 0.5, 3]),
      requoteSizeRatio: draw.pick([0, 0.1]),
    },
    inventory: {
      maxPosition: size(Math.max(4, maxLots)),
      target: size(draw.pick([0, 0, 1])),
      maxNotional: draw.chance(0.3) ? value * draw.between(0.4, 1.2) : null,
    },
    model: {
      type: 'linear',
      halfSpreadBps: isOption ? 100 : draw.log(0.5, 20),
      inventorySkewBps: 5,
    },
    risk: {
      maxAgeSeconds: draw.pick([10, 1, null]),
      collarBps: isOption ? null : draw.pick([200, 30, null]),
    },
  };
}
