/** Frames that decode and must be refused, or hardly make sense. */
import type { Draw } from '../draw.js';
import type { Message } from '../message.js';

export function invalid(index: number, mid: number, draw: Draw): Message {
  const big = 2 ** 50;
  const choices: readonly [Message, ...Message[]] = [
    { name: 99, values: [index, mid] },
    { name: 32, values: [0] },
    { name: 33, values: [1] },
    { name: 16, values: [index, mid, mid + 1] },
    { name: 16, values: [index, 'mid', mid + 1, 1, 1] },
    { name: 16, values: [99, mid, mid + 1, 1, 1] },
    { name: 16, values: [11, mid, mid + 1, 1, 1] },
    { name: 16, values: [index, Number.NaN, mid + 1, 1, true] },
    { name: 'cash', values: [5, 1, 0] },
    { name: 'fill', values: [index, (1n << 63n) + 1n, 0, 2 ** 40, big, 0, 0, null, null] },
    { name: 'fill', values: [index, (1n << 63n) + 1n, 0, mid, 0, 0, 0, null, null] },
    { name: 'position', values: [index, -big - 2, mid] },
    { name: 'working', values: [index, 1, 1, 2, 0] },
    { name: 'working', values: [index, 3, draw.whole(0, 5), 1, 0] },
    { name: 'funding', values: [index, 2, 1] },
    { name: 'index', values: [7, 1] },
    { name: 'index', values: [2, 1] },
    { name: 'forward', values: [2, 1] },
    { name: 'impliedVol', values: [0, 0.5] },
    { name: 'hedgeResult', values: [index, 1_000_000, 1, 0] },
    { name: 'setGuard', values: [11, 0, 0, 8, 1e9, 1e9, 1, 2, 1, 0.8, 1, 0] },
    { name: 'setHedgeInstrument', values: [index, 1, null, 0, 0, 0, 1, 1] },
    { name: 'defineInstrument', values: [index, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0] },
    { name: 'defineInstrument', values: [10, 1, 1, 0, 0, 0.1, 1, 1, 1, 0, 0, 0] },
    { name: 'bookTicker', values: [10, mid, mid + 1, 1, 1] },
    { name: 'tradingState', values: [null, 3, 'no such state'] },
    { name: 'defineInstrument', values: [8, 4, 1, 0, 0, 1, 0.1, 1, 1, 0, 0, 0] },
    { name: 'defineOption', values: [8, 0, 0, 70_000, null, 1, 1] },
    { name: 'setTable', values: [index, 30, 8, 0, 1] },
  ];
  return draw.pick(choices);
}
