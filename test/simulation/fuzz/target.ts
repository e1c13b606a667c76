/** What must hold for any bytes: they are consumed, answered, and change nothing when they are refused. */
import { readFileSync } from 'node:fs';
import { Book } from '../../../src/index.js';
import { readAll, readRow } from '../auditor/reader.js';
import { require } from '../auditor/violation.js';
import { drawDesk } from '../desk.js';
import { Draw } from '../draw.js';
import { encode } from '../message.js';
import { openingFrames } from '../operator.js';
import { drawSwarm } from '../swarm.js';
import { grown, mutated, random } from './frames.js';

const REJECT = 68;
/** A book is begun anew after so many strings, and after a frame from the future: all else would be late. */
const STRINGS_PER_BOOK = 500;
const LAST_NS = 1_700_000_000_000_000_001n;
/** With options, guards, gate, hedges and margin. */
const DESK_SEEDS = [3, 5, 8, 11, 14, 20, 27, 33] as const;

export interface FuzzCounts {
  strings: number;
  applied: number;
  rejected: number;
  bytes: number;
}

function ready(draw: Draw): Book {
  const seed = draw.pick(DESK_SEEDS);
  const swarm = drawSwarm(new Draw(seed, 0));
  // Strings have any time.
  const features = { ...everything(swarm.features), maxAhead: false };
  const all = { ...swarm, instruments: 8, features };
  const desk = drawDesk(new Draw(seed, 1), all);
  const book = Book.fromConfiguration(desk.configuration);
  for (const message of openingFrames(desk, all, new Draw(seed, 7)))
    book.apply(encode(message, 0n, 0n));
  for (const { index, kind } of desk.listings) {
    const mid = Math.round(kind.price / kind.tickSize);
    const ticker = { name: 'bookTicker', values: [index, mid - 1, mid + 1, 5, 5] } as const;
    book.apply(encode(ticker, 0n, 1_600_000_000_000_000_000n));
  }
  book.discardOutput();
  return book;
}

function everything<Flags extends object>(flags: Flags): Flags {
  return Object.fromEntries(Object.keys(flags).map((name) => [name, true])) as Flags;
}

/** Frames that once taught something, one hexadecimal string per line. */
export function readCorpus(path: string): Uint8Array[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const frames = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return frames.map((line) => Uint8Array.from(Buffer.from(line, 'hex')));
}

/** @throws Violation, or what the engine stopped with */
export function feed(book: Book, bytes: Uint8Array, counts: FuzzCounts): void {
  const before = book.stateHash();
  const { consumedBytes, framesApplied, framesRejected } = book.apply(bytes);
  const facts = { bytes: Buffer.from(bytes).toString('hex'), framesApplied, framesRejected };
  require('everything is consumed', consumedBytes === bytes.length, { ...facts, consumedBytes });
  const rejects = readAll(book.drain()).filter(({ opcode }) => opcode === REJECT);
  require('every refusal is answered', rejects.length === framesRejected, facts);
  const passed = rejects.reduce((sum, { fields }) => sum + Number(fields[5]), 0);
  const isWhole = framesApplied > 0 || passed === bytes.length;
  require('refusals say how much they passed over', isWhole, { ...facts, passed });
  const isSame = framesApplied > 0 || book.stateHash() === before;
  require('a refusal changes nothing', isSame, facts);
  if (framesApplied > 0 && framesRejected === 0 && readRow(bytes, 0) === null) {
    require('what was applied begins as a frame', false, facts);
  }
  counts.strings += 1;
  counts.applied += framesApplied;
  counts.rejected += framesRejected;
  counts.bytes += bytes.length;
}

export function fuzzFrames(
  seed: number,
  strings: number,
  corpus: readonly Uint8Array[],
): FuzzCounts {
  const draw = new Draw(seed, 0);
  const counts: FuzzCounts = { strings: 0, applied: 0, rejected: 0, bytes: 0 };
  let book = ready(draw);
  while (counts.strings < strings) {
    const isOver = counts.strings % STRINGS_PER_BOOK === 0 || book.timeNs > LAST_NS;
    if (isOver) book = ready(draw);
    const kind = draw.unit();
    const bytes = kind < 0.2 ? random(draw) : kind < 0.5 ? mutated(corpus, draw) : grown(draw);
    feed(book, bytes, counts);
  }
  return counts;
}
