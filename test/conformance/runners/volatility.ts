/** `volatility.json`: estimators of variance and covariance. */
import * as models from '../../../src/models/index.js';
import { number, numbers, type Runners } from '../case.js';

export const runners: Runners = {
  ewma: (input) => {
    const got = models.ewmaVariance({
      returns: numbers(input, 'returns'),
      decay: number(input, 'lambda'),
      initialVariance: number(input, 'init'),
    });
    return { variance: got.variance, vol: got.volatility };
  },
  garch: (input) => {
    const got = models.garchVariance({
      returns: numbers(input, 'returns'),
      omega: number(input, 'omega'),
      alpha: number(input, 'alpha'),
      beta: number(input, 'beta'),
      initialVariance: number(input, 'init'),
    });
    return { variance: got.variance, vol: got.volatility, longRun: got.longRunVariance };
  },
  ewmaIrregular: (input) => {
    const got = models.ewmaIrregular({
      intervals: numbers(input, 'dt'),
      returns: numbers(input, 'returns'),
      halfLife: number(input, 'halfLife'),
      initialVariance: number(input, 'init'),
    });
    return { variance: got.variance, vol: got.volatility };
  },
  ewmaCov: (input) => {
    const got = models.ewmaCovariance({
      x: numbers(input, 'x'),
      y: numbers(input, 'y'),
      decay: number(input, 'lambda'),
      initialVarianceX: number(input, 'initVx'),
      initialVarianceY: number(input, 'initVy'),
      initialCovariance: number(input, 'initCov'),
    });
    return {
      vx: got.varianceX,
      vy: got.varianceY,
      cov: got.covariance,
      corr: got.correlation,
    };
  },
  realized: (input) => {
    const got = models.realizedVariance({
      prices: numbers(input, 'prices'),
      elapsed: number(input, 'elapsed'),
    });
    return {
      log: got.logVariance,
      normal: got.priceVariance,
      perTime: got.logVariancePerTime,
      volNormal: got.priceVolatility,
    };
  },
  bipower: (input) => {
    const got = models.bipowerVariation(numbers(input, 'prices'));
    return { rv: got.realizedVariance, bpv: got.bipowerVariation, jump: got.jumpVariation };
  },
  tsrv: (input) => {
    const got = models.twoScaleVariance({
      prices: numbers(input, 'prices'),
      gridCount: number(input, 'K'),
    });
    return {
      rvAll: got.allVariance,
      rvAvg: got.averageVariance,
      tsrv: got.twoScaleVariance,
      tsrvAdj: got.adjustedVariance,
    };
  },
  ohlc: (input) => {
    const got = models.barVariance({
      open: numbers(input, 'open'),
      high: numbers(input, 'high'),
      low: numbers(input, 'low'),
      close: numbers(input, 'close'),
    });
    return {
      parkinson: got.parkinson.variance,
      garmanKlass: got.garmanKlass.variance,
      rogersSatchell: got.rogersSatchell.variance,
      yangZhang: got.yangZhang?.variance ?? null,
    };
  },
  welford: (input) => {
    const { mean, variance } = models.sampleMoments(numbers(input, 'x'));
    return { mean, variance };
  },
};
