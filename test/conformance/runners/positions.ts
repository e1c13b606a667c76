/**
 * Positions: `positions.json`. A replay runs through a live book, so that it holds the kernel to
 * the vectors; single contracts run through the models.
 */
import { Book, EvenkeelError } from '../../../src/index.js';
import { optionExpiryPnl, roundTripPnl } from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, oneOf, records, text } from '../case.js';

const START = 1_700_000_000_000_000;

/** Lots a quantity may need before it is counted in decimals: the engine holds fewer than 2^50. */
const LOTS_MAX = 2 ** 40;

function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  const [, fraction = ''] = mantissa.split('.');
  return fraction.length - Number(exponent);
}

/** Power of ten in which every value is whole. */
function decimalStep(values: readonly number[]): number {
  return Number(`1e-${Math.max(0, ...values.map(decimals))}`);
}

/** Power of two in which every quantity is whole, or of ten where that gives too many lots. */
function lotStep(quantities: readonly number[]): number {
  let step = 1;
  while (!quantities.every((quantity) => Number.isInteger(quantity / step))) step /= 2;
  const lots = Math.max(0, ...quantities.map((quantity) => Math.abs(quantity) / step));
  return lots <= LOTS_MAX ? step : decimalStep(quantities);
}

interface Contract {
  readonly kind: 'linear' | 'inverse';
  readonly multiplier: number;
  readonly lotSize: number;
  readonly tickSize: number;
}

function contractOf(input: CaseInput): Contract {
  const fills = records(input, 'events').filter((event) => text(event, 'type') === 'fill');
  const kind = oneOf(input, 'kind', ['linear', 'inverse', 'option']);
  return {
    // An option is a linear contract in its premium.
    kind: kind === 'inverse' ? 'inverse' : 'linear',
    multiplier: number(input, 'multiplier'),
    lotSize: lotStep(fills.map((fill) => number(fill, 'qty'))),
    tickSize: decimalStep(fills.map((fill) => number(fill, 'price'))),
  };
}

function createBook({ kind, multiplier, lotSize, tickSize }: Contract): Book {
  return Book.create({
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', rate: 1 },
      { symbol: 'COIN', rate: 1 },
    ],
    instruments: [
      {
        symbol: 'REF',
        contract: kind,
        base: 'COIN',
        settle: kind === 'inverse' ? 'COIN' : 'USD',
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

/** @throws EvenkeelError `DATA` when the book refuses an event */
function requireAccepted(code: number, event: unknown): void {
  if (code !== 0) {
    throw new EvenkeelError('DATA', `the book refuses ${JSON.stringify(event)} with code ${code}`, {
      code,
      event,
    });
  }
}

function fill(book: Book, event: CaseInput, index: number, contract: Contract): number {
  const time = START + index;
  const quantity = number(event, 'qty');
  const feeRate = number(event, 'feeRate');
  requireAccepted(book.send('setFees', time, [0, feeRate, feeRate]), event);
  return book.fill({
    instrument: 0,
    time,
    fillId: index,
    side: quantity > 0 ? 'buy' : 'sell',
    priceTicks: Math.round(number(event, 'price') / contract.tickSize),
    sizeLots: Math.round(Math.abs(quantity) / contract.lotSize),
  });
}

function apply(book: Book, event: CaseInput, index: number, contract: Contract): number {
  const time = START + index;
  switch (oneOf(event, 'type', ['fill', 'funding', 'settle'])) {
    case 'fill':
      return fill(book, event, index, contract);
    case 'funding':
      return book.funding(0, time, number(event, 'rate'), number(event, 'mark'));
    case 'settle':
      return book.settle(0, time, number(event, 'price'));
  }
}

function runReplay(input: CaseInput): CaseOutput {
  const contract = contractOf(input);
  const events = records(input, 'events');
  const book = createBook(contract);
  for (const [index, event] of events.entries()) {
    requireAccepted(apply(book, event, index, contract), event);
  }
  const mark = number(input, 'mark');
  requireAccepted(book.mark(0, START + events.length, mark), { mark });
  const { averageEntry, realised, unrealised, position, fees, funding, net } = book.positionOf(0);
  return {
    position,
    avgEntry: averageEntry,
    realized: realised,
    fees,
    funding,
    unrealized: unrealised,
    net,
  };
}

function runPnl(input: CaseInput): CaseOutput {
  const pnl = roundTripPnl({
    kind: oneOf(input, 'kind', ['linear', 'inverse']),
    multiplier: number(input, 'multiplier'),
    position: number(input, 'qty'),
    entry: number(input, 'entry'),
    exit: number(input, 'exit'),
  });
  return { pnl };
}

function runOptionExpiry(input: CaseInput): CaseOutput {
  return {
    ...optionExpiryPnl({
      kind: oneOf(input, 'kind', ['linear', 'inverse']),
      type: oneOf(input, 'type', ['call', 'put']),
      strike: number(input, 'K'),
      settlementPrice: number(input, 'S'),
      position: number(input, 'qty'),
      premium: number(input, 'premium'),
      multiplier: number(input, 'multiplier'),
    }),
  };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  replay: runReplay,
  pnl: runPnl,
  optionExpiry: runOptionExpiry,
};
