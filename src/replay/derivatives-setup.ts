/** Which hedges, takers and greeks a session has. */
import type { BookConfiguration } from '../config/index.js';
import type { DerivativesSetup, FollowedUnderlying } from './derivatives/index.js';
import type { SessionConfiguration } from './session/index.js';

/**
 * Null for a book without underlyings and guards.
 *
 * @param own what the book of this pass is configured as; bands are those of the session's
 */
export function derivativesSetup(
  { session, book }: SessionConfiguration,
  own: BookConfiguration,
): DerivativesSetup | null {
  if (book.underlyings.length === 0 && book.guards.length === 0) return null;
  const { takers = null, optionFee = null } = session;
  // A guard may flatten as well, which is a hedge too.
  const mayHedge = own.guards.length > 0 || own.underlyings.some(({ hedge }) => hedge !== null);
  const recorded = new Set(session.sources?.map(({ instrument }) => instrument));
  return {
    hedgeLatencyUs: mayHedge ? Math.round(session.orderLatencyMs * 1000) : null,
    underlyings: book.underlyings.map((_, underlying) => followed(book, own, underlying)),
    unrecorded: book.instruments.flatMap(({ option, symbol, lots }, instrument) =>
      option === undefined || recorded.has(symbol) ? [] : { instrument, quoteLots: lots.quote },
    ),
    takers,
    optionFee,
  };
}

function followed(
  book: BookConfiguration,
  own: BookConfiguration,
  underlying: number,
): FollowedUnderlying {
  const symbol = book.underlyings[underlying]?.symbol;
  const expiries = book.expiries.filter((expiry) => expiry.underlying === symbol);
  const expiryOf = (name: string | undefined) => expiries.find((each) => each.symbol === name);
  const hedges = book.instruments.flatMap(({ hedge, option, ...terms }, index) => {
    const isOn = terms.underlying === symbol || expiryOf(option?.expiry) !== undefined;
    return hedge !== undefined && isOn ? index : [];
  });
  const smiled = book.instruments.flatMap(({ option }, index) => {
    const hasSmile = option?.volatility === undefined && expiryOf(option?.expiry)?.smile;
    return hasSmile ? index : [];
  });
  const band = bandOf(book, own, underlying);
  return { underlying, hedges, smiled, band, reach: reachOf(book, hedges) };
}

function bandOf(
  book: BookConfiguration,
  own: BookConfiguration,
  underlying: number,
): FollowedUnderlying['band'] {
  const hedge = book.underlyings[underlying]?.hedge;
  if (!hedge || hedge.mode === 'minimumVariance') return null;
  if (hedge.mode !== 'band') return own.underlyings[underlying]?.hedge ? 'decided' : null;
  return [hedge.targetDelta - hedge.halfWidth, hedge.targetDelta + hedge.halfWidth];
}

/** Largest delta of a lot whose delta is fixed. */
function reachOf(book: BookConfiguration, hedges: readonly number[]): number {
  const units = hedges.flatMap((index) => {
    const { contract, lotSize, multiplier } = book.instruments[index] ?? {};
    const isBase = contract === 'linear' || contract === 'spot';
    return isBase ? (lotSize ?? 0) * (multiplier ?? 1) : [];
  });
  return Math.max(0, ...units);
}
