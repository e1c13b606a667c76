/** Every runner by the model of its vectors; a new file of vectors is one line here. */
import type { Runners } from '../case.js';
import { runners as as2008 } from './as2008.js';
import { runners as begvMultiAsset } from './begv-multi-asset.js';
import { runners as carteaJaimungal } from './cartea-jaimungal.js';
import { runners as dealerHedging } from './dealer-hedging.js';
import { runners as exposure } from './exposure.js';
import { runners as glft2013 } from './glft2013.js';
import { runners as gueant2017 } from './gueant2017.js';
import { runners as hedging } from './hedging.js';
import { runners as intensity } from './intensity.js';
import { runners as inventorySkew } from './inventory-skew.js';
import { runners as margin } from './margin.js';
import { runners as optionMm } from './option-mm.js';
import { runners as options } from './options.js';
import { runners as portfolioMargin } from './portfolio-margin.js';
import { runners as positions } from './positions.js';
import { runners as stress } from './stress.js';
import { runners as varEs } from './var-es.js';
import { runners as volatility } from './volatility.js';

export const RUNNERS: Readonly<Record<string, Runners>> = {
  as2008,
  begv_multi_asset: begvMultiAsset,
  cartea_jaimungal: carteaJaimungal,
  dealer_hedging: dealerHedging,
  exposure,
  glft2013,
  gueant2017,
  hedging,
  intensity,
  inventory_skew: inventorySkew,
  margin,
  option_mm: optionMm,
  options,
  portfolio_margin: portfolioMargin,
  positions,
  stress,
  var_es: varEs,
  volatility,
};
