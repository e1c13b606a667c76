/** One seed: producers, a wire with faults, the real book, crashes, and an auditor that sees only bytes. */
import { createHash } from 'node:crypto';
import { configurationFrames } from '../../src/config/index.js';
import { decodeFrames, encodeFrame } from '../../src/frames/index.js';
import { Book } from '../../src/index.js';
import { Auditor } from './auditor/auditor.js';
import { readRow } from './auditor/reader.js';
import type { Facts } from './auditor/reports.js';
import { require } from './auditor/violation.js';
import { Coverage } from './coverage.js';
import { type Desk, drawDesk } from './desk.js';
import { Draw } from './draw.js';
import { type InputLog, MemoryLog } from './journal.js';
import { Market } from './market.js';
import { acknowledge, openingFrames, release } from './operator.js';
import { Producers } from './producers.js';
import { drawSwarm, type Swarm } from './swarm.js';
import { Venue } from './venue.js';
import { type FaultCounts, Wire } from './wire.js';

const STREAMS = {
  swarm: 0,
  desk: 1,
  market: 2,
  venue: 3,
  producers: 4,
  wire: 5,
  crash: 6,
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
  readonly crashes: number;
  readonly faults: FaultCounts;
  /** SHA-256 of all output and of the last state: the same for the same seed. */
  readonly hash: string;
  readonly outputHash: string;
  readonly stateHash: bigint;
  readonly coverage: Coverage;
  readonly log: InputLog;
  readonly desk: Desk;
}

export class Simulation {
  readonly #swarm: Swarm;
  readonly #desk: Desk;
  readonly #market: Market;
  readonly #venue: Venue;
  readonly #producers: Producers;
  readonly #wire: Wire;
  readonly #crashes: Draw;
  readonly #operator: Draw;
  readonly #auditor: Auditor;
  readonly #log: InputLog;
  readonly #coverage = new Coverage();
  readonly #output = createHash('sha256');
  #book: Book;
  #events = 0;
  #crashCount = 0;
  #looksAt = 0;

  constructor(readonly seed: number) {
    const draw = (stream: number): Draw => new Draw(seed, stream);
    this.#swarm = drawSwarm(draw(STREAMS.swarm));
    this.#desk = drawDesk(draw(STREAMS.desk), this.#swarm);
    const { listings, configuration } = this.#desk;
    this.#market = new Market(listings, this.#swarm, draw(STREAMS.market));
    this.#venue = new Venue(listings, this.#swarm, draw(STREAMS.venue));
    const of = draw(STREAMS.producers);
    this.#producers = new Producers(this.#desk, this.#swarm, of, this.#market, this.#venue);
    this.#wire = new Wire(this.#swarm, draw(STREAMS.wire));
    this.#crashes = draw(STREAMS.crash);
    this.#operator = draw(STREAMS.operator);
    this.#auditor = new Auditor(this.#swarm.fillIds);
    this.#log = new MemoryLog(configuration);
    this.#book = Book.fromConfiguration(configuration);
    this.#introduce();
  }

  /** Delivered so far. */
  get events(): number {
    return this.#events;
  }

  /** @throws Violation, or what the engine stopped with */
  run(events: number): RunResult {
    for (const message of openingFrames(
      this.#desk,
      this.#swarm,
      new Draw(this.seed, STREAMS.open),
    )) {
      this.#wire.sendSafely(message);
    }
    while (this.#events < events) {
      for (const bytes of this.#wire.step()) this.#deliver(bytes);
      for (const message of this.#producers.next()) this.#wire.send(message);
    }
    this.#auditor.compare(this.#facts());
    return this.#result();
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

  #facts(): Facts {
    const book = this.#book;
    return {
      risk: () => book.risk(),
      position: (index) => (index in book.instruments ? book.positionOf(index) : null),
      stateHash: () => book.stateHash(),
    };
  }

  #deliver(bytes: Uint8Array): void {
    this.#events += 1;
    if (this.#crashes.chance(this.#swarm.faults.crash)) this.#crash();
    const facts = this.#facts();
    this.#auditor.remember(this.#book.stateHash());
    this.#log.append(bytes);
    const { consumedBytes, framesApplied } = this.#book.apply(bytes);
    require('everything is consumed', consumedBytes === bytes.length, { consumedBytes });
    const output = this.#book.drain();
    this.#output.update(output);
    this.#auditor.observe(bytes, output, facts);
    if (framesApplied > 0) this.#coverage.add('opcode', readRow(bytes, 0)?.opcode ?? 0);
    this.#react(output);
    if (this.#events % COMPARE_EVERY > 0) return;
    this.#auditor.compare(facts);
    this.#coverDecisions();
  }

  /** The venue follows what comes out. */
  #react(output: Uint8Array): void {
    for (const frame of decodeFrames(output)) {
      this.#coverage.output(frame);
      if (frame.name === 'quote') this.#venue.follow(frame);
      if (frame.name === 'hedge') {
        const mid = this.#market.mid(frame.instrument);
        for (const message of this.#venue.hedge(frame, mid)) this.#wire.send(message);
      }
      if (frame.name === 'orderVerdict') this.#venue.settleVerdict(frame);
      if (frame.name === 'riskState' && frame.state === HALTED) this.#release(frame.instrument);
      if (frame.name === 'limitEvent' && frame.limit === UNCONFIRMED) {
        const messages = acknowledge(this.#operator, this.#desk, frame.instrument);
        for (const message of messages) this.#wire.send(message);
      }
    }
  }

  #release(instrument: number | null): void {
    // One look at a time: what it releases may halt again at once.
    if (this.#events < this.#looksAt || this.#operator.chance(0.2)) return;
    this.#looksAt = this.#events + 80;
    const of = this.#operator.chance(0.3) ? instrument : null;
    this.#wire.send(release(of, this.#operator.whole(1, 60)));
  }

  /** The process dies; what the log leads to must be what it was. */
  #crash(): void {
    this.#crashCount += 1;
    const before = this.#book.stateHash();
    if (this.#crashes.chance(0.5)) this.#log.checkpoint(this.#book);
    this.#book = this.#log.recover();
    const after = this.#book.stateHash();
    require('recovery gives the state that was', after === before, { before, after });
    this.#auditor.compare(this.#facts());
  }

  #result(): RunResult {
    const stateHash = this.#book.stateHash();
    const outputHash = this.#output.digest('hex');
    const hash = createHash('sha256').update(outputHash).update(String(stateHash)).digest('hex');
    return {
      ...{ seed: this.seed, events: this.#events, crashes: this.#crashCount },
      ...{ faults: this.#wire.counts, hash, outputHash, stateHash },
      ...{ coverage: this.#coverage, log: this.#log, desk: this.#desk },
    };
  }

  #coverDecisions(): void {
    for (const { symbol } of this.#desk.configuration.underlyings) {
      const row = this.#book.underlyingIndex(symbol);
      this.#coverage.add('hedge', this.#book.explainHedge(row).action);
    }
  }
}
