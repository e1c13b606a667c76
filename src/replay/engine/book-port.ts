/** What a session needs of a book. `Book` has it; tests may bring something smaller. */
import type { Fill, InstrumentTerms, PositionReport, Quote, RiskReport } from '../../book/index.js';

/** The published quotes without copies. */
export interface QuoteNumbers {
  bidTicks(instrument: number): number;
  bidLots(instrument: number): number;
  askTicks(instrument: number): number;
  askLots(instrument: number): number;
  version(instrument: number): number;
}

/** The part of `Book` that a replay drives. Results are reject codes, 0 applied. */
export interface BookPort {
  readonly instruments: readonly InstrumentTerms[];
  readonly quotes: QuoteNumbers;
  readonly equity: number;
  bookTicker(
    instrument: number,
    time: number,
    bidTicks: number,
    askTicks: number,
    bidLots: number,
    askLots: number,
  ): number;
  trade(
    instrument: number,
    time: number,
    priceTicks: number,
    sizeLots: number,
    aggressor: number,
  ): number;
  fill(fill: Fill): number;
  working(
    instrument: number,
    time: number,
    openBuyLots: number,
    openSellLots: number,
    restingBidLots: number,
    restingAskLots: number,
  ): number;
  funding(instrument: number, time: number, rate: number, markPrice: number): number;
  position(instrument: number, time: number, positionLots: number, priceTicks: number): number;
  clock(time: number): number;
  positionLots(instrument: number): number;
  positionOf(instrument: number): PositionReport;
  quote(instrument: number): Quote;
  risk(): RiskReport;
  stateHash(): bigint;
  discardOutput(): void;
}
