/** Streams of frames: what a market, a venue and an operator may send, with mistakes in between. */
import fc from 'fast-check';
import type { InputFrameName } from '../../src/frames/schema.js';
import { EPOCH, opcodeOf, SECOND } from '../oracle/driver.js';
import type { Frame, FrameValue } from '../oracle/index.js';
import { Draws, draws } from './draws.js';
import { drawGuard, drawLadder } from './guard-events.js';
import { drawInvalid } from './invalid-frames.js';
import { drawModel } from './model-setup.js';
import { drawOptionEvent } from './option-setup.js';
import { CAPACITY, type InstrumentSetup, type Setup } from './setup.js';
import { modelFrame, quotingFrame } from './setup-frames.js';
import { drawUnderlyingEvent } from './underlying-events.js';

const EVENT_KINDS = [
  'ticker',
  'fill',
  'mark',
  'working',
  'trade',
  'cash',
  'funding',
  'settle',
  'position',
  'alpha',
  'clock',
  'assetRate',
  'tradingState',
  'order',
  'underlying',
  'guard',
  'configuration',
  'invalid',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Usual shares; a swarm switches some kinds off and others up. */
const WEIGHTS: Record<EventKind, number> = {
  ticker: 12,
  fill: 10,
  mark: 2,
  working: 3,
  trade: 1,
  cash: 0.7,
  funding: 0.7,
  settle: 0.3,
  position: 0.7,
  alpha: 1,
  clock: 1,
  assetRate: 0.7,
  tradingState: 0.7,
  order: 3,
  underlying: 1,
  guard: 1,
  configuration: 1,
  invalid: 1.5,
};

const DRAWS_PER_EVENT = 16;
const DRAWS_OF_GUARDS = 100;
/** Guards from the beginning, when there are any. */
const GUARDS_MAX = 6;

/** Which kinds a run sends, how often each, and how its clock and counter behave. */
export interface Habits {
  readonly kinds: readonly (readonly [EventKind, number])[];
  readonly sequenced: boolean;
  /** Share of frames that step back in time. */
  readonly backwards: number;
  readonly volatilityBps: number;
}

export interface Run {
  readonly habits: Habits;
  /** Guards and ladder from the beginning. */
  readonly guards: readonly number[];
  readonly events: readonly (readonly number[])[];
}

const arbitraryHabits: fc.Arbitrary<Habits> = draws(EVENT_KINDS.length * 2 + 4).map((values) => {
  const draw = new Draws(values);
  const kinds = EVENT_KINDS.map((kind): readonly [EventKind, number] => {
    const off = kind !== 'ticker' && draw.chance(0.3);
    return [kind, off ? 0 : WEIGHTS[kind] * draw.log(0.3, 3)];
  });
  return {
    kinds,
    sequenced: draw.chance(0.4),
    backwards: draw.pick([0.02, 0, 0.1]),
    volatilityBps: draw.log(0.5, 50),
  };
});

/** Events before they meet a setup: `writeFrames` makes them frames. */
export function arbitraryEvents(maxLength: number): fc.Arbitrary<Run> {
  const events = fc.array(draws(DRAWS_PER_EVENT), { maxLength, minLength: 1, size: 'max' });
  return fc.record({ habits: arbitraryHabits, guards: draws(DRAWS_OF_GUARDS), events });
}

export function writeFrames(setup: Setup, run: Run): Frame[] {
  const writer = new EventWriter(setup, run.habits);
  const events = run.events.map((values) => writer.write(new Draws(values)));
  return [...guardFrames(setup, new Draws(run.guards)), ...events];
}

/** Half of the books have guards. Some are not taken, as in every stream. */
function guardFrames(setup: Setup, draw: Draws): Frame[] {
  if (!draw.chance(0.5)) return [];
  const guards = Array.from({ length: draw.whole(1, GUARDS_MAX) }, () => drawGuard(draw, setup));
  return [drawLadder(draw), ...guards].map(([name, ...values]) => [
    opcodeOf(name),
    0,
    0n,
    ...values,
  ]);
}

/** Keeps what a sender keeps: the clock, the counter, the markets, the ids it used. */
class EventWriter {
  readonly #setup: Setup;
  readonly #habits: Habits;
  readonly #mids: number[];
  #timeNs = EPOCH;
  #sequence = 0;
  #lastFillId = 0;
  #lastOrderId = 0;

  constructor(setup: Setup, habits: Habits) {
    this.#setup = setup;
    this.#habits = habits;
    this.#mids = setup.instruments.map((one) => one.midTicks);
  }

  write(draw: Draws): Frame {
    const kind = this.#kind(draw);
    const instrument = draw.whole(0, this.#setup.instruments.length - 1);
    const one = this.#setup.instruments[instrument];
    if (one === undefined) throw new Error(`no instrument ${instrument}`);
    const [name, ...values] = this.#event(kind, draw, instrument, one);
    const opcode = typeof name === 'number' ? name : opcodeOf(name);
    return [opcode, this.#counter(draw), this.#time(draw), ...values];
  }

  #kind(draw: Draws): EventKind {
    const { kinds } = this.#habits;
    let point = draw.unit() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [kind, weight] of kinds) {
      point -= weight;
      if (point < 0) return kind;
    }
    return 'ticker';
  }

  #counter(draw: Draws): number {
    if (!this.#habits.sequenced || draw.chance(0.2)) return 0;
    if (draw.chance(0.05)) return Math.max(0, this.#sequence - draw.whole(0, 3));
    this.#sequence += draw.whole(1, 2);
    return this.#sequence;
  }

  /** Mostly forward, sometimes equal, sometimes back, sometimes hours later. */
  #time(draw: Draws): bigint {
    if (draw.chance(this.#habits.backwards)) return this.#timeNs - BigInt(draw.whole(1, 1e9));
    const roll = draw.unit();
    if (roll < 0.2) return this.#timeNs;
    const step = roll < 0.97 ? BigInt(draw.whole(1, 2e9)) : BigInt(draw.whole(1, 80_000)) * SECOND;
    this.#timeNs += step;
    return this.#timeNs;
  }

  #event(
    kind: EventKind,
    draw: Draws,
    index: number,
    one: InstrumentSetup,
  ): [InputFrameName | number, ...FrameValue[]] {
    switch (kind) {
      case 'ticker':
        return ['bookTicker', index, ...this.#ticker(draw, index)];
      case 'fill':
        return ['fill', index, ...this.#fill(draw, index, one)];
      case 'mark':
        return ['mark', index, this.#price(draw, index) * one.tickSize];
      case 'working':
        return ['working', index, ...working(draw, one)];
      case 'trade':
        return ['trade', index, this.#price(draw, index), draw.whole(0, 100), draw.whole(0, 1)];
      case 'funding':
        return ['funding', index, draw.between(-1e-3, 1e-3), this.#mid(index) * one.tickSize];
      case 'settle':
        return ['settle', index, draw.chance(0.2) ? 0 : this.#price(draw, index) * one.tickSize];
      case 'position': {
        const lots = Math.round(one.maxPositionLots * draw.between(-1.2, 1.2));
        return ['position', index, lots, this.#price(draw, index)];
      }
      case 'alpha':
        return ['alpha', index, draw.pick([0, 3.5, -20, 100])];
      case 'clock':
        return ['clock'];
      case 'order':
        return ['checkOrder', index, ...this.#order(draw, index, one)];
      case 'underlying':
        if (this.#setup.options.length > 0 && draw.chance(0.9))
          return this.#optionEvent(draw, index);
        return drawUnderlyingEvent(draw, index, this.#mid(index) * one.tickSize);
      case 'guard':
        return draw.chance(0.7) ? drawGuard(draw, this.#setup) : drawLadder(draw);
      case 'configuration':
        return configuration(draw, index, one);
      case 'invalid':
        return drawInvalid(draw, index, this.#mid(index));
      default:
        return this.#bookEvent(kind, draw, index);
    }
  }

  #bookEvent(
    kind: 'cash' | 'assetRate' | 'tradingState',
    draw: Draws,
    index: number,
  ): [InputFrameName, ...FrameValue[]] {
    const asset = draw.whole(0, this.#setup.assets.length - 1);
    switch (kind) {
      case 'cash':
        return ['cash', asset, draw.between(-100, 100), draw.whole(0, 1)];
      case 'assetRate': {
        // The reporting currency keeps its rate: anything else has no meaning.
        const other = Math.max(1, asset);
        const rate = (this.#setup.assets[other]?.rate ?? 1) * draw.between(0.9, 1.1);
        return ['assetRate', other, rate];
      }
      case 'tradingState': {
        const whole = draw.chance(0.5);
        return ['tradingState', whole ? null : index, draw.pick([0, 0, 1, 2]), 'drawn'];
      }
    }
  }

  /** Around the market of the first instrument, which the underlying begins at. */
  #optionEvent(draw: Draws, index: number): [InputFrameName, ...FrameValue[]] {
    const tick = this.#setup.instruments[0]?.tickSize ?? 1;
    return drawOptionEvent(draw, this.#setup, index, this.#mid(0) * tick);
  }

  #mid(index: number): number {
    return this.#mids[index] ?? 1;
  }

  /** Whole ticks near the mid. */
  #price(draw: Draws, index: number): number {
    const mid = this.#mid(index);
    const width = Math.max(2, mid * 1e-3);
    return Math.max(1, Math.round(mid + width * draw.between(-1, 1)));
  }

  #ticker(draw: Draws, index: number): number[] {
    const mid = this.#mid(index);
    const step = mid * this.#habits.volatilityBps * 1e-4;
    const moved = Math.max(2, Math.round(mid + step * draw.between(-1, 1) + draw.whole(-1, 1)));
    this.#mids[index] = moved;
    const bid = Math.max(1, moved - draw.whole(1, 1 + Math.ceil(moved * 1e-4)));
    const ask = Math.max(bid + 1, moved + draw.whole(0, 1 + Math.ceil(moved * 1e-4)));
    return [bid, ask, draw.whole(0, 1000), draw.whole(0, 1000)];
  }

  /** Around the limits in size and around the touch in price; ids come again now and then. */
  #order(draw: Draws, index: number, one: InstrumentSetup): FrameValue[] {
    const repeats = draw.chance(0.1);
    if (!repeats) this.#lastOrderId += 1;
    const action = draw.pick([0, 0, 0, 1, 2]);
    const size = one.maxPositionLots * draw.pick([0.05, 0.3, 1, 2]) * draw.unit();
    const far = Math.max(1, Math.round(this.#mid(index) * draw.between(0.9, 1.1)));
    const price = draw.pick([this.#price(draw, index), 0, far]);
    const replaces = action === 1 ? Math.round(size * draw.pick([0, 0.5, 1.2])) : 0;
    const lots = Math.max(1, Math.round(size));
    const reduceOnly = draw.chance(0.15) ? 1 : 0;
    return [this.#lastOrderId, action, draw.whole(0, 1), lots, price, reduceOnly, replaces];
  }

  #fill(draw: Draws, index: number, one: InstrumentSetup): FrameValue[] {
    const repeats = draw.chance(0.1) && this.#lastFillId > 0;
    if (!repeats) this.#lastFillId += 1;
    const id = repeats ? Math.max(0, this.#lastFillId - draw.whole(0, 24)) : this.#lastFillId;
    const share = draw.pick([0.02, 0.1, 0.4, 1.3]);
    const size = Math.max(1, Math.round(one.maxPositionLots * share * draw.unit()));
    const fee = draw.chance(0.2) ? draw.between(-0.1, 1) : null;
    const feeAsset = draw.chance(0.1) ? draw.whole(0, this.#setup.assets.length - 1) : null;
    // Huge ids exercise all 64 bits.
    const wideId = BigInt(id) * 0x1_0000_0001_0001n;
    const [side, liquidity, purpose] = [draw.whole(0, 1), draw.whole(0, 1), draw.whole(0, 1)];
    const price = this.#price(draw, index);
    return [wideId, side, price, size, liquidity, purpose, fee, feeAsset];
  }
}

function working(draw: Draws, one: InstrumentSetup): number[] {
  const lots = (): number =>
    Math.round(one.maxPositionLots * draw.pick([0, 0.1, 0.5, 1]) * draw.unit());
  const [openBuy, openSell] = [lots(), lots()];
  const resting = (open: number): number => (draw.chance(0.5) ? open : Math.floor(open / 2));
  return [openBuy, openSell, resting(openBuy), resting(openSell)];
}

/** Near the end of the rows, few enough that a table finds them written. */
const FREE_ROW = CAPACITY.tableLevels - 3;

function tableLevel(draw: Draws, one: InstrumentSetup): [InputFrameName, ...FrameValue[]] {
  const distance = (): number => one.midTicks * draw.between(-1e-3, 5e-3);
  const row = draw.chance(0.9) ? FREE_ROW + draw.pick([0, 0, 1, 2, 3]) : draw.whole(0, 20);
  return ['setTableLevel', row, distance(), distance(), draw.pick([0, 0, 0, 1, 2, 3])];
}

function loadings(draw: Draws, one: InstrumentSetup): number[] {
  const value = one.maxPositionLots * one.lotSize * one.multiplier * one.midTicks * one.tickSize;
  const sigma = 1e-4;
  const coefficient = Math.min(1e12, 1e-3 / (sigma * sigma * value));
  const own = [draw.pick([1, -1, 0]) * sigma, draw.between(-1, 1) * sigma];
  return [coefficient, draw.pick([50, 0, 5000]), sigma * sigma, ...own, 0, 0, 0, 0, 0, 0];
}

/** Of a second or so, so that the steps of the clock meet it empty and full. */
function budget(draw: Draws): FrameValue[] {
  return draw.chance(0.3) ? [null, 0] : [draw.pick([1, 0.3, 7]), draw.whole(1, 4)];
}

function gateOf(draw: Draws, one: InstrumentSetup): FrameValue[] {
  const lots = draw.chance(0.5) ? Math.max(1, Math.round(one.maxPositionLots * draw.unit())) : null;
  const lotValue = one.lotSize * one.multiplier * one.midTicks * one.tickSize;
  const value = draw.chance(0.3) ? Math.min(1e15, one.maxPositionLots * lotValue * 0.5) : null;
  const collars = [draw.pick([null, 100, 20]), draw.pick([null, 50, 5])];
  const row = draw.pick<readonly [number, number]>([
    [0, 0],
    [2, 5],
    [3, 60],
  ]);
  return [lots, value, ...collars, ...budget(draw), ...budget(draw), ...row, draw.whole(0, 1)];
}

function configuration(
  draw: Draws,
  index: number,
  one: InstrumentSetup,
): [InputFrameName | number, ...FrameValue[]] {
  const name = draw.pick([
    'setInventory',
    'setQuoting',
    'setModel',
    'setFees',
    'setRisk',
    'setTableLevel',
    'setTableLevel',
    'setTable',
    'setFactorLoadings',
    'setInstrumentGate',
    'setGate',
    'setMaxAhead',
  ]);
  switch (name) {
    case 'setInventory': {
      const max = Math.max(1, Math.round(one.maxPositionLots * draw.between(0.5, 1.5)));
      return [name, index, Math.trunc((max - 1) * draw.between(-1, 1)), max, one.maxNotional];
    }
    case 'setQuoting': {
      const quoteLots = Math.round(one.quoteLots * draw.between(0, 2));
      const wallStart = draw.between(0, 0.99);
      return [name, ...quotingFrame({ ...one, quoteLots, wallStart }, index).slice(3)];
    }
    case 'setModel': {
      const [opcode = 0, , , ...values] = modelFrame(drawModel(draw, one, one.quoteLots), index);
      return [Number(opcode), ...values];
    }
    case 'setTableLevel':
      return tableLevel(draw, one);
    case 'setTable': {
      const step = one.maxPositionLots * draw.pick([1, 0.5, 0.3]);
      return [name, index, FREE_ROW + draw.pick([0, 0, 1]), draw.pick([1, 1, 2, 0]), -step, step];
    }
    case 'setFactorLoadings':
      return [name, index, ...loadings(draw, one)];
    case 'setInstrumentGate':
      return [name, index, ...gateOf(draw, one)];
    case 'setGate':
      return [name, ...budget(draw), ...budget(draw), draw.pick([null, 5, 0.5]), draw.pick([0, 1])];
    case 'setMaxAhead':
      return [name, draw.pick([null, 100_000, 4000, 1.5])];
    case 'setFees':
      return [name, index, draw.pick([0, 1e-3, -1e-4]), draw.pick([0, 1e-3])];
    default:
      return ['setRisk', index, draw.pick([null, 1, 30]), draw.pick([null, 10, 500])];
  }
}
