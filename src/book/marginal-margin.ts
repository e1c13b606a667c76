/** What every open order and resting quote does to the margin of the book, and would do when filled. */
import * as at from '../../assembly/layout.js';
import { EvenkeelError } from '../errors.js';
import type { BookRegion } from '../kernel/index.js';
import type { Time } from './book-calls.js';
import type { SolvencyReport } from './solvency-types.js';
import type { InstrumentTerms } from './types.js';
import { preview } from './what-if.js';

/** A quote, or all other open orders of a side, of one instrument. Margin in reporting currency. */
export interface MarginalOrder {
  readonly instrument: number;
  readonly symbol: string;
  /** `quote`: the published quote or what of it rests, whichever is larger; `orders`: the others. */
  readonly kind: 'quote' | 'orders';
  readonly side: 'buy' | 'sell';
  readonly lots: number;
  /** Initial margin that it holds by being open, all other orders staying; 0 or more. */
  readonly open: number;
  /** Change of margin if it alone were filled, against it not being there; below 0: it frees some. */
  readonly filled: { readonly initial: number; readonly maintenance: number };
}

/** Margin in reporting currency, as `solvency` says it. */
export interface MarginalMarginReport {
  readonly initialMargin: number;
  readonly maintenanceMargin: number;
  readonly orders: readonly MarginalOrder[];
}

/** What the reports of a book are asked by. */
export interface MarginSource {
  solvency(): SolvencyReport;
  working(
    instrument: number,
    time: Time,
    openBuyLots: number,
    openSellLots: number,
    restingBidLots: number,
    restingAskLots: number,
  ): number;
  position(instrument: number, time: Time, positionLots: number, priceTicks: number): number;
}

/** Open lots of one side. */
interface Side {
  readonly quote: number;
  readonly others: number;
}

interface Entry {
  readonly kind: MarginalOrder['kind'];
  readonly side: MarginalOrder['side'];
  readonly lots: number;
}

function sidesOf(region: BookRegion, instrument: number): { buy: Side; sell: Side } {
  const lane = region.quoteLane(instrument);
  const ledger = region.ledgerLane(instrument);
  const side = (open: number, others: number, quoted: number): Side => {
    const rest = region.float(lane + others);
    const resting = region.float(ledger + open) - rest;
    return { others: rest, quote: Math.max(resting, region.float(lane + quoted)) };
  };
  return {
    buy: side(at.LEDGER_OPEN_BUY, at.QUOTE_OTHER_BUY, at.QUOTE_QUOTED_BID_LOTS),
    sell: side(at.LEDGER_OPEN_SELL, at.QUOTE_OTHER_SELL, at.QUOTE_QUOTED_ASK_LOTS),
  };
}

function entriesOf({ buy, sell }: { buy: Side; sell: Side }): readonly Entry[] {
  const entries: readonly Entry[] = [
    { kind: 'quote', side: 'buy', lots: buy.quote },
    { kind: 'quote', side: 'sell', lots: sell.quote },
    { kind: 'orders', side: 'buy', lots: buy.others },
    { kind: 'orders', side: 'sell', lots: sell.others },
  ];
  return entries.filter(({ lots }) => lots > 0);
}

/**
 * Tries, in preview, the book with and without each, and with the position that its fill would leave:
 * whatever `solvency` counts as margin is what is compared. The price of a fill is equity, not margin.
 */
export function marginalMarginReport(
  region: BookRegion,
  book: MarginSource,
  instruments: readonly InstrumentTerms[],
): MarginalMarginReport {
  const { initialMargin, maintenanceMargin } = book.solvency();
  const orders = instruments.flatMap((terms) => marginalOrders(region, book, terms));
  return { initialMargin, maintenanceMargin, orders };
}

function marginalOrders(
  region: BookRegion,
  book: MarginSource,
  { index: instrument, symbol }: InstrumentTerms,
): readonly MarginalOrder[] {
  const time = region.long(region.state + at.BOOK_TIME_NS);
  const sides = sidesOf(region, instrument);
  const position = region.float(region.quoteLane(instrument) + at.QUOTE_POSITION);
  const mark = Math.max(1, Math.round(region.float(region.quoteLane(instrument) + at.QUOTE_MARK)));
  /** Everything open but `taken` lots of a side. */
  const open = ({ side }: Entry, taken: number): void => {
    const buy = sides.buy.quote + sides.buy.others - (side === 'buy' ? taken : 0);
    const sell = sides.sell.quote + sides.sell.others - (side === 'sell' ? taken : 0);
    accepted(book.working(instrument, time, buy, sell, 0, 0));
  };
  return entriesOf(sides).map((entry) =>
    preview(region, instrument, () => {
      open(entry, 0);
      const all = book.solvency();
      open(entry, entry.lots);
      const without = book.solvency();
      const after = position + (entry.side === 'buy' ? entry.lots : -entry.lots);
      accepted(book.position(instrument, time, after, mark));
      const filled = book.solvency();
      return {
        ...{ instrument, symbol, ...entry },
        open: all.initialMargin - without.initialMargin,
        filled: {
          initial: filled.initialMargin - without.initialMargin,
          maintenance: filled.maintenanceMargin - without.maintenanceMargin,
        },
      };
    }),
  );
}

function accepted(code: number): void {
  if (code === 0) return;
  throw new EvenkeelError('INVARIANT', `a preview was refused with code ${code}`, { code });
}
