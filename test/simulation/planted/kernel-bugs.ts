/** Bugs of the kernel: accounts, admission, limits, quotes, orders, hedges. */
import { kernel, type PlantedBug } from './bug.js';

const LEDGER: readonly PlantedBug[] = [
  {
    name: 'no fee on a fill that flips',
    seed: 361,
    where: 'kernel',
    edits: [
      {
        file: 'events.ts',
        find: '  if (!isPreview) rememberFillId(state, idAt(book, 1));',
        replace: `  const held = load<f64>(quoteLane(state, instrument), at.QUOTE_POSITION);
  const flips = held * lots < 0 && Math.abs(lots) > Math.abs(held);
  if (!isPreview) rememberFillId(state, idAt(book, 1));`,
      },
      {
        file: 'events.ts',
        find: '  chargeFee(state, instrument, asset, fee * conversion(state, settle, asset));',
        replace:
          '  if (!PLANTED || !flips) chargeFee(state, instrument, asset, fee * conversion(state, settle, asset));',
      },
    ],
  },
  kernel(
    'funding paid the wrong way',
    1,
    'events.ts',
    'const payment = -numberAt(book, 1) *',
    'const payment = (PLANTED ? numberAt(book, 1) : -numberAt(book, 1)) *',
  ),
  kernel(
    'a position report that adjusts nothing',
    1,
    'events.ts',
    '  if (lots == 0) return 0;\n  const bucket',
    '  if (lots == 0 || PLANTED) return 0;\n  const bucket',
  ),
  kernel(
    'edge left in the inventory bucket too',
    1,
    'ledger.ts',
    '  dd.accumulate(state + at.BOOK_INVENTORY_HI, -value);',
    '  if (!PLANTED) dd.accumulate(state + at.BOOK_INVENTORY_HI, -value);',
  ),
  kernel(
    'a flip keeps the old cost',
    1,
    'ledger.ts',
    '  dd.addTo(ledger + at.LEDGER_COST_HI, -partHi, -partLo);',
    '  if (!PLANTED || signed != position) dd.addTo(ledger + at.LEDGER_COST_HI, -partHi, -partLo);',
  ),
  kernel(
    'the entry of an inverse contract as an arithmetic mean',
    1,
    'ledger.ts',
    '  dd.addTo(ledger + at.LEDGER_COST_HI, dd.hi, dd.lo);\n  store<f64>(quote, load<f64>(quote, at.QUOTE_POSITION) + lots',
    `  dd.addTo(ledger + at.LEDGER_COST_HI, dd.hi, dd.lo);
  const held = load<f64>(quote, at.QUOTE_POSITION);
  if (PLANTED && isInverse(ledger) && held != 0) {
    const before = load<f64>(ledger, at.LEDGER_COST_HI) - dd.hi;
    const mean = (-held / before * held - lots / levelHi) / (held + lots);
    store<f64>(ledger, -(held + lots) / mean, at.LEDGER_COST_HI);
    store<f64>(ledger, 0, at.LEDGER_COST_LO);
  }
  store<f64>(quote, load<f64>(quote, at.QUOTE_POSITION) + lots`,
  ),
  kernel(
    'capital is a gain of the day',
    2,
    'events.ts',
    '  store<f64>(state, load<f64>(state, at.BOOK_DAY_OPEN) + flow, at.BOOK_DAY_OPEN);',
    '  if (!PLANTED) store<f64>(state, load<f64>(state, at.BOOK_DAY_OPEN) + flow, at.BOOK_DAY_OPEN);',
  ),
  kernel(
    'the day does not turn',
    3,
    'commit.ts',
    '    store<f64>(state, dd.valueAt(state + at.BOOK_EQUITY_HI), at.BOOK_DAY_OPEN);',
    '    if (!PLANTED) store<f64>(state, dd.valueAt(state + at.BOOK_EQUITY_HI), at.BOOK_DAY_OPEN);',
  ),
  kernel(
    'gross notional at old rates',
    1,
    'totals.ts',
    '  dd.accumulate(state + at.BOOK_GROSS_HI, change * dd.valueAt(row + at.ASSET_GROSS_HI));',
    '  if (!PLANTED) dd.accumulate(state + at.BOOK_GROSS_HI, change * dd.valueAt(row + at.ASSET_GROSS_HI));',
  ),
];

