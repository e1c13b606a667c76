/**
 * A state without its zeroes, of which most states are full: runs, each u32 words of zeroes, u32 words that follow,
 * then those. A word has four bytes. Runs of zeroes begin and end at a block.
 */
import { refusal } from './refusal.js';

const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;
const BLOCK_WORDS = 16;
const RUN_HEADER_BYTES = 2 * WORD_BYTES;
/** No memory of a kernel is larger. */
const MOST_BYTES = 2 ** 32;

/** A state that can be written packed. */
export interface PackedState {
  readonly bytes: number;
  /** Writes so many bytes; the place is a multiple of four. */
  write(to: Uint8Array): void;
}

function isZero(words: Int32Array, block: number): boolean {
  const begin = block * BLOCK_WORDS;
  const end = Math.min(begin + BLOCK_WORDS, words.length);
  for (let word = begin; word < end; word++) if (words[word] !== 0) return false;
  return true;
}

/** Places where zeroes end and begin again, in turn, in words; the first may be 0. */
function turnsOf(words: Int32Array): readonly number[] {
  const turns: number[] = [];
  const blocks = Math.ceil(words.length / BLOCK_WORDS);
  let wantsZero = false;
  for (let block = 0; block < blocks; block++) {
    if (isZero(words, block) !== wantsZero) continue;
    turns.push(block * BLOCK_WORDS);
    wantsZero = !wantsZero;
  }
  turns.push(words.length);
  // A state that ends in zeroes ends in an empty run.
  if (turns.length % 2 === 1) turns.push(words.length);
  return turns;
}

/** @param state whole words, at a multiple of four; it may not change before it is written */
export function packState(state: Uint8Array): PackedState {
  const words = new Int32Array(state.buffer, state.byteOffset, state.length / WORD_BYTES);
  const turns = turnsOf(words);
  let kept = 0;
  for (let turn = 0; turn < turns.length; turn += 2) {
    kept += (turns[turn + 1] as number) - (turns[turn] as number);
  }
  const bytes = (turns.length / 2) * RUN_HEADER_BYTES + kept * WORD_BYTES;
  const write = (to: Uint8Array): void => {
    const packed = new Int32Array(to.buffer, to.byteOffset, bytes / WORD_BYTES);
    let place = 0;
    let before = 0;
    for (let turn = 0; turn < turns.length; turn += 2) {
      const [begin, end] = [turns[turn] as number, turns[turn + 1] as number];
      packed[place++] = begin - before;
      packed[place++] = end - begin;
      for (let word = begin; word < end; word++) packed[place++] = words[word] as number;
      before = end;
    }
  };
  return { bytes, write };
}

/**
 * The state again.
 *
 * @param prefix bytes to leave free before it
 * @throws EvenkeelError `JOURNAL_CORRUPT` when the runs do not add up to so many bytes
 */
export function unpackState(
  packed: Uint8Array,
  bytes: number,
  prefix: number,
  place: string,
): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const found = sumOfRuns(view);
  if (found !== bytes || bytes > MOST_BYTES) {
    throw refusal('JOURNAL_CORRUPT', place, 'bytes of the state', found, bytes);
  }
  const state = new Uint8Array(prefix + bytes);
  let to = prefix;
  for (let from = 0; from < packed.length; ) {
    to += view.getUint32(from, true) * WORD_BYTES;
    const length = view.getUint32(from + WORD_BYTES, true) * WORD_BYTES;
    from += RUN_HEADER_BYTES;
    state.set(packed.subarray(from, from + length), to);
    from += length;
    to += length;
  }
  return state;
}

/** Bytes that runs stand for; -1 when the last one is cut. */
function sumOfRuns(view: DataView): number {
  let sum = 0;
  let from = 0;
  while (from + RUN_HEADER_BYTES <= view.byteLength) {
    const zeroes = view.getUint32(from, true);
    const words = view.getUint32(from + WORD_BYTES, true);
    sum += (zeroes + words) * WORD_BYTES;
    from += RUN_HEADER_BYTES + words * WORD_BYTES;
  }
  return from === view.byteLength ? sum : -1;
}
