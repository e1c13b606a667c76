/**
 * The same bytes by other ways: cut anywhere, as a part of a stream of many books, through the rings of a pool
 * worker that dies. State and output must be those of a book that is fed frame by frame.
 */
import { createHash } from 'node:crypto';
import type { BookConfiguration } from '../../src/config/index.js';
import { encodeStreamFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { openOn } from '../../src/journal/open.js';
import { StreamSplitter } from '../../src/pool/index.js';
import { readRow } from './auditor/reader.js';
import { require } from './auditor/violation.js';
import { Draw } from './draw.js';
import { Disk } from './journal/disk.js';
import { drawJournal } from './journal/journal-swarm.js';
import { PoolMachine } from './journal/pool-machine.js';
import { AT_ONCE, VirtualStore } from './journal/virtual-store.js';
import { throughRings } from './rings.js';
import type { RunResult } from './simulation.js';

const STREAM = 8;
const NAMES_BOOK = 32;
const OPENS_BOOK = 33;

/** State and output, as hashes. */
export interface Outcome {
  readonly state: bigint;
  readonly output: string;
}

class Reader {
  readonly #book: Book;
  readonly #output = createHash('sha256');

  constructor(book: Book) {
    this.#book = book;
  }

  apply(bytes: Uint8Array, isFinal: boolean): number {
    const { consumedBytes } = this.#book.apply(bytes, isFinal);
    this.#output.update(this.#book.drain());
    return consumedBytes;
  }

  outcome(): Outcome {
    return { state: this.#book.stateHash(), output: this.#output.digest('hex') };
  }
}

/** Packets that are one frame, and do not name books themselves: damage would run into the next one. */
function wholeFrames(pieces: readonly Uint8Array[]): Uint8Array[] {
  return pieces.filter((bytes) => {
    const row = readRow(bytes, 0);
    const isNaming = row?.opcode === NAMES_BOOK || row?.opcode === OPENS_BOOK;
    return row !== null && row.bytes === bytes.length && !isNaming;
  });
}

/** What a pool went through on the way. */
export interface PoolFates {
  readonly workerDeaths: number;
  /** Processes whose books came back from their journals. */
  readonly processes: number;
  readonly failedWrites: number;
}

export async function compareTwins(result: RunResult): Promise<PoolFates> {
  const draw = new Draw(result.seed, STREAM);
  const frames = wholeFrames(result.pieces);
  const { configuration, document } = result.desk;
  const whole = plain(configuration);
  for (const bytes of frames) whole.apply(bytes, true);
  const expected = whole.outcome();
  const same = (way: string, found: Outcome): void => {
    require(`${way} gives the same state`, found.state === expected.state, { found, expected });
    require(`${way} gives the same output`, found.output === expected.output, { found, expected });
  };
  same('a stream without what is refused', withoutRefused(configuration, frames));
  same('a stream that is cut anywhere', cutAnywhere(plain(configuration), frames, draw));
  for (const one of journaled(document, frames, draw)) same('a journal of cut streams', one);
  for (const one of routed(configuration, frames, draw)) same('a stream of many books', one);
  const { outcomes, deaths } = throughRings(document, frames, draw);
  for (const one of outcomes) same('a worker that dies', one);
  const pool = new PoolMachine(result.desk, frames, drawJournal(draw), draw);
  await pool.run();
  const { failedWrites, processes, deaths: inPool } = pool.counts;
  return { workerDeaths: deaths + inPool, processes, failedWrites };
}

function* chunks(stream: Uint8Array, draw: Draw): Generator<Uint8Array> {
  for (let at = 0; at < stream.length; ) {
    const length = draw.whole(1, 2048);
    yield stream.subarray(at, at + length);
    at += length;
  }
}

function plain(configuration: BookConfiguration): Reader {
  return new Reader(Book.fromConfiguration(configuration));
}

/** A book whose input comes in any pieces, and the one that its journal gives back. */
function* journaled(
  document: unknown,
  frames: readonly Uint8Array[],
  draw: Draw,
): Generator<Outcome> {
  const store = new VirtualStore(new Disk(), AT_ONCE);
  const journal = { policy: 'acknowledgeAfterSync', snapshotEvery: draw.pick([0, 500]) } as const;
  const book = openOn(store, { configuration: document, journal });
  const { output } = cutAnywhere(new Reader(book), frames, draw);
  yield { state: book.stateHash(), output };
  yield { state: openOn(store, { journal }).stateHash(), output };
}

/** What some producers say in vain does not touch what others get. */
function withoutRefused(configuration: BookConfiguration, frames: readonly Uint8Array[]): Outcome {
  const book = Book.fromConfiguration(configuration);
  const sieve = Book.fromConfiguration(configuration);
  const output = createHash('sha256');
  for (const bytes of frames) {
    const { framesApplied } = sieve.apply(bytes, true);
    const refusal = sieve.drain();
    if (framesApplied > 0) book.apply(bytes, true);
    output.update(framesApplied > 0 ? book.drain() : refusal);
  }
  return { state: book.stateHash(), output: output.digest('hex') };
}

function cutAnywhere(reader: Reader, frames: readonly Uint8Array[], draw: Draw): Outcome {
  let kept = Buffer.alloc(0);
  for (const chunk of chunks(Buffer.concat(frames), draw)) {
    kept = Buffer.concat([kept, chunk]);
    kept = kept.subarray(reader.apply(kept, false));
  }
  reader.apply(kept, true);
  return reader.outcome();
}

function routed(
  configuration: BookConfiguration,
  frames: readonly Uint8Array[],
  draw: Draw,
): Outcome[] {
  const readers = [plain(configuration), plain(configuration)];
  const splitter = new StreamSplitter();
  let chosen = readers[0];
  const take = (chunk: Uint8Array, isFinal: boolean): void => {
    for (const part of splitter.push(chunk, isFinal)) {
      if (part.kind === 'book') chosen = readers[part.book];
      else if (part.kind === 'frames') chosen?.apply(Uint8Array.from(part.bytes), true);
      else require('whole frames pass the splitter', false, { part });
    }
  };
  const parts: Uint8Array[] = [];
  for (let next = 0; next < frames.length; ) {
    const some = frames.slice(next, next + draw.whole(1, 20));
    for (const book of readers.keys()) parts.push(encodeStreamFrame(NAMES_BOOK, [book]), ...some);
    next += some.length;
  }
  for (const chunk of chunks(Buffer.concat(parts), draw)) take(chunk, false);
  take(new Uint8Array(), true);
  return readers.map((reader) => reader.outcome());
}
