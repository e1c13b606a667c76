/** One life of a worker, step by step as in assembly/serve.ts and assembly/image.ts. */
import {
  advance,
  at,
  BATCH,
  BOOKS,
  distance,
  isBefore,
  PAD,
  type RingMemory,
  type RingMistake,
  type RingShape,
  type Steps,
  type Unit,
  validImage,
} from './ring-memory.js';
import { type Local, Violation } from './step-model.js';

export class WorkerLife {
  readonly #size: number;
  readonly #mistake: RingMistake | undefined;
  readonly #memory: RingMemory;
  readonly #local: Local;

  constructor({ size, mistake }: RingShape, memory: RingMemory, local: Local) {
    this.#size = size;
    this.#mistake = mistake;
    this.#memory = memory;
    this.#local = local;
  }

  *serve(): Steps {
    yield* this.#begin();
    const local = this.#local;
    for (;;) {
      yield { label: 'load TAIL' };
      local.tail = this.#memory.tail;
      if (local.tail !== local.position) {
        yield* this.#applyBatch();
      } else {
        if (this.#kept > 0) yield* this.#takeImages();
        yield* this.#park();
      }
    }
  }

  get #position(): number {
    return Number(this.#local.position);
  }

  get #kept(): number {
    return distance(this.#position, this.#memory.released);
  }

  *#begin(): Steps {
    const [memory, local] = [this.#memory, this.#local];
    yield { label: 'load READ' };
    local.caughtUpAt = memory.read;
    local.position = memory.read;
    for (const book of BOOKS) {
      yield { label: `restore ${book}` };
      const { applied, count, outputs, position } = validImage(memory, book);
      if (applied.length !== count) throw new Violation('an image that is not whole');
      memory.books[book] = { applied, count };
      if (this.#mistake !== 'goes on counting answers after a death') {
        memory.outputs[book] = outputs;
      }
      if (isBefore(position, this.#position)) local.position = position;
    }
    local.isRecovering = local.position !== local.caughtUpAt;
  }

  *#applyBatch(): Steps {
    const [memory, local] = [this.#memory, this.#local];
    for (local.records = 0; Number(local.records) < BATCH && local.position !== local.tail; ) {
      yield { label: 'read record' };
      const position = this.#position;
      const unit = memory.units[position % this.#size];
      if (unit?.mark !== position) throw new Violation('a record that is needed was overwritten');
      local.position = advance(position, unit.length);
      if (unit.record === PAD) continue;
      yield* this.#applyRecord(position, unit);
      local.records = Number(local.records) + 1;
    }
    if (local.isRecovering === true) {
      if (isBefore(this.#position, Number(local.caughtUpAt))) return;
      local.isRecovering = false;
    }
    const isEarly = this.#mistake === 'gives back before it says what it has read';
    if (isEarly && this.#kept > this.#size / 2) yield* this.#takeImages();
    yield { label: 'store READ' };
    memory.read = this.#position;
    if (this.#kept > this.#size / 2) yield* this.#takeImages();
  }

  *#applyRecord(position: number, { length, record }: Unit): Steps {
    const memory = this.#memory;
    const book = record % 2;
    if (isBefore(position, validImage(memory, book).position)) return;
    this.#local.at = position;
    yield { label: 'apply' };
    const last = memory.units[advance(position, length - 1) % this.#size];
    if (last?.record !== record) throw new Violation('a record was applied before it was whole');
    const state = at(memory.books, book);
    state.applied += record;
    state.count += 1;
    yield { label: 'write answer' };
    const number = at(memory.outputs, book);
    memory.answers.push([book, number, record]);
    yield { label: 'count answer' };
    memory.outputs[book] = number + 1;
  }

  *#takeImages(): Steps {
    const memory = this.#memory;
    const position = this.#position;
    if (this.#mistake === 'gives back before the images are taken') {
      yield { label: 'store RELEASED early' };
      memory.released = position;
    }
    for (const book of BOOKS) {
      if (isBefore(validImage(memory, book).position, position)) yield* this.#takeImage(book);
    }
    yield { label: 'store RELEASED' };
    memory.released = position;
  }

  // `applied` stands for the fill ids, which are copied only when their count differs.
  *#takeImage(book: number): Steps {
    const memory = this.#memory;
    const isOver = this.#mistake === 'writes over the valid image';
    const next = at(memory.valid, book) ^ (isOver ? 0 : 1);
    const from = at(memory.books, book);
    const to = at(at(memory.images, book), next);
    const isSame = to.count === from.count;
    yield { label: `image ${book}, count` };
    to.count = this.#mistake === 'copies the count before what it counts' ? from.count : -1;
    if (!isSame) {
      yield { label: `image ${book}, content` };
      to.applied = from.applied;
    }
    yield { label: `image ${book}, head` };
    to.count = from.count;
    to.outputs = at(memory.outputs, book);
    to.position = this.#position;
    yield { label: `image ${book}, valid` };
    memory.valid[book] = next;
  }

  *#park(): Steps {
    const memory = this.#memory;
    yield { label: 'store PARKED' };
    memory.parked = true;
    yield { label: 'wait' };
    const isBlind = this.#mistake === 'sleeps without looking at TAIL again';
    if (isBlind || memory.tail === this.#position) {
      memory.asleep = true;
      yield { label: 'asleep', isReady: () => !memory.asleep };
    }
    yield { label: 'clear PARKED' };
    memory.parked = false;
  }
}
