/** Conservation: cash, positions and equity as the sum of what was accepted, in BigInt. */
import { Asset, Instrument } from './account.js';
import { fixed, float, over, size, times } from './fixed.js';
import type { Row, Value } from './reader.js';

const DAY_NS = 86_400_000_000_000n;

const number = (value: Value | undefined): number => Number(value);

export class Ledger {
  readonly instruments = new Map<number, Instrument>();
  readonly assets = new Map<number, Asset>();
  /** Reporting currency that has passed through: what rounding is measured by. */
  turnover = 0n;
  capital = 0n;
  fees = 0n;
  funding = 0n;
  peak = 0n;
  dayOpen = 0n;
  #nextDay = 0n;

  instrument(index: number): Instrument | undefined {
    return this.instruments.get(index);
  }

  equity(): bigint {
    let sum = 0n;
    for (const asset of this.assets.values()) sum += times(asset.rate, asset.cash);
    for (const one of this.instruments.values()) {
      sum += times(this.#rate(one.settleAsset), one.pnl());
    }
    return sum;
  }

  gross(): bigint {
    let sum = 0n;
    for (const one of this.instruments.values()) {
      sum += times(this.#rate(one.settleAsset), one.gross());
    }
    return sum;
  }

  /** The UTC day turns before the frame that is of the next one. */
  turnDay(timeNs: bigint): void {
    if (timeNs < this.#nextDay) return;
    this.#nextDay = (timeNs / DAY_NS + 1n) * DAY_NS;
    this.dayOpen = this.equity();
  }

  /** Books an accepted frame. Unknown opcodes move no money. */
  book({ opcode, fields }: Row): void {
    const at = (index: number): Value | undefined => fields[index];
    switch (opcode) {
      case 1:
        this.#defineAsset(number(at(0)), number(at(1)), at(2));
        return;
      case 2:
        this.#defineInstrument(fields.map(number));
        return;
      case 3: {
        const one = this.instrument(number(at(0)));
        if (one !== undefined)
          Object.assign(one, { makerFee: number(at(1)), takerFee: number(at(2)) });
        return;
      }
      case 16:
        this.#touch(number(at(0)), number(at(1)), number(at(2)));
        return;
      case 18:
        this.#mark(number(at(0)), number(at(1)));
        return;
      case 19:
        this.#setRate(number(at(0)), fixed(number(at(1))));
        return;
      case 20:
        this.#fill(fields);
        return;
      case 22:
        this.#report(number(at(0)), number(at(1)), number(at(2)));
        return;
      case 23:
        this.#cash(number(at(0)), number(at(1)), number(at(2)));
        return;
      case 24:
        this.#fund(number(at(0)), number(at(1)), number(at(2)));
        return;
      case 25:
        this.#settle(number(at(0)), number(at(1)));
        return;
    }
  }

  /** Sets a mark that only the engine knows: that of an option priced by its model. */
  setMark(one: Instrument, ticks: number): void {
    if (ticks === one.mark) return;
    const before = one.position === 0 ? 0n : one.pnl();
    one.mark = ticks;
    if (one.position !== 0) this.#passed(one.settleAsset, one.pnl() - before);
    this.#followMark(one);
  }

  #followMark({ index, mark, tickSize }: Instrument): void {
    if (mark === 0) return;
    for (const [asset, { follows }] of this.assets) {
      if (follows === index) this.#setRate(asset, fixed(mark * tickSize));
    }
  }

  /** How far a double that sums all this may be off. */
  tolerance(): number {
    // What an asset's sum is off by counts at the rate of now, which may be far above that of then.
    let sum = this.turnover;
    for (const { rate, passed } of this.assets.values()) sum += times(rate, passed);
    return 1e-7 + 1e-13 * float(sum);
  }

  #rate(asset: number): bigint {
    return this.assets.get(asset)?.rate ?? 0n;
  }

  #passed(index: number, amount: bigint): void {
    const asset = this.assets.get(index);
    if (asset === undefined) return;
    asset.passed += size(amount);
    this.turnover += times(asset.rate, size(amount));
  }

