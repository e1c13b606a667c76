/**
 * Traders, a venue and an order manager between them and the gate. Orders are checked, sent in the size
 * that was allowed, filled in parts, amended and cancelled late; fills are told late, totals of open orders
 * now and then. Quotes of the engine rest beside them. Its promises are those of the contract: totals count
 * every order that was allowed and every fill that was not told yet.
 */
import { ACTION_AMEND, ACTION_CANCEL, ACTION_NEW } from '../../assembly/codes.js';
import { OP_ORDER_VERDICT, OP_QUOTE } from '../../assembly/opcodes.js';
import type { InputFrameName } from '../../src/frames/schema.js';
import { opcodeOf, SECOND } from '../oracle/driver.js';
import type { FrameValue, OutputFrame } from '../oracle/index.js';
import type { Draws } from './draws.js';
import type { Engine } from './engine.js';

interface Order {
  readonly id: number;
  readonly isBuy: boolean;
  /** Open at the venue. */
  lots: number;
  /** What an amend on its way will leave open, less fills since. */
  amend: { lots: number; readonly dueStep: number } | null;
  cancelStep: number | null;
}

/** One side of the engine's quote: what may rest of it. */
interface Resting {
  live: number;
  readonly amends: { lots: number; readonly dueStep: number }[];
}

interface Untold {
  readonly frame: readonly FrameValue[];
  readonly isBuy: boolean;
  readonly lots: number;
  readonly dueStep: number;
}

/** What the venue knows of one instrument. */
export class Desk {
  readonly index: number;
  position = 0;
  orders: Order[] = [];
  readonly bid: Resting = { live: 0, amends: [] };
  readonly ask: Resting = { live: 0, amends: [] };
  untold: Untold[] = [];

  constructor(index: number) {
    this.index = index;
  }

  /** Position towards a side with all that may be open on it filled. */
  worst(isBuy: boolean): number {
    return (isBuy ? this.position : -this.position) + this.open(isBuy) + this.quoted(isBuy);
  }

  open(isBuy: boolean): number {
    const own = this.orders.filter((order) => order.isBuy === isBuy);
    return own.reduce((sum, { lots, amend }) => sum + Math.max(lots, amend?.lots ?? 0), 0);
  }

  quoted(isBuy: boolean): number {
    const { live, amends } = isBuy ? this.bid : this.ask;
    return Math.max(live, ...amends.map(({ lots }) => lots));
  }

  /** What `working` says. */
  totals(isBuy: boolean): number {
    const untold = this.untold.filter((one) => one.isBuy === isBuy);
    const late = untold.reduce((sum, { lots }) => sum + lots, 0);
    return this.open(isBuy) + this.quoted(isBuy) + late;
  }
}

/** What became of an order at the gate. */
export interface Allowed {
  readonly desk: Desk;
  readonly isBuy: boolean;
  readonly reduceOnly: boolean;
  readonly lots: number;
  /** `worst` of its side before it, what it replaces not counted. */
  readonly before: number;
}

export interface VenueSettings {
  /** Largest delay of amends, cancels and fills, in steps. */
  readonly delay: number;
  /** Chance per step that totals are told. */
  readonly reporting: number;
  readonly mid: number;
  /** Lots of a large order. */
  readonly size: number;
}

export class GateVenue {
  readonly desks: readonly Desk[];
  allowed: Allowed[] = [];
  fills = 0;
  readonly #engine: Engine;
  readonly #settings: VenueSettings;
  #timeNs: bigint;
  #step = 0;
  #orderId = 0;
  #fillId = 0;

  constructor(engine: Engine, count: number, timeNs: bigint, settings: VenueSettings) {
    this.#engine = engine;
    this.#settings = settings;
    this.#timeNs = timeNs;
    this.desks = Array.from({ length: count }, (_, index) => new Desk(index));
  }

