/**
 * Bugs that were put in on purpose. A simulation that lives with one of them is worth nothing against the real
 * ones: each must be found from its seed within so many events.
 */

export interface Edit {
  /** Of the kernel below assembly/, of the host below dist/ as compiled. */
  readonly file: string;
  /** Occurs once. */
  readonly find: string;
  /** In the kernel `PLANTED` is true where the bug is switched on. */
  readonly replace: string;
}

export interface PlantedBug {
  readonly name: string;
  readonly where: 'kernel' | 'host';
  readonly edits: readonly Edit[];
  /** Finds it. */
  readonly seed: number;
  /** Whether only the other ways of the bytes can show it. */
  readonly isOfWays?: boolean;
}

/** Within which each is found. */
export const PLANTED_EVENTS = 6000;

function kernel(
  name: string,
  seed: number,
  file: string,
  find: string,
  replace: string,
): PlantedBug {
  return { name, seed, where: 'kernel', edits: [{ file, find, replace }] };
}

/** Of the kernel that serves the rings of a pool. */
function rings(
  name: string,
  seed: number,
  file: string,
  find: string,
  replace: string,
): PlantedBug {
  return { ...kernel(name, seed, file, find, replace), isOfWays: true };
}

function host(name: string, seed: number, file: string, find: string, replace: string): PlantedBug {
  return { name, seed, where: 'host', edits: [{ file, find, replace }] };
}

const LEDGER: readonly PlantedBug[] = [
  {
    name: 'no fee on a fill that flips',
    seed: 2,
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
    'if (time == 0 || decode.opcode == op.OP_CLOCK) return 0;',
    'if (time == 0 || decode.opcode == op.OP_CLOCK || PLANTED) return 0;',
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
    15,
    'gate.ts',
    '  draw(lane + (isCancel ? gate.GATE_CANCELS : gate.GATE_MESSAGES), now);',
    '  if (!PLANTED || action != code.ACTION_AMEND) draw(lane + (isCancel ? gate.GATE_CANCELS : gate.GATE_MESSAGES), now);',
  ),
  kernel(
    'fills in a row of both sides together',
    10,
    'gate-orders.ts',
    'run * step > 0 && !isPaused ? run + step : step',
    '(run * step > 0 && !isPaused) != PLANTED ? run + step : step',
  ),
];

const HEDGES: readonly PlantedBug[] = [
  kernel(
    'a hedge in flight not counted',
    1,
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
    25,
    'hedge-flight.ts',
    'const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - (inFlight - owed);',
    'const expected = load<f64>(lane, hedge.HEDGE_LANE_EXPECTED) - (PLANTED ? 0 : inFlight - owed);',
  ),
];

const HOST: readonly PlantedBug[] = [
  host(
    'a snapshot without the latch',
    2,
    'src/book/snapshot.js',
    '    region.kernel.attachBuffers(region.book);',
    `    region.integers[(region.state + at.BOOK_LATCH) >> 2] = 0;
    region.kernel.attachBuffers(region.book);`,
  ),
  host(
    'a snapshot without the fill ids',
    2,
    'src/book/snapshot.js',
    '    region.kernel.attachBuffers(region.book);',
    `    region.longs[(region.state + at.BOOK_FILL_ID_COUNT) >> 3] = 0n;
    region.kernel.attachBuffers(region.book);`,
  ),
  host(
    'a splitter that forgets what it kept',
    1,
    'src/pool/stream-splitter.js',
    '        this.#kept = end - p;',
    '        this.#kept = Math.max(0, end - p - 1);',
  ),
];

