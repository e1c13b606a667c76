/** What producers say. */
import { Packr } from 'msgpackr';
import { encodeFrame, type FieldValue, type InputFrameName } from '../../src/frames/index.js';

export interface Message {
  /** A number: a frame that no encoder of ours would write. */
  readonly name: InputFrameName | number;
  readonly values: readonly (FieldValue | boolean)[];
  /** Steps until it arrives. */
  readonly delay?: number;
}

const packr = new Packr({ useRecords: false });

/** @param sequence 0: not sequenced */
export function encode({ name, values }: Message, sequence: bigint, timeNs: bigint): Uint8Array {
  if (typeof name === 'number') {
    return Uint8Array.from(packr.pack([name, sequence, timeNs, ...values]));
  }
  return encodeFrame(name, sequence, timeNs, values as readonly FieldValue[]);
}
