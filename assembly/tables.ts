// Quote tables: distances of both quotes from the fair value by level of inventory, solved by the
// host (docs/semantics.md 8). A row is written while nobody quotes by it and taken by a table as a
// whole, so a table changes at one frame.
import * as code from './codes';
import * as at from './layout';
import { quoteLane, skewLane, tableRow } from './region';

const EMPTY: f64 = 0;
const WRITTEN: f64 = -1;

export function ownerOf(state: usize, row: i32): f64 {
  return load<f64>(tableRow(state, row), at.TABLE_OWNER);
}

// First of the rows [first, first + levels) that a new table cannot take, -1 for none.
export function unwrittenRow(state: usize, first: i32, levels: i32): i32 {
  for (let row = first; row < first + levels; row++) {
    if (ownerOf(state, row) != WRITTEN) return row;
  }
  return -1;
}

function countChange(state: usize): void {
  store<i64>(state, load<i64>(state, at.BOOK_TABLE_CHANGES) + 1, at.BOOK_TABLE_CHANGES);
}

export function writeLevel(state: usize, row: i32, bid: f64, ask: f64, sides: f64): void {
  const address = tableRow(state, row);
  store<f64>(address, bid, at.TABLE_BID);
  store<f64>(address, ask, at.TABLE_ASK);
  store<f64>(address, sides, at.TABLE_SIDES);
  store<f64>(address, WRITTEN, at.TABLE_OWNER);
  countChange(state);
}

function setOwner(state: usize, instrument: i32, owner: f64): void {
  const skew = skewLane(state, instrument);
  const first = <i32>load<f64>(skew, at.SKEW_TABLE_ROW);
  const end = first + <i32>load<f64>(skew, at.SKEW_TABLE_LEVELS);
  for (let row = first; row < end; row++) store<f64>(tableRow(state, row), owner, at.TABLE_OWNER);
}

// The instrument quotes by no table any more; its rows are empty.
export function releaseTable(state: usize, instrument: i32): void {
  const skew = skewLane(state, instrument);
  if (load<f64>(skew, at.SKEW_TABLE_LEVELS) == 0) return;
  setOwner(state, instrument, EMPTY);
  store<f64>(skew, 0, at.SKEW_TABLE_LEVELS);
  countChange(state);
}

// The instrument, which has no table, quotes by written rows from now on.
export function takeTable(
  state: usize,
  instrument: i32,
  first: i32,
  levels: i32,
  lowest: f64,
  step: f64,
): void {
  const skew = skewLane(state, instrument);
  store<f64>(skew, <f64>first, at.SKEW_TABLE_ROW);
  store<f64>(skew, <f64>levels, at.SKEW_TABLE_LEVELS);
  store<f64>(skew, lowest, at.SKEW_TABLE_LOWEST);
  store<f64>(skew, step, at.SKEW_TABLE_STEP);
  setOwner(state, instrument, <f64>(instrument + 1));
  countChange(state);
  followTable(state, instrument);
}

function between(near: usize, far: usize, offset: usize, share: f64): f64 {
  const from = load<f64>(near + offset);
  return from + share * (load<f64>(far + offset) - from);
}

// Half-spread and skew of the table at the position of now, for ticks to add. To be called when
// position, target or table changed.
export function followTable(state: usize, instrument: i32): void {
  placeOnTable(state, skewLane(state, instrument), quoteLane(state, instrument));
}

// The same for a position and target wherever they lie: `quote` is a lane of a quote block.
export function placeOnTable(state: usize, skew: usize, quote: usize): void {
  const levels = load<f64>(skew, at.SKEW_TABLE_LEVELS);
  if (levels == 0) return;
  const deviation = load<f64>(quote, at.QUOTE_POSITION) - load<f64>(quote, at.QUOTE_TARGET);
  const lowest = load<f64>(skew, at.SKEW_TABLE_LOWEST);
  // Divided, not multiplied by an inverse: whole levels must come out whole.
  const place = (deviation - lowest) / load<f64>(skew, at.SKEW_TABLE_STEP);
  const level = Math.min(levels - 1, Math.max(0, place));
  const below = Math.floor(level);
  const share = level - below;
  const near = tableRow(state, <i32>load<f64>(skew, at.SKEW_TABLE_ROW) + <i32>below);
  const far = share == 0 ? near : near + at.TABLE_ROW_BYTES;
  const bid = between(near, far, at.TABLE_BID, share);
  const ask = between(near, far, at.TABLE_ASK, share);
  store<f64>(quote, (bid + ask) * 0.5, at.QUOTE_HALF_CONST);
  store<f64>(quote, (bid - ask) * 0.5, at.QUOTE_SKEW_CONST);
  store<f64>(quote, isQuoted(near, far, code.TABLE_ASK_ONLY), at.QUOTE_BID_SHARE);
  store<f64>(quote, isQuoted(near, far, code.TABLE_BID_ONLY), at.QUOTE_ASK_SHARE);
}

// 1 when both rows quote the side that rows with `otherOnly` do not quote, else 0.
function isQuoted(near: usize, far: usize, otherOnly: f64): f64 {
  const nearSides = load<f64>(near, at.TABLE_SIDES);
  const farSides = load<f64>(far, at.TABLE_SIDES);
  return nearSides == otherOnly || farSides == otherOnly ? 0 : 1;
}
