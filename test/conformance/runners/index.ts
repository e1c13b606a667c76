/** Every runner by the model of its vectors; a new file of vectors is one line here. */
import type { Runners } from '../case.js';
import { runners as dealerHedging } from './dealer-hedging.js';
import { runners as hedging } from './hedging.js';
import { runners as intensity } from './intensity.js';
import { runners as options } from './options.js';
import { runners as volatility } from './volatility.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {
  dealer_hedging: dealerHedging,
  hedging,
  intensity,
  options,
  volatility,
};