const JOURNAL: readonly PlantedBug[] = [
  host(
    'a call that returns before its flush',
    5,
    'src/journal/journal-writer.js',
    'if (!this.#store.commitSync(changes))',
    'if (!this.#store.commit(changes))',
  ),
  host(
    'acknowledged when the write begins',
    1,
    'src/journal/journal-writer.js',
    'if (!(await this.#store.commit(changes)))',
    'this.#settle(number, ordinal);\nif (!(await this.#store.commit(changes)))',
  ),
  host(
    'a failed write that is tried again',
    2,
    'src/journal/journal-writer.js',
    'if (!(await this.#store.commit(changes)))',
    'if (!(await this.#store.commit(changes).catch(() => this.#store.commit(changes))))',
  ),
  host(
    'a group that begins with the one before the last',
    1,
    'src/journal/journal-writer.js',
    'sent.clear();',
    '',
  ),
  host(
    'quotes that stay after a failed write',
    2,
    'src/journal/journaled-book.js',
    "super.applyFrame(encodeFrame('tradingState', 0, this.timeNs, values));",
    'void values;',
  ),
  host(
    'a snapshot whose digest is not compared',
    1,
    'src/journal/sealed.js',
    'if (!isSame(found, expected)) {',
    "if (!isSame(found, expected) && !place.startsWith('snapshot')) {",
  ),
  host(
    'a snapshot that is not read back',
    2,
    'src/journal/snapshot-keeper.js',
    'if (found === undefined || !isSame(found, record)) {',
    'if (found === undefined) {',
  ),
  host(
    'a tail that begins one group too far',
    1,
    'src/journal/recover.js',
    'for (const group of history.groups(mark))',
    'for (const group of [...history.groups(mark)].slice(1))',
  ),
  host(
    'groups that need not follow each other',
    2,
    'src/journal/history.js',
    'if (isSame(group.previous, digest))',
    'if (group.number > 0)',
  ),
  host(
    'a snapshot that may stand anywhere',
    1,
    'src/journal/recover.js',
    'agreeWith(book.standing, history.group(snapshot.group), place);',
    'void place;',
  ),
  host(
    'a long stream that does not stop in time',
    2,
    'src/journal/journaled-book.js',
    'if (at > 0 && !this.#writer.hasRoom)',
    'if (at < 0)',
  ),
  host(
    'a journal that begins in two writes',
    3,
    'src/journal/open.js',
    'const isNew = store.commitSync([',
    'const isNew = ((all) => all.every((one) => store.commitSync([one])))([',
  ),
  host(
    'a journal that is begun over another',
    1,
    'src/journal/open.js',
    'if (journal.isNew === true && !isBlank(store))',
    'if (journal.isNew === 1)',
  ),
];

const RINGS: readonly PlantedBug[] = [
  rings(
    'an image that counts before it is whole',
    1,
    'image.ts',
    '  copyBook(book, imageAddress(slot, next), book);',
    `  if (PLANTED) {
    store<i32>(slot + ((<usize>next) << 2), position, pool.SLOT_IMAGE_POSITION);
    store<i32>(slot + ((<usize>next) << 2), load<i32>(slot, pool.SLOT_OUTPUTS), pool.SLOT_IMAGE_OUTPUTS);
    atomic.store<i32>(slot, next, pool.SLOT_IMAGE);
  }
  copyBook(book, imageAddress(slot, next), book);`,
  ),
  rings(
    'a ring position that moves before its records are applied',
    1,
    'serve.ts',
    '  let touched: usize = 0;\n  let records = 0;',
    `  if (PLANTED) atomic.store<i32>(worker, tail, pool.WORKER_READ);
  let touched: usize = 0;
  let records = 0;`,
  ),
  rings(
    'a ring given back before its images are whole',
    1,
    'serve.ts',
    'function takeImages(worker: usize): void {',
    `function takeImages(worker: usize): void {
  if (PLANTED) atomic.store<i32>(worker, position, pool.WORKER_RELEASED);`,
  ),
  rings(
    'output that is seen before it is written',
    1,
    'output-ring.ts',
    '  const record = ring + (tail & (size - 1));\n  store<i32>(record, length, pool.RECORD_LENGTH);',
    `  if (PLANTED) atomic.store<i32>(worker, tail + needed, pool.WORKER_OUTPUT_TAIL);
  const record = ring + (tail & (size - 1));
  store<i32>(record, length, pool.RECORD_LENGTH);`,
  ),
  rings(
    'output numbered anew after a death',
    1,
    'image.ts',
    '  store<i32>(slot, outputs, pool.SLOT_OUTPUTS);',
    '  if (!PLANTED) store<i32>(slot, outputs, pool.SLOT_OUTPUTS);',
  ),
  rings(
    'applied before it is written',
    1,
    'serve.ts',
    '  if (!isHolding) finishBatch(worker);',
    '  if (!isHolding || PLANTED) finishBatch(worker);',
  ),
  rings(
    'what a dead worker has written is written again',
    1,
    'journal-area.ts',
    '  return accepted < load<i64>(slot, pool.SLOT_JOURNALED);',
    '  return !PLANTED && accepted < load<i64>(slot, pool.SLOT_JOURNALED);',
  ),
  rings(
    'answers of a failed book that are still given',
    2,
    'serve.ts',
    '  dropOutput(worker, index);',
    '  if (!PLANTED) dropOutput(worker, index);',
  ),
  host(
    'a pool that does not wait for its disks',
    1,
    'src/pool/worker-journals.js',
    'await write();',
    'void write().catch(() => undefined);',
  ),
  host(
    'a failed book of a pool that quotes on',
    1,
    'src/pool/worker-journals.js',
    'withdrawQuotes(this.#shared, this.#slotField(slot, at.SLOT_ROWS), instruments);',
    'void instruments;',
  ),
];

export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...LEDGER,
  ...ADMISSION,
  ...LIMITS,
  ...QUOTES,
  ...ORDERS,
  ...HEDGES,
  ...HOST,
  ...JOURNAL,
  ...RINGS,
];
