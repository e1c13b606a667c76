/** Book totals: assets, their rates, equity in reporting currency and where it came from. */
import { type Fixed, fixed, larger, multiply } from './fixed.js';
import type { Instrument } from './instrument.js';

export type Bucket =
  | 'spread'
  | 'hedge'
  | 'inventory'
  | 'adjustment'
  | 'fees'
  | 'funding'
  | 'conversion';

export const BUCKETS: readonly Bucket[] = [
  'spread',
  'hedge',
  'inventory',
  'adjustment',
  'fees',
  'funding',
  'conversion',
];

export interface Asset {
  /** Reporting currency per unit. */
  rate: number;
  exactRate: Fixed;
  /** The rate follows the mark of this instrument; null for none. */
  rateInstrument: number | null;
  cash: Fixed;
  /** Sum of the values of the instruments settled in it. */
  profit: Fixed;
  /** rate * (cash + profit), in reporting currency. */
  value: Fixed;
}

export class Ledger {
  readonly assets: (Asset | undefined)[] = [];
  readonly buckets: Record<Bucket, Fixed> = {
    spread: 0n,
    hedge: 0n,
    inventory: 0n,
    adjustment: 0n,
    fees: 0n,
    funding: 0n,
    conversion: 0n,
  };
  equity: Fixed = 0n;
  capital: Fixed = 0n;
  dayOpen: Fixed = 0n;
  peak: Fixed = 0n;
  /** True when some asset follows a mark: ticks then have to look. */
  followsMarks = false;
  /** Set when anything the book limits measure may have changed; ticks of flat books leave it. */
  touched = false;

  defineAsset(index: number, rate: number, rateInstrument: number | null): void {
    const known = this.assets[index];
    if (known === undefined) {
      const exactRate = fixed(rate);
      this.assets[index] = { rate, exactRate, rateInstrument, cash: 0n, profit: 0n, value: 0n };
    } else {
      known.rateInstrument = rateInstrument;
      this.setRate(known, rate);
    }
    this.followsMarks = this.assets.some((asset) => asset !== undefined && follows(asset));
  }

  asset(index: number): Asset {
    const asset = this.assets[index];
    if (asset === undefined) throw new Error(`asset ${index} is not defined`);
    return asset;
  }

  /** A change of a rate is `conversion`: asset equity times the change. */
  setRate(asset: Asset, rate: number): void {
    const exactRate = fixed(rate);
    this.buckets.conversion += multiply(asset.cash + asset.profit, exactRate - asset.exactRate);
    asset.rate = rate;
    asset.exactRate = exactRate;
    this.#refresh(asset);
  }

  /** The mark of an instrument moved: assets that follow it take the new rate. */
  followMark(instrument: Instrument): void {
    if (instrument.mark === 0) return;
    for (const asset of this.assets) {
      if (asset === undefined || asset.rateInstrument !== instrument.index) continue;
      this.setRate(asset, instrument.mark * instrument.terms.tickSize);
    }
  }

  /** Cash that is PnL, valued at the rate of the moment. */
  earn(bucket: Bucket, assetIndex: number, amount: Fixed): void {
    const asset = this.asset(assetIndex);
    asset.cash += amount;
    this.buckets[bucket] += multiply(amount, asset.exactRate);
    this.#refresh(asset);
  }

  /** Cash that is not PnL: everything equity is compared with moves along. */
  flow(assetIndex: number, amount: Fixed): void {
    const asset = this.asset(assetIndex);
    const value = multiply(amount, asset.exactRate);
    asset.cash += amount;
    this.capital += value;
    this.dayOpen += value;
    this.peak += value;
    this.#refresh(asset);
  }

  /** PnL of an instrument in lots x level, by cause. `revalue` follows when its state is written. */
  attribute(
    instrument: Instrument,
    bucket: 'spread' | 'hedge' | 'inventory' | 'adjustment',
    lotsLevel: Fixed,
  ): void {
    instrument.attribution[bucket] += lotsLevel;
    const rate = this.asset(instrument.terms.settleAsset).exactRate;
    this.buckets[bucket] += multiply(multiply(instrument.valueScale, lotsLevel), rate);
  }

  /** Takes the instrument's PnL into its asset's equity. */
  revalue(instrument: Instrument): void {
    const value = multiply(instrument.valueScale, instrument.profitLevel());
    const asset = this.asset(instrument.terms.settleAsset);
    asset.profit += value - instrument.value;
    instrument.value = value;
    this.#refresh(asset);
  }

  raisePeak(): void {
    this.peak = larger(this.peak, this.equity);
  }

  attributionSum(): Fixed {
    return BUCKETS.reduce((sum, bucket) => sum + this.buckets[bucket], 0n);
  }

  #refresh(asset: Asset): void {
    const value = multiply(asset.cash + asset.profit, asset.exactRate);
    this.equity += value - asset.value;
    asset.value = value;
    this.touched = true;
  }
}

function follows(asset: Asset): boolean {
  return asset.rateInstrument !== null;
}
