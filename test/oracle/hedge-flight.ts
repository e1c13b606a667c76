/** Section 12 of the contract: hedges under way, one instrument at a time. */

export type FlightState = 'idle' | 'open' | 'unconfirmed' | 'held';

export interface HedgeTerms {
  readonly enabled: boolean;
  /** Fraction; null takes that of the touch. */
  readonly halfSpread: number | null;
  readonly impact: number;
  readonly carry: number;
  readonly maxLots: number;
  readonly settleNs: number;
  readonly confirmNs: number;
}

const UNCONFIGURED: HedgeTerms = {
  enabled: false,
  halfSpread: null,
  impact: 0,
  carry: 0,
  maxLots: Number.POSITIVE_INFINITY,
  settleNs: 2e9,
  confirmNs: 10e9,
};

/** What is expected of an instrument, and what is in flight. */
export class Flight {
  terms = UNCONFIGURED;
  expected: number;
  /** Signed lots. */
  inFlight = 0;
  open: { readonly id: number; readonly lots: number; readonly sent: number } | null = null;
  state: FlightState = 'idle';
  #quiet: number;
  /** When the position report that stands came; null without one. */
  #report: number | null = null;

  constructor(position: number, now: number) {
    this.expected = position;
    this.#quiet = now;
  }

  begin(id: number, lots: number, now: number): void {
    this.expected += lots;
    this.inFlight = lots;
    this.open = { id, lots, sent: now };
    this.state = 'open';
    this.#quiet = now;
  }

  fill(lots: number, isHedge: boolean, now: number): void {
    const owed = isHedge && Math.sign(lots) === Math.sign(this.inFlight) ? this.inFlight : 0;
    const arrived = Math.sign(owed) * Math.min(Math.abs(lots), Math.abs(owed));
    const isLast = arrived !== 0 && arrived === this.inFlight;
    this.inFlight -= arrived;
    this.expected += lots - arrived;
    this.#quiet = now;
    this.#report = null;
    if (isLast && this.state === 'held') this.state = 'idle';
  }

  report(isRepeated: boolean, now: number): void {
    if (!isRepeated || !this.#isFresh()) this.#report = now;
  }

  /** The last word on the open hedge. */
  result(filled: number, isRejected: boolean, now: number): void {
    const arrived = (this.open?.lots ?? 0) - this.inFlight;
    const total = Math.abs(filled) > Math.abs(arrived) ? filled : arrived;
    this.expected -= this.inFlight - (total - arrived);
    this.inFlight = total - arrived;
    this.#end(this.inFlight !== 0 || isRejected ? 'held' : 'idle', now);
  }

  /** An operator says that the position is right. */
  forget(position: number, now: number): void {
    this.expected = position;
    this.inFlight = 0;
    this.#report = null;
    this.#end('idle', now);
  }

  /** What passing time does. Returns how long an open hedge has been out when it is now overdue. */
  tend(position: number, now: number): number | null {
    let overdue: number | null = null;
    const isSettled = now - this.#quiet >= this.terms.settleNs;
    if (this.open !== null && this.inFlight === 0) {
      if (isSettled) this.#end('idle', now);
    } else if (this.open !== null && this.state === 'open') {
      const waited = now - this.open.sent;
      if (waited > this.terms.confirmNs) {
        this.state = 'unconfirmed';
        overdue = waited;
      }
    } else if (this.state === 'held' && isSettled) {
      this.inFlight = 0;
      this.state = 'idle';
    }
    const isDue = this.#report !== null && now - this.#report >= this.terms.settleNs;
    if (this.state === 'idle' && isDue && this.#isFresh()) {
      this.expected = position;
      this.#report = null;
    }
    return overdue;
  }

  #isFresh(): boolean {
    return this.#report !== null && this.#report - this.#quiet >= this.terms.settleNs;
  }

  #end(state: FlightState, now: number): void {
    this.open = null;
    this.state = state;
    this.#quiet = now;
  }
}
