/** A book that holds a spot position and hedges it with perpetuals. */
import { Book, type OutputFrame } from '../../src/index.js';

export const START_US = 1_700_000_000_000_000;
export const SPOT = 0;
export const PERPETUAL = 1;
export const INVERSE = 2;

type Section = Readonly<Record<string, unknown>>;

const quoting = { size: 10, sizeSkew: 0.5 };
const model = { type: 'linear', halfSpreadBps: 2, inventorySkewBps: 4 };
const wide = { target: 0, maxPosition: 1_000_000 };

const BAND = { mode: 'band', halfWidth: 0.5 };

/** What a test wants to differ from: BTC at 60,000, a perpetual of 0.01 BTC a lot. */
export interface Terms {
  readonly hedge?: Section;
  readonly perpetual?: Section;
  readonly perpetualInventory?: Section;
  /** Null for a perpetual that does not hedge. */
  readonly perpetualHedge?: Section | null;
  /** The inverse perpetual, 10 USD a lot, hedges when given. */
  readonly inverseHedge?: Section;
  readonly limits?: Section;
}

export function configuration(terms: Terms = {}): Section {
  const { perpetualHedge = {}, inverseHedge } = terms;
  const common = { underlying: 'BTC', quoting, model };
  return {
    book: {
      reportingAsset: 'USD',
      capacity: { instruments: 4, assets: 4, fillIds: 1024 },
      limits: terms.limits ?? {},
    },
    assets: [
      { symbol: 'USD', balance: 1_000_000 },
      { symbol: 'BTC', rate: 60_000 },
    ],
    underlyings: [
      {
        symbol: 'BTC',
        initialIndex: 60_000,
        hedge: {
          ...(terms.hedge?.mode === undefined ? BAND : {}),
          minIntervalSeconds: 0,
          ...terms.hedge,
        },
      },
    ],
    instruments: [
      {
        ...common,
        symbol: 'BTC-SPOT',
        contract: 'spot',
        base: 'BTC',
        settle: 'USD',
        tickSize: 0.01,
        lotSize: 0.01,
        inventory: wide,
      },
      {
        ...common,
        symbol: 'BTC-PERP',
        contract: 'linear',
        base: 'BTC',
        settle: 'USD',
        tickSize: 0.1,
        lotSize: 1,
        multiplier: 0.01,
        takerFee: 0.0005,
        inventory: { ...wide, ...terms.perpetualInventory },
        ...(perpetualHedge === null
          ? {}
          : { hedge: { maxSize: 1000, settleSeconds: 1, confirmSeconds: 5, ...perpetualHedge } }),
        ...terms.perpetual,
      },
      {
        ...common,
        symbol: 'BTC-INVERSE',
        contract: 'inverse',
        base: 'BTC',
        settle: 'BTC',
        tickSize: 0.5,
        lotSize: 1,
        multiplier: 10,
        takerFee: 0.0002,
        inventory: wide,
        ...(inverseHedge === undefined
          ? {}
          : { hedge: { maxSize: 10_000, settleSeconds: 1, confirmSeconds: 5, ...inverseHedge } }),
      },
    ],
  };
}

/** Drives a book second by second and keeps what it wants hedged. */
export class Desk {
  readonly book: Book;
  readonly hedges: Extract<OutputFrame, { name: 'hedge' }>[] = [];
  readonly events: OutputFrame[] = [];
  timeUs = START_US;
  #fillId = 0;

  constructor(terms: Terms = {}) {
    this.book = Book.create(configuration(terms));
    this.tick();
  }

  /** Passes time without telling the book. */
  after(seconds: number): this {
    this.timeUs += Math.round(seconds * 1e6);
    return this;
  }

  /** A market in everything. */
  tick(price = 60_000): void {
    this.book.bookTicker(SPOT, this.timeUs, price * 100 - 1, price * 100 + 1, 50, 50);
    this.book.bookTicker(PERPETUAL, this.timeUs, price * 10 - 1, price * 10 + 1, 50, 50);
    this.book.bookTicker(INVERSE, this.timeUs, price * 2 - 1, price * 2 + 1, 50, 50);
    this.drain();
  }

  clock(): void {
    this.book.clock(this.timeUs);
    this.drain();
  }

  /** Signed lots at the mid. */
  fill(instrument: number, lots: number, purpose: 'quote' | 'hedge' = 'quote'): number {
    this.#fillId += 1;
    return this.fillAgain(instrument, lots, purpose, this.#fillId);
  }

  fillAgain(instrument: number, lots: number, purpose: 'quote' | 'hedge', fillId: number): number {
    const mids = [6_000_000, 600_000, 120_000];
    const result = this.book.fill({
      instrument,
      time: this.timeUs,
      fillId,
      side: lots > 0 ? 'buy' : 'sell',
      priceTicks: mids[instrument] ?? 1,
      sizeLots: Math.abs(lots),
      purpose,
    });
    this.drain();
    return result;
  }

  position(instrument: number, lots: number): void {
    this.book.position(
      instrument,
      this.timeUs,
      lots,
      [6_000_000, 600_000, 120_000][instrument] ?? 1,
    );
    this.drain();
  }

  result(
    hedgeId: number,
    filledLots: number,
    how: 'done' | 'cancelled' | 'rejected' = 'done',
  ): number {
    const instrument =
      this.hedges.find((hedge) => hedge.hedgeId === hedgeId)?.instrument ?? PERPETUAL;
    const code = this.book.hedgeResult(instrument, this.timeUs, hedgeId, filledLots, how);
    this.drain();
    return code;
  }

  get action(): string {
    return this.book.explainHedge(0).action;
  }

  /** Signed lots of all hedges so far. */
  get sentLots(): number[] {
    return this.hedges.map(({ side, sizeLots }) => (side === 0 ? sizeLots : -sizeLots));
  }

  drain(): void {
    for (const frame of this.book.drainFrames()) {
      if (frame.name === 'hedge') this.hedges.push(frame);
      else if (frame.name !== 'quote') this.events.push(frame);
    }
  }
}
