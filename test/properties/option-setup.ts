/** Books of options of one underlying beside contracts on it, and what happens to them. */
import fc from 'fast-check';
import { CONTRACT_INVERSE_OPTION, CONTRACT_OPTION } from '../../assembly/codes.js';
import type { InputFrameName } from '../../src/frames/schema.js';
import { EPOCH, SECOND } from '../oracle/driver.js';
import type { FrameValue } from '../oracle/index.js';
import { Draws, draws } from './draws.js';
import type { ExpirySetup, InstrumentSetup, OptionSetup, Setup } from './setup.js';
import { arbitraryBookSetup } from './setup.js';

type Event = [InputFrameName, ...FrameValue[]];

const DAY_NS = 86_400n * SECOND;
/** Row that the options are on. */
const ROW = 0;
const DRAWS_OF_OPTIONS = 120;

/** The first instrument stays what it is, and most others become options of its underlying. */
export const arbitraryOptionSetup: fc.Arbitrary<Setup> = fc
  .tuple(arbitraryBookSetup, draws(DRAWS_OF_OPTIONS))
  .filter(([{ instruments }]) => instruments.length > 1)
  .map(([setup, values]) => withOptions(setup, new Draws(values)));

function withOptions(setup: Setup, draw: Draws): Setup {
  const first = setup.instruments[0];
  if (first === undefined) throw new Error('no instrument');
  const follows = draw.chance(0.5) ? 0 : null;
  const index = first.midTicks * first.tickSize;
  const expiries = [drawExpiry(draw), drawExpiry(draw)];
  const collateral = draw.pick([1, null]);
  const options = setup.instruments.map((_, place) =>
    place > 0 && draw.chance(0.8) ? drawOption(draw, index, expiries) : null,
  );
  const isOption = (place: number | null): boolean => place !== null && options[place] != null;
  return {
    ...setup,
    assets: setup.assets.map((asset) =>
      isOption(asset.rateInstrument) ? { ...asset, rateInstrument: null } : asset,
    ),
    factors: null,
    underlyings: [{ collateral, follows, initialIndex: draw.chance(0.7) ? index : null }],
    underlyingOf: options.map((option) => (option === null && draw.chance(0.8) ? ROW : null)),
    expiries,
    options,
    instruments: setup.instruments.map((one, place) => {
      return options[place] === null ? one : optionInstrument(draw, one, index);
    }),
  };
}

function drawExpiry(draw: Draws): ExpirySetup {
  const timeNs = EPOCH + BigInt(draw.pick([30, 1, 400])) * DAY_NS;
  const smile = { a: draw.log(1e-3, 0.1), b: draw.log(0.01, 0.3), rho: draw.between(-0.9, 0.9) };
  return {
    underlying: ROW,
    timeNs,
    rate: draw.pick([0, 0.05, -0.02]),
    smile: draw.chance(0.6) ? { ...smile, m: draw.between(-0.1, 0.1), sigma: 0.2 } : null,
  };
}

function drawOption(draw: Draws, index: number, expiries: readonly ExpirySetup[]): OptionSetup {
  const expiry = draw.whole(0, expiries.length - 1);
  const hasSmile = expiries[expiry]?.smile !== null;
  return {
    expiry,
    right: draw.whole(0, 1),
    strike: index * draw.between(0.6, 1.6),
    volatility: hasSmile && draw.chance(0.4) ? null : draw.between(0.2, 1.5),
    markedByModel: draw.chance(0.7),
    quotedByModel: draw.chance(0.7),
  };
}

/** Premiums of some hundreds or thousands of ticks. */
function optionInstrument(draw: Draws, one: InstrumentSetup, index: number): InstrumentSetup {
  const isCoin = draw.chance(0.5);
  const model = { type: 'linear', halfSpreadBps: 100, volatilityMultiplier: 0 } as const;
  return {
    ...one,
    contract: isCoin ? CONTRACT_INVERSE_OPTION : CONTRACT_OPTION,
    settleAsset: isCoin ? 1 : 0,
    feeAsset: isCoin ? 1 : 0,
    tickSize: (isCoin ? 1 : index) * draw.pick([1e-4, 1e-5]),
    multiplier: 1,
    midTicks: draw.whole(100, 3000),
    minNotional: 0,
    maxNotional: null,
    model: { ...model, inventorySkewBps: draw.pick([0, 100]) },
    collarBps: draw.chance(0.2) ? 2000 : null,
    initialSigma: 0,
    floorSigma: 0,
  };
}

/** What comes of the market of the options; `place` is a defined instrument. */
export function drawOptionEvent(draw: Draws, setup: Setup, place: number, index: number): Event {
  const options = setup.options.flatMap((option, other) => (option === null ? [] : [other]));
  const option = options[draw.whole(0, options.length - 1)] ?? place;
  const row = draw.whole(0, Math.max(0, setup.expiries.length - 1));
  const name = draw.pick([
    'index',
    'index',
    'index',
    'remark',
    'forward',
    'impliedVol',
    'setSmile',
    'defineExpiry',
    'settle',
    'working',
    'defineOption',
  ]);
  const price = index * draw.pick([1, 1 + draw.between(-3e-4, 3e-4), draw.between(0.9, 1.1)]);
  switch (name) {
    case 'index':
      return [name, ROW, price];
    case 'remark':
      return [name, ROW];
    case 'forward':
      return [name, row, price];
    case 'impliedVol':
      return [name, option, draw.log(0.05, 3)];
    case 'setSmile':
      return [name, row, draw.log(1e-3, 0.1), 0.1, draw.between(-1, 1), 0, 0.3];
    case 'defineExpiry': {
      const days = BigInt(draw.pick([30, 0, 7, 1]));
      return [name, row, ROW, EPOCH + days * DAY_NS, draw.between(-0.1, 0.1)];
    }
    case 'settle': {
      const { right, strike } = setup.options[option] ?? { right: 0, strike: index };
      return [name, option, Math.max(0, (right === 0 ? 1 : -1) * (price - strike)) / 100];
    }
    case 'working':
      return [name, option, draw.whole(0, 50), draw.whole(0, 50), 0, 0];
    case 'defineOption': {
      const terms = drawOption(draw, index, setup.expiries);
      const { expiry, right, strike, volatility, markedByModel, quotedByModel } = terms;
      const modes = [Number(markedByModel), Number(quotedByModel)];
      return [name, option, expiry, right, strike, volatility, ...modes];
    }
  }
}
