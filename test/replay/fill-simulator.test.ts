import { describe, expect, it } from 'vitest';
import { ASK, BID, FillSimulator, KEEP } from '../../src/replay/fills/index.js';
import { PendingQuotes } from '../../src/replay/fills/pending-quotes.js';

const BOUGHT = 0;
const SOLD = 1;

/** The market is 100 @ 102 with 10 x 20 lots, our quote is sent at time 0. */
function simulator(
  changes: Partial<ConstructorParameters<typeof FillSimulator>[1]> = {},
): FillSimulator {
  const assumptions = { latencyUs: 0, queueAheadLots: [Infinity], fillOnCross: false, ...changes };
  const fills = new FillSimulator(1, assumptions);
  fills.touch(0, 100, 102, 10, 20);
  return fills;
}

/** Lots filled by trades `[price, lots, aggressor]` one after the other. */
const filledBy = (fills: FillSimulator, ...trades: [number, number, number][]): number[] =>
  trades.map(([price, lots, side]) => fills.trade(0, price, lots, side));

describe('a resting bid', () => {
  it.each([
    ['behind the touch: a print through fills', 99, [[98, 3, SOLD]], [3]],
    [
      'behind the touch: a print at the price does not, the queue is not known',
      99,
      [[99, 50, SOLD]],
      [0],
    ],
    [
      'a print through fills at most its size, then the rest',
      99,
      [
        [98, 3, SOLD],
        [98, 9, SOLD],
      ],
      [3, 2],
    ],
    ['a print through fills whoever the taker was', 99, [[98, 3, BOUGHT]], [3]],
    [
      'at the touch: the queue of 10 trades first',
      100,
      [
        [100, 4, SOLD],
        [100, 8, SOLD],
      ],
      [0, 2],
    ],
    ['at the touch: buyers at the bid do not move the queue', 100, [[100, 30, BOUGHT]], [0]],
    [
      'at the touch: a print through ignores the queue',
      100,
      [
        [99, 4, SOLD],
        [100, 9, SOLD],
      ],
      [4, 1],
    ],
    [
      'inside the spread: nobody is ahead',
      101,
      [
        [101, 2, SOLD],
        [101, 9, SOLD],
      ],
      [2, 3],
    ],
    [
      'prints above leave it alone',
      100,
      [
        [101, 9, SOLD],
        [102, 9, BOUGHT],
      ],
      [0, 0],
    ],
  ] as [string, number, [number, number, number][], number[]][])(
    '%s',
    (_, price, trades, filled) => {
      const fills = simulator();
      fills.submit(0, 0, price, 5, 0, 0);
      expect(filledBy(fills, ...trades)).toEqual(filled);
      expect(fills.restingLots(0, BID)).toBe(5 - filled.reduce((sum, lots) => sum + lots, 0));
      if (filled.some((lots) => lots > 0)) {
        expect([fills.filledSide, fills.filledTicks]).toEqual([BID, price]);
      }
    },
  );

  it('learns the queue when the touch comes to its price', () => {
    const fills = simulator();
    fills.submit(0, 0, 98, 5, 0, 0);
    expect(fills.queueAhead(0, BID)).toBe(Infinity);
    fills.touch(0, 98, 100, 7, 20);
    expect(fills.queueAhead(0, BID)).toBe(7);
    expect(filledBy(fills, [98, 8, SOLD])).toEqual([1]);
  });

  it('has nobody ahead when the touch falls below it', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    fills.touch(0, 99, 102, 7, 20);
    expect(fills.queueAhead(0, BID)).toBe(0);
    // The 10 that were displayed may have been traded by a trade that is seen only now.
    expect(filledBy(fills, [100, 10, SOLD], [100, 3, SOLD])).toEqual([0, 3]);
  });

  it('a trade whose effect on the display was seen before it does not shorten the queue twice', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    fills.touch(0, 100, 102, 4, 20);
    expect(filledBy(fills, [100, 6, SOLD])).toEqual([0]);
    expect(fills.queueAhead(0, BID)).toBe(4);
    expect(filledBy(fills, [100, 5, SOLD])).toEqual([1]);
    // Another price is another queue.
    fills.touch(0, 100, 102, 2, 20);
    fills.submit(0, 0, 101, 5, 0, 0);
    expect(filledBy(fills, [101, 3, SOLD])).toEqual([3]);
  });

  it('keeps its place while the touch is better, and never has more ahead than displayed', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    fills.touch(0, 101, 102, 1, 20);
    expect(fills.queueAhead(0, BID)).toBe(10);
    fills.touch(0, 100, 102, 6, 20);
    expect(fills.queueAhead(0, BID)).toBe(6);
    fills.touch(0, 100, 102, 60, 20);
    expect(fills.queueAhead(0, BID)).toBe(6);
  });

  it('uses the assumed queue where sizes are not known', () => {
    const known = simulator({ queueAheadLots: [3] });
    known.touch(0, 100, 102, 0, 0);
    known.submit(0, 0, 100, 5, 0, 0);
    expect(filledBy(known, [100, 5, SOLD])).toEqual([2]);
    const never = simulator();
    never.touch(0, 100, 102, 0, 0);
    never.submit(0, 0, 100, 5, 0, 0);
    expect(filledBy(never, [100, 1e9, SOLD])).toEqual([0]);
  });
});

