/** `inventory_skew.json`: sizes and prices as practitioners skew them. */
import * as models from '../../../src/models/index.js';
import { number, type Runners } from '../case.js';

export const runners: Runners = {
  sizeSkew: (input) => {
    const got = models.sizeSkew({
      baseBalance: number(input, 'base'),
      quoteBalance: number(input, 'quote'),
      price: number(input, 'price'),
      targetBaseShare: number(input, 'targetBasePct'),
      baseRange: number(input, 'baseRange'),
    });
    return { bidRatio: got.bidSizeRatio, askRatio: got.askSizeRatio };
  },
  totalOrderSize: (input) => ({
    total: models.totalOrderSize({
      start: number(input, 'start'),
      step: number(input, 'step'),
      levels: number(input, 'levels'),
    }),
  }),
  priceSkew: (input) => ({
    ...models.priceSkew({
      mid: number(input, 'mid'),
      halfSpread: number(input, 'halfSpread'),
      position: number(input, 'position'),
      target: number(input, 'target'),
      maxDeviation: number(input, 'maxDeviation'),
      skewFactor: number(input, 'skewFactor'),
    }),
  }),
};
