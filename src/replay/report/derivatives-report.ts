/** What options, hedges and greeks came to in a pass. */
import type { Attribution, BookFlatten, MarginalMarginReport } from '../../book/index.js';
import type {
  DeltaFigures,
  Derivatives,
  GreekFigures,
  GreekPnl,
  HedgeFigures,
  TakingCost,
} from '../derivatives/index.js';
import type { BookPort } from '../engine/index.js';

/** One underlying. Money in reporting currency. */
export interface UnderlyingReport {
  readonly symbol: string;
  readonly delta: DeltaFigures;
  readonly pnl: GreekPnl;
  /** Sum of the sizes of all moves that the greeks explain. */
  readonly grossMoves: number;
}

/** Hedges with one instrument. Costs in reporting currency. */
export interface HedgingReport extends HedgeFigures, TakingCost {
  readonly symbol: string;
  /** Base units or contracts, bought and sold. */
  readonly volume: number;
}

/** PnL by cause, reporting currency; the sum is the PnL of the pass. */
export interface GreekAttribution extends GreekPnl {
  /** Edge of quote fills against the marks. */
  readonly spread: number;
  /** Of quote fills, paid below 0. */
  readonly fees: number;
  /** Slippage and fees of hedges and of what closes positions at the end. */
  readonly hedgeCost: number;
  readonly funding: number;
  readonly adjustment: number;
  /** Moves of marks and rates that the greeks do not explain. */
  readonly residual: number;
}

/** Of a book with underlyings, or one that was flattened by hedges. */
export interface DerivativesReport {
  readonly underlyings: readonly UnderlyingReport[];
  readonly hedging: readonly HedgingReport[];
  /** Null without underlyings. */
  readonly attribution: GreekAttribution | null;
  /** What the residual is small against. */
  readonly grossMoves: number;
  /** What closing everything at the touches of the end would cost. */
  readonly flatten: BookFlatten;
  /** What quotes and orders that are open at the end do to margin; of instruments that have margin. */
  readonly marginalMargin: MarginalMarginReport;
}

/**
 * The report of a pass that ended at `time`, us; null without underlyings while nothing was hedged.
 *
 * @param symbols of the underlyings
 */
export function reportDerivatives(
  book: BookPort,
  derivatives: Derivatives,
  symbols: readonly string[],
  time: number,
): DerivativesReport | null {
  const figures = derivatives.figures(time);
  const hedging = derivatives.hedges.figures();
  if (figures.length === 0 && hedging.length === 0) return null;
  const causes = book.risk().attribution;
  return {
    underlyings: figures.map((own, index) => ({ symbol: symbols[index] ?? '', ...own })),
    hedging: hedging.map(([instrument, own]) => reportHedging(book, derivatives, instrument, own)),
    attribution: figures.length > 0 ? attribute(causes, figures, derivatives.takingFees) : null,
    grossMoves: figures.reduce((sum, { grossMoves }) => sum + grossMoves, 0),
    flatten: derivatives.book.flattenCost('all'),
    marginalMargin: derivatives.marginalMargin(),
  };
}

function reportHedging(
  book: BookPort,
  derivatives: Derivatives,
  instrument: number,
  own: HedgeFigures,
): HedgingReport {
  const terms = book.instruments[instrument];
  const volume = (own.boughtLots + own.soldLots) * (terms?.lotSize ?? 1);
  return { symbol: terms?.symbol ?? '', volume, ...own, ...derivatives.takingCost(instrument) };
}

/** The book's own causes; greeks explain what it calls inventory and conversion. */
function attribute(
  causes: Attribution,
  figures: readonly GreekFigures[],
  takingFees: number,
): GreekAttribution {
  const sum = (part: keyof GreekPnl): number =>
    figures.reduce((total, { pnl }) => total + pnl[part], 0);
  const [delta, hedge, gamma] = [sum('delta'), sum('hedge'), sum('gamma')];
  const [vega, theta] = [sum('vega'), sum('theta')];
  const explained = delta + hedge + gamma + vega + theta;
  return {
    ...{ delta, hedge, gamma, vega, theta },
    spread: causes.spread,
    fees: causes.fees + takingFees,
    hedgeCost: causes.hedge - takingFees,
    funding: causes.funding,
    adjustment: causes.adjustment,
    residual: causes.inventory + causes.conversion - explained,
  };
}