  #defineAsset(index: number, rate: number, follows: Value | undefined): void {
    const asset = this.assets.get(index) ?? new Asset();
    if (!this.assets.has(index)) {
      asset.rate = fixed(rate);
      this.assets.set(index, asset);
    }
    asset.follows = follows === null ? null : number(follows);
    this.#setRate(index, fixed(rate));
  }

  #defineInstrument(values: readonly number[]): void {
    const [index = 0, contract = 0, , settle = 0, feeAsset = 0, tick = 0, lot = 0] = values;
    const [multiplier = 0, minLots = 0, , maker = 0, taker = 0] = values.slice(7);
    const made = new Instrument(
      index,
      contract,
      settle,
      feeAsset,
      tick,
      lot * multiplier,
      minLots,
      [maker, taker],
    );
    this.instruments.set(index, made);
  }

  #setRate(index: number, rate: bigint): void {
    const asset = this.assets.get(index);
    if (asset === undefined || asset.rate === rate) return;
    let equity = asset.cash;
    for (const one of this.instruments.values()) if (one.settleAsset === index) equity += one.pnl();
    this.turnover += size(times(rate - asset.rate, equity));
    asset.rate = rate;
  }

  #touch(index: number, bid: number, ask: number): void {
    const one = this.instrument(index);
    if (one === undefined || one.markSource === 'frame') return;
    one.markSource = 'touch';
    this.setMark(one, (bid + ask) * 0.5);
  }

  #mark(index: number, price: number): void {
    const one = this.instrument(index);
    if (one === undefined) return;
    one.markSource = 'frame';
    this.setMark(one, price / one.tickSize);
  }

  #trade(one: Instrument, lots: number, ticks: number): bigint {
    const isFirst = one.markSource === 'none';
    const before = one.pnl();
    const traded = one.trade(lots, ticks);
    this.#passed(one.settleAsset, one.pnl() - before);
    if (isFirst) this.#followMark(one);
    this.#passed(one.settleAsset, traded);
    return traded;
  }

  #fill(fields: readonly Value[]): void {
    const one = this.instrument(number(fields[0]));
    if (one === undefined) return;
    const lots = number(fields[2]) === 0 ? number(fields[4]) : -number(fields[4]);
    const traded = this.#trade(one, lots, number(fields[3]));
    const asset = fields[8] === null ? one.feeAsset : number(fields[8]);
    const given = fields[7];
    const rate = number(fields[5]) === 1 ? one.takerFee : one.makerFee;
    const fee =
      given === null
        ? over(times(times(fixed(rate), traded), this.#rate(one.settleAsset)), this.#rate(asset))
        : fixed(number(given));
    const value = this.#addCash(asset, -fee);
    this.fees += value;
    one.fees -= over(value, this.#rate(one.settleAsset));
  }

  #report(index: number, lots: number, ticks: number): void {
    const one = this.instrument(index);
    if (one === undefined || lots === one.position) return;
    this.#trade(one, lots - one.position, ticks);
  }

  #cash(asset: number, amount: number, purpose: number): void {
    const value = this.#addCash(asset, fixed(amount));
    if (purpose !== 0) return;
    this.capital += value;
    this.peak += value;
    this.dayOpen += value;
  }

  #fund(index: number, rate: number, price: number): void {
    const one = this.instrument(index);
    if (one === undefined || one.position === 0) return;
    const notional = one.notional(one.position, price / one.tickSize);
    const payment = -times(fixed(rate), notional);
    one.funding += payment;
    this.funding += this.#addCash(one.settleAsset, payment);
  }

  #settle(index: number, price: number): void {
    const one = this.instrument(index);
    if (one === undefined) return;
    const ticks = price / one.tickSize;
    if (one.markSource === 'none') one.markSource = 'trade';
    this.setMark(one, ticks);
    if (one.position !== 0) this.#trade(one, -one.position, ticks);
  }

  /** Returns the value at the rate of the moment. */
  #addCash(index: number, amount: bigint): bigint {
    const asset = this.assets.get(index);
    if (asset === undefined) return 0n;
    asset.cash += amount;
    const value = times(asset.rate, amount);
    this.#passed(index, amount);
    return value;
  }
}
