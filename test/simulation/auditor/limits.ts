/** Trading states: limits of the book and of instruments, the latch, what an operator says. */
import { float } from './fixed.js';
import type { Ledger } from './ledger.js';
import type { Row } from './reader.js';
import { require } from './violation.js';

const HALTED = 2;
const LOSS_HALT = 68;
const DRAWDOWN_HALT = 70;

const limitOf = (value: unknown): number =>
  value === null ? Number.POSITIVE_INFINITY : Number(value);

export class Limits {
  bookState = 0;
  /** By limit, until an operator releases it. */
  #latched = false;
  #gross = Number.POSITIVE_INFINITY;
  #loss = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  #drawdown = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
  #recover = 0.8;
  /** While prices may be in doubt, peak and limits wait: then they are not followed here. */
  doubts = false;
  #releasing = false;
  #commanded: number | null = null;

  constructor(readonly ledger: Ledger) {}

  input({ opcode, fields }: Row): void {
    this.#releasing = false;
    this.#commanded = null;
    if (opcode === 11) {
      const [gross, lossReduce, lossHalt, drawdownReduce, drawdownHalt] = fields.map(limitOf);
      this.#gross = gross ?? Number.POSITIVE_INFINITY;
      this.#loss = [lossReduce ?? Number.NaN, lossHalt ?? Number.NaN];
      this.#drawdown = [drawdownReduce ?? Number.NaN, drawdownHalt ?? Number.NaN];
      this.#recover = Number(fields[5]);
    }
    if (opcode === 43 && fields[4] !== null) this.doubts = true;
    if (opcode === 28 && fields[0] === null) {
      this.#commanded = Number(fields[1]);
      if (fields[1] === 0) {
        this.#releasing = true;
        this.#latched = false;
        this.ledger.peak = this.ledger.equity();
      }
    }
  }

  /** A `riskState` frame. */
  output({ fields }: Row): void {
    const [instrument, previous, state, limit, measure, bound] = fields.map((one) =>
      one === null ? null : Number(one),
    );
    const facts = { instrument, previous, state, limit, measure, bound };
    if (instrument !== null && instrument !== undefined) {
      const one = this.ledger.instrument(instrument);
      require('a state change begins at the state', one?.state === previous, facts);
      if (one !== undefined) one.state = state ?? 0;
      return;
    }
    require('a state change begins at the state', this.bookState === previous, facts);
    const isRelease = this.#releasing || !this.#latched;
    require('a latched halt ends by an operator only', isRelease || state === HALTED, facts);
    if (limit === LOSS_HALT || limit === DRAWDOWN_HALT) {
      this.#latched = true;
      if (!this.doubts) this.#requireBreach(limit === LOSS_HALT, facts);
    }
    this.bookState = state ?? 0;
  }

  #requireBreach(isLoss: boolean, facts: Record<string, unknown>): void {
    const { loss, drawdown } = this.#measures();
    const allowed = (isLoss ? this.#loss : this.#drawdown)[1];
    const found = isLoss ? loss : drawdown;
    const slack = this.ledger.tolerance();
    require('a halt has its reason', found >= allowed - slack, { ...facts, found, allowed });
  }

  #measures(): { loss: number; drawdown: number } {
    const equity = this.ledger.equity();
    return {
      loss: float(this.ledger.dayOpen - equity),
      drawdown: float(this.ledger.peak - equity),
    };
  }

  /** After a frame and all that it led to. */
  settled(): void {
    if (this.#commanded !== null && this.#commanded > 0) {
      const { bookState } = this;
      const commanded = this.#commanded;
      require('the next frame sees a command', bookState >= commanded, { bookState, commanded });
    }
    if (this.doubts) return;
    const equity = this.ledger.equity();
    if (equity > this.ledger.peak) this.ledger.peak = equity;
    const loss = float(this.ledger.dayOpen - equity);
    const drawdown = float(this.ledger.peak - equity);
    const gross = float(this.ledger.gross());
    const slack = this.ledger.tolerance();
    const isOver = (measure: number, limit: number): boolean => measure > limit + slack;
    const { bookState } = this;
    const facts = {
      bookState,
      loss,
      drawdown,
      gross,
      limits: [this.#gross, this.#loss, this.#drawdown],
    };
    if (isOver(loss, this.#loss[1]) || isOver(drawdown, this.#drawdown[1])) {
      require('a hard limit halts', bookState === HALTED, facts);
    }
    const isSoft = isOver(loss, this.#loss[0]) || isOver(drawdown, this.#drawdown[0]);
    if (isSoft || isOver(gross, this.#gross)) {
      require('a soft limit reduces', bookState >= 1, facts);
    }
  }

  get recoverRatio(): number {
    return this.#recover;
  }
}
