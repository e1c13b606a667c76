/** The strictest baseline: msgpackr decodes the frames, the plain TypeScript oracle applies them. */
import { Unpackr } from 'msgpackr';
import {
  configurationFrames,
  encodeFrame,
  type FieldValue,
  validateConfiguration,
} from '../src/index.js';
import { type Frame, OracleBook } from '../test/oracle/index.js';

const unpackr = new Unpackr({ useRecords: false, int64AsType: 'bigint' });

/** An oracle with the same configuration as a book. */
export function oracleOf(configuration: unknown): OracleBook {
  const valid = validateConfiguration(configuration);
  const oracle = new OracleBook(valid.capacity);
  for (const { name, values } of configurationFrames(valid)) {
    oracle.apply(decodeFrame(encodeFrame(name, 0, 0, values)));
  }
  return oracle;
}

export function decodeFrame(bytes: Uint8Array): Frame {
  return unpackr.unpack(bytes) as Frame;
}

/** Sends one frame by name. */
export function send(
  oracle: OracleBook,
  name: Parameters<typeof encodeFrame>[0],
  time: number,
  values: readonly FieldValue[],
): void {
  oracle.apply(decodeFrame(encodeFrame(name, 0, time, values)));
}

/** Decodes and applies a whole stream. */
export function applyStream(oracle: OracleBook, stream: Uint8Array): void {
  unpackr.unpackMultiple(stream, (frame: unknown) => {
    oracle.apply(frame as Frame);
  });
}
