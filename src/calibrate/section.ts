/** Estimates as a section that `replay --with` and `run --with` lay over a configuration. */
import { Document } from 'yaml';
import { withSection } from '../config/index.js';
import { EvenkeelError } from '../errors.js';
import { validateSession } from '../replay/index.js';
import type { Calibration } from './calibrate.js';
import { type FactorChoices, factorSection } from './factor-section.js';
import type { InstrumentCalibration, SigmaChoice } from './instrument.js';
import { refusalText } from './refusal.js';

/** Digits beyond the error of any estimate. */
const DIGITS = 6;
/** Log-likelihood that a half-life must gain over a constant volatility. */
const LEAST_GAIN = 3;

/**
 * The section as YAML text, with what it rests on as comments. It holds the model and the volatility
 * of every instrument whose estimates are supported.
 *
 * @param session what the session file holds, before validation; the section is tried on it
 * @param options `isPartial`: leave out what is not supported instead of refusing; `factors`: write
 *   the covariance as well; without it only when the session has a `factors` section
 * @throws EvenkeelError `UNSUPPORTED` when an estimate, or with `isPartial` every one, is not good
 *   enough, `CONFIGURATION` when the session would not be valid with it
 */
export function sectionText(
  calibration: Calibration,
  session: unknown,
  options: SectionOptions = {},
): string {
  const { isPartial = false, folder = '.', factors = ownFactors(session) } = options;
  const { instruments, sigma, covariance } = calibration;
  const refusals = instruments.flatMap((each) => each.refusals);
  const entries = instruments.flatMap((each) => entryOf(each, sigma));
  if (refusals.length > 0 && (!isPartial || entries.length === 0)) {
    const lines = refusals.map(refusalText).join('\n');
    const hint = isPartial ? '' : '\n--partial writes the rest';
    throw new EvenkeelError('UNSUPPORTED', `nothing was written\n${lines}${hint}`, { refusals });
  }
  const section = {
    instruments: entries,
    ...(factors && { factors: factorSection(covariance, factors) }),
  };
  validateSession(withSection(session, section), folder);
  const document = new Document(section);
  document.commentBefore = heading(calibration);
  return document.toString({ lineWidth: 100 });
}

/** What a section is made for. */
export interface SectionOptions {
  readonly isPartial?: boolean | undefined;
  /** Folder of the session file; default the current one. */
  readonly folder?: string | undefined;
  readonly factors?: FactorChoices | undefined;
}

/** A session that has factors keeps its risk aversion and horizon. */
function ownFactors(session: unknown): FactorChoices | undefined {
  return typeof session === 'object' && session !== null && 'factors' in session ? {} : undefined;
}

function entryOf(
  { symbol, volatility, model, refusals }: InstrumentCalibration,
  choice: SigmaChoice,
): Record<string, unknown>[] {
  const isRefused = refusals.some(({ quantity }) => quantity === 'volatility');
  if (volatility === null || isRefused) return [];
  const { halfLifeSeconds, gain } = volatility.ewma;
  const written = {
    initialSigma: volatility[choice].sigma,
    ...(gain >= LEAST_GAIN && { halfLifeSeconds }),
  };
  return [
    { symbol, ...(model && { model: rounded(model.section) }), volatility: rounded(written) },
  ];
}

const rounded = (section: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(section).map(([key, value]) => [
      key,
      typeof value === 'number' ? Number(value.toPrecision(DIGITS)) : value,
    ]),
  );

function heading(calibration: Calibration): string {
  const { title, firstTime, lastTime, sampleSeconds, lagMs, instruments } = calibration;
  const lines = instruments.flatMap(({ symbol, volatility, intensity, refusals }) => [
    `${symbol}: ${volatility?.samples ?? 0} samples of the mid, ` +
      `${intensity?.both.orders ?? 0} market orders in the fit of the intensity`,
    ...refusals.map((refusal) => `not written: ${refusalText(refusal)}`),
  ]);
  const what = `samples every ${sampleSeconds} s, depths from the mid ${lagMs} ms before`;
  const all = [
    `evenkeel calibrate: ${title}, ${firstTime ?? '-'} to ${lastTime ?? '-'}`,
    `${calibration.sigma} sigma, ${what}`,
    ...lines,
  ];
  return all.map((line) => ` ${line}`).join('\n');
}
