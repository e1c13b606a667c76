/** State of one instrument of the plain TypeScript engine. */
import { DROP_NO_MARKET } from '../../../assembly/codes.js';
import type { InstrumentConfiguration } from '../../config/index.js';
import { EvenkeelError } from '../../errors.js';

/** One object per instrument, created whole, so that its shape never changes. */
export class PlainInstrument {
  readonly index: number;
  /** Settle asset per lot and tick. */
  readonly tickValue: number;
  readonly makerFee: number;
  readonly quoteLots: number;
  readonly minLots: number;
  readonly minNotional: number;
  readonly sizeSkew: number;
  readonly microWeight: number;
  readonly postOnly: boolean;
  /** Fractions of the fair value. */
  readonly halfSpread: number;
  readonly fullSkew: number;
  readonly floor: number;
  readonly cap: number;
  readonly maxSkew: number;
  readonly wallSkew: number;
  readonly collar: number;
  readonly requoteThreshold: number;
  readonly requoteGrowth: number;
  readonly volatilityMultiplier: number;
  readonly wallStart: number;
  readonly wallScale: number;
  readonly target: number;
  readonly maxPosition: number;
  readonly maxNotional: number;
  readonly maxAgeUs: number;
  readonly halfLifeSeconds: number;
  readonly sampleSeconds: number;
  readonly sigmaFloor: number;

  bid = 0;
  ask = 0;
  bidDepth = 0;
  askDepth = 0;
  tickerUs = 0;
  mark = 0;
  sampleMid = 0;
  sampleUs = 0;
  variance: number;
  sigma: number;

  positionLots = 0;
  /** Lots x ticks paid for the position and everything realised since. */
  cost = 0;
  /** Settle asset. */
  fees = 0;
  /** PnL and value of the position in settle asset, as last added to the book's totals. */
  profit = 0;
  notional = 0;
  isReducing = false;

  readonly published = {
    bidTicks: 0,
    bidLots: 0,
    askTicks: 0,
    askLots: 0,
    bidReason: DROP_NO_MARKET,
    askReason: DROP_NO_MARKET,
    version: 0,
  };

  /** @throws EvenkeelError `USAGE` for anything but linear contracts with the linear model */
  constructor(terms: InstrumentConfiguration, index: number) {
    const { contract, model, quoting, lots, volatility, risk } = terms;
    if (contract !== 'linear' || model.type !== 'linear') {
      const details = { contract, model: model.type };
      throw new EvenkeelError('USAGE', 'the plain engine is linear only', details);
    }
    const ticksPerPrice = 1 / terms.tickSize;
    this.index = index;
    this.tickValue = terms.lotSize * terms.multiplier * terms.tickSize;
    this.makerFee = terms.makerFee;
    this.quoteLots = lots.quote;
    this.minLots = Math.max(lots.min, 1);
    this.minNotional = terms.minNotional;
    this.sizeSkew = quoting.sizeSkew;
    this.microWeight = quoting.microWeight;
    this.postOnly = quoting.postOnly;
    this.halfSpread = model.halfSpreadBps * 1e-4;
    this.fullSkew = model.inventorySkewBps * 1e-4;
    this.volatilityMultiplier = model.volatilityMultiplier;
    const covered = terms.makerFee + quoting.minEdgeBps * 1e-4;
    this.floor = Math.max(quoting.minHalfSpreadBps * 1e-4, covered);
    this.cap = quoting.maxHalfSpreadBps * 1e-4;
    this.maxSkew = quoting.maxSkewBps * 1e-4;
    this.wallStart = quoting.softWall.start;
    this.wallScale = 1 / (1 - quoting.softWall.start);
    this.wallSkew = quoting.softWall.skewBps * 1e-4;
    this.requoteThreshold = quoting.requoteThresholdBps * 1e-4;
    this.requoteGrowth = 1 + quoting.requoteSizeRatio;
    this.target = lots.target;
    this.maxPosition = lots.maxPosition;
    this.maxNotional = terms.inventory.maxNotional ?? Number.POSITIVE_INFINITY;
    this.collar = (risk.collarBps ?? Number.POSITIVE_INFINITY) * 1e-4;
    this.maxAgeUs = (risk.maxAgeSeconds ?? Number.POSITIVE_INFINITY) * 1e6;
    this.halfLifeSeconds = volatility.halfLifeSeconds;
    this.sampleSeconds = volatility.sampleSeconds;
    this.sigmaFloor = volatility.floorSigma * ticksPerPrice;
    this.variance = (volatility.initialSigma * ticksPerPrice) ** 2;
    this.sigma = Math.max(Math.sqrt(this.variance), this.sigmaFloor);
  }
}
