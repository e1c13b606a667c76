/**
 * A venue that fills hedges at once but tells of it late: fills, results and position reports arrive
 * after delays of up to the settle time, out of order, more than once or, reports and results, never.
 */
import { Desk, PERPETUAL, SPOT } from './hedged-book.js';

export const SETTLE_SECONDS = 2;
const LOTS_PER_BTC = 100;

/** A message on its way to the book. */
interface Message {
  readonly dueUs: number;
  readonly deliver: () => void;
}

/** One thing that happens; numbers of 0 .. 1 decide how. */
export interface Step {
  /** Signed lots of the spot that a client trades; 0 for none. */
  readonly clientLots: number;
  readonly seconds: number;
  /** Of what the venue does with hedges that it sees in this step. */
  readonly filledShare: number;
  /** Delays as shares of the settle time. */
  readonly delays: readonly number[];
  readonly isReported: boolean;
  readonly isResultLost: boolean;
  readonly isRepeated: boolean;
}

export class LateVenue {
  readonly desk: Desk;
  /** True positions, lots. */
  spotLots = 0;
  perpetualLots = 0;
  /** Lots that hedges may still add to the true position. */
  #seen = 0;
  #fillId = 1_000_000;
  #messages: Message[] = [];
  /** Sum over hedges of what they went past the need by, lots; must stay 0. */
  excessLots = 0;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** True delta in lots of the perpetual. */
  get exposureLots(): number {
    return this.spotLots + this.perpetualLots;
  }

  run(step: Step): void {
    if (step.clientLots !== 0) {
      this.spotLots += step.clientLots;
      this.desk.fill(SPOT, step.clientLots);
    }
    this.#execute(step);
    if (step.isReported) this.#report(step);
    this.#pass(step.seconds, step);
  }

  /** Until everything has arrived and a last report has come: then the book knows all. */
  calm(step: Step): void {
    for (let round = 0; round < 30; round++) {
      this.#pass(SETTLE_SECONDS + 1, step);
      this.#report({ ...step, isRepeated: false });
      for (const open of this.desk.book.hedges()) {
        if (open.state === 'UNCONFIRMED') this.#answer(open.hedgeId);
      }
    }
  }

  /** The operator looks at the venue and says how the hedge ended. */
  #answer(hedgeId: number): void {
    const filled = this.#filled.get(hedgeId) ?? 0;
    this.desk.result(hedgeId, filled);
    this.#execute({ ...CALM, isResultLost: false });
  }

  readonly #filled = new Map<number, number>();

  /** The venue sees the hedges sent since: fills a share of each, then cancels the rest. */
  #execute(step: Step): void {
    for (; this.#seen < this.desk.hedges.length; this.#seen++) {
      const hedge = this.desk.hedges[this.#seen];
      if (hedge === undefined) return;
      const sign = hedge.side === 0 ? 1 : -1;
      this.#judge(sign * hedge.sizeLots);
      const filled = Math.round(hedge.sizeLots * step.filledShare);
      this.perpetualLots += sign * filled;
      this.#filled.set(hedge.hedgeId, filled);
      this.#tellFills(sign, filled, step);
      if (!step.isResultLost) {
        this.#send(step, 2, () => {
          this.desk.result(hedge.hedgeId, filled);
        });
      }
    }
  }

  /** A hedge never goes past what is needed when everything before it is counted. */
  #judge(lots: number): void {
    const before = this.exposureLots;
    const after = before + lots;
    const isWrongWay = before * lots > 0;
    const isPast = before * after < 0;
    if (isWrongWay || isPast) this.excessLots += Math.min(Math.abs(lots), Math.abs(after));
  }

  #tellFills(sign: number, filled: number, step: Step): void {
    const first = Math.floor(filled / 2);
    [first, filled - first].forEach((lots, part) => {
      if (lots === 0) return;
      const fillId = this.#fillId++;
      const deliver = (): void => {
        this.desk.fillAgain(PERPETUAL, sign * lots, 'hedge', fillId);
      };
      this.#send(step, part, deliver);
      if (step.isRepeated) this.#send(step, part + 3, deliver);
    });
  }

  /** The true position as of now, delivered late, perhaps twice. */
  #report(step: Step): void {
    const lots = this.perpetualLots;
    const deliver = (): void => this.desk.position(PERPETUAL, lots);
    this.#send(step, 5, deliver);
    if (step.isRepeated) this.#send(step, 6, deliver);
  }

  #send(step: Step, message: number, deliver: () => void): void {
    const delay = (step.delays[message % step.delays.length] ?? 0) * SETTLE_SECONDS;
    const dueUs = this.desk.timeUs + Math.floor(delay * 0.999 * 1e6);
    this.#messages.push({ dueUs, deliver });
  }

  #pass(seconds: number, step: Step): void {
    const until = this.desk.timeUs + Math.round(seconds * 1e6);
    for (;;) {
      const due = this.#messages.filter(({ dueUs }) => dueUs <= until);
      const next = due.reduce<Message | null>(
        (first, one) => (first === null || one.dueUs < first.dueUs ? one : first),
        null,
      );
      if (next === null) break;
      this.#messages = this.#messages.filter((one) => one !== next);
      this.desk.timeUs = Math.max(this.desk.timeUs, next.dueUs);
      next.deliver();
      this.#execute(step);
    }
    this.desk.timeUs = until;
    this.desk.tick();
    this.desk.clock();
    this.#execute(step);
  }
}

/** Nothing happens, everything arrives at once. */
export const CALM: Step = {
  clientLots: 0,
  seconds: 1,
  filledShare: 1,
  delays: [0],
  isReported: false,
  isResultLost: false,
  isRepeated: false,
};

export function lateVenue(halfWidthLots: number): LateVenue {
  const desk = new Desk({
    hedge: { halfWidth: halfWidthLots / LOTS_PER_BTC, mode: 'band', minIntervalSeconds: 0.1 },
    perpetualHedge: { settleSeconds: SETTLE_SECONDS, confirmSeconds: 3 },
  });
  return new LateVenue(desk);
}
