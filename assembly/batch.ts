// The kernel's arithmetic over arrays in memory: chains of options, and the elementary functions.
// Addresses are 16-byte aligned; the functions may write where they read.
import { priceGroup } from './black76';
import * as at from './layout';
import { exp, log, normalCdf, normalPdf } from './vector-math';

// Prices and greeks of the options in an array of input blocks; both arrays hold whole groups.
export function priceOptions(inputs: usize, outputs: usize, groups: i32, hasHigher: bool): void {
  for (let group = 0; group < groups; group++) {
    priceGroup(inputs, outputs, hasHigher);
    inputs += at.PRICING_GROUP_PAIRS * at.PRICING_INPUT_BYTES;
    outputs += at.PRICING_GROUP_PAIRS * at.PRICING_OUTPUT_BYTES;
  }
}

export function expOf(input: usize, output: usize, pairs: i32): void {
  for (let offset: usize = 0; offset < <usize>pairs * at.VECTOR_BYTES; offset += at.VECTOR_BYTES) {
    v128.store(output + offset, exp(v128.load(input + offset)));
  }
}

export function logOf(input: usize, output: usize, pairs: i32): void {
  for (let offset: usize = 0; offset < <usize>pairs * at.VECTOR_BYTES; offset += at.VECTOR_BYTES) {
    v128.store(output + offset, log(v128.load(input + offset)));
  }
}

export function normalCdfOf(input: usize, output: usize, pairs: i32): void {
  for (let offset: usize = 0; offset < <usize>pairs * at.VECTOR_BYTES; offset += at.VECTOR_BYTES) {
    v128.store(output + offset, normalCdf(v128.load(input + offset)));
  }
}

export function normalPdfOf(input: usize, output: usize, pairs: i32): void {
  for (let offset: usize = 0; offset < <usize>pairs * at.VECTOR_BYTES; offset += at.VECTOR_BYTES) {
    v128.store(output + offset, normalPdf(v128.load(input + offset)));
  }
}
