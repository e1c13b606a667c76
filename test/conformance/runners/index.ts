/** Every runner by the model of its vectors; a new file of vectors is one line here. */
import type { Runners } from '../case.js';
import { runners as intensity } from './intensity.js';
import { runners as options } from './options.js';
import { runners as volatility } from './volatility.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {
  intensity,
  options,
  volatility,
};
