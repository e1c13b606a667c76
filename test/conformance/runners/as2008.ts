/** `as2008.json`: Avellaneda and Stoikov. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, number, type Runners } from '../case.js';

const marketOf = (input: CaseInput) => ({
  price: number(input, 's'),
  position: number(input, 'q'),
  gamma: number(input, 'gamma'),
  sigma: number(input, 'sigma'),
});

export const runners: Runners = {
  quotes: (input) => ({
    ...models.avellanedaStoikovQuotes({
      ...marketOf(input),
      k: number(input, 'k'),
      tau: number(input, 'tau'),
    }),
  }),
  infinite: (input) => {
    const omega = number(input, 'omega');
    const got = models.avellanedaStoikovInfiniteHorizon({ ...marketOf(input), omega });
    return { rb: got.bid, ra: got.ask, raPrinted: got.askAsPrinted, r: got.reservation };
  },
  gbm: (input) => {
    const got = models.avellanedaStoikovGbm({ ...marketOf(input), tau: number(input, 'tau') });
    return { ra: got.ask, rb: got.bid };
  },
};