const ADMISSION: readonly PlantedBug[] = [
  kernel(
    'fill ids remembered one short',
    292,
    'fill-ids.ts',
    '  return hasId(fillTable(state)',
    `  const most = load<i32>(state, at.BOOK_FILL_ID_CAPACITY);
  const count = load<u64>(state, at.BOOK_FILL_ID_COUNT);
  const oldest = fillRing(state) + ((<usize>(count & <u64>(most - 1))) << 3);
  if (PLANTED && count >= <u64>most && load<u64>(oldest) == id) return false;
  return hasId(fillTable(state)`,
  ),
  kernel(
    'a refusal that has written already',
    1,
    'events.ts',
    'export function onWorking(book: usize): i32 {',
    `export function onWorking(book: usize): i32 {
  const early = ledgerLane(stateOf(book), indexAt(book, 0));
  if (PLANTED) store<f64>(early, numberAt(book, 1), at.LEDGER_OPEN_BUY);`,
  ),
  kernel(
    'a sequence that may repeat',
    3,
    'commit.ts',
    'decode.sequence <= last)',
    '(PLANTED ? decode.sequence < last : decode.sequence <= last))',
  ),
  kernel(
    'a time too far ahead that is taken',
    1,
    'commit.ts',
    'if (time == 0 || decode.opcode == op.OP_CLOCK ||',
    'if (PLANTED || time == 0 || decode.opcode == op.OP_CLOCK ||',
  ),
  kernel(
    'a producer without numbers that resets the counter',
    1,
    'commit.ts',
    'if (decode.sequence != 0) store<i64>(state, decode.sequence, at.BOOK_LAST_SEQUENCE);',
    'if (PLANTED || decode.sequence != 0) store<i64>(state, decode.sequence, at.BOOK_LAST_SEQUENCE);',
  ),
  kernel(
    'a gap that is refused',
    1,
    'commit.ts',
    'if (decode.sequence != 0 && ',
    'if (PLANTED && last != 0 && decode.sequence > last + 1) return code.REJECT_SEQUENCE_REGRESSION;\n  if (decode.sequence != 0 && ',
  ),
  kernel(
    "an answer under another producer's number",
    1,
    'encode.ts',
    'writeInteger(decode.sequence);',
    'writeInteger(PLANTED && decode.sequence == 0 ? 1 : decode.sequence);',
  ),
];

const LIMITS: readonly PlantedBug[] = [
  kernel(
    'a latch that lets go by itself',
    3,
    'risk.ts',
    '  if (load<i32>(state, at.BOOK_LATCH) != 0) return;',
    `  if (PLANTED) store<i32>(state, 0, at.BOOK_LATCH);
  if (load<i32>(state, at.BOOK_LATCH) != 0) return;`,
  ),
  kernel(
    'a kill that only the named quote sees',
    1,
    'apply.ts',
    'const isBookChanged = evaluateBook(book) || events.commandedBook;',
    'const isBookChanged = evaluateBook(book) || (!PLANTED && events.commandedBook);',
  ),
  kernel(
    'a loss limit that looks at the drawdown',
    2,
    'risk.ts',
    '    exceeds(code.LIMIT_LOSS_HALT, loss,',
    '    exceeds(code.LIMIT_LOSS_HALT, PLANTED ? drawdown * 0.5 : loss,',
  ),
  kernel(
    'guards without hysteresis',
    4,
    'guards.ts',
    'wanted(row, value, load<f64>(row, guard.GUARD_RECOVER))',
    'wanted(row, value, PLANTED ? 1 : load<f64>(row, guard.GUARD_RECOVER))',
  ),
  kernel(
    'a guard that takes one confirmation more',
    2,
    'guards.ts',
    'if (pending < load<f64>(row, guard.GUARD_CONFIRMATIONS)) rung',
    'if (pending < load<f64>(row, guard.GUARD_CONFIRMATIONS) + (PLANTED ? 1 : 0)) rung',
  ),
];

