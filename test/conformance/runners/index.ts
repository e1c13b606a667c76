/** Every runner by the model of its vectors; a new file of vectors is one line here. */
import type { Runners } from '../case.js';
import { runners as dealerHedging } from './dealer-hedging.js';
import { runners as exposure } from './exposure.js';
import { runners as hedging } from './hedging.js';
import { runners as intensity } from './intensity.js';
import { runners as margin } from './margin.js';
import { runners as options } from './options.js';
import { runners as portfolioMargin } from './portfolio-margin.js';
import { runners as positions } from './positions.js';
import { runners as stress } from './stress.js';
import { runners as varEs } from './var-es.js';
import { runners as volatility } from './volatility.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {
  dealer_hedging: dealerHedging,
  exposure,
  hedging,
  intensity,
  margin,
  options,
  portfolio_margin: portfolioMargin,
  positions,
  stress,
  var_es: varEs,
  volatility,
};
