/** `glft2013.json`: Gueant, Lehalle and Fernandez-Tapia. */
import * as models from '../../../src/models/index.js';
import { type CaseInput, number, type Runners } from '../case.js';

const parametersOf = (input: CaseInput) => ({
  gamma: number(input, 'gamma'),
  sigma: number(input, 'sigma'),
  intensityA: number(input, 'A'),
  intensityK: number(input, 'k'),
  drift: number(input, 'mu'),
  impact: number(input, 'impact'),
});

const tableInputOf = (input: CaseInput) => ({
  ...parametersOf(input),
  maxLots: number(input, 'Q'),
});

export const runners: Runners = {
  exact: (input) => {
    const { value, deltaBid, deltaAsk } = models.glftTable({
      ...tableInputOf(input),
      terminalPenalty: number(input, 'terminal'),
      tau: number(input, 'tau'),
    });
    return { theta: value, deltaBid, deltaAsk };
  },
  asymptotic: (input) => {
    const got = models.glftLongRunTable(tableInputOf(input));
    const { deltaBid, deltaAsk } = got;
    return { lambda0: -got.valueRate * number(input, 'k'), deltaBid, deltaAsk };
  },
  approx: (input) => {
    const position = number(input, 'q');
    const got = models.glftQuotes({ ...parametersOf(input), position });
    return { ...got, slope: got.skewPerUnit, halfSpreadConst: got.constantHalfSpread };
  },
};
