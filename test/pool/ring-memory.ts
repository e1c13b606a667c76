/** The memory of a small ring with its worker, for walking through all that can happen to it. */
import type { Process } from './step-model.js';

/** Mistakes that could be made. */
export type RingMistake =
  | 'publishes before it writes'
  | 'looks at PARKED before it stores TAIL'
  | 'sleeps without looking at TAIL again'
  | 'believes in room for one more'
  | 'takes what was read for free'
  | 'gives back before it says what it has read'
  | 'gives back before the images are taken'
  | 'writes over the valid image'
  | 'copies the count before what it counts'
  | 'goes on counting answers after a death';

export interface RingShape {
  /** Length of each record, in units of the ring; the book is its number modulo two. */
  readonly lengths: readonly number[];
  readonly size: number;
  readonly deaths: number;
  readonly mistake?: RingMistake;
}

/** Positions count modulo this, a multiple of the size. */
const WRAP = 16;
/** Positions wrap soon. */
export const BEGIN = WRAP - 3;
export const BATCH = 2;
export const BOOKS = [0, 1] as const;
export const PAD = -1;

export const advance = (position: number, by: number): number => (position + by + WRAP) % WRAP;
/** The way from b to a, the shorter one. */
export const distance = (a: number, b: number): number =>
  ((a - b + WRAP + WRAP / 2) % WRAP) - WRAP / 2;
export const isBefore = (a: number, b: number): boolean => distance(a, b) < 0;

/** One unit of the ring. */
export interface Unit {
  readonly mark: number;
  readonly length: number;
  readonly record: number;
}

/** A book: records applied, and how many. */
export interface State {
  applied: string;
  count: number;
}

export interface Image extends State {
  position: number;
  outputs: number;
}

export interface RingMemory {
  units: (Unit | null)[];
  tail: number;
  read: number;
  released: number;
  parked: boolean;
  asleep: boolean;
  books: State[];
  images: Image[][];
  valid: number[];
  /** Answers of each book so far. */
  outputs: number[];
  /** Answers as the host finds them: book, number within the book, record. */
  answers: [number, number, number][];
  deathsLeft: number;
}

/** Part of what a process does. */
export type Steps = ReturnType<Process<RingMemory>>;

export function startMemory({ size, deaths }: RingShape): RingMemory {
  const image = (): Image => ({ applied: '', count: 0, position: BEGIN, outputs: 0 });
  return {
    units: Array.from({ length: size }, () => null),
    tail: BEGIN,
    read: BEGIN,
    released: BEGIN,
    parked: false,
    asleep: false,
    books: BOOKS.map(() => ({ applied: '', count: 0 })),
    images: BOOKS.map(() => [image(), image()]),
    valid: [0, 0],
    outputs: [0, 0],
    answers: [],
    deathsLeft: deaths,
  };
}

export function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`nothing at ${index}`);
  return item;
}

export function validImage(memory: RingMemory, book: number): Image {
  return at(at(memory.images, book), at(memory.valid, book));
}
