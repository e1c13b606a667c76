/** `cartea_jaimungal.json`: running penalty on inventory, and fill rates. */
import * as models from '../../../src/models/index.js';
import { number, type Runners } from '../case.js';

export const runners: Runners = {
  exact: (input) => {
    const { value, deltaBid, deltaAsk } = models.carteaJaimungalTable({
      buyOrderRate: number(input, 'lambdaPlus'),
      sellOrderRate: number(input, 'lambdaMinus'),
      kappa: number(input, 'kappa'),
      phi: number(input, 'phi'),
      alpha: number(input, 'alpha'),
      minLots: number(input, 'qMin'),
      maxLots: number(input, 'qMax'),
      tau: number(input, 'tau'),
    });
    return { h: value, deltaBid, deltaAsk };
  },
  fillRate: (input) => {
    const got = models.fillRate({
      intensityA: number(input, 'lambda'),
      intensityK: number(input, 'kappa'),
      delta: number(input, 'delta'),
      interval: number(input, 'dt'),
    });
    return { rate: got.rate, prob: got.probability };
  },
};
