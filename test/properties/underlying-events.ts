/** Frames about underlyings and expiries, good and bad ones as they come. */
import type { InputFrameName } from '../../src/frames/schema.js';
import { EPOCH, SECOND } from '../oracle/driver.js';
import type { FrameValue } from '../oracle/index.js';
import type { Draws } from './draws.js';
import { CAPACITY } from './setup.js';

type Event = [InputFrameName, ...FrameValue[]];

const YEAR_NS = 31_536_000n * SECOND;

/** `index` is a defined instrument, `price` near its mark. */
export function drawUnderlyingEvent(draw: Draws, index: number, price: number): Event {
  const name = draw.pick([
    'index',
    'index',
    'setUnderlying',
    'defineUnderlying',
    'defineExpiry',
    'forward',
    'setSmile',
    'defineOption',
    'impliedVol',
  ]);
  // One in some is beyond the capacity.
  const row = draw.whole(0, CAPACITY.underlyings);
  const other = draw.whole(0, CAPACITY.expiries - 1);
  switch (name) {
    case 'index':
      return [name, row, price * draw.between(0.5, 2)];
    case 'setUnderlying':
      return [name, index, row];
    case 'defineUnderlying': {
      const remark = [draw.pick([2, null, 0]), draw.pick([60, null, -1])];
      const collateral = draw.pick([null, 1, 2, CAPACITY.assets - 1]);
      const follows = draw.pick([null, index, CAPACITY.instruments - 1]);
      return [name, row, collateral, follows, ...remark];
    }
    case 'defineExpiry': {
      const time = draw.pick([EPOCH + YEAR_NS, EPOCH, 0n, 1n << 63n]);
      return [name, row, other, time, draw.between(-0.1, 0.1)];
    }
    case 'forward':
      return [name, row, price];
    case 'setSmile':
      return [name, row, draw.between(-0.1, 0.1), 0.1, draw.between(-1.2, 1.2), 0, 0.3];
    case 'defineOption':
      return [
        name,
        index,
        row,
        draw.whole(0, 2),
        price,
        draw.pick([0.5, null, 0]),
        1,
        draw.whole(0, 2),
      ];
    case 'impliedVol':
      return [name, index, 0.6];
  }
}
