/** From printed fills to integer fills of one instrument of the book. */
import { MAX_LOTS, MAX_TICKS } from '../../../assembly/codes.js';
import type { ContractKind } from '../../book/index.js';
import { lastDigit, maxDecimals } from './decimals.js';
import { type SizedFill, sizeInverseFills } from './inverse-sizes.js';
import type { Layout } from './layouts.js';
import type { SettledOptions, TermsOverride } from './options.js';
import { findRepeats } from './repeats.js';
import type { RawFill } from './types.js';

/** What the book needs to know about an instrument, and what its venue does when it prints. */
export interface Terms {
  readonly contract: ContractKind;
  readonly base: string;
  readonly settle: string;
  /** Quote currency. */
  readonly tickSize: number;
  /** Base units or contracts. */
  readonly lotSize: number;
  readonly multiplier: number;
  /** Decimals to which the venue truncates the average entry; null when it does not. */
  readonly entryDecimals: number | null;
  /** Unit of the last printed decimal of prices, quote currency. */
  readonly priceStep: number;
}

/** A fill as the book takes it. */
export interface PreparedFill {
  readonly raw: RawFill;
  /** The row says again what an earlier one said; it is not booked. */
  readonly isRepeat: boolean;
  readonly priceTicks: number;
  readonly sizeLots: number;
  /** The venue's position before the fill; null when it does not say. */
  readonly startLots: number | null;
  /** How far the printed start position may be off, lots. */
  readonly startSlackLots: number;
  /** Settle asset. */
  readonly fee: number;
  readonly venuePnl: number;
  /** Unit of the last digit that was printed of the venue's PnL. */
  readonly pnlStep: number;
  /** Largest relative error of the size; 0 when it is exact. */
  readonly sizeSlack: number;
}

/** All fills of one symbol of one account, and of one position side in hedge mode. */
export interface PreparedSymbol {
  readonly account: string;
  readonly symbol: string;
  readonly terms: Terms;
  readonly fills: readonly PreparedFill[];
}

/** Ticks are finer than prices where the average entry or an effective price needs it. */
const EXTRA_ENTRY_DECIMALS = 2;
const TOKEN_FEE_DECIMALS = 10;
const DEFAULT_DIGITS = 15;

/** A file whose PnL happens to be whole is still one that prints cents. */
const FEWEST_PNL_DECIMALS = 2;

/** Groups fills by account, symbol and position side, in order of appearance, and prepares them. */
export function prepare(
  fills: readonly RawFill[],
  layout: Layout,
  options: SettledOptions,
): readonly PreparedSymbol[] {
  const groups = new Map<string, RawFill[]>();
  for (const fill of fills) {
    const key = JSON.stringify([fill.account, fill.symbol, fill.positionSide]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fill]);
    else group.push(fill);
  }
  return [...groups.values()].map((group) => prepareSymbol(group, layout, options));
}

function prepareSymbol(
  fills: readonly RawFill[],
  layout: Layout,
  options: SettledOptions,
): PreparedSymbol {
  const [first] = fills as [RawFill, ...RawFill[]];
  const override = { ...options.defaults, ...options.instruments[first.symbol] };
  const terms = termsOf(fills, first, override, layout);
  const isBase = (options.inverseSizes ?? layout.inverseSizes) === 'base';
  const feeRates = options.feeRates ?? layout.feeRates ?? [];
  const repeats = findRepeats(fills);
  const booked = fills.filter((raw) => !repeats.has(raw));
  const isSized = terms.contract === 'inverse' && isBase;
  const sized = isSized ? sizeInverseFills(booked, feeRates) : [];
  const sizes = new Map(sized.map((size, index) => [booked[index], size]));
  const digits = options.significantDigits ?? layout.significantDigits ?? DEFAULT_DIGITS;
  const pnlDecimals = Math.max(
    FEWEST_PNL_DECIMALS,
    maxDecimals(fills.map((fill) => fill.closedPnl)),
  );
  const pnlStep = 10 ** -(options.pnlDecimals ?? layout.pnlDecimals ?? pnlDecimals);
  const side = first.positionSide === '' ? '' : ` ${first.positionSide}`;
  return {
    account: first.account,
    symbol: `${first.symbol}${side}`,
    terms,
    fills: fills.map((raw) => ({
      ...prepareFill(raw, terms, sizes.get(repeats.get(raw) ?? raw), digits, pnlStep),
      isRepeat: repeats.has(raw),
    })),
  };
}

