/** Random events that move the margin of a book, or what stands behind it. */
import fc from 'fast-check';
import type { Book } from '../../src/index.js';
import {
  ASSETS,
  BALANCES,
  INDEX,
  type MarginChanges,
  MID,
  SYMBOLS,
  TICK,
  tick,
} from './margin-book.js';
import { START_US } from './sample.js';

/** What the tests said to a book and reports do not repeat. */
export interface Said {
  multi: boolean;
  haircut: number;
  readonly cash: Record<string, number>;
  readonly collateral: Record<string, number>;
  readonly open: Record<string, { buy: number; sell: number }>;
  reference: number;
}

export function nothingSaid(changes: MarginChanges = {}): Said {
  return {
    multi: changes.mode === 'multiAsset',
    haircut: changes.haircut ?? 0.1,
    cash: { ...(changes.balances ?? BALANCES) },
    collateral: {},
    open: {},
    reference: INDEX,
  };
}

type Event = (book: Book, said: Said) => number;

const contracts = fc.constantFrom(0, 1, 2);
const instruments = fc.constantFrom(0, 1, 2, 3, 4);
const symbolOf = (index: number): string => SYMBOLS[index] ?? '';

const position = fc.tuple(instruments, fc.integer({ min: -3000, max: 3000 })).map(
  ([index, lots]): Event =>
    (book) => {
      const ticks = index < 3 ? MID : 300;
      return book.position(index, START_US, index < 3 ? lots : lots % 40, ticks);
    },
);

const fill = fc
  .tuple(contracts, fc.integer({ min: -900, max: 900 }), fc.integer({ min: -3000, max: 3000 }))
  .map(
    ([index, lots, away]): Event =>
      (book) =>
        lots === 0
          ? 0
          : book.position(index, START_US, book.positionLots(index) + lots, MID + away),
  );

const working = fc.tuple(instruments, fc.nat(500), fc.nat(500)).map(
  ([index, buy, sell]): Event =>
    (book, said) => {
      const scale = index < 3 ? 1 : 0.1;
      const [bid, ask] = [Math.round(buy * scale), Math.round(sell * scale)];
      said.open[symbolOf(index)] = { buy: bid, sell: ask };
      return book.working(index, START_US, bid, ask, 0, 0);
    },
);

const moved = fc.tuple(contracts, fc.integer({ min: 70_000, max: 140_000 }), fc.boolean()).map(
  ([index, mid, isMark]): Event =>
    (book) => {
      if (isMark) return book.mark(index, START_US, mid * TICK);
      tick(book, index, mid);
      return 0;
    },
);

const optionMark = fc.tuple(fc.constantFrom(3, 4), fc.integer({ min: 1, max: 900 })).map(
  ([index, ticks]): Event =>
    (book) =>
      book.mark(index, START_US, ticks * (index === 3 ? 1e-4 : 1)),
);

const remark = fc.integer({ min: 35_000, max: 70_000 }).map(
  (price): Event =>
    (book, said) => {
      said.reference = price;
      return book.send('index', START_US, [0, price]) || book.send('remark', START_US, [0]);
    },
);

const cash = fc.tuple(fc.constantFrom(0, 1, 2), fc.integer({ min: -20, max: 20 })).map(
  ([asset, steps]): Event =>
    (book, said) => {
      const amount = steps * (asset === 1 ? 0.1 : 1000);
      const symbol = ASSETS[asset] ?? '';
      said.cash[symbol] = (said.cash[symbol] ?? 0) + amount;
      return book.send('cash', START_US, [asset, amount, 1]);
    },
);

const rate = fc.double({ min: 0.5, max: 2, noNaN: true }).map(
  (value): Event =>
    (book) =>
      book.send('assetRate', START_US, [2, value]),
);

const isolated = fc.tuple(contracts, fc.option(fc.integer({ min: 1, max: 90 }))).map(
  ([index, steps]): Event =>
    (book, said) => {
      const amount = steps === null ? null : steps * (index === 1 ? 0.01 : 100);
      said.collateral[symbolOf(index)] = amount ?? 0;
      return book.send('setIsolated', START_US, [index, amount]);
    },
);

const account = fc.tuple(fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true })).map(
  ([multi, haircut]): Event =>
    (book, said) => {
      said.multi = multi;
      said.haircut = haircut;
      return (
        book.send('setAccount', START_US, [multi ? 1 : 0]) ||
        book.send('setCollateral', START_US, [1, haircut])
      );
    },
);

/** Everything that can move margin or what stands behind it. */
export const marginEvents = fc.array(
  fc.oneof(position, fill, working, moved, optionMark, remark, cash, rate, isolated, account),
  { minLength: 1, maxLength: 25 },
);
