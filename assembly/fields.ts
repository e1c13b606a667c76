// The decoded fields of the frame being applied.
import * as code from './codes';
import * as decode from './decode';
import * as at from './layout';
import { isAsset, isInstrument, stateOf } from './region';

export function numberAt(book: usize, index: i32): f64 {
  return load<f64>(book + ((<usize>index) << 3), at.IO_REGISTERS);
}

export function setNumber(book: usize, index: i32, value: f64): void {
  store<f64>(book + ((<usize>index) << 3), value + 0.0, at.IO_REGISTERS); // no -0, as in frames
}

export function setId(book: usize, index: i32, id: u64): void {
  store<u64>(book + ((<usize>index) << 3), id, at.IO_REGISTERS);
}

export function indexAt(book: usize, index: i32): i32 {
  return <i32>numberAt(book, index);
}

export function idAt(book: usize, index: i32): u64 {
  return load<u64>(book + ((<usize>index) << 3), at.IO_REGISTERS);
}

// nil means no limit.
export function limitAt(book: usize, index: i32): f64 {
  const value = numberAt(book, index);
  return isNaN(value) ? Infinity : value;
}

// Rejects unless the instrument that field 0 names is defined.
export function checkInstrument(book: usize, instrument: i32): i32 {
  if (isInstrument(stateOf(book), instrument)) return 0;
  decode.refuse(0, <f64>instrument, 0);
  return code.REJECT_UNKNOWN_INSTRUMENT;
}

export function checkAsset(book: usize, index: i32): i32 {
  const asset = indexAt(book, index);
  if (isAsset(stateOf(book), asset)) return 0;
  decode.refuse(index, <f64>asset, 0);
  return code.REJECT_UNKNOWN_ASSET;
}

export function checkAtMost(book: usize, index: i32, largest: f64): i32 {
  if (!(numberAt(book, index) > largest)) return 0;
  decode.refuse(index, numberAt(book, index), largest);
  return code.REJECT_FIELD_RANGE;
}

// nil passes.
export function checkAbove(book: usize, index: i32, smallest: f64): i32 {
  if (!(numberAt(book, index) <= smallest)) return 0;
  decode.refuse(index, numberAt(book, index), smallest);
  return code.REJECT_FIELD_RANGE;
}

export function inconsistent(index: i32, got: f64, allowed: f64): i32 {
  decode.refuse(index, got, allowed);
  return code.REJECT_INCONSISTENT;
}