function termsOf(
  fills: readonly RawFill[],
  first: RawFill,
  override: TermsOverride,
  layout: Layout,
): Terms {
  const contract = override.contract ?? (first.contract === '' ? 'linear' : first.contract);
  // Inverse contracts settle in what they are about; fees are paid in it, too.
  const coin = override.settle ?? override.base ?? (first.feeAsset || first.symbol);
  const [base, settle] =
    contract === 'inverse'
      ? [coin, coin]
      : [override.base ?? first.symbol, override.settle ?? layout.settleAsset ?? 'QUOTE'];
  const sizeDecimals = maxDecimals(fills.map(({ size }) => size));
  const priceDecimals = maxDecimals(fills.map(({ price }) => price));
  const isSpot = contract === 'spot';
  const venueEntry = isSpot ? undefined : layout.entryDecimals?.(sizeDecimals);
  const entryDecimals = override.entryDecimals ?? venueEntry ?? null;
  const paysTokens = isSpot && fills.some((fill) => isTokenFee(fill, contract, base));
  const wanted = paysTokens
    ? TOKEN_FEE_DECIMALS
    : Math.max(priceDecimals, entryDecimals === null ? 0 : entryDecimals + EXTRA_ENTRY_DECIMALS);
  const lotDecimals = Math.max(
    sizeDecimals,
    maxDecimals(fills.map(({ startPosition }) => startPosition)),
    paysTokens ? maxDecimals(fills.map(({ fee }) => fee)) : 0,
  );
  const isContracts = contract === 'inverse' || contract === 'quanto';
  return {
    contract,
    base,
    settle,
    tickSize:
      override.tickSize ?? step(wanted, largest(fills.map(({ price }) => price)), MAX_TICKS),
    lotSize:
      override.lotSize ?? (isContracts ? 1 : step(lotDecimals, positionBound(fills), MAX_LOTS)),
    multiplier: override.multiplier ?? 1,
    entryDecimals,
    priceStep: 10 ** -priceDecimals,
  };
}

function largest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, Math.abs(Number(text))), 0);
}

// No position can be larger than all sizes together, or than the venue says it was.
function positionBound(fills: readonly RawFill[]): number {
  const traded = fills.reduce((sum, { size }) => sum + Number(size), 0);
  return traded + largest(fills.map(({ startPosition }) => startPosition));
}

// The finest power of ten that `bound` can be counted in without leaving the range of the book.
function step(decimals: number, bound: number, maxCount: number): number {
  const room = Math.floor(Math.log10(maxCount / Math.max(bound, 1)));
  return Number(`1e-${Math.max(0, Math.min(decimals, room))}`);
}

function isTokenFee(fill: RawFill, contract: ContractKind, base: string): boolean {
  return contract === 'spot' && fill.feeAsset === base && Number(fill.fee) !== 0;
}

function prepareFill(
  raw: RawFill,
  terms: Terms,
  sized: SizedFill | undefined,
  digits: number,
  pnlStep: number,
): Omit<PreparedFill, 'isRepeat'> {
  const { tickSize, lotSize, contract, base, settle } = terms;
  const gross = sized?.contracts ?? Number(raw.size);
  const fee = Number(raw.fee);
  // A fee taken from the tokens bought: fewer tokens for the same money, as the venue books it.
  const net = isTokenFee(raw, contract, base) && raw.side === 'buy' ? gross - fee : gross;
  const price = (Number(raw.price) * gross) / net;
  const venuePnl = Number(raw.closedPnl);
  const start = raw.startPosition === '' ? null : Number(raw.startPosition);
  const startUnit = start === null ? 0 : lastDigit(start, digits) / lotSize;
  const isSettleFee = raw.feeAsset === '' || raw.feeAsset === settle;
  return {
    raw,
    priceTicks: Math.round(price / tickSize),
    sizeLots: Math.round(net / lotSize),
    startLots: start === null ? null : Math.round(start / lotSize),
    startSlackLots: Math.max(0.5, startUnit),
    fee: isSettleFee ? fee : 0,
    venuePnl,
    pnlStep: Math.max(pnlStep, lastDigit(venuePnl, digits)),
    sizeSlack: sized?.slack ?? 0,
  };
}
