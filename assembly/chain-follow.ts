// When chains are priced again, and what follows from it: limits are judged and quotes renewed.
import * as chain from './chain';
import { isPreview } from './encode';
import * as exposure from './exposure';
import * as at from './layout';
import { flowOf, followFlow, followRisk, looksAtBook } from './option-quotes';
import { quoteInstrument } from './quote';
import { optionLane, riskLane, stateOf, underlyingRow } from './region';
import { evaluateInstrument } from './risk';
import * as risk from './risk-layout';

// Distances of quotes after the exposures changed, of options that look at them.
function spread(state: usize, underlying: i32): void {
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    followRisk(state, chain.instrumentOf(state, slot));
  }
}

// What the flow in all options of a chain says about the cost of vega.
function followChainFlow(state: usize, underlying: i32): void {
  const row = underlyingRow(state, underlying);
  let flow: f64 = 0;
  let count = 0;
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    const option = optionLane(state, slot);
    flow += flowOf(option);
    if (looksAtBook(option)) count++;
  }
  followFlow(state, row, flow);
  store<f64>(row, <f64>count, risk.UNDERLYING_MODEL_COUNT);
}

function remark(book: usize, underlying: i32): void {
  const state = stateOf(book);
  chain.remark(book, underlying);
  followChainFlow(state, underlying);
  spread(state, underlying);
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    evaluateInstrument(book, chain.instrumentOf(state, slot));
  }
}

// Prices the chain of the underlying whose index the frame moved, if it moved far or the frame asks for
// it. Returns the underlying if so, else -1. Configuration may say an index at time 0, before any clock is
// known: nothing is as old as that.
export function followIndex(book: usize): i32 {
  const underlying = exposure.movedUnderlying;
  if (underlying < 0) return -1;
  const state = stateOf(book);
  const isTimeKnown = load<i64>(state, at.BOOK_EPOCH_NS) != 0;
  const isAsked = exposure.isRemarkRequested || chain.hasMoved(state, underlying);
  const isDue = isTimeKnown && isAsked;
  exposure.clearMovedUnderlying();
  if (!isDue) return -1;
  remark(book, underlying);
  return underlying;
}

// A position changed: options that are quoted by what the book holds move. Returns the underlying whose
// options must be quoted again, else -1. A what-if looks at its own instrument only.
export function followPosition(book: usize, instrument: i32): i32 {
  const underlying = exposure.shiftedUnderlying;
  if (underlying < 0) return -1;
  exposure.clearShiftedUnderlying();
  const state = stateOf(book);
  if (instrument >= 0) followRisk(state, instrument);
  const looking = load<f64>(underlyingRow(state, underlying), risk.UNDERLYING_MODEL_COUNT);
  if (looking == 0 || isPreview) return -1;
  spread(state, underlying);
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

// Whether an instrument is an option of one of two underlyings.
export function isInChain(state: usize, instrument: i32, first: i32, second: i32): bool {
  const lane = riskLane(state, instrument);
  const underlying = <i32>load<f64>(lane, risk.RISK_UNDERLYING) - 1;
  const isOption = load<f64>(lane, risk.RISK_OPTION) != 0;
  return isOption && underlying >= 0 && (underlying == first || underlying == second);
}

export function quoteChain(book: usize, underlying: i32): void {
  const state = stateOf(book);
  let slot = chain.firstOption(state, underlying);
  for (; slot >= 0; slot = chain.optionAfter(state, slot)) {
    quoteInstrument(book, chain.instrumentOf(state, slot));
  }
}
