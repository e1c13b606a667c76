/** From symbols of a configuration to their places. */
import { EvenkeelError } from '../errors.js';

interface Named {
  readonly symbol: string;
}

type UnknownCode = 'UNKNOWN_INSTRUMENT' | 'UNKNOWN_UNDERLYING' | 'UNKNOWN_EXPIRY';

const WHAT: Readonly<Record<UnknownCode, string>> = {
  UNKNOWN_INSTRUMENT: 'instrument',
  UNKNOWN_UNDERLYING: 'underlying',
  UNKNOWN_EXPIRY: 'expiry',
};

/** The error for a symbol, or an index, that is none of a list. */
export function unknownSymbol(
  code: UnknownCode,
  symbol: string | number,
  list: readonly Named[],
): EvenkeelError {
  const known = list.slice(0, 20).map((each) => each.symbol);
  const is = typeof symbol === 'string' ? 'is called' : 'has index';
  return new EvenkeelError(code, `no ${WHAT[code]} ${is} ${symbol}`, { symbol, known });
}

/** Place of a symbol in a list. @throws EvenkeelError with the code when it has none */
export function indexOf(code: UnknownCode, symbol: string, list: readonly Named[]): number {
  const index = list.findIndex((each) => each.symbol === symbol);
  if (index >= 0) return index;
  throw unknownSymbol(code, symbol, list);
}
