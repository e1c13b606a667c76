/** A session: its estimates, and the section that is written of them. */
import { dirname, resolve } from 'node:path';
import { type CalibrateOptions, calibrate, sectionText } from '../../calibrate/index.js';
import { EvenkeelError } from '../../errors.js';
import { readSession, validateSession } from '../../replay/index.js';
import { EXIT_INTERRUPTED } from '../exit-status.js';
import { interruptible } from '../interruptible.js';
import { printTiming, startProgress } from '../progress.js';
import { writeWhole } from '../whole-file.js';
import type { Flags } from './flags.js';
import { calibrationText } from './table.js';

/** Calibrates, prints and writes; returns the exit status. */
export async function calibrateSession(flags: Flags): Promise<number> {
  const { config, data, output, partial: isPartial = false, json, quiet } = flags;
  if (config === undefined) throw new EvenkeelError('USAGE', 'give a session (-c) or a --panel');
  if (isPartial && output === undefined) {
    throw new EvenkeelError('USAGE', '--partial belongs to --output');
  }
  const factors = factorsOf(flags);
  const began = performance.now();
  const folder = dirname(resolve(config));
  const document = readSession(config);
  const session = validateSession(document, folder, data);
  const format = flags.limit
    ? '{bar} {value}/{total} events, {rate}/s'
    : '{value} events, {rate}/s';
  const bar = startProgress(format, flags.limit ?? 0, quiet);
  const calibration = await interruptible((signal) =>
    calibrate(session, { ...optionsOf(flags), signal, progress: bar?.update }),
  ).finally(() => bar?.stop());
  process.stdout.write(json ? `${JSON.stringify(calibration)}\n` : calibrationText(calibration));
  if (!quiet) printTiming((performance.now() - began) / 1000, calibration.events, 'events');
  if (calibration.end === 'interrupted') return EXIT_INTERRUPTED;
  if (output !== undefined)
    write(output, sectionText(calibration, document, { isPartial, folder, factors }));
  return 0;
}

const write = (path: string, text: string): void => writeWhole(path, text, 'section');

/** The options of the command line that estimates depend on. */
function optionsOf(flags: Flags): Omit<CalibrateOptions, 'signal' | 'progress'> {
  const { from, to, limit, sampleSeconds, covarianceSamples, factors, lagMs, sigma } = flags;
  const { minSamples, minOrders, minScore, minFit, maxSigmaError } = flags;
  const given = Object.entries({ minSamples, minOrders, minScore, minFit, maxSigmaError });
  return {
    ...{ from, to, limit, sampleSeconds, covarianceSamples, factorCount: factors, lagMs, sigma },
    fromDepthBps: flags.depthBps,
    pull: pullOf(flags),
    thresholds: Object.fromEntries(given.filter(([, value]) => value !== undefined)),
  };
}

/** Both or neither: one alone means nothing. */
function factorsOf({ output, factorRiskAversion: riskAversion, factorHorizon }: Flags) {
  if (riskAversion === undefined && factorHorizon === undefined) return undefined;
  if (output !== undefined && riskAversion !== undefined && factorHorizon !== undefined) {
    return { riskAversion, horizonSeconds: factorHorizon };
  }
  const message = '--factor-risk-aversion and --factor-horizon belong together and to --output';
  throw new EvenkeelError('USAGE', message);
}

function pullOf({
  inventorySkewBps,
  inventoryHalfLife: inventoryHalfLifeSeconds,
  targetUtilisation,
}: Flags): CalibrateOptions['pull'] {
  if (inventorySkewBps !== undefined) return { inventorySkewBps };
  if (inventoryHalfLifeSeconds !== undefined) return { inventoryHalfLifeSeconds };
  return targetUtilisation === undefined ? undefined : { targetUtilisation };
}
