/** All that feed one book, and how what they say comes together at its door. */
import type { Coverage } from '../coverage.js';
import type { Draw } from '../draw.js';
import { encode, type Message } from '../message.js';
import type { Swarm } from '../swarm.js';
import { Clock } from './clock.js';
import { Counter, Producer } from './producer.js';
import { drawTerms, type Role, Roles } from './terms.js';

/** Streams of numbers of the first producer; two each. */
const FIRST_STREAM = 16;

export class Producers {
  readonly #clock: Clock;
  readonly #producers: readonly Producer[];
  readonly #roles: Roles;
  readonly #counter = new Counter();
  readonly #draw: Draw;
  readonly #coverage: Coverage;
  #last: Producer | undefined;

  /** @param of numbers by stream */
  constructor(swarm: Swarm, of: (stream: number) => Draw, draw: Draw, coverage: Coverage) {
    this.#draw = draw;
    this.#coverage = coverage;
    this.#clock = new Clock(swarm, draw);
    const terms = drawTerms(swarm, draw);
    this.#producers = terms.map((one, index) => {
      const [own, line] = [of(FIRST_STREAM + 2 * index), of(FIRST_STREAM + 2 * index + 1)];
      coverage.add('numbering', one.numbering);
      return new Producer(one, this.#clock, this.#counter, own, line);
    });
    this.#roles = new Roles(terms.length, swarm.instruments, draw);
    coverage.add('producers', terms.length);
  }

  /** What they and their lines did. */
  get counts(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = { clockJumps: this.#clock.jumps };
    for (const { counts, line } of this.#producers) {
      for (const [name, count] of Object.entries({ ...counts, ...line.counts }))
        sums[name] = (sums[name] ?? 0) + count;
    }
    return sums;
  }

  say(role: Role, instrument: number, message: Message): void {
    for (const index of this.#roles.of(role, instrument)) this.#producers[index]?.say(message);
  }

  saySafely(message: Message): void {
    this.#producers[0]?.saySafely(message);
  }

  /** Time passes; what arrives comes out, of all lines in turn. */
  *step(): Generator<Uint8Array> {
    this.#clock.tick();
    for (const producer of this.#producers) producer.step();
    for (;;) {
      const arrived = this.#producers.filter(({ line }) => line.hasArrived);
      const producer = arrived[this.#draw.whole(0, arrived.length - 1)];
      if (producer === undefined) return;
      yield this.#take(producer);
    }
  }

  #take(producer: Producer): Uint8Array {
    const letter = producer.line.receive();
    if (letter === undefined) return new Uint8Array();
    const { message, sequence, timeNs } = letter;
    if (producer !== this.#last) this.#coverage.add('producers', 'in turn');
    this.#last = producer;
    const number = sequence ?? this.#counter.next(1);
    return producer.line.carry(encode(message, number, timeNs ?? this.#clock.now));
  }
}
