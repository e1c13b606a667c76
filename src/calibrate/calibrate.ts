/** Reads the market of a session and estimates what quoting models need of it. */
import { Book } from '../book/index.js';
import type { InventoryPull } from '../models/index.js';
import {
  readMarket,
  type SessionConfiguration,
  type SourceReport,
  usToIso,
} from '../replay/index.js';
import { type CovarianceEstimate, estimateCovariance, LEAST_STEPS } from './covariance.js';
import { calibrateInstrument, type InstrumentCalibration, type SigmaChoice } from './instrument.js';
import { DEFAULT_THRESHOLDS, type Thresholds } from './refusal.js';
import { type InstrumentTape, Tapes } from './tape.js';

/** How a session is calibrated. */
export interface CalibrateOptions {
  /** ISO 8601; goes before the session's own. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Most events to read. */
  readonly limit?: number | undefined;
  /** Ends the reading early; the estimates then cover what was read. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((events: number) => void) | undefined;
  /** Time between two samples of the mid; default 1. */
  readonly sampleSeconds?: number | undefined;
  /** Samples in one step of the covariance; default 5. */
  readonly covarianceSamples?: number | undefined;
  /** Factors of the covariance; default: as many as exceed noise. */
  readonly factorCount?: number | undefined;
  /** Age of the mid from which depths are measured; default the session's order latency. */
  readonly lagMs?: number | undefined;
  /** Where fits of the intensity begin, bps of the mid; default: where the exponential form does. */
  readonly fromDepthBps?: number | undefined;
  /** Which volatility models are built on; default `realised`. */
  readonly sigma?: SigmaChoice | undefined;
  /** How hard models are to pull; default as the configured ones. */
  readonly pull?: InventoryPull | undefined;
  readonly thresholds?: Partial<Thresholds> | undefined;
}

/** What {@link calibrate} finds. */
export interface Calibration {
  readonly title: string;
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly events: number;
  readonly end: 'complete' | 'interrupted' | 'limit';
  readonly sampleSeconds: number;
  readonly lagMs: number;
  readonly sigma: SigmaChoice;
  readonly thresholds: Thresholds;
  readonly instruments: readonly InstrumentCalibration[];
  /** Null with one instrument or too few common steps. */
  readonly covariance: CovarianceEstimate | null;
  readonly sources: readonly SourceReport[];
}

/**
 * Calibrates every instrument of a session.
 *
 * @throws EvenkeelError `DATA` when a file is not what it is said to be, `USAGE` for a wrong time
 */
export async function calibrate(
  configuration: SessionConfiguration,
  options: CalibrateOptions = {},
): Promise<Calibration> {
  const { session, book } = configuration;
  const { sampleSeconds = 1, lagMs = session.orderLatencyMs, sigma = 'realised', pull } = options;
  const thresholds = { ...DEFAULT_THRESHOLDS, ...options.thresholds };
  const terms = Book.fromConfiguration(book, { output: 'discard' }).instruments;
  const observation = {
    sampleUs: Math.round(sampleSeconds * 1e6),
    lagUs: Math.round(lagMs * 1000),
  };
  const tapes = new Tapes(terms, observation);
  const read = await readMarket(configuration, terms, [tapes], options);
  tapes.finish();
  const { fromDepthBps = null } = options;
  const choices = { sampleSeconds, thresholds, sigma, pull, fromDepthBps };
  const instruments = book.instruments.flatMap((each, index) => {
    const tape = tapes.instruments[index];
    return tape === undefined ? [] : calibrateInstrument(each, tape, choices);
  });
  return {
    title: session.title ?? 'calibration',
    firstTime: usToIso(read.firstTime),
    lastTime: usToIso(read.lastTime),
    events: read.events,
    end: read.end,
    ...{ sampleSeconds, lagMs, sigma, thresholds, instruments },
    covariance: covarianceOf(tapes.instruments, instruments, options),
    sources: read.sources,
  };
}

function covarianceOf(
  tapes: readonly InstrumentTape[],
  instruments: readonly InstrumentCalibration[],
  { sampleSeconds = 1, covarianceSamples = 5, factorCount }: CalibrateOptions,
): CovarianceEstimate | null {
  const moving = tapes.flatMap((tape, index) => {
    const found = instruments[index];
    return found?.volatility ? [{ symbol: found.symbol, tape }] : [];
  });
  if (moving.length < 2) return null;
  const sampleUs = sampleSeconds * 1e6;
  const first = Math.max(...moving.map(({ tape }) => tape.firstSampleUs));
  const columns = moving.map(({ tape }) => {
    const skipped = Math.round((first - tape.firstSampleUs) / sampleUs);
    return tape.mids.filter(
      (_, index) => index >= skipped && (index - skipped) % covarianceSamples === 0,
    );
  });
  const rows = Math.min(...columns.map((column) => column.length)) - 1;
  if (rows < LEAST_STEPS) return null;
  const returns = Array.from({ length: rows }, (_, row) =>
    columns.map((column) => Math.log((column[row + 1] ?? 0) / (column[row] ?? 0))),
  );
  const stands = columns.some((_, index) => returns.every((row) => row[index] === 0));
  if (stands) return null;
  const symbols = moving.map(({ symbol }) => symbol);
  const stepSeconds = sampleSeconds * covarianceSamples;
  return estimateCovariance({ symbols, returns, stepSeconds }, factorCount);
}
