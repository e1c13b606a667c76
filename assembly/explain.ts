// Computes an instrument's quote without publishing it; the terms are left in the IO block.
import { LANES_NONE, quotePair } from './quote';
import { quoteBlock, stateOf } from './region';
import { keepTerms } from './terms';

export function computeTerms(book: usize, instrument: i32): void {
  keepTerms(true, book);
  quotePair(book, quoteBlock(stateOf(book), instrument >> 1), LANES_NONE);
  keepTerms(false, book);
}
