/** Scenario margin through a book that holds the portfolio: `Book.scenarios`, one scenario at a time. */
import type { Holding } from '../../../src/models/index.js';
import { type CaseInput, type CaseOutput, number, oneOf, records } from '../case.js';
import { holdingBook, requireAccepted, START_US } from './exposure-kernel.js';

function holdingOf(input: CaseInput, isCoin: boolean): Holding {
  const type = oneOf(input, 'type', ['future', 'call', 'put']);
  const quantity = number(input, 'qty');
  const size = { position: Math.sign(quantity), multiplier: Math.abs(quantity) };
  if (type === 'future') return { kind: isCoin ? 'inverse' : 'linear', ...size };
  return {
    kind: isCoin ? 'inverseOption' : 'option',
    type,
    ...size,
    strike: number(input, 'K'),
    volatility: number(input, 'sigma'),
    timeToExpiryYears: number(input, 'T'),
  };
}

/** The coin is worth what the scenario says: a book values its PnL in quote currency. */
function runGridThroughBook(input: CaseInput): CaseOutput {
  const positions = records(input, 'positions');
  const spot = Math.max(...positions.map((position) => number(position, 'F')));
  const isCoin = oneOf(input, 'settle', ['usd', 'coin']) === 'coin';
  const holdings = positions.map((position) => holdingOf(position, isCoin));
  const book = holdingBook(holdings, { spot, rate: 0 });
  for (const [index, holding] of holdings.entries()) {
    if (!('strike' in holding)) requireAccepted(book.mark(index, START_US, spot), 'a mark');
  }
  const powers = {
    shortPower: number(input, 'shortPower'),
    longPower: number(input, 'longPower'),
  };
  const pnl = records(input, 'scenarios').map((scenario) => {
    const priceMove = number(scenario, 'price');
    const extended = [{ priceMove, weight: number(scenario, 'weight') }];
    const volatilityMoves = [number(scenario, 'vol')];
    const grid = { priceMoves: [], volatilityMoves, extended, ...powers };
    const { worst } = book.scenarios(isCoin ? 1 : 0, grid);
    return isCoin ? worst.pnl / (spot * (1 + priceMove)) : worst.pnl;
  });
  const least = Math.min(...pnl);
  return { pnl, worstLoss: Math.max(0, -least), worst: pnl.indexOf(least) };
}

export const kernelRunners: Record<string, (input: CaseInput) => CaseOutput> = {
  'grid (kernel)': runGridThroughBook,
};
