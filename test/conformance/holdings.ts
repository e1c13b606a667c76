/** Holdings of a portfolio as the exposure and stress vectors write them. */
import type { Holding } from '../../src/models/index.js';
import { type CaseInput, number, oneOf, optional, records } from './case.js';

function holding(input: CaseInput): Holding {
  const kind = oneOf(input, 'kind', ['linear', 'inverse', 'option', 'inverseOption']);
  const position = number(input, 'qty');
  const multiplier = optional(number, input, 'mult') ?? 1;
  if (kind === 'linear' || kind === 'inverse') return { kind, position, multiplier };
  return {
    kind,
    position,
    multiplier,
    type: oneOf(input, 'type', ['call', 'put']),
    strike: number(input, 'K'),
    volatility: number(input, 'sigma'),
    timeToExpiryYears: number(input, 'T'),
  };
}

/** Inputs `S`, `r` and `positions`. */
export function portfolio(input: CaseInput) {
  return {
    spot: number(input, 'S'),
    rate: number(input, 'r'),
    holdings: records(input, 'positions').map(holding),
  };
}
