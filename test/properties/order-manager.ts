/**
 * A simulated order manager and venue. It follows quote frames with delay, keeps pending cancels,
 * fills what is open at random, and reports `working` late or at once. Its one promise is that of
 * the contract: on a side it never has more open than max(resting, quoted) besides the orders that it
 * has reported as others.
 */
import { OP_QUOTE } from '../../assembly/opcodes.js';
import { opcodeOf, SECOND } from '../oracle/driver.js';
import type { Frame, OutputFrame } from '../oracle/index.js';
import type { Draws } from './draws.js';
import type { Engine } from './engine.js';

/** The quote order of one side, as the venue may still fill it. */
interface Slot {
  /** The published quote of the side. */
  price: number;
  quoted: number;
  /** Open at the venue now. */
  live: number;
  /** Amends in flight: what each will leave open, less what was filled since it was sent. */
  amends: Amend[];
}

interface Amend {
  lots: number;
  readonly dueStep: number;
}

/** An order left behind at the venue: its cancel is pending and it may fill meanwhile. */
interface Leftover {
  readonly isBuy: boolean;
  readonly price: number;
  lots: number;
  readonly dueStep: number;
}

export interface ManagerSettings {
  /** Largest delay of the venue, in steps. */
  readonly delay: number;
  /** Chance per step that working orders are reported. */
  readonly reporting: number;
}

export class OrderManager {
  /** The position as the venue knows it. */
  position = 0;
  readonly #engine: Engine;
  readonly #instrument: number;
  readonly #settings: ManagerSettings;
  readonly #slots = { bid: newSlot(), ask: newSlot() };
  #leftovers: Leftover[] = [];
  #timeNs: bigint;
  #step = 0;
  #fillId = 0;

  constructor(engine: Engine, instrument: number, timeNs: bigint, settings: ManagerSettings) {
    this.#engine = engine;
    this.#instrument = instrument;
    this.#timeNs = timeNs;
    this.#settings = settings;
  }

  /** Open lots of a side, the worst that can still fill. */
  get openBuy(): number {
    return worst(this.#slots.bid) + this.#left(true);
  }

  get openSell(): number {
    return worst(this.#slots.ask) + this.#left(false);
  }

  /** Any frame about the instrument; the manager acts on the quotes that come back. */
  send(name: Parameters<typeof opcodeOf>[0], ...values: (number | string | null)[]): void {
    const frame: Frame = [opcodeOf(name), 0, this.#timeNs, ...values];
    const { code, outputs } = this.#engine.apply(frame);
    if (code !== 0) throw new Error(`${name} was refused with ${code}`);
    for (const output of outputs) if (output[0] === OP_QUOTE) this.#follow(output);
  }

  /** One step of time: amends arrive, cancels arrive, something may fill, something is reported. */
  step(draw: Draws): void {
    this.#step += 1;
    this.#timeNs += SECOND / 10n;
    this.#arrive();
    this.#topUp();
    const roll = draw.unit();
    if (roll < 0.5) this.#fillSomething(draw);
    else if (roll < 0.7) this.#leaveBehind(draw.chance(0.5), draw);
    if (draw.chance(this.#settings.reporting)) this.report();
  }

  report(): void {
    const bid = worst(this.#slots.bid);
    const ask = worst(this.#slots.ask);
    this.send('working', this.#instrument, this.openBuy, this.openSell, bid, ask);
  }

  #follow(quote: OutputFrame): void {
    const [, , , instrument, bidTicks, bidLots, askTicks, askLots] = quote.map(Number);
    if (instrument !== this.#instrument) return;
    this.#amend(this.#slots.bid, bidTicks ?? 0, bidLots ?? 0);
    this.#amend(this.#slots.ask, askTicks ?? 0, askLots ?? 0);
  }

  /** A published quote stands until it is replaced: what was filled of it is placed again. */
  #topUp(): void {
    for (const slot of [this.#slots.bid, this.#slots.ask]) {
      if (slot.amends.length === 0 && slot.live < slot.quoted) {
        this.#amend(slot, slot.price, slot.quoted);
      }
    }
  }

  /** Amends arrive one after the other: what was sent cannot be called back. */
  #amend(slot: Slot, price: number, lots: number): void {
    slot.price = price;
    slot.quoted = lots;
    slot.amends.push({ lots, dueStep: this.#step + this.#settings.delay });
    if (this.#settings.delay === 0) this.#arrive();
  }

  #arrive(): void {
    for (const slot of [this.#slots.bid, this.#slots.ask]) {
      for (const { lots, dueStep } of slot.amends) if (dueStep <= this.#step) slot.live = lots;
      slot.amends = slot.amends.filter(({ dueStep }) => dueStep > this.#step);
    }
    this.#leftovers = this.#leftovers.filter((one) => one.lots > 0 && one.dueStep > this.#step);
  }

  /** Moves the live order out of its slot and cancels it slowly; reported in the same breath. */
  #leaveBehind(isBuy: boolean, draw: Draws): void {
    const slot = isBuy ? this.#slots.bid : this.#slots.ask;
    // Only a settled order is left behind.
    if (slot.amends.length > 0 || slot.live === 0) return;
    const dueStep = this.#step + draw.whole(1, 20);
    this.#leftovers.push({ isBuy, price: slot.price, lots: slot.live, dueStep });
    slot.live = 0;
    this.report();
  }

  #fillSomething(draw: Draws): void {
    const isBuy = draw.chance(0.5);
    const left = this.#leftovers.find((one) => one.isBuy === isBuy && one.lots > 0);
    if (left !== undefined && draw.chance(0.5)) {
      const lots = draw.whole(1, left.lots);
      left.lots -= lots;
      this.#filled(isBuy, left.price, lots);
      this.report();
      return;
    }
    const slot = isBuy ? this.#slots.bid : this.#slots.ask;
    if (slot.live === 0) return;
    const lots = draw.chance(0.3) ? slot.live : draw.whole(1, slot.live);
    slot.live -= lots;
    for (const amend of slot.amends) amend.lots = Math.max(0, amend.lots - lots);
    this.#filled(isBuy, Math.max(1, slot.price), lots);
  }

  #filled(isBuy: boolean, price: number, lots: number): void {
    this.position += isBuy ? lots : -lots;
    this.#fillId += 1;
    const side = isBuy ? 0 : 1;
    this.send('fill', this.#instrument, this.#fillId, side, price, lots, 0, 0, null, null);
  }

  #left(isBuy: boolean): number {
    return this.#leftovers.reduce((sum, one) => sum + (one.isBuy === isBuy ? one.lots : 0), 0);
  }
}

function newSlot(): Slot {
  return { price: 1, quoted: 0, live: 0, amends: [] };
}

function worst(slot: Slot): number {
  return Math.max(slot.live, ...slot.amends.map(({ lots }) => lots));
}
