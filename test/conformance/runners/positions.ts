/**
 * Positions: `positions.json`. A replay runs through a live book, so that it holds the kernel to
 * the vectors; single contracts run through the models.
 */
import { Book, EvenkeelError } from '../../../src/index.js';
import { optionExpiryPnl, roundTripPnl } from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, oneOf, records, text } from '../case.js';
import { decimalStep, lotStep } from '../lots.js';

const START = 1_700_000_000_000_000;

interface Contract {
  readonly kind: 'linear' | 'inverse' | 'option' | 'inverseOption';
  readonly multiplier: number;
  readonly lotSize: number;
  readonly tickSize: number;
}

function contractOf(input: CaseInput): Contract {
  const fills = records(input, 'events').filter((event) => text(event, 'type') === 'fill');
  return {
    kind: oneOf(input, 'kind', ['linear', 'inverse', 'option']),
    multiplier: number(input, 'multiplier'),
    lotSize: lotStep(fills.map((fill) => number(fill, 'qty'))),
    tickSize: decimalStep(fills.map((fill) => number(fill, 'price'))),
  };
}

/** What a book wants to know of an option; the account of one knows its premium only. */
const OPTION_SECTIONS = {
  underlyings: [{ symbol: 'COIN', initialIndex: 1 }],
  expiries: [{ symbol: 'REF', underlying: 'COIN', time: '2026-01-01T00:00:00Z' }],
};
const OPTION = { expiry: 'REF', right: 'call', strike: 1, volatility: 1, mark: 'market' };

function createBook({ kind, multiplier, lotSize, tickSize }: Contract): Book {
  const isOption = kind === 'option' || kind === 'inverseOption';
  const isCoin = kind === 'inverse' || kind === 'inverseOption';
  return Book.create({
    book: { reportingAsset: 'USD' },
    assets: [
      { symbol: 'USD', rate: 1 },
      { symbol: 'COIN', rate: 1 },
    ],
    ...(isOption ? OPTION_SECTIONS : {}),
    instruments: [
      {
        symbol: 'REF',
        contract: kind,
        base: 'COIN',
        settle: isCoin ? 'COIN' : 'USD',
        tickSize,
        lotSize,
        multiplier,
        quoting: { size: lotSize },
        inventory: { maxPosition: lotSize * 2 },
        model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
        ...(isOption ? { option: OPTION } : {}),
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

/** Bought or sold at the premium and settled at the payoff, as a book is told of an expiry. */
function runOptionExpiryThroughBook(input: CaseInput): CaseOutput {
  const { payoff } = runOptionExpiry(input);
  const [quantity, premium] = [number(input, 'qty'), number(input, 'premium')];
  const contract: Contract = {
    kind: oneOf(input, 'kind', ['linear', 'inverse']) === 'linear' ? 'option' : 'inverseOption',
    multiplier: number(input, 'multiplier'),
    lotSize: lotStep([quantity]),
    tickSize: decimalStep([premium]),
  };
  const book = createBook(contract);
  requireAccepted(fill(book, { qty: quantity, price: premium, feeRate: 0 }, 0, contract), input);
  requireAccepted(book.settle(0, START + 1, Number(payoff)), input);
  const { mark, net, positionLots } = book.positionOf(0);
  return { payoff: mark, pnl: net, positionLots };
}

export const runners: Record<string, (input: CaseInput) => CaseOutput> = {
  replay: runReplay,
  pnl: runPnl,
  optionExpiry: runOptionExpiry,
  'optionExpiry (kernel)': runOptionExpiryThroughBook,
};