describe('a resting ask is the mirror image', () => {
  it.each([
    ['through', 103, [[104, 3, BOUGHT]], [3]],
    [
      'queue of 20',
      102,
      [
        [102, 19, BOUGHT],
        [102, 2, BOUGHT],
      ],
      [0, 1],
    ],
    ['sellers at the ask do not count', 102, [[102, 90, SOLD]], [0]],
    ['inside', 101, [[101, 9, BOUGHT]], [5]],
  ] as [string, number, [number, number, number][], number[]][])(
    '%s',
    (_, price, trades, filled) => {
      const fills = simulator();
      fills.submit(0, 0, 0, 0, price, 5);
      expect(filledBy(fills, ...trades)).toEqual(filled);
      expect([fills.filledSide, fills.filledTicks]).toEqual(
        filled.some((lots) => lots > 0) ? [ASK, price] : [BID, 0],
      );
    },
  );
});

describe('amending', () => {
  it('down keeps the place, up and another price lose it', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    filledBy(fills, [100, 6, SOLD]);
    expect(fills.queueAhead(0, BID)).toBe(4);
    fills.submit(0, 0, 100, 4, 0, 0);
    expect([fills.queueAhead(0, BID), fills.restingLots(0, BID)]).toEqual([4, 4]);
    fills.submit(0, 0, 100, 6, 0, 0);
    expect(fills.queueAhead(0, BID)).toBe(10);
    fills.submit(0, 0, 101, 6, 0, 0);
    expect(fills.queueAhead(0, BID)).toBe(0);
    fills.submit(0, 0, 100, 6, 0, 0);
    expect(fills.queueAhead(0, BID)).toBe(10);
  });

  it('KEEP leaves a side as it is', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 102, 5);
    filledBy(fills, [100, 12, SOLD]);
    fills.submit(0, 0, 100, KEEP, 103, 5);
    expect([fills.restingLots(0, BID), fills.queueAhead(0, BID)]).toEqual([3, 0]);
    expect(fills.restingTicks(0, ASK)).toBe(103);
  });

  it('what would take liquidity on arrival is refused and asked for again', () => {
    const fills = simulator();
    fills.submit(0, 0, 102, 5, 0, 0);
    expect([fills.postOnlyRejects, fills.restingLots(0, BID)]).toEqual([1, 0]);
    expect(fills.lacksOrder(0)).toBe(true);
    fills.submit(0, 0, 101, 5, 0, 0);
    expect(fills.lacksOrder(0)).toBe(false);
  });

  it('a completely filled order is asked for again', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    filledBy(fills, [99, 9, SOLD]);
    expect(fills.lacksOrder(0)).toBe(true);
  });
});

