/**
 * Exposure through the kernel: a book that holds the portfolio. What pays in quote currency and what pays
 * in the coin are two underlyings at one index. Options are taken from the models here: in a book their
 * greeks come from the volatilities of a whole chain.
 */
import { Book } from '../../../src/index.js';
import { aggregateExposure, type Holding } from '../../../src/models/index.js';
import type { CaseInput, CaseOutput } from '../case.js';
import { portfolio } from '../holdings.js';
import { lotStep } from '../lots.js';

const START = 1_700_000_000_000_000;

type Contract = Extract<Holding, { readonly kind: 'linear' | 'inverse' }>;

const isContract = (holding: Holding): holding is Contract =>
  holding.kind === 'linear' || holding.kind === 'inverse';

function instrument({ kind, position, multiplier = 1 }: Contract, index: number) {
  const lotSize = lotStep([position]);
  return {
    symbol: `I${index}`,
    contract: kind,
    base: 'COIN',
    settle: kind === 'inverse' ? 'COIN' : 'USD',
    underlying: kind === 'inverse' ? 'PAYS-COIN' : 'PAYS-QUOTE',
    tickSize: 1,
    lotSize,
    multiplier,
    quoting: { size: lotSize },
    inventory: { maxPosition: lotSize * 2 },
    model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
  };
}

/** Positions at a price of 1 tick: PnL is no part of the vectors. */
function holdingBook(contracts: readonly Contract[], spot: number): Book {
  const instruments = contracts.map(instrument);
  const [first = instrument({ kind: 'linear', position: 0, multiplier: 1 }, 0)] = instruments;
  const book = Book.create({
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'COIN', rate: spot }],
    underlyings: ['PAYS-QUOTE', 'PAYS-COIN'].map((symbol) => ({ symbol, initialIndex: spot })),
    instruments: [first, ...instruments.slice(1)],
  });
  for (const [index, { position }] of contracts.entries()) {
    const lots = Math.round(position / (instruments[index]?.lotSize ?? 1));
    const code = book.position(index, START, lots, 1);
    if (code !== 0) throw new Error(`the book refuses a position with code ${code}`);
  }
  return book;
}

function runAggregateThroughBook(input: CaseInput): CaseOutput {
  const { holdings, ...market } = portfolio(input);
  const { book, underlyings } = holdingBook(holdings.filter(isContract), market.spot).exposures();
  const ofOptions = aggregateExposure({
    ...market,
    holdings: holdings.filter((holding) => !isContract(holding)),
  });
  const [inQuote, inCoin] = underlyings;
  return {
    deltaLinear: Number(inQuote?.delta) + ofOptions.deltaLinear,
    deltaCoin: Number(inCoin?.contractDelta) + ofOptions.deltaCoin,
    gamma: ofOptions.gamma,
    vega: book.vega + ofOptions.vega,
    theta: 365 * book.thetaPerDay + ofOptions.theta,
    deltaCash: Number(book.dollarDelta) + ofOptions.deltaCash,
    gamma1pct: Number(book.dollarGamma) + ofOptions.gammaPerPercent,
  };
}

export const kernelRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'aggregate (kernel)': runAggregateThroughBook,
};
