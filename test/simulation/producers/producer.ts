/**
 * A process that feeds the book: with a way of counting, a clock and a line of its own. It may stop and begin
 * again, and then says once more what it said last, as it numbered and stamped it then.
 */
import type { Draw } from '../draw.js';
import type { Message } from '../message.js';
import type { Clock } from './clock.js';
import { type Letter, Line } from './line.js';
import type { ProducerTerms } from './terms.js';

/** Said again after a restart, at most. */
const REMEMBERED = 30;

/** A counter that producers share; gaps are allowed. */
export class Counter {
  #last = 0n;

  next(step: number): bigint {
    this.#last += BigInt(step);
    return this.#last;
  }
}

export class Producer {
  readonly line: Line;
  readonly counts = { restarts: 0, repeated: 0, unsaid: 0 };
  #own = new Counter();
  #step = 0;
  #backAt = 0;
  #said: Letter[] = [];
  readonly #terms: ProducerTerms;
  readonly #clock: Clock;
  readonly #shared: Counter;
  readonly #draw: Draw;

  constructor(terms: ProducerTerms, clock: Clock, shared: Counter, draw: Draw, line: Draw) {
    this.#terms = terms;
    this.#clock = clock;
    this.#shared = shared;
    this.#draw = draw;
    this.line = new Line(terms.line, line);
  }

  step(): void {
    this.line.step();
    this.#step += 1;
    if (this.#step === this.#backAt) this.#comeBack();
    if (this.#isDown) return;
    if (this.#draw.chance(this.#terms.freeze)) this.line.freeze(this.#draw.whole(5, 200));
    if (this.#draw.chance(this.#terms.restart)) this.#stop();
  }

  say(message: Message): void {
    if (this.#isDown) {
      this.counts.unsaid += 1;
      return;
    }
    const letter = { message, sequence: this.#number(), timeNs: this.#stamp() };
    this.#said = [...this.#said.slice(1 - REMEMBERED), letter];
    this.line.send(letter);
  }

  /** What a run begins with: neither lost nor late. */
  saySafely(message: Message): void {
    this.line.sendSafely({ message, sequence: 0n, timeNs: null });
  }

  get #isDown(): boolean {
    return this.#step < this.#backAt;
  }

  #number(): bigint | null {
    switch (this.#terms.numbering) {
      case 'never':
        return 0n;
      case 'sometimes':
        return this.#draw.chance(0.1) ? this.#shared.next(this.#draw.whole(1, 3)) : 0n;
      case 'shared':
        return this.#shared.next(this.#draw.whole(1, 3));
      case 'own':
        return this.#own.next(1);
      case 'on arrival':
        return null;
    }
  }

  #stamp(): bigint | null {
    if (!this.#draw.chance(this.#terms.keepsTime)) return null;
    return this.#clock.now + this.#terms.clockOffsetNs;
  }

  #stop(): void {
    this.counts.restarts += 1;
    this.#backAt = this.#step + this.#draw.whole(1, 60);
    this.line.cut();
  }

  #comeBack(): void {
    this.#own = new Counter();
    const again = this.#said.slice(-this.#draw.whole(1, REMEMBERED));
    this.counts.repeated += again.length;
    for (const letter of again) this.line.send(letter);
  }
}
