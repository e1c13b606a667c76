/** A venue that hedges are sent to: it fills them in parts, late, twice or never, and loses its reports. */
import * as codes from '../../assembly/codes.js';
import { OP_HEDGE } from '../../assembly/opcodes.js';
import type { InputFrameName } from '../../src/frames/schema.js';
import { EPOCH, opcodeOf, SECOND } from '../oracle/driver.js';
import type { Frame, FrameValue, OutputFrame } from '../oracle/index.js';
import type { Draws } from './draws.js';
import { drawGuard } from './guard-events.js';
import type { InstrumentSetup, Setup } from './setup.js';

type Event = [InputFrameName, ...FrameValue[]];

interface Sent {
  readonly id: number;
  readonly instrument: number;
  readonly side: number;
  readonly price: number;
  /** Lots that have not been filled. */
  left: number;
  filled: number;
}

/** Row that is hedged. */
const ROW = 0;

export class HedgeVenue {
  readonly #setup: Setup;
  readonly #mids: number[];
  /** True positions; reports may be of earlier ones. */
  readonly #positions: number[];
  #sent: Sent[] = [];
  #lastFill: Event | null = null;
  #timeNs = EPOCH;
  #fillId = 0;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#mids = setup.instruments.map(({ midTicks }) => midTicks);
    this.#positions = setup.instruments.map(() => 0);
  }

  /** Takes what the engine wants traded. */
  hear(outputs: readonly OutputFrame[]): void {
    for (const output of outputs) {
      if (output[0] !== OP_HEDGE) continue;
      const [id = 0, instrument = 0, side = 0, left = 0, price = 0] = output.slice(3).map(Number);
      this.#sent.push({ id, instrument, side, price, left, filled: 0 });
    }
  }

  /** Frames that set hedging up. */
  configure(draw: Draws): Frame[] {
    const slots = this.#setup.instruments.map((_, index) => this.#hedgeInstrument(draw, index));
    return [...slots, this.#hedge(draw)].map((event) => this.#frame(event));
  }

  next(draw: Draws): Frame {
    const step = draw.pick([0n, SECOND / 10n, SECOND, 4n * SECOND]);
    this.#timeNs += step;
    return this.#frame(this.#event(draw));
  }

  #frame([name, ...values]: Event): Frame {
    return [opcodeOf(name), 0, this.#timeNs, ...values];
  }

  #event(draw: Draws): Event {
    const index = draw.whole(0, this.#setup.instruments.length - 1);
    const sent = this.#sent[draw.whole(0, Math.max(0, this.#sent.length - 1))];
    const roll = draw.unit();
    if (roll < 0.25) return this.#ticker(draw, index);
    if (roll < 0.45) return this.#quoteFill(draw, index);
    if (roll < 0.6 && sent !== undefined) return this.#fill(draw, sent);
    if (roll < 0.68 && sent !== undefined) return this.#result(draw, sent);
    if (roll < 0.71 && this.#lastFill !== null) return this.#lastFill;
    if (roll < 0.77) return this.#position(draw, index);
    if (roll < 0.83) return ['clock'];
    if (roll < 0.88) return ['index', ROW, this.#index(draw)];
    if (roll < 0.91) return this.#working(draw, index);
    if (roll < 0.94) return this.#hedge(draw);
    if (roll < 0.97) return this.#hedgeInstrument(draw, index);
    if (roll < 0.985) return ['tradingState', draw.pick([null, index]), draw.whole(0, 2), 'drawn'];
    return drawGuard(draw, this.#setup);
  }

  #one(index: number): InstrumentSetup {
    const one = this.#setup.instruments[index];
    if (one === undefined) throw new Error(`no instrument ${index}`);
    return one;
  }

  #mid(index: number): number {
    return this.#mids[index] ?? 1;
  }

  #index(draw: Draws): number {
    const { midTicks, tickSize } = this.#one(0);
    return midTicks * tickSize * draw.between(0.98, 1.02);
  }

  #ticker(draw: Draws, index: number): Event {
    const moved = Math.max(2, Math.round(this.#mid(index) * draw.between(0.998, 1.002)));
    this.#mids[index] = moved;
    return ['bookTicker', index, moved - 1, moved + draw.whole(0, 3), 10, 10];
  }

  /** A fill of a quote, which the hedger is there for. */
  #quoteFill(draw: Draws, index: number): Event {
    const lots = Math.max(1, Math.round(this.#one(index).maxPositionLots * 0.3 * draw.unit()));
    return this.#trade(index, draw.whole(0, 1), this.#mid(index), lots, 0);
  }

  #trade(index: number, side: number, price: number, lots: number, purpose: number): Event {
    this.#fillId += 1;
    this.#positions[index] = (this.#positions[index] ?? 0) + (side === 0 ? lots : -lots);
    const ticks = Math.max(1, price);
    return ['fill', index, this.#fillId, side, ticks, lots, 1, purpose, null, null];
  }

  /** Of an order that may have ended already; now and then of more than was sent. */
  #fill(draw: Draws, sent: Sent): Event {
    const size =
      sent.left > 0 ? draw.pick([sent.left, draw.whole(1, sent.left)]) : draw.whole(1, 3);
    sent.left = Math.max(0, sent.left - size);
    sent.filled += size;
    const event = this.#trade(sent.instrument, sent.side, sent.price, size, 1);
    this.#lastFill = event;
    return event;
  }

  /** True, or of fills that are still on their way; ids come again. */
  #result(draw: Draws, sent: Sent): Event {
    const filled = draw.chance(0.7) ? sent.filled : draw.whole(0, sent.filled + sent.left + 1);
    if (draw.chance(0.6)) this.#sent = this.#sent.filter((one) => one !== sent);
    return ['hedgeResult', sent.instrument, sent.id, filled, draw.whole(0, 2)];
  }

  #position(draw: Draws, index: number): Event {
    const known = this.#positions[index] ?? 0;
    const lots = draw.chance(0.7) ? known : known + draw.whole(-3, 3);
    this.#positions[index] = lots;
    return ['position', index, lots, this.#mid(index)];
  }

  #working(draw: Draws, index: number): Event {
    const lots = (): number => Math.round(this.#one(index).maxPositionLots * 0.3 * draw.unit());
    return ['working', index, lots(), lots(), 0, 0];
  }

  /** Base units of the first instrument at its limit. */
  #size(): number {
    const { lotSize, multiplier, maxPositionLots, contract, midTicks, tickSize } = this.#one(0);
    const units = lotSize * multiplier * maxPositionLots;
    return contract === codes.CONTRACT_INVERSE ? units / (midTicks * tickSize) : units;
  }

  #hedge(draw: Draws): Event {
    const size = this.#size();
    const mode = draw.pick([1, 1, 1, 2, 3, 0]);
    const a = mode === 2 ? draw.log(1e-9, 1e-3) : size * draw.log(0.01, 0.5);
    const cost = this.#one(0).tickSize;
    const dealer = [cost, draw.pick([0, cost / size]), 0, draw.log(0.5, 50) * (cost / size)];
    const parameters = mode === 3 ? dealer : [a, mode === 2 ? 1 : 0, 0, 0];
    const target = draw.pick([0, 0, size * draw.between(-0.3, 0.3)]);
    const pace = [draw.pick([0, 1, 0.5]), draw.pick([0, 0, 2])];
    const most = draw.pick([null, null, size * draw.between(0.05, 0.5)]);
    return ['setHedge', ROW, mode, ...parameters, target, 0, 0, ...pace, most];
  }

  #hedgeInstrument(draw: Draws, index: number): Event {
    const most = Math.max(1, Math.round(this.#one(index).maxPositionLots * draw.log(0.05, 2)));
    const costs = [draw.pick([null, 1]), draw.pick([0, 0.01]), draw.pick([0, 1, -20])];
    const times = [draw.pick([2, 0, 5]), draw.pick([10, 3])];
    return ['setHedgeInstrument', index, draw.chance(0.8) ? 1 : 0, ...costs, most, ...times];
  }
}