const QUOTES: readonly PlantedBug[] = [
  kernel(
    'working buys ignored in one limit',
    10,
    'terms.ts',
    'f64x2.pmax(closeShort, f64x2.sub(limit, longest))',
    'f64x2.pmax(closeShort, f64x2.sub(limit, PLANTED ? position : longest))',
  ),
  kernel(
    'the last lane left out of a sweep',
    15,
    'quote.ts',
    'for (let even = 0; even < count; even += 2)',
    'for (let even = 0; even < count - (PLANTED ? 1 : 0); even += 2)',
  ),
  kernel(
    'stale markets quoted on',
    1,
    'quote.ts',
    '  isStale = f64x2.gt(age, v128.load(block, at.QUOTE_MAX_AGE));',
    '  isStale = PLANTED ? f64x2.splat(0) : f64x2.gt(age, v128.load(block, at.QUOTE_MAX_AGE));',
  ),
  kernel(
    'asks that are not post-only',
    2,
    'terms.ts',
    'ask = v128.bitselect(f64x2.pmax(upAsk, aboveBid), upAsk, isPostOnly);',
    'ask = PLANTED ? upAsk : v128.bitselect(f64x2.pmax(upAsk, aboveBid), upAsk, isPostOnly);',
  ),
  kernel(
    'a collar that is not looked at',
    2,
    'quote.ts',
    '  const isOff = isOutsideCollar(block, price);',
    '  const isOff = PLANTED ? f64x2.splat(0) : isOutsideCollar(block, price);',
  ),
];

const ORDERS: readonly PlantedBug[] = [
  kernel(
    'allowed orders not counted until reported',
    9,
    'gate-orders.ts',
    'at.QUOTE_OTHER_BUY : at.QUOTE_OTHER_SELL), lots);',
    'at.QUOTE_OTHER_BUY : at.QUOTE_OTHER_SELL), PLANTED ? 0 : lots);',
  ),
  kernel(
    'reduce-only that flips by a lot',
    2,
    'gate.ts',
    'cut(code.ORDER_REDUCE_ONLY, closable, lots, closable)',
    'cut(code.ORDER_REDUCE_ONLY, PLANTED ? closable + 1 : closable, lots, closable)',
  ),
  kernel(
    'order ids not remembered',
    2,
    'gate.ts',
    'if (action == code.ACTION_NEW && !isPreview) remember',
    'if (action == code.ACTION_NEW && !isPreview && !PLANTED) remember',
  ),
  kernel(
    'amends that cost no message',
    2,
    'gate.ts',
    '  draw(lane + (isCancel ? gate.GATE_CANCELS : gate.GATE_MESSAGES), now);',
    '  if (!PLANTED || action != code.ACTION_AMEND) draw(lane + (isCancel ? gate.GATE_CANCELS : gate.GATE_MESSAGES), now);',
  ),
  kernel(
    'fills in a row of both sides together',
    15,
    'gate-orders.ts',
    'run * step > 0 && !isPaused ? run + step : step',
    '(run * step > 0 && !isPaused) != PLANTED ? run + step : step',
  ),
];

const HEDGES: readonly PlantedBug[] = [
  kernel(
    'a hedge in flight not counted',
    292,
    'hedge-flight.ts',
    'load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) + lots;',
    'load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) + (PLANTED ? 0 : lots);',
  ),
  kernel(
    'hedges while halted',
    4,
    'hedge-cost.ts',
    'stateOfInstrument(state, quote) == code.STATE_HALTED ?',
    '!PLANTED && stateOfInstrument(state, quote) == code.STATE_HALTED ?',
  ),
  kernel(
    'a result that gives nothing back',
    384,
    'hedge-flight.ts',
    'const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - (inFlight - owed);',
    'const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - (PLANTED ? 0 : inFlight - owed);',
  ),
];

export const KERNEL_BUGS: readonly PlantedBug[] = [
  ...LEDGER,
  ...ADMISSION,
  ...LIMITS,
  ...QUOTES,
  ...ORDERS,
  ...HEDGES,
];
