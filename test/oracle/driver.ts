/** Feeds an oracle by frame name, so that hand-computed cases read like a log. */
import { INPUT_FRAMES, type InputFrameName } from '../../src/frames/schema.js';
import type { FrameValue, OutputFrame } from './fields.js';
import type { Instrument } from './instrument.js';
import { OracleBook, type OracleResult } from './oracle-book.js';

const opcodes = new Map<string, number>(INPUT_FRAMES.map((frame) => [frame.name, frame.opcode]));

export const SECOND = 1_000_000_000n;
export const EPOCH = 1_700_000_000n * SECOND;

export function opcodeOf(name: InputFrameName): number {
  const opcode = opcodes.get(name);
  if (opcode === undefined) throw new Error(`no frame ${name}`);
  return opcode;
}

/** Terms that a case wants to differ from the default: tick 1, lot 1, multiplier 1, no fees. */
export interface Terms {
  readonly contract?: number;
  readonly settleAsset?: number;
  readonly feeAsset?: number;
  readonly tickSize?: number;
  readonly lotSize?: number;
  readonly multiplier?: number;
  readonly minLots?: number;
  readonly minNotional?: number;
  readonly makerFee?: number;
  readonly takerFee?: number;
}

export class Driver {
  readonly book = new OracleBook({ instruments: 8, assets: 8, fillIds: 4 });
  timeNs = EPOCH;
  #fillId = 0;

  /** Advances time by this many seconds before the next frame. */
  after(seconds: number): this {
    this.timeNs += BigInt(Math.round(seconds * 1e9));
    return this;
  }

  send(name: InputFrameName, ...values: FrameValue[]): OracleResult {
    return this.book.apply([opcodeOf(name), 0, this.timeNs, ...values]);
  }

  /** Assets 0 (reporting currency), 1 (rate 100) and 2 (rate 4), then instrument 0. */
  define(terms: Terms = {}): Instrument {
    this.send('defineAsset', 0, 1, null);
    this.send('defineAsset', 1, 100, null);
    this.send('defineAsset', 2, 4, null);
    return this.addInstrument(0, terms);
  }

  addInstrument(index: number, terms: Terms = {}): Instrument {
    const settle = terms.settleAsset ?? 0;
    this.send(
      'defineInstrument',
      index,
      terms.contract ?? 1,
      1,
      settle,
      terms.feeAsset ?? settle,
      terms.tickSize ?? 1,
      terms.lotSize ?? 1,
      terms.multiplier ?? 1,
      terms.minLots ?? 1,
      terms.minNotional ?? 0,
      terms.makerFee ?? 0,
      terms.takerFee ?? 0,
    );
    return this.book.instrument(index);
  }

  /** Signed lots at a price; the fee is by the rate. */
  fill(lots: number, price: number, instrument = 0): OracleResult {
    this.#fillId += 1;
    const side = lots > 0 ? 0 : 1;
    const size = Math.abs(lots);
    return this.send('fill', instrument, this.#fillId, side, price, size, 0, 0, null, null);
  }

  /** Touch one tick around a mid, no sizes. */
  tick(mid: number, instrument = 0): OracleResult {
    return this.send('bookTicker', instrument, mid - 1, mid + 1, 0, 0);
  }

  /** Linear model: half-spread 10 bps, full skew 20 bps, quote size 10 lots, limit 100 lots. */
  configure(instrument = 0, sizeSkew = 0, wallStart = 0.5): void {
    this.send('setLinear', instrument, 10, 0, 20);
    this.send(
      'setQuoting',
      instrument,
      10,
      sizeSkew,
      0,
      0,
      0,
      1000,
      -1e6,
      1000,
      wallStart,
      0,
      0,
      0,
    );
    this.send('setInventory', instrument, 0, 100, null);
  }
}

/** Output frames of one opcode, without their header. */
export function outputsOf(result: OracleResult, opcode: number): OutputFrame[] {
  return result.outputs.filter((frame) => frame[0] === opcode).map((frame) => frame.slice(3));
}
