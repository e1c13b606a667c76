/** A panel of prices: the covariance of its assets. */
import { calibratePanel } from '../../calibrate/index.js';
import { EvenkeelError } from '../../errors.js';
import { printTiming } from '../progress.js';
import type { Flags } from './flags.js';
import { panelText } from './table.js';

/** What has a meaning for a panel. */
const FOR_PANELS: readonly string[] = ['panel', 'factors', 'json', 'quiet'];

/** Calibrates and prints; returns the exit status. */
export async function calibrateFile(file: string, flags: Flags): Promise<number> {
  const others = Object.keys(flags).filter((flag) => !FOR_PANELS.includes(flag));
  if (others.length > 0) {
    throw new EvenkeelError('USAGE', `--panel does not go with ${others.join(', ')}`);
  }
  const began = performance.now();
  const found = await calibratePanel(file, flags.factors);
  process.stdout.write(flags.json ? `${JSON.stringify(found)}\n` : panelText(found));
  const { steps } = found.covariance;
  if (!flags.quiet) printTiming((performance.now() - began) / 1000, steps, 'rows');
  return 0;
}
