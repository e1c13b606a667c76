/**
 * Exposure through the kernel: a book that holds the portfolio, its options priced as a chain. What pays in
 * quote currency and what pays in the coin are two underlyings at one index.
 */
import { Book } from '../../../src/index.js';
import type { Holding } from '../../../src/models/index.js';
import type { CaseInput, CaseOutput } from '../case.js';
import { portfolio } from '../holdings.js';
import { lotStep } from '../lots.js';

export const START_US = 1_700_000_000_000_000;
const NS_PER_YEAR = 365 * 86_400e9;

interface Market {
  readonly spot: number;
  readonly rate: number;
}

const paysCoin = ({ kind }: Holding): boolean => kind === 'inverse' || kind === 'inverseOption';
const underlyingOf = (holding: Holding): string => (paysCoin(holding) ? 'PAYS-COIN' : 'PAYS-QUOTE');

/** What an option adds to an instrument; the volatility is its own. */
function optionOf(holding: Holding, index: number) {
  if (holding.kind === 'linear' || holding.kind === 'inverse') {
    return { underlying: underlyingOf(holding) };
  }
  const { type: right, strike, volatility } = holding;
  return { option: { expiry: `E${index}`, right, strike, volatility } };
}

function instrument(holding: Holding, index: number) {
  const lotSize = lotStep([holding.position]);
  return {
    symbol: `I${index}`,
    contract: holding.kind,
    base: 'COIN',
    settle: paysCoin(holding) ? 'COIN' : 'USD',
    tickSize: 1,
    lotSize,
    multiplier: holding.multiplier ?? 1,
    quoting: { size: lotSize },
    inventory: { maxPosition: lotSize * 2 },
    model: { type: 'linear', halfSpreadBps: 1, inventorySkewBps: 1 },
    ...optionOf(holding, index),
  };
}

/** Frames say the exact time. */
const SECTION_TIME = '2026-01-01T00:00:00Z';

function sections(holdings: readonly Holding[], spot: number) {
  const expiries = holdings.flatMap((holding, index) =>
    'strike' in holding
      ? [{ symbol: `E${index}`, underlying: underlyingOf(holding), time: SECTION_TIME }]
      : [],
  );
  const symbols = ['PAYS-QUOTE', 'PAYS-COIN'];
  return {
    book: { reportingAsset: 'USD' },
    assets: [{ symbol: 'COIN', rate: spot }],
    underlyings: symbols.map((symbol) => ({ symbol, initialIndex: spot })),
    expiries,
    instruments: holdings.map(instrument),
  };
}

export function requireAccepted(code: number, what: string): void {
  if (code !== 0) throw new Error(`the book refuses ${what} with code ${code}`);
}

/** Coin options are on a forward equal to the spot price, without a rate. */
function setExpiry(book: Book, holding: Holding, index: number, { spot, rate }: Market): void {
  if (!('strike' in holding)) return;
  const expiry = book.expiryIndex(`E${index}`);
  const years = holding.timeToExpiryYears;
  const timeNs = BigInt(START_US) * 1000n + BigInt(Math.round(years * NS_PER_YEAR));
  const own = paysCoin(holding) ? 0 : rate;
  const terms = [expiry, book.underlyingIndex(underlyingOf(holding)), timeNs, own];
  requireAccepted(book.send('defineExpiry', START_US, terms), 'an expiry');
  const forward = spot * Math.exp(own * years);
  requireAccepted(book.send('forward', START_US, [expiry, forward]), 'a forward');
}

/** Positions at a price of 1 tick: PnL is no part of the vectors. */
export function holdingBook(holdings: readonly Holding[], market: Market): Book {
  const book = Book.create(sections(holdings, market.spot), { output: 'discard' });
  for (const [index, holding] of holdings.entries()) {
    setExpiry(book, holding, index, market);
    const lots = Math.round(holding.position / lotStep([holding.position]));
    requireAccepted(book.position(index, START_US, lots, 1), 'a position');
  }
  for (const row of [0, 1]) requireAccepted(book.send('remark', START_US, [row]), 'a re-mark');
  return book;
}

function runAggregateThroughBook(input: CaseInput): CaseOutput {
  const { holdings, ...market } = portfolio(input);
  const { spot, rate } = market;
  const book = holdingBook(holdings, market);
  const [inQuote, inCoin] = [book.exposure(0), book.exposure(1)];
  const optionDelta = (exposure: typeof inQuote): number =>
    exposure.expiries.reduce((sum, expiry) => sum + expiry.optionDelta, 0);
  // Gamma of a coin option is that of its net delta here: d2V/dS2 is what the premium takes off more.
  const gamma = inQuote.gamma + inCoin.gamma + optionDelta(inCoin) / spot;
  // The forward stays where it is while time passes; the vectors' forward falls at the rate.
  const drift = rate * spot * optionDelta(inQuote);
  return {
    deltaLinear: inQuote.contractDelta,
    deltaCoin: inCoin.contractDelta,
    gamma,
    vega: inQuote.vega + inCoin.vega,
    theta: 365 * (inQuote.thetaPerDay + inCoin.thetaPerDay) - drift,
    deltaCash: book.exposures().book.dollarDelta,
    gamma1pct: (gamma * spot * spot) / 100,
  };
}

export const kernelRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'aggregate (kernel)': runAggregateThroughBook,
};