describe('latency', () => {
  const late = (): FillSimulator => {
    const fills = simulator({ latencyUs: 1000 });
    fills.submit(0, 0, 100, 5, 0, 0);
    fills.advance(0, 1000);
    return fills;
  };

  it('a quote does not fill before it arrives', () => {
    const fills = simulator({ latencyUs: 1000 });
    fills.submit(0, 0, 100, 5, 0, 0);
    expect(fills.advance(0, 999)).toBe(false);
    expect([fills.restingLots(0, BID), fills.openLots(0, BID)]).toEqual([0, 5]);
    expect(filledBy(fills, [90, 9, SOLD])).toEqual([0]);
    expect(fills.advance(0, 1000)).toBe(true);
    expect(filledBy(fills, [90, 9, SOLD])).toEqual([5]);
  });

  it('a cancel does not help before it arrives', () => {
    const fills = late();
    fills.submit(0, 2000, 0, 0, 0, 0);
    fills.advance(0, 2999);
    expect(filledBy(fills, [99, 2, SOLD])).toEqual([2]);
    fills.advance(0, 3000);
    expect([fills.openLots(0, BID), filledBy(fills, [99, 2, SOLD])[0]]).toEqual([0, 0]);
  });

  it('what filled on the way is part of the size that was sent', () => {
    const fills = late();
    fills.submit(0, 2000, 99, 6, 0, 0);
    filledBy(fills, [99, 4, SOLD]);
    expect(fills.openLots(0, BID)).toBe(6);
    fills.advance(0, 3000);
    expect([fills.restingLots(0, BID), fills.restingTicks(0, BID)]).toEqual([2, 99]);
  });

  it('the queue is that of the arrival', () => {
    const fills = simulator({ latencyUs: 1000 });
    fills.submit(0, 0, 100, 5, 0, 0);
    fills.touch(0, 100, 102, 33, 20);
    fills.advance(0, 5000);
    expect(fills.queueAhead(0, BID)).toBe(33);
  });

  it('many quotes may be on their way', () => {
    const queue = new PendingQuotes();
    for (let index = 0; index < 10; index++) queue.push(index, 1, 1, 2, 1, 0, 0);
    for (let index = 0; index < 5; index++) queue.shift();
    for (let index = 10; index < 100; index++) queue.push(index, index, index, 2, 3, 4, 5);
    expect([queue.count, queue.largest(0), queue.largest(1)]).toEqual([95, 99, 3]);
    for (let due = 5; due < 100; due++) {
      expect(queue.due).toBe(due);
      queue.shift();
    }
    expect(queue.due).toBe(Infinity);
  });
});

it('a trade printed far outside the touch fills nothing and is counted', () => {
  const fills = simulator({ ignoreBeyond: 0.05 });
  fills.submit(0, 0, 100, 5, 102, 5);
  expect(filledBy(fills, [94, 3, SOLD], [108, 3, BOUGHT], [96, 3, SOLD])).toEqual([0, 0, 3]);
  expect(fills.ignoredTrades).toBe(2);
});

describe('an opposite touch at our price', () => {
  it('fills nothing unless told to', () => {
    const fills = simulator();
    fills.submit(0, 0, 100, 5, 0, 0);
    expect(fills.touch(0, 98, 99, 1, 1)).toBe(0);
  });

  it('fills completely with fillOnCross', () => {
    const fills = simulator({ fillOnCross: true });
    fills.submit(0, 0, 100, 5, 102, 4);
    expect(fills.touch(0, 98, 100, 1, 1)).toBe(5);
    expect([fills.filledSide, fills.filledTicks]).toEqual([BID, 100]);
    expect(fills.touch(0, 103, 104, 1, 1)).toBe(4);
    expect([fills.filledSide, fills.filledTicks]).toEqual([ASK, 102]);
  });
});
