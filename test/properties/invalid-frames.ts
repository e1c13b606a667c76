/** Frames that decode but must be refused, one per reason a producer finds. */
import type { InputFrameName } from '../../src/frames/schema.js';
import type { FrameValue } from '../oracle/index.js';
import type { Draws } from './draws.js';

type Event = readonly [InputFrameName | number, ...FrameValue[]];

const UNDEFINED_INSTRUMENT = 7;
const UNDEFINED_ASSET = 7;

export function drawInvalid(
  draw: Draws,
  index: number,
  mid: number,
): [InputFrameName | number, ...FrameValue[]] {
  const [name, ...values] = draw.pick(invalidFrames(index, mid));
  return [name, ...values];
}

/** All of them; `index` is a defined instrument that has a market at `mid`. */
export function invalidFrames(index: number, mid: number): [Event, ...Event[]] {
  const fill = (...change: FrameValue[]): Event => ['fill', index, ...change];
  return [
    ['bookTicker', index, mid + 1, mid + 1, 1, 1],
    ['bookTicker', index, mid, mid + 1, 1],
    ['bookTicker', index, mid, mid + 1, 1, 1, 1],
    ['bookTicker', index, mid, mid + 0.5, 1, 1],
    ['bookTicker', index, 0, mid, 1, 1],
    ['bookTicker', index, mid, 2 ** 40 + 1, 1, 1],
    ['bookTicker', index, mid, mid + 1, -1, 1],
    ['bookTicker', index, mid, mid + 1, 2 ** 50 + 2, 1],
    ['bookTicker', index, mid, mid + 1, 1, Number.NaN],
    ['bookTicker', index, mid, Number.POSITIVE_INFINITY, 1, 1],
    ['bookTicker', index, 'mid', mid + 1, 1, 1],
    ['bookTicker', null, mid, mid + 1, 1, 1],
    ['bookTicker', true, mid, mid + 1, 1, 1],
    ['bookTicker', 8, mid, mid + 1, 1, 1],
    ['bookTicker', -1, mid, mid + 1, 1, 1],
    ['bookTicker', UNDEFINED_INSTRUMENT, mid, mid + 1, 1, 1],
    [99, index, mid],
    [0],
    ['trade', index, mid, 1, 2],
    ['mark', index, 0],
    ['mark', index, -1],
    ['mark', index, Number.NaN],
    ['mark', index, 1e16],
    ['assetRate', UNDEFINED_ASSET, 1],
    ['assetRate', 8, 1],
    ['cash', UNDEFINED_ASSET, 1, 0],
    ['cash', 0, 1, 2],
    fill(1n << 63n, 2, mid, 1, 0, 0, null, null),
    fill(1n << 63n, 0, mid, 0, 0, 0, null, null),
    fill(1n << 63n, 0, mid, 1, 3, 0, null, null),
    fill(1n << 63n, 0, mid, 1, 0, 15, null, null),
    fill(1n << 63n, 0, mid, 1, 0, 0, null, UNDEFINED_ASSET),
    fill(-1, 0, mid, 1, 0, 0, null, null),
    fill('id', 0, mid, 1, 0, 0, null, null),
    fill(1n << 63n, 0, mid, 2 ** 50, 0, 0, null, null),
    ['working', index, 1, 1, 2, 0],
    ['working', index, 1, 1, 0, 2],
    ['position', index, 2 ** 50 + 2, mid],
    ['alpha', index, 10_001],
    ['settle', index, -1],
    ['tradingState', null, 3, 'too high'],
    ['tradingState', null, 0, ''],
    ['tradingState', null, 0, 'x'.repeat(65)],
    ['tradingState', null, 0, 5],
    ['tradingState', UNDEFINED_INSTRUMENT, 0, 'nobody'],
    ['setInventory', index, 5, 5, null],
    ['setInventory', index, -6, 5, null],
    ['setBookLimits', null, null, null, null, null, 1.5],
    ['setBookLimits', null, 0, null, null, null, 0.5],
    ['setRisk', index, 0, null],
    ['setMaxAhead', 0],
    ['setMaxAhead', 'soon'],
    ['defineInstrument', index, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
    ['defineInstrument', UNDEFINED_INSTRUMENT, 6, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
    ['defineInstrument', UNDEFINED_INSTRUMENT, 1, 0, UNDEFINED_ASSET, 0, 1, 1, 1, 1, 0, 0, 0],
    ['setFees', index, 'free', 0],
    ['setTableLevel', 256, 1, 1, 0],
    ['setTableLevel', 2 ** 50, 1, 1, 0],
    ['setTableLevel', -1, 1, 1, 0],
    ['setTableLevel', 200, Number.NaN, 1, 0],
    ['setTableLevel', 200, 1, null, 0],
    ['setTableLevel', 200, 1, 1, 3],
    ['setTable', index, 200, 0, 0, 1],
    ['setTable', index, 200, 100, 0, 1],
    ['setTable', index, 0, 2 ** 50, 0, 1],
    ['setTable', index, 2 ** 50, 1, 0, 1],
    ['setTable', index, 200, 2, 0, 1],
    ['setTable', index, 200, 2, 0, 0],
    ['setTable', UNDEFINED_INSTRUMENT, 200, 2, 0, 1],
    ['setFactorLoadings', index, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ['setFactorLoadings', index, 1, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0],
    ['setFactorLoadings', index, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ['setFactorLoadings', UNDEFINED_INSTRUMENT, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ];
}
