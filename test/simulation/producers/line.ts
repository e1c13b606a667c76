/** Between one producer and the book: messages late, twice, in another order, damaged or lost, or all held up. */
import type { Draw } from '../draw.js';
import type { Message } from '../message.js';
import { damaged } from './damage.js';

/** Probabilities per message, but where something else is said. */
export interface LineFaults {
  readonly duplicate: number;
  /** Messages of its own behind which one may come out. */
  readonly reorderWindow: number;
  readonly drop: number;
  readonly damage: number;
  /** Of times too: only where a book minds them. */
  readonly damagesTime: boolean;
}

/** A message as its producer numbered and stamped it; null: whoever takes it in does. */
export interface Letter {
  readonly message: Message;
  readonly sequence: bigint | null;
  readonly timeNs: bigint | null;
}

interface Waiting {
  readonly due: number;
  readonly letter: Letter;
}

export interface LineCounts {
  duplicated: number;
  delayed: number;
  dropped: number;
  damaged: number;
  frozen: number;
}

export class Line {
  readonly counts: LineCounts = { duplicated: 0, delayed: 0, dropped: 0, damaged: 0, frozen: 0 };
  #step = 0;
  #thawsAt = 0;
  #waiting: Waiting[] = [];
  #due: Letter[] = [];
  readonly #faults: LineFaults;
  readonly #draw: Draw;

  constructor(faults: LineFaults, draw: Draw) {
    this.#faults = faults;
    this.#draw = draw;
  }

  step(): void {
    this.#step += 1;
    if (this.#step < this.#thawsAt) return;
    const isDue = ({ due }: Waiting): boolean => due <= this.#step;
    this.#due.push(...this.#waiting.filter(isDue).map(({ letter }) => letter));
    this.#waiting = this.#waiting.filter((one) => !isDue(one));
  }

  get hasArrived(): boolean {
    return this.#due.length > 0;
  }

  /** What comes out next. */
  receive(): Letter | undefined {
    return this.#due.shift();
  }

  /** Nothing comes out for so many steps; then all that waited does. */
  freeze(steps: number): void {
    this.counts.frozen += 1;
    this.#thawsAt = this.#step + steps;
  }

  /** What is under way is lost. */
  cut(): void {
    this.counts.dropped += this.#waiting.length;
    this.#waiting = [];
  }

  send(letter: Letter): void {
    const { drop, duplicate } = this.#faults;
    const draw = this.#draw;
    if (draw.chance(drop)) {
      this.counts.dropped += 1;
      return;
    }
    this.#queue(letter);
    if (!draw.chance(duplicate)) return;
    this.counts.duplicated += 1;
    this.#queue(letter);
  }

  /** Without a fault. */
  sendSafely(letter: Letter): void {
    this.#waiting.push({ due: this.#step + 1, letter });
  }

  /** Now and then the bytes are not what was sent. */
  carry(bytes: Uint8Array): Uint8Array {
    if (!this.#draw.chance(this.#faults.damage)) return bytes;
    this.counts.damaged += 1;
    return damaged(bytes, this.#draw, this.#faults.damagesTime);
  }

  #queue(letter: Letter): void {
    const late = this.#draw.chance(0.3) ? this.#draw.whole(0, this.#faults.reorderWindow) : 0;
    const delay = late + (letter.message.delay ?? 0);
    if (delay > 0) this.counts.delayed += 1;
    this.#waiting.push({ due: this.#step + 1 + delay, letter });
  }
}
