/** A book as of a moment, for people or as JSON. */
import Table from 'cli-table3';
import type {
  MarketReport,
  PositionReport,
  Quote,
  QuoteExplanation,
  QuoteSide,
  RiskReport,
} from '../../book/index.js';
import type { ReplayedBook } from '../../journal/index.js';

/** What a book was at a moment. */
export interface MomentReport {
  /** Frames accepted. */
  readonly ordinal: number;
  readonly timeNs: bigint;
  readonly stateHash: string;
  readonly reportingAsset: string;
  readonly risk: RiskReport;
  readonly instruments: readonly {
    readonly market: MarketReport;
    readonly position: PositionReport;
    readonly quote: Quote;
    readonly explanation: QuoteExplanation;
  }[];
}

/** Everything about a book. */
export function momentReport(book: ReplayedBook): MomentReport {
  return {
    ordinal: book.framesAccepted,
    timeNs: book.timeNs,
    stateHash: book.stateHash().toString(16).padStart(16, '0'),
    reportingAsset: book.configuration.reportingAsset,
    risk: book.risk(),
    instruments: book.instruments.map(({ index }) => ({
      market: book.market(index),
      position: book.positionOf(index),
      quote: book.quote(index),
      explanation: book.explain(index),
    })),
  };
}

const plain = { style: { head: [], border: [], compact: true } };
const NS_PER_MS = 1_000_000n;

/** The same as text. */
export function momentText(report: MomentReport): string {
  const { ordinal, timeNs, stateHash, risk, reportingAsset } = report;
  const time = new Date(Number(timeNs / NS_PER_MS)).toISOString();
  return [
    `ordinal   ${ordinal}, time ${time} (${timeNs} ns)`,
    `state     ${risk.state}${risk.limit === 'NONE' ? '' : ` (${risk.limit})`}, hash ${stateHash}`,
    `equity    ${risk.equity} ${reportingAsset}`,
    'Positions and quotes',
    quoteTable(report),
    'Why: bps of the fair value',
    explanationTable(report),
    '',
  ].join('\n');
}

const side = ({ price, size, reason }: QuoteSide): string =>
  reason === 'QUOTED' ? `${size} @ ${price}` : reason;

function quoteTable({ instruments }: MomentReport): string {
  const head = ['symbol', 'position', 'entry', 'mark', 'net', 'bid', 'ask', 'state'];
  const table = new Table({ ...plain, head });
  for (const { position, quote } of instruments) {
    const { symbol, averageEntry, mark, net, state } = position;
    const numbers = [position.position, averageEntry ?? '-', mark ?? '-', net].map(String);
    table.push([symbol, ...numbers, side(quote.bid), side(quote.ask), state]);
  }
  return table.toString();
}

function explanationTable({ instruments }: MomentReport): string {
  const terms = Object.keys(instruments[0]?.explanation.bps ?? {});
  const head = ['', ...instruments.map(({ position }) => position.symbol)];
  const table = new Table({ ...plain, head });
  const row = (name: string, cell: (why: QuoteExplanation) => unknown): void => {
    table.push([name, ...instruments.map(({ explanation }) => String(cell(explanation)))]);
  };
  row('mid', ({ mid }) => mid);
  row('fair', ({ fair }) => fair);
  row('reservation', ({ reservation }) => reservation);
  for (const term of terms) {
    row(term, ({ bps }) => Number(new Map(Object.entries(bps)).get(term)).toFixed(3));
  }
  row('bid bound by', ({ binding }) => binding.bid);
  row('ask bound by', ({ binding }) => binding.ask);
  return table.toString();
}
