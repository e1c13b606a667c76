// One bad mark must not trip a limit: a price that jumps is not believed before a second one agrees with
// it or some time has passed (docs/semantics.md 13). While one is in doubt, equity and exposures may be
// wrong, so limits of the book wait.
import { isPreview } from './encode';
import * as guard from './guard-layout';
import * as at from './layout';
import { isUnderlying, riskLane, underlyingRow } from './region';
import { BOOK_UNDERLYING_COUNT } from './risk-layout';

function isNear(price: f64, other: f64, jump: f64): bool {
  return Math.abs(price - other) <= jump * other;
}

// Whether a price has been in doubt for so long that the next one is believed, whatever it is.
function isOver(state: usize, trust: usize): bool {
  const waited = load<f64>(state, at.BOOK_NOW) - load<f64>(trust, guard.TRUST_DOUBT_NOW);
  return load<f64>(trust, guard.TRUST_DOUBT) != 0 && waited >= load<f64>(state, guard.BOOK_JUMP_NS);
}

function retire(state: usize, trust: usize): void {
  if (!isOver(state, trust)) return;
  store<f64>(trust, 0, guard.TRUST_LAST);
  store<f64>(trust, 0, guard.TRUST_DOUBT);
  store<i32>(state, load<i32>(state, guard.BOOK_SUSPECTS) - 1, guard.BOOK_SUSPECTS);
}

// Prices that nobody has said again since their doubt was over do not count as a doubt any more. They are
// looked for when another one comes into doubt, and before the time that a doubt lasts changes: both are rare.
export function retireDoubts(state: usize): void {
  if (load<i32>(state, guard.BOOK_SUSPECTS) == 0 || isPreview) return;
  const instruments = load<i32>(state, at.BOOK_INSTRUMENT_COUNT);
  for (let index = 0; index < instruments; index++) {
    retire(state, riskLane(state, index) + guard.RISK_TRUST);
  }
  const underlyings = load<i32>(state, BOOK_UNDERLYING_COUNT);
  for (let index = 0; index < underlyings; index++) {
    if (isUnderlying(state, index))
      retire(state, underlyingRow(state, index) + guard.UNDERLYING_TRUST);
  }
}

function setDoubt(state: usize, trust: usize, price: f64): void {
  const before = load<f64>(trust, guard.TRUST_DOUBT) != 0;
  const after = price != 0;
  if (after && !before) retireDoubts(state);
  if (before != after) {
    const suspects = load<i32>(state, guard.BOOK_SUSPECTS);
    if (suspects == 0) store<f64>(state, load<f64>(state, at.BOOK_NOW), guard.BOOK_DOUBT_NOW);
    store<i32>(state, suspects + (after ? 1 : -1), guard.BOOK_SUSPECTS);
  }
  if (after && !before) store<f64>(trust, load<f64>(state, at.BOOK_NOW), guard.TRUST_DOUBT_NOW);
  store<f64>(trust, price, guard.TRUST_DOUBT);
}

// Looks at a new price. `trust` are the fields of its instrument or index.
export function observe(state: usize, trust: usize, price: f64): void {
  const jump = load<f64>(state, guard.BOOK_JUMP);
  if (jump == Infinity) return;
  const last = load<f64>(trust, guard.TRUST_LAST);
  const doubt = load<f64>(trust, guard.TRUST_DOUBT);
  const isConfirmed = doubt != 0 && (isNear(price, doubt, jump) || isOver(state, trust));
  if (last != 0 && !isNear(price, last, jump) && !isConfirmed) {
    setDoubt(state, trust, price);
    return;
  }
  store<f64>(trust, price, guard.TRUST_LAST);
  setDoubt(state, trust, 0);
}

export function isInDoubt(state: usize, trust: usize): bool {
  return load<f64>(trust, guard.TRUST_DOUBT) != 0 && !isOver(state, trust);
}

// Whether some price of the book is. One after the other cannot keep the book in doubt for ever.
export function hasDoubt(state: usize): bool {
  if (load<i32>(state, guard.BOOK_SUSPECTS) == 0) return false;
  const lasted = load<f64>(state, at.BOOK_NOW) - load<f64>(state, guard.BOOK_DOUBT_NOW);
  return lasted < load<f64>(state, guard.BOOK_JUMP_NS);
}
