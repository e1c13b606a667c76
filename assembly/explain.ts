// Computes an instrument's quote without publishing it; the terms are left in the IO block.
import * as at from './layout';
import { LANE_EVEN, quotePair } from './quote';
import { quoteBlock, stateOf } from './region';

export function computeTerms(book: usize, instrument: i32): void {
  const state = stateOf(book);
  const now = load<f64>(state, at.BOOK_NOW);
  const bookState = load<i32>(state, at.BOOK_STATE);
  quotePair(book, quoteBlock(state, instrument >> 1), LANE_EVEN & 0, bookState, now);
}
