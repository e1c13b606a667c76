/** Bugs of snapshots, journals, streams and the rings of a pool. */
import { host, type PlantedBug, rings } from './bug.js';

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
    292,
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
    3,
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
    2,
    'src/pool/worker-journals.js',
    'withdrawQuotes(this.#shared, this.#slotField(slot, at.SLOT_ROWS), instruments);',
    'void instruments;',
  ),
];

export const HOST_BUGS: readonly PlantedBug[] = [...HOST, ...JOURNAL, ...RINGS];
