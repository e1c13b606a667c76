/** What a session with underlyings has beyond quotes and fills: hedges, takers of options, greeks. */
import type { Attribution, MarginalMarginReport } from '../../book/index.js';
import { EvenkeelError } from '../../errors.js';
import type { DerivativesPort } from './derivatives-port.js';
import { type FollowedUnderlying, type GreekFigures, GreekMeter } from './greek-meter.js';
import { HedgeVenue } from './hedge-venue.js';
import { type FillFee, type OptionFeeTerms, optionFee } from './option-fees.js';
import { type TakerAssumptions, TakerFlow } from './taker-flow.js';

/** What is simulated and followed. */
export interface DerivativesSetup {
  /** From the decision to the touch; null when the book asks for no hedges. */
  readonly hedgeLatencyUs: number | null;
  readonly underlyings: readonly FollowedUnderlying[];
  /** Options without a recorded market, and what each quotes. */
  readonly unrecorded: readonly { readonly instrument: number; readonly quoteLots: number }[];
  /** Null: nobody comes for them. */
  readonly takers: TakerAssumptions | null;
  /** Null: by the rates of the instrument. */
  readonly optionFee: OptionFeeTerms | null;
}

/** What trades as a taker cost, reporting currency; above 0 is a cost. */
export interface TakingCost {
  /** Against the marks of the moment. */
  readonly slippage: number;
  readonly fees: number;
}

/** The parts of one pass. */
export class Derivatives {
  readonly book: DerivativesPort;
  readonly hedges: HedgeVenue;
  readonly takers: TakerFlow | null;
  /** Options whose market is not recorded. */
  readonly unrecorded: readonly number[];
  readonly #setup: DerivativesSetup;
  readonly #greeks: readonly GreekMeter[];
  readonly #taking = new Map<number, { slippage: number; fees: number }>();
  #begin = Number.NaN;

  constructor(book: DerivativesPort, setup: DerivativesSetup) {
    this.book = book;
    this.#setup = setup;
    this.hedges = new HedgeVenue(book, setup.hedgeLatencyUs);
    this.unrecorded = setup.unrecorded.map(({ instrument }) => instrument);
    this.#greeks = setup.underlyings.map((followed) => new GreekMeter(book, followed));
    const quoteLots = setup.unrecorded.map((option) => option.quoteLots);
    const hasTakers = setup.takers !== null && this.unrecorded.length > 0;
    this.takers = hasTakers
      ? new TakerFlow(book, this.unrecorded, quoteLots, setup.takers as TakerAssumptions)
      : null;
  }

  /** When the next hedge or taker arrives, us. */
  get due(): number {
    return Math.min(this.hedges.due, this.takers?.due ?? Number.POSITIVE_INFINITY);
  }

  /** Prices options as of the beginning: what was configured had no time yet. */
  open(time: number): void {
    for (const { underlying } of this.#setup.underlyings) {
      if (this.book.exposure(underlying).index === null) continue;
      const code = this.book.send('remark', time, [underlying]);
      if (code === 0) continue;
      throw new EvenkeelError('INVARIANT', `the book refused a re-mark with code ${code}`, {
        code,
      });
    }
  }

  /** The session begins. */
  begin(time: number): void {
    this.#begin = time;
    this.takers?.begin(time);
    for (const meter of this.#greeks) meter.begin(time);
  }

  /** The market or a position may have changed. */
  observe(time: number): void {
    for (const meter of this.#greeks) meter.observe(time);
  }

  /** Once a second of session time. */
  sample(time: number): void {
    for (const meter of this.#greeks) meter.sample(time, (time - this.#begin) / 1e6);
  }

  /** The model's price of an option, ticks; 0 before there is one. */
  modelTicks(instrument: number): number {
    const option = this.book.option(instrument);
    const tickSize = this.book.instruments[instrument]?.tickSize ?? 1;
    return option?.priced ? option.priceNow / tickSize : 0;
  }

  /** Fee of a fill; null where the instrument's own rate counts. */
  feeOf(instrument: number, priceTicks: number, lots: number): FillFee | null {
    const { optionFee: terms } = this.#setup;
    return terms && optionFee(this.book, terms, instrument, priceTicks, lots);
  }

  /** Runs a trade as a taker and counts what it cost. */
  taking(instrument: number, trade: () => void): void {
    const before: Attribution = this.book.risk().attribution;
    trade();
    const after: Attribution = this.book.risk().attribution;
    const own = this.#taking.get(instrument) ?? { slippage: 0, fees: 0 };
    own.slippage += before.hedge - after.hedge;
    own.fees += before.fees - after.fees;
    this.#taking.set(instrument, own);
  }

  /** What was paid for taking in an instrument. */
  takingCost(instrument: number): TakingCost {
    return this.#taking.get(instrument) ?? { slippage: 0, fees: 0 };
  }

  /** Of all instruments. */
  get takingFees(): number {
    return [...this.#taking.values()].reduce((sum, { fees }) => sum + fees, 0);
  }

  /** Of orders in instruments that have margin: others cost a whole book's solvency for nothing. */
  marginalMargin(): MarginalMarginReport {
    const margined = this.book.solvency().instruments.map(({ instrument }) => instrument);
    return this.book.marginalMargin(margined);
  }

  /** By underlying, as they were given. */
  figures(time: number): readonly GreekFigures[] {
    return this.#greeks.map((meter) => meter.figures(time));
  }
}
