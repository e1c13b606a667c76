/** One seed: producers, their lines with faults, the real book, crashes, and an auditor that sees only bytes. */
import { createHash } from 'node:crypto';
import { configurationFrames } from '../../src/config/index.js';
import { decodeFrames, encodeFrame } from '../../src/frames/index.js';
import type { JournaledBook } from '../../src/journal/journaled-book.js';
import { Auditor } from './auditor/auditor.js';
import { readRow } from './auditor/reader.js';
import type { Facts } from './auditor/reports.js';
import { require } from './auditor/violation.js';
import { Coverage } from './coverage.js';
import { type Desk, drawDesk } from './desk.js';
import { Draw } from './draw.js';
import { Machine } from './journal/machine.js';
import { Market } from './market.js';
import type { Message } from './message.js';
import { acknowledge, openingFrames, release } from './operator.js';
import { Events } from './producers/events.js';
import { Producers } from './producers/producers.js';
import type { Role } from './producers/terms.js';
import { drawSwarm, type Swarm } from './swarm.js';
import { Venue } from './venue.js';

const STREAMS = {
  swarm: 0,
  desk: 1,
  market: 2,
  venue: 3,
  events: 4,
  producers: 5,
  machine: 6,
  open: 7,
  operator: 9,
};
const HALTED = 2;
const UNCONFIRMED = 152;
/** Reports are compared after so many events, and at every crash. */
const COMPARE_EVERY = 16;

export interface RunResult {
  readonly seed: number;
  readonly events: number;
  /** Deaths of the process, in order or not. */
  readonly crashes: number;
  readonly faults: Readonly<Record<string, number>>;
  /** SHA-256 of all output, of the last state and of the journal: the same for the same seed. */
  readonly hash: string;
  readonly outputHash: string;
  readonly stateHash: bigint;
  readonly coverage: Coverage;
  /** All input, as it was delivered. */
  readonly pieces: readonly Uint8Array[];
  readonly desk: Desk;
}

export class Simulation {
  readonly #swarm: Swarm;
  readonly #desk: Desk;
  readonly #market: Market;
  readonly #venue: Venue;
  readonly #events: Events;
  readonly #producers: Producers;
  readonly #machine: Machine;
  readonly #operator: Draw;
  readonly #auditor: Auditor;
  readonly #coverage = new Coverage();
  readonly #output = createHash('sha256');
  #delivered = 0;
  #looksAt = 0;
  /** Instruments, null for the book. */
  readonly #halted = new Set<number | null>();

  constructor(readonly seed: number) {
    const draw = (stream: number): Draw => new Draw(seed, stream);
    this.#swarm = drawSwarm(draw(STREAMS.swarm));
    this.#desk = drawDesk(draw(STREAMS.desk), this.#swarm);
    const { listings } = this.#desk;
    this.#market = new Market(listings, this.#swarm, draw(STREAMS.market));
    this.#venue = new Venue(listings, this.#swarm, draw(STREAMS.venue));
    const of = draw(STREAMS.events);
    this.#events = new Events(this.#desk, this.#swarm, of, this.#market, this.#venue);
    this.#producers = new Producers(this.#swarm, draw, draw(STREAMS.producers), this.#coverage);
    const { crash } = this.#swarm.faults;
    this.#machine = new Machine(this.#desk, crash, draw(STREAMS.machine), this.#coverage);
    this.#operator = draw(STREAMS.operator);
    this.#auditor = new Auditor(this.#swarm.fillIds);
    this.#introduce();
  }

  /** Delivered so far. */
  get events(): number {
    return this.#delivered;
  }

  /** @throws Violation, or what the engine stopped with */
  async run(events: number): Promise<RunResult> {
    const restore = this.#machine.timers.install();
    try {
      await this.#live(events);
    } finally {
      restore();
    }
    return this.#result();
  }

