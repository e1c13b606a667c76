// A fill applies once: the last fill ids of the book.
import { hasId, rememberId } from './id-window';
import * as at from './layout';
import { fillRing, fillTable } from './region';

export function hasFillId(state: usize, id: u64): bool {
  return hasId(fillTable(state), load<i32>(state, at.BOOK_FILL_ID_CAPACITY), id);
}

export function rememberFillId(state: usize, id: u64): void {
  const capacity = load<i32>(state, at.BOOK_FILL_ID_CAPACITY);
  rememberId(fillRing(state), fillTable(state), capacity, state + at.BOOK_FILL_ID_COUNT, id);
}
