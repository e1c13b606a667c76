/** What producers hand to the wire. */
import { Packr } from 'msgpackr';
import { encodeFrame, type FieldValue, type InputFrameName } from '../../src/frames/index.js';

export interface Message {
  /** A number: a frame that no encoder of ours would write. */
  readonly name: InputFrameName | number;
  readonly values: readonly (FieldValue | boolean)[];
  /** 0: not sequenced. */
  readonly sequence?: bigint;
  /** Steps until it is handed on. */
  readonly delay?: number;
}

const packr = new Packr({ useRecords: false });

export function encode({ name, values, sequence }: Message, timeNs: bigint): Uint8Array {
  if (typeof name === 'number') {
    return Uint8Array.from(packr.pack([name, sequence ?? 0n, timeNs, ...values]));
  }
  return encodeFrame(name, sequence ?? 0n, timeNs, values as readonly FieldValue[]);
}
