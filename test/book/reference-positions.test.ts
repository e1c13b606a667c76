/** Positions against vectors computed at 60 digits: every `replay` case of the reference. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Book } from '../../src/index.js';

interface ReferenceEvent {
  readonly type: 'fill' | 'funding' | 'settle';
  readonly qty?: number;
  readonly price?: number;
  readonly feeRate?: number;
  readonly rate?: number;
  readonly mark?: number;
}

interface ReferenceCase {
  readonly id: string;
  readonly fn: string;
  readonly in: {
    readonly kind: 'linear' | 'inverse' | 'option';
    readonly multiplier: number;
    readonly events: readonly ReferenceEvent[];
    readonly mark: number;
  };
  readonly out: Readonly<Record<string, number | null>>;
  /** Absolute; an output without one must be equal. */
  readonly tol: Readonly<Record<string, number>>;
}

const file = new URL('../fixtures/reference/positions.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { cases: readonly ReferenceCase[] };
const replays = cases.filter((one) => one.fn === 'replay');
const START = 1_700_000_000_000_000;

describe('reference positions', () => {
  it('has all cases', () => {
    expect(replays).toHaveLength(47);
  });

  it.each(replays)('$id', (one) => {
    const outputs = replay(one);
    for (const [name, expected] of Object.entries(one.out)) {
      const actual = outputs[name];
      const tolerance = one.tol[name];
      if (tolerance === undefined || expected === null || actual === null) {
        expect(actual, name).toBe(expected);
      } else {
        const error = Math.abs((actual ?? Number.NaN) - expected);
        expect(error, `${name}: ${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance);
      }
    }
  });
});

function replay({ in: { kind, multiplier, events, mark } }: ReferenceCase) {
  const quantities = events.flatMap(({ qty }) => (qty === undefined ? [] : [qty]));
  const prices = events.flatMap(({ price, type }) =>
    price === undefined || type !== 'fill' ? [] : [price],
  );
  const lotSize = binaryStep(quantities);
  const tickSize = decimalStep(prices);
  const book = createBook(kind === 'inverse' ? 'inverse' : 'linear', multiplier, lotSize, tickSize);
  for (const [index, event] of events.entries()) {
    expect(apply(book, event, index, lotSize, tickSize)).toBe(0);
  }
  expect(book.mark(0, START + events.length, mark)).toBe(0);
  const report = book.positionOf(0);
  const { averageEntry: avgEntry, realised: realized, unrealised: unrealized } = report;
  const { position, fees, funding, net } = report;
  const outputs: Record<string, number | null> = {
    position,
    avgEntry,
    realized,
    fees,
    funding,
    unrealized,
    net,
  };
  return outputs;
}

function apply(
  book: Book,
  event: ReferenceEvent,
  index: number,
  lotSize: number,
  tickSize: number,
): number {
  const time = START + index;
  const { type, qty = 0, price = 0, feeRate = 0, rate = 0, mark = 0 } = event;
  if (type === 'funding') return book.funding(0, time, rate, mark);
  if (type === 'settle') return book.settle(0, time, price);
  expect(book.send('setFees', time, [0, feeRate, feeRate])).toBe(0);
  return book.fill({
    instrument: 0,
    time,
    fillId: index,
    side: qty > 0 ? 'buy' : 'sell',
    priceTicks: Math.round(price / tickSize),
    sizeLots: Math.round(Math.abs(qty) / lotSize),
  });
}

/** Largest power of two in which every quantity is whole: quantities are binary fractions. */
function binaryStep(values: readonly number[]): number {
  let step = 1;
  while (!values.every((value) => Number.isInteger(value / step))) step /= 2;
  return step;
}

/** Power of ten in which every price is whole. */
function decimalStep(values: readonly number[]): number {
  const digits = values.map((value) => decimals(value));
  return Number(`1e-${Math.max(0, ...digits)}`);
}

function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return fraction.length - Number(exponent);
}

function createBook(
  contract: 'linear' | 'inverse',
  multiplier: number,
  lotSize: number,
  tickSize: number,
): Book {
  return Book.create({
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', rate: 1 },
      { symbol: 'COIN', rate: 1 },
    ],
    instruments: [
      {
        symbol: 'REF',
        contract,
        base: 'COIN',
        settle: contract === 'inverse' ? 'COIN' : 'USD',
        tickSize,
        lotSize,
        multiplier,
        quoting: { size: lotSize },
        inventory: { maxPosition: lotSize * 2 },
        model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
      },
    ],
  });
}
