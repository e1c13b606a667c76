/** `dealer_hedging.json`: internalise or trade outside. */
import * as models from '../../../src/models/index.js';
import { number, type Runners } from '../case.js';
import { dealerByKernel } from './hedging-kernel.js';

export const runners: Runners = {
  hedgeRate: (input) => {
    const got = models.dealerHedgeRate({
      marginalValue: number(input, 'p'),
      proportionalCost: number(input, 'psi'),
      quadraticCost: number(input, 'eta'),
    });
    return { rate: got.rate, H: got.benefitRate, costRate: got.costRate };
  },
  internalisation: (input) => {
    const got = models.dealerInternalisation({
      inventoryPenalty: number(input, 'a'),
      permanentImpact: number(input, 'kImpact'),
      proportionalCost: number(input, 'psi'),
      quadraticCost: number(input, 'eta'),
      position: number(input, 'q'),
    });
    return { threshold: got.thresholdPosition, rate: got.rate, action: got.action };
  },
  ...dealerByKernel,
};