  async #live(events: number): Promise<void> {
    const opening = openingFrames(this.#desk, this.#swarm, new Draw(this.seed, STREAMS.open));
    for (const message of opening) this.#producers.saySafely(message);
    while (this.#delivered < events) {
      for (const bytes of this.#producers.step()) await this.#deliver(bytes);
      const { role, instrument, messages } = this.#events.next();
      this.#say(role, instrument, messages);
      this.#look();
    }
    await this.#machine.end();
    this.#auditor.compare(this.#facts());
  }

  /** What the book was configured by, as the frames that it is made of. */
  #introduce(): void {
    const facts: Facts = { ...this.#facts(), position: () => null };
    for (const { name, values } of configurationFrames(this.#desk.configuration)) {
      const frame = encodeFrame(name, 0, 0n, values);
      this.#coverage.add('opcode', readRow(frame, 0)?.opcode ?? 0);
      this.#auditor.observe(frame, new Uint8Array(), facts);
    }
  }

  get #book(): JournaledBook {
    return this.#machine.book;
  }

  #facts(): Facts {
    const book = this.#book;
    return {
      risk: () => book.risk(),
      position: (index) => (index in book.instruments ? book.positionOf(index) : null),
      stateHash: () => book.stateHash(),
    };
  }

  async #deliver(bytes: Uint8Array): Promise<void> {
    this.#delivered += 1;
    const { deaths } = this.#machine.counts;
    await this.#machine.pass();
    this.#auditor.remember(this.#machine.reference.now.stateHash);
    const { consumedBytes, framesApplied, output } = await this.#machine.apply(bytes);
    const facts = this.#facts();
    require('everything is consumed', consumedBytes === bytes.length, { consumedBytes });
    this.#output.update(output);
    this.#auditor.observe(bytes, output, facts);
    if (framesApplied > 0) this.#coverage.add('opcode', readRow(bytes, 0)?.opcode ?? 0);
    this.#react(output);
    const isNew = this.#machine.counts.deaths > deaths;
    if (this.#delivered % COMPARE_EVERY > 0 && !isNew) return;
    this.#auditor.compare(facts);
    this.#requireSame();
    this.#coverDecisions();
  }

  #requireSame(): void {
    const found = this.#book.stateHash();
    const expected = this.#machine.reference.now.stateHash;
    require('a journaled book is what a plain one is', found === expected, { found, expected });
  }

  #say(role: Role, instrument: number, messages: readonly Message[]): void {
    for (const message of messages) this.#producers.say(role, instrument, message);
  }

  /** The venue follows what comes out. */
  #react(output: Uint8Array): void {
    for (const frame of decodeFrames(output)) {
      this.#coverage.output(frame);
      if (frame.name === 'quote') this.#venue.follow(frame);
      if (frame.name === 'hedge') {
        const mid = this.#market.mid(frame.instrument);
        this.#say('execution', frame.instrument, this.#venue.hedge(frame, mid));
      }
      if (frame.name === 'orderVerdict') this.#venue.settleVerdict(frame);
      if (frame.name === 'riskState') this.#follow(frame.instrument, frame.state === HALTED);
      if (frame.name === 'limitEvent' && frame.limit === UNCONFIRMED) {
        const messages = acknowledge(this.#operator, this.#desk, frame.instrument);
        this.#say('operator', frame.instrument, messages);
      }
    }
  }

  #follow(instrument: number | null, isHalted: boolean): void {
    if (isHalted) this.#halted.add(instrument);
    else this.#halted.delete(instrument);
  }

  /** Now and then somebody looks at what has stopped, again and again: a command may be lost, or the cause still there. */
  #look(): void {
    if (this.#halted.size === 0 || this.#delivered < this.#looksAt) return;
    this.#looksAt = this.#delivered + this.#operator.whole(20, 150);
    this.#say('operator', 0, release(this.#swarm, this.#operator, [...this.#halted]));
  }

  #result(): RunResult {
    const { reference, disk, counts, damages } = this.#machine;
    const { stateHash } = reference.now;
    const outputHash = this.#output.digest('hex');
    const parts = [outputHash, String(stateHash), disk.digest()];
    const hash = createHash('sha256').update(parts.join()).digest('hex');
    const { deaths: crashes, ...failures } = counts;
    const faults = { ...this.#producers.counts, ...failures, damages };
    for (const [name, count] of Object.entries(faults))
      if (count > 0) this.#coverage.add('fault', name, count);
    return {
      ...{ seed: this.seed, events: this.#delivered, crashes },
      ...{ faults, hash, outputHash, stateHash },
      pieces: reference.inputs.map(({ bytes }) => bytes),
      ...{ coverage: this.#coverage, desk: this.#desk },
    };
  }

  #coverDecisions(): void {
    for (const { symbol } of this.#desk.configuration.underlyings) {
      const row = this.#book.underlyingIndex(symbol);
      this.#coverage.add('hedge', this.#book.explainHedge(row).action);
    }
  }
}
