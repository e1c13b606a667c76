/**
 * The input ring, its worker and the images, step by step as in src/pool/input-ring.ts and
 * assembly/serve.ts, small enough to walk through everything that can happen.
 */
import {
  advance,
  at,
  BEGIN,
  BOOKS,
  distance,
  PAD,
  type RingMemory,
  type RingShape,
  type Steps,
  startMemory,
} from './ring-memory.js';
import { WorkerLife } from './ring-worker-model.js';
import { type Local, type Model, type Process, Violation } from './step-model.js';

/** Sends every record; waits where the real one answers RING_FULL. */
function producer(shape: RingShape): Process<RingMemory> {
  const { lengths, size, mistake } = shape;
  return function* send(memory, local) {
    local.released = BEGIN;
    const extra = mistake === 'believes in room for one more' ? 1 : 0;
    const roomFrom = (from: number): number => size + extra - distance(memory.tail, from);
    const isHasty = mistake === 'takes what was read for free';
    const given = (): number => (isHasty ? memory.read : memory.released);
    for (const [record, length] of lengths.entries()) {
      local.record = record;
      const place = memory.tail % size;
      const pad = place + length > size ? size - place : 0;
      if (roomFrom(Number(local.released)) < pad + length) {
        yield { label: 'load RELEASED', isReady: () => roomFrom(given()) >= pad + length };
        local.released = given();
      }
      yield* write(shape, memory, local, { pad, length, record });
      if (local.isParked !== true) continue;
      yield { label: 'notify' };
      memory.asleep = false;
    }
  };
}

interface Sent {
  readonly pad: number;
  readonly length: number;
  readonly record: number;
}

/** Pad and record, TAIL behind them, and a look whether the worker sleeps. */
function* write({ mistake }: RingShape, memory: RingMemory, local: Local, sent: Sent): Steps {
  const { pad, length, record } = sent;
  const publishesEarly = mistake === 'publishes before it writes';
  const looksEarly = mistake === 'looks at PARKED before it stores TAIL';
  const begin = advance(memory.tail, pad);
  const put = (position: number, bytes: number, what: number): void => {
    const place = position % memory.units.length;
    memory.units[place] = { mark: position, length: bytes, record: what };
  };
  function* publish(): Steps {
    yield { label: 'store TAIL' };
    memory.tail = advance(begin, length);
  }
  function* look(): Steps {
    yield { label: 'load PARKED' };
    local.isParked = memory.parked;
  }
  if (looksEarly) yield* look();
  if (publishesEarly) yield* publish();
  if (pad > 0) {
    yield { label: 'write pad' };
    put(advance(begin, -pad), pad, PAD);
  }
  for (let unit = 0; unit < length; unit++) {
    yield { label: `write unit ${unit}` };
    put(advance(begin, unit), length, record);
  }
  if (!publishesEarly) yield* publish();
  if (!looksEarly) yield* look();
}

/** Ends the worker at any instant; the next one begins. */
const WORKER = 1;
function* killer(memory: RingMemory, _local: Local, restart: (process: number) => void): Steps {
  while (memory.deathsLeft > 0) {
    yield { label: 'kill' };
    memory.deathsLeft -= 1;
    memory.parked = false;
    memory.asleep = false;
    // A dead worker leaves anything behind in the books.
    for (const book of BOOKS) memory.books[book] = { applied: 'damaged', count: -7 };
    restart(WORKER);
  }
}

/** What the host hands on: each answer once, by its number. */
function delivered(memory: RingMemory, book: number): string {
  let next = 0;
  let records = '';
  for (const [of, number, record] of memory.answers) {
    if (of !== book || number < next) continue;
    if (number > next) throw new Violation('an answer is missing');
    next += 1;
    records += record;
  }
  return records;
}

export function ringModel(shape: RingShape): Model<RingMemory> {
  const sent = shape.lengths.map((_, record) => record);
  return {
    start: () => startMemory(shape),
    processes: [
      producer(shape),
      (memory, local) => new WorkerLife(shape, memory, local).serve(),
      killer,
    ],
    atEnd: (memory, [sender, server]) => {
      if (memory.asleep && memory.tail !== memory.read) {
        throw new Violation('asleep before a ring that is not empty');
      }
      if (sender !== undefined) throw new Violation('no room for ever');
      if (server !== 'asleep') throw new Violation(`the worker stands at ${server}`);
      for (const book of BOOKS) {
        const expected = sent.filter((record) => record % 2 === book).join('');
        const { applied } = at(memory.books, book);
        if (applied !== expected) throw new Violation(`applied ${applied}, sent ${expected}`);
        const answered = delivered(memory, book);
        if (answered !== expected) throw new Violation(`answered ${answered} of ${expected}`);
      }
    },
  };
}
