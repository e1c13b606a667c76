/** What the moves of an underlying, of volatilities and of time did to a book, by its greeks. */
import type { InstrumentTerms } from '../../book/index.js';
import { type DeltaFigures, DeltaMeter } from './delta-meter.js';
import type { DerivativesPort } from './derivatives-port.js';

/** Reporting currency. */
export interface GreekPnl {
  /** Delta of everything but the instruments that hedge, times the moves of the index. */
  readonly delta: number;
  /** Delta of the instruments that hedge, times the moves of the index. */
  readonly hedge: number;
  readonly gamma: number;
  /** Of volatilities that moved along a smile. */
  readonly vega: number;
  readonly theta: number;
}

/** An underlying as the meter follows it. */
export interface FollowedUnderlying {
  readonly underlying: number;
  /** Instruments that hedge it. */
  readonly hedges: readonly number[];
  /** Options on it whose volatility is that of a smile. */
  readonly smiled: readonly number[];
  /** Band of delta, base units; `decided`: that of the book's last decision; null for none. */
  readonly band: readonly [low: number, high: number] | 'decided' | null;
  /** How far beyond the band counts as inside: a hedge is whole lots. Base units. */
  readonly reach: number;
}

/** What was measured of an underlying. */
export interface GreekFigures {
  readonly pnl: GreekPnl;
  /** Sum of the sizes of all explained moves: what a residual is small against. */
  readonly grossMoves: number;
  readonly delta: DeltaFigures;
}

const DAY_US = 86_400_000_000;
const NO_BAND = [Number.NaN, Number.NaN] as const;

interface Observation {
  readonly timeUs: number;
  readonly index: number;
  readonly delta: number;
  readonly hedgeDelta: number;
  readonly gamma: number;
  readonly thetaPerDay: number;
}

interface SmiledOption {
  readonly volatility: number;
  /** Of the position, quote currency per 1.00. */
  readonly vega: number;
}

/**
 * Observes after every change of the market or a position: what happened since is explained by the
 * greeks of the observation before. The index is taken to be in reporting currency, as in exposures of
 * the book.
 */
export class GreekMeter {
  readonly #book: DerivativesPort;
  readonly #followed: FollowedUnderlying;
  readonly #pnl = { delta: 0, hedge: 0, gamma: 0, vega: 0, theta: 0 };
  readonly #delta = new DeltaMeter();
  readonly #smiled = new Map<number, SmiledOption>();
  #grossMoves = 0;
  #last: Observation | null = null;

  constructor(book: DerivativesPort, followed: FollowedUnderlying) {
    this.#book = book;
    this.#followed = followed;
  }

  /** The session begins. */
  begin(time: number): void {
    this.#band(time);
    this.observe(time);
  }

  /** Something may have changed at `time`, us. */
  observe(time: number): void {
    const before = this.#last;
    const now = this.#observation(time);
    this.#last = now;
    this.#delta.change(time, now?.delta ?? Number.NaN);
    if (before === null || now === null) return;
    const move = now.index - before.index;
    this.#explain('delta', (before.delta - before.hedgeDelta) * move);
    this.#explain('hedge', before.hedgeDelta * move);
    this.#explain('gamma', 0.5 * before.gamma * move * move);
    this.#explain('theta', (before.thetaPerDay * (now.timeUs - before.timeUs)) / DAY_US);
    for (const instrument of this.#followed.smiled) this.#followSmile(instrument);
  }

  /** Once a second of session time. */
  sample(time: number, seconds: number): void {
    this.#band(time);
    this.#delta.sample(seconds);
  }

  figures(time: number): GreekFigures {
    return {
      pnl: { ...this.#pnl },
      grossMoves: this.#grossMoves,
      delta: this.#delta.figures(time),
    };
  }

  #explain(part: keyof GreekPnl, amount: number): void {
    this.#pnl[part] += amount;
    this.#grossMoves += Math.abs(amount);
  }

  #band(time: number): void {
    const { band, reach } = this.#followed;
    const [low, high] = band === 'decided' ? this.#decidedBand() : (band ?? NO_BAND);
    this.#delta.band(time, low - reach, high + reach);
  }

  #decidedBand(): readonly [low: number, high: number] {
    const { action, bandLow, bandHigh } = this.#book.explainHedge(this.#followed.underlying);
    if (action === 'OFF') return NO_BAND;
    return [bandLow ?? Number.NEGATIVE_INFINITY, bandHigh ?? Number.POSITIVE_INFINITY];
  }

  #followSmile(instrument: number): void {
    const lots = this.#book.positionLots(instrument);
    const option = lots === 0 ? null : this.#book.option(instrument);
    const terms = this.#book.instruments[instrument];
    if (option === null || terms === undefined) {
      this.#smiled.delete(instrument);
      return;
    }
    const { volatility } = option;
    const before = this.#smiled.get(instrument);
    const vega = lots * terms.lotSize * terms.multiplier * option.vega;
    if (before) this.#explain('vega', before.vega * (volatility - before.volatility));
    this.#smiled.set(instrument, { volatility, vega });
  }

  #observation(timeUs: number): Observation | null {
    const { underlying, hedges } = this.#followed;
    const { index, delta, gamma, thetaPerDay } = this.#book.exposure(underlying);
    if (index === null || delta === null) return null;
    const hedgeDelta = hedges.reduce((sum, instrument) => {
      const lots = this.#book.positionLots(instrument);
      return lots === 0 ? sum : sum + lots * this.#lotDelta(instrument, index);
    }, 0);
    return { timeUs, index, delta, hedgeDelta, gamma, thetaPerDay };
  }

  /** Delta of a lot, base units. */
  #lotDelta(instrument: number, index: number): number {
    const terms = this.#book.instruments[instrument] as InstrumentTerms;
    const option = this.#book.option(instrument);
    const units = terms.lotSize * terms.multiplier;
    if (option !== null) return units * (option.delta + option.gamma * (index - option.index));
    if (terms.contract === 'inverse') return units / index;
    return terms.contract === 'quanto' ? units * this.#rate(terms.settleAsset) : units;
  }

  #rate(asset: string): number {
    const { assets } = this.#book.exposures();
    return assets.find(({ symbol }) => symbol === asset)?.rate ?? 1;
  }
}
