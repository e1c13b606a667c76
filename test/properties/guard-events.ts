/** Guards and ladders around the sizes that a drawn book reaches. */
import * as codes from '../../assembly/codes.js';
import type { InputFrameName } from '../../src/frames/schema.js';
import type { FrameValue } from '../oracle/index.js';
import type { Draws } from './draws.js';
import { CAPACITY, type InstrumentSetup, type Setup } from './setup.js';

type Event = [InputFrameName, ...FrameValue[]];

/** Reporting currency, settle asset and base units of an instrument at its position limit. */
function sizesOf(one: InstrumentSetup, { assets }: Setup) {
  const units = one.lotSize * one.multiplier * one.maxPositionLots;
  const price = one.midTicks * one.tickSize;
  const isInverse = one.contract === codes.CONTRACT_INVERSE;
  const settle = isInverse ? units / price : units * price;
  const rate = assets[one.settleAsset]?.rate ?? 1;
  const quote = isInverse ? units : units * price;
  return { settle, reporting: settle * rate, quote, base: isInverse ? units / price : units };
}

/** Scope, what it is about, measure, and a size of it that is often met. */
function drawMeasure(draw: Draws, setup: Setup): readonly [number, number, number, number] {
  const index = draw.whole(0, setup.instruments.length - 1);
  const one = setup.instruments[index];
  if (one === undefined) throw new Error(`no instrument ${index}`);
  const own = sizesOf(one, setup);
  const all = setup.instruments.reduce((sum, other) => sum + sizesOf(other, setup).reporting, 0);
  const row = draw.whole(0, Math.max(0, setup.underlyings.length - 1));
  const underlying = codes.GUARD_OF_UNDERLYING;
  const instrument = codes.GUARD_OF_INSTRUMENT;
  const book = codes.GUARD_OF_BOOK;
  const sigma = setup.factors === null ? 1e-4 : Math.sqrt(Math.max(...variances(setup)));
  return draw.pick<readonly [number, number, number, number]>([
    [instrument, index, codes.MEASURE_POSITION, one.maxPositionLots],
    [instrument, index, codes.MEASURE_NOTIONAL, own.quote],
    [underlying, row, codes.MEASURE_DELTA, own.base],
    [underlying, row, codes.MEASURE_DOLLAR_DELTA, own.quote],
    [underlying, row, codes.MEASURE_GROSS, own.quote],
    [underlying, row, codes.MEASURE_NET, own.quote],
    [underlying, row, codes.MEASURE_DOLLAR_GAMMA, own.quote],
    [underlying, row, codes.MEASURE_VEGA, own.quote],
    [underlying, row, codes.MEASURE_THETA, own.quote * 0.01],
    [codes.GUARD_OF_ASSET, one.settleAsset, codes.MEASURE_GROSS, own.settle],
    [book, 0, codes.MEASURE_GROSS, all],
    [book, 0, codes.MEASURE_LEVERAGE, draw.log(0.01, 100)],
    [book, 0, codes.MEASURE_VALUE_AT_RISK, all * sigma],
    [book, 0, codes.MEASURE_LOSS, all * 1e-3],
    [book, 0, codes.MEASURE_DRAWDOWN, all * 1e-3],
    [codes.GUARD_OF_FACTOR, draw.whole(0, 2), codes.MEASURE_FACTOR, own.reporting * sigma],
  ]);
}

function variances({ factors }: Setup): number[] {
  const loadings = factors?.loadings ?? [];
  return [1e-12, ...loadings.flatMap((own) => (own ?? []).map((loading) => loading ** 2))];
}

function limit(value: number): number {
  return Math.min(codes.MAX_NUMBER, Math.max(codes.MIN_POSITIVE, value));
}

export function drawGuard(draw: Draws, setup: Setup): Event {
  const [scope, of, measure, size] = drawMeasure(draw, setup);
  const hard = limit(size * draw.log(0.03, 1.2));
  const soft = limit(hard * draw.pick([0.6, 1, 0.9, 0.3]));
  const softRung = draw.whole(0, codes.RUNG_STOP_NEW);
  const hardRung = draw.whole(softRung, codes.RUNG_FLATTEN);
  return [
    'setGuard',
    draw.whole(0, CAPACITY.guards),
    draw.chance(0.02) ? 5 : scope,
    draw.chance(0.03) ? 9 : of,
    draw.chance(0.02) ? 1 : measure,
    draw.chance(0.2) ? null : soft,
    draw.chance(0.15) ? null : hard,
    softRung,
    draw.chance(0.02) ? 0 : hardRung,
    draw.pick([1, 1, 2, 3]),
    draw.pick([0.8, 1, 0.3, 0]),
    draw.pick([1, 0.5, 0, 0.9]),
    draw.log(0.5, 50),
  ];
}

export function drawLadder(draw: Draws): Event {
  const jump = draw.pick([null, 5, 50]);
  const widen = draw.pick([2, 1, 5]);
  const hold = draw.pick([0, 1, 10]);
  const most = draw.pick([3, 1, 10]);
  return ['setLadder', widen, draw.pick([0.5, 1, 0]), hold, most, jump, draw.pick([1, 5, 0])];
}
