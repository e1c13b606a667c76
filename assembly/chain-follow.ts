// When chains are priced again, and what follows from it: limits are judged and quotes renewed.
import * as chain from './chain';
import * as exposure from './exposure';
import { quoteInstrument } from './quote';
import { stateOf } from './region';
import { evaluateInstrument } from './risk';
import * as risk from './risk-layout';

function remark(book: usize, underlying: i32): void {
  const state = stateOf(book);
  chain.remark(book, underlying);
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    evaluateInstrument(book, chain.instrumentOf(state, slot));
  }
}

// Prices the chain of the underlying whose index the frame moved, if it moved far or the frame asks for
// it. Returns the underlying if so, else -1.
export function followIndex(book: usize): i32 {
  const underlying = exposure.movedUnderlying;
  if (underlying < 0) return -1;
  const isDue = exposure.isRemarkRequested || chain.hasMoved(stateOf(book), underlying);
  exposure.clearMovedUnderlying();
  if (!isDue) return -1;
  remark(book, underlying);
  return underlying;
}

// Time prices chains that are old; prices of the others move by what has passed.
export function followClock(book: usize): void {
  const state = stateOf(book);
  const count = load<i32>(state, risk.BOOK_UNDERLYING_COUNT);
  for (let underlying = 0; underlying < count; underlying++) {
    if (chain.isOld(state, underlying)) {
      remark(book, underlying);
      continue;
    }
    let slot = chain.firstOption(state, underlying);
    for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
      chain.followModel(state, chain.instrumentOf(state, slot));
    }
  }
}

export function quoteChain(book: usize, underlying: i32): void {
  const state = stateOf(book);
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    quoteInstrument(book, chain.instrumentOf(state, slot));
  }
}
