/** Why a quote is what it is: the terms of the kernel's own computation, in bps of the fair value. */
import * as at from '../../assembly/layout.js';
import { codeName } from '../frames/index.js';
import type { BookRegion } from '../kernel/index.js';
import { quoteSide } from './reports.js';
import type { InstrumentTerms, QuoteExplanation, QuoteSide } from './types.js';

/** Reads one term of the pair that was computed last. */
function termReader(region: BookRegion, instrument: number): (offset: number) => number {
  const lane = region.book + (instrument & 1) * at.LANE_BYTES;
  return (offset) => region.float(lane + offset);
}

function halfSpreadBinding(half: number, model: number, floor: number, cap: number): string {
  if (half === model) return 'NONE';
  if (half === floor) return 'FLOOR';
  return half === cap ? 'CAP' : 'TICK';
}

/** What bound the size of a side: a drop reason, the room that limits leave, the wall, or nothing. */
function sizeBinding(reason: number, size: number, room: number, walled: boolean): string {
  if (reason !== 0) return codeName(reason, 'drop');
  if (size > room) return 'ROOM';
  return walled ? 'WALL' : 'NONE';
}

/** Computes the quote of an instrument as of now, without publishing it, and explains it. */
export function explainQuote(
  region: BookRegion,
  terms: InstrumentTerms,
  model: QuoteExplanation['model'],
): QuoteExplanation {
  region.kernel.computeTerms(region.book, terms.index);
  const term = termReader(region, terms.index);
  const quote = region.quoteLane(terms.index);
  const fair = term(at.TERM_FAIR);
  const bps = (ticks: number): number => (fair > 0 ? (ticks / fair) * 1e4 : 0);
  const mid = term(at.TERM_MID);
  const reservation = term(at.TERM_RESERVATION);
  const half = term(at.TERM_HALF);
  const modelHalf = term(at.TERM_MODEL_HALF);
  const alpha = region.float(quote + at.QUOTE_ALPHA) * mid;
  const wall = term(at.TERM_WALL);
  const inventory = term(at.TERM_NORMALISED);
  const side = (ticks: number, lots: number, reason: number): QuoteSide =>
    quoteSide(terms, term(reason) === 0 ? term(ticks) : 0, term(lots), term(reason));
  const makerFee = region.float(region.ledgerLane(terms.index) + at.LEDGER_MAKER_FEE);
  const start = region.float(quote + at.QUOTE_WALL_START);
  return {
    instrument: terms.index,
    symbol: terms.symbol,
    model,
    mid: mid * terms.tickSize,
    fair: fair * terms.tickSize,
    reservation: reservation * terms.tickSize,
    sigma: region.float(quote + at.QUOTE_SIGMA) * terms.tickSize,
    normalisedInventory: inventory,
    bps: {
      microprice: bps(fair - mid - alpha),
      alpha: bps(alpha),
      baseHalfSpread: bps(term(at.TERM_BASE_HALF)),
      volatilityHalfSpread: bps(modelHalf - term(at.TERM_BASE_HALF)),
      floorOrCap: bps(half - modelHalf),
      halfSpread: bps(half),
      inventorySkew: bps(term(at.TERM_SKEW)),
      wholeBookSkew: bps(term(at.TERM_BOOK_SKEW)),
      wall: bps(wall),
      bidRounding: bps(reservation - half - term(at.TERM_BID)),
      askRounding: bps(term(at.TERM_ASK) - reservation - half),
      makerFee: makerFee * 1e4,
    },
    bid: side(at.TERM_BID, at.TERM_BID_LOTS, at.TERM_BID_REASON),
    ask: side(at.TERM_ASK, at.TERM_ASK_LOTS, at.TERM_ASK_REASON),
    binding: {
      halfSpread: halfSpreadBinding(half, modelHalf, term(at.TERM_FLOOR), term(at.TERM_CAP)),
      bid: sizeBinding(
        term(at.TERM_BID_REASON),
        term(at.TERM_BID_SIZE),
        term(at.TERM_BID_ROOM),
        inventory > start,
      ),
      ask: sizeBinding(
        term(at.TERM_ASK_REASON),
        term(at.TERM_ASK_SIZE),
        term(at.TERM_ASK_ROOM),
        -inventory > start,
      ),
    },
  };
}