  send(name: InputFrameName, ...values: FrameValue[]): readonly OutputFrame[] {
    const frame = [opcodeOf(name), 0, this.#timeNs, ...values];
    const { code, outputs } = this.#engine.apply(frame);
    if (code !== 0) throw new Error(`${name} was refused with ${code}`);
    for (const output of outputs) if (output[0] === OP_QUOTE) this.#follow(output);
    return outputs;
  }

  step(draw: Draws): void {
    this.#step += 1;
    this.#timeNs += SECOND / 10n;
    this.allowed = [];
    for (const desk of this.desks) this.#arrive(desk);
    const desk = draw.pick([0, 1, 2]);
    const one = this.desks[desk % this.desks.length];
    if (one === undefined) return;
    const order = one.orders[draw.whole(0, Math.max(0, one.orders.length - 1))];
    const roll = draw.unit();
    if (roll < 0.4 || order === undefined) this.#new(one, draw);
    else if (roll < 0.55) this.#amend(one, order, draw);
    else if (roll < 0.65) this.#cancel(one, order, draw);
    // A replacement does not wait for the end of what it replaces.
    else if (roll < 0.7) {
      this.#cancel(one, order, draw);
      this.#new(one, draw);
    } else if (roll < 0.9) this.#fill(one, order, draw);
    else this.#fillQuote(one, draw);
    if (draw.chance(this.#settings.reporting)) this.report(one);
  }

  report(desk: Desk): void {
    const [bid, ask] = [desk.quoted(true), desk.quoted(false)];
    this.send('working', desk.index, desk.totals(true), desk.totals(false), bid, ask);
  }

  #due(draw: Draws): number {
    return this.#step + draw.whole(0, this.#settings.delay);
  }

  #arrive(desk: Desk): void {
    for (const order of desk.orders) {
      if (order.amend !== null && order.amend.dueStep <= this.#step) {
        order.lots = order.amend.lots;
        order.amend = null;
      }
    }
    desk.orders = desk.orders.filter(({ lots, amend, cancelStep }) => {
      const isCancelled = cancelStep !== null && cancelStep <= this.#step;
      return !isCancelled && (lots > 0 || amend !== null);
    });
    for (const side of [desk.bid, desk.ask]) {
      while ((side.amends[0]?.dueStep ?? Infinity) <= this.#step) {
        side.live = side.amends.shift()?.lots ?? 0;
      }
    }
    const told = desk.untold.filter(({ dueStep }) => dueStep <= this.#step);
    desk.untold = desk.untold.filter(({ dueStep }) => dueStep > this.#step);
    for (const { frame } of told) this.send('fill', ...frame);
  }

  #size(draw: Draws): number {
    return Math.max(1, Math.round(this.#settings.size * draw.pick([0.05, 0.4, 1.5]) * draw.unit()));
  }

  /** Asks the gate; the lots that may be sent. */
  #check(
    desk: Desk,
    action: number,
    order: { id: number; isBuy: boolean },
    more: number[],
  ): number {
    const side = order.isBuy ? 0 : 1;
    const outputs = this.send('checkOrder', desk.index, order.id, action, side, ...more);
    const verdict = outputs.find(([opcode]) => opcode === OP_ORDER_VERDICT);
    return Number(verdict?.[6] ?? 0);
  }

  #new(desk: Desk, draw: Draws): void {
    this.#orderId += 1;
    const isBuy = draw.chance(0.5);
    const reduceOnly = draw.chance(0.3);
    const order = { id: this.#orderId, isBuy };
    const before = desk.worst(isBuy);
    const more = [this.#size(draw), this.#settings.mid, Number(reduceOnly), 0];
    const lots = this.#check(desk, ACTION_NEW, order, more);
    if (lots === 0) return;
    desk.orders.push({ ...order, lots, amend: null, cancelStep: null });
    this.allowed.push({ desk, isBuy, reduceOnly, lots, before });
  }

  /** One amend at a time; it replaces what is still open. */
  #amend(desk: Desk, order: Order, draw: Draws): void {
    if (order.amend !== null || order.cancelStep !== null || order.lots === 0) return;
    const { isBuy } = order;
    const reduceOnly = draw.chance(0.3);
    const before = desk.worst(isBuy) - order.lots;
    const more = [this.#size(draw), this.#settings.mid, Number(reduceOnly), order.lots];
    const lots = this.#check(desk, ACTION_AMEND, order, more);
    if (lots === 0) return;
    if (lots > order.lots) this.allowed.push({ desk, isBuy, reduceOnly, lots, before });
    order.amend = { lots, dueStep: this.#due(draw) };
  }

  #cancel(desk: Desk, order: Order, draw: Draws): void {
    this.#check(desk, ACTION_CANCEL, order, [0, 0, 0, 0]);
    order.cancelStep ??= this.#due(draw);
  }

  /** Of an order whose cancel may be on its way; told late. */
  #fill(desk: Desk, order: Order, draw: Draws): void {
    if (order.lots === 0) return;
    const lots = draw.chance(0.4) ? order.lots : draw.whole(1, order.lots);
    order.lots -= lots;
    if (order.amend !== null) order.amend.lots = Math.max(0, order.amend.lots - lots);
    const frame = this.#trade(desk, order.isBuy, lots);
    desk.untold.push({ frame, isBuy: order.isBuy, lots, dueStep: this.#due(draw) });
  }

  #fillQuote(desk: Desk, draw: Draws): void {
    const isBuy = draw.chance(0.5);
    const side = isBuy ? desk.bid : desk.ask;
    if (side.live === 0) return;
    const lots = draw.whole(1, side.live);
    side.live -= lots;
    for (const amend of side.amends) amend.lots = Math.max(0, amend.lots - lots);
    this.send('fill', ...this.#trade(desk, isBuy, lots));
  }

  #trade(desk: Desk, isBuy: boolean, lots: number): readonly FrameValue[] {
    desk.position += isBuy ? lots : -lots;
    this.fills += 1;
    this.#fillId += 1;
    return [desk.index, this.#fillId, isBuy ? 0 : 1, this.#settings.mid, lots, 0, 0, null, null];
  }

  #follow(quote: OutputFrame): void {
    const [instrument = 0, , bidLots = 0, , askLots = 0] = quote.slice(3).map(Number);
    const desk = this.desks[instrument];
    if (desk === undefined) return;
    const dueStep = this.#step + this.#settings.delay;
    desk.bid.amends.push({ lots: bidLots, dueStep });
    desk.ask.amends.push({ lots: askLots, dueStep });
  }
}
