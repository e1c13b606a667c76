/** Verdicts on orders: what was allowed must fit, whatever is filled of what. */
import type { Instrument } from './account.js';
import { LastIds } from './ids.js';
import type { Ledger } from './ledger.js';
import type { Limits } from './limits.js';
import type { Row } from './reader.js';
import { require } from './violation.js';

const DENY = 2;
const CANCEL = 2;
const AMEND = 1;
/** Allowed ids that are remembered. */
const REMEMBERED = 1024;
const optional = (value: unknown): number =>
  value === null ? Number.POSITIVE_INFINITY : Number(value);

/** A token bucket, counted in whole nanoseconds. */
class Bucket {
  #spent = 0n;
  #at = 0n;
  constructor(
    readonly perMessage: bigint,
    readonly burst: bigint,
    since: bigint,
  ) {
    this.#at = since;
  }

  /** Whether a message was there to be drawn; draws it in any case. */
  draw(now: bigint): boolean {
    const passed = now - this.#at;
    this.#spent = this.#spent > passed ? this.#spent - passed : 0n;
    this.#at = now;
    this.#spent += this.perMessage;
    return this.#spent <= this.perMessage * this.burst;
  }
}

interface Rules {
  maxLots: number;
  maxValue: number;
  markCollar: number;
  touchCollar: number;
  messages: Bucket | null;
  cancels: Bucket | null;
  repeats: number;
  pauseNs: bigint;
  denyCross: boolean;
  /** Fills of one side in a row, signed, and when the last was. */
  run: number;
  runAt: bigint;
}

function bucketOf(perSecond: unknown, burst: unknown, now: bigint): Bucket | null {
  if (perSecond === null) return null;
  return new Bucket(BigInt(Math.ceil(1e9 / Number(perSecond))), BigInt(Number(burst)), now);
}

export class Gate {
  readonly #rules = new Map<number, Rules>();
  readonly #ids = new LastIds(REMEMBERED);
  #messages: Bucket | null = null;
  #cancels: Bucket | null = null;
  #unreportedNs = Number.POSITIVE_INFINITY;
  #asked: Row | null = null;

  constructor(
    readonly ledger: Ledger,
    readonly limits: Limits,
  ) {}

  input(row: Row): void {
    const { opcode, fields, timeNs } = row;
    this.#asked = opcode === 53 ? row : null;
    if (opcode === 44) {
      this.#messages = bucketOf(fields[0], fields[1], timeNs);
      this.#cancels = bucketOf(fields[2], fields[3], timeNs);
      this.#unreportedNs = optional(fields[4]) * 1e9;
    }
    if (opcode === 45) this.#configure(row);
    if (opcode === 28) this.#forgetRuns(fields[0] === null ? null : Number(fields[0]));
    if (opcode === 20) {
      const rules = this.#rules.get(Number(fields[0]));
      if (rules !== undefined) this.#count(rules, fields[2] === 0 ? 1 : -1, timeNs);
    }
  }

  #configure({ fields, timeNs }: Row): void {
    const [index, maxLots, maxValue, mark, touch, perSecond, burst, cancels, cancelBurst] = fields;
    const known = this.#rules.get(Number(index));
    this.#rules.set(Number(index), {
      maxLots: optional(maxLots),
      maxValue: optional(maxValue),
      markCollar: optional(mark) * 1e-4,
      touchCollar: optional(touch) * 1e-4,
      messages: bucketOf(perSecond, burst, timeNs),
      cancels: bucketOf(cancels, cancelBurst, timeNs),
      repeats: Number(fields[9]),
      pauseNs: BigInt(Math.round(Number(fields[10]) * 1e9)),
      denyCross: fields[11] === 1,
      run: known?.run ?? 0,
      runAt: known?.runAt ?? 0n,
    });
  }

  #forgetRuns(index: number | null): void {
    for (const [of, rules] of this.#rules) if (index === null || of === index) rules.run = 0;
  }

  #count(rules: Rules, step: number, now: bigint): void {
    const isPaused = now - rules.runAt >= rules.pauseNs;
    rules.run = rules.run * step > 0 && !isPaused ? rules.run + step : step;
    rules.runAt = now;
  }

  /** An `orderVerdict` frame. */
  output({ fields }: Row): void {
    const asked = this.#asked;
    require('a verdict answers an order', asked !== null, { fields });
    if (asked === null) return;
    const [, , verdict = DENY, allowed = 0, cause] = fields.map(Number);
    const [index, , action = 0, side, lots = 0, price = 0, reduceOnly, replaces = 0] =
      asked.fields.map(Number);
    const one = this.ledger.instrument(index ?? -1);
    if (one === undefined || verdict === DENY) return;
    const rules = this.#rules.get(one.index);
    const now = asked.timeNs;
    const facts = { index, action, side, lots, price, allowed, replaces, verdict, cause };
    if (action === CANCEL) {
      this.#requireBudget([this.#cancels, rules?.cancels], now, facts);
      return;
    }
    require('no more is allowed than was asked for', allowed <= lots && allowed >= 1, facts);
    const state = Math.max(one.state, this.limits.bookState);
    require('no order is allowed while halted', state < 2, { ...facts, state });
    const age = one.tickerTime === null ? Number.POSITIVE_INFINITY : Number(now - one.tickerTime);
    require('no order on a stale or unknown market', age <= one.maxAgeNs * (1 + 1e-12), {
      ...facts,
      age,
    });
    if (action !== AMEND) this.#requireNew(asked, rules, side === 0, facts);
    const isReduceOnly = state === 1 || reduceOnly === 1;
    if (rules !== undefined) this.#requirePrice(one, rules, side === 0, price, facts);
    this.#requireSize(one, rules, side === 0, allowed, replaces, isReduceOnly, price, facts, now);
    this.#requireBudget([this.#messages, rules?.messages], now, facts);
  }

  #requireNew(asked: Row, rules: Rules | undefined, isBuy: boolean, facts: object): void {
    const id = BigInt(asked.fields[1] as number | bigint);
    require('an order id is allowed once', !this.#ids.has(id), { ...facts, id });
    this.#ids.add(id);
    if (rules === undefined || rules.repeats === 0) return;
    const run = rules.run * (isBuy ? 1 : -1);
    const isOver = asked.timeNs - rules.runAt >= rules.pauseNs;
    require('a loop does not run', isOver || run < rules.repeats, { ...facts, run });
  }

  #requirePrice(one: Instrument, rules: Rules, isBuy: boolean, price: number, facts: object): void {
    const touch = isBuy ? one.ask : one.bid;
    const reach = price > 0 ? price : touch;
    const own = isBuy ? one.quotedAsk : one.quotedBid;
    const isCrossing = own.lots > 0 && (isBuy ? reach >= own.price : reach <= own.price);
    require('no order crosses the own quote', !rules.denyCross || !isCrossing, { ...facts, own });
    const through = isBuy ? reach - touch : touch - reach;
    const limit = rules.touchCollar * touch * (1 + 1e-12);
    require('no order goes far through the touch', through <= limit, { ...facts, touch });
    if (one.isOption) return;
    const distance = Math.abs(reach - one.mark);
    const allowed = rules.markCollar * one.mark * (1 + 1e-12);
    require('no order is far from the mark', distance <= allowed, { ...facts, mark: one.mark });
  }

  #requireSize(
    one: Instrument,
    rules: Rules | undefined,
    isBuy: boolean,
    allowed: number,
    replaces: number,
    isReduceOnly: boolean,
    price: number,
    facts: object,
    now: bigint,
  ): void {
    const other = isBuy ? one.otherBuy : one.otherSell;
    const counted = Math.min(replaces, other);
    const open = (isBuy ? one.openBuy : one.openSell) - other;
    const resting = Math.max(open, isBuy ? one.largestBid : one.largestAsk);
    const worst = (isBuy ? one.position : -one.position) + other - counted + resting;
    const after = worst + allowed;
    const { position, maxPosition } = one;
    const known = { ...facts, position, other, resting, worst, maxPosition };
    require('what is reduce-only never flips', !isReduceOnly || after <= 0, known);
    const isGrowing = after > 0 && allowed > counted;
    if (isGrowing) {
      require('all of the side filled stays inside the limit', after <= maxPosition, known);
      const since = one.pendingSince;
      const waited = since === null ? 0 : Number(now - since);
      require('nothing grows while orders are unreported', waited <= this.#unreportedNs, {
        ...known,
        waited,
      });
      if (rules !== undefined) {
        require('no order is too large', allowed <= rules.maxLots, known);
        const value = one.unit * allowed * (one.inverse ? 1 : (price || 0) * one.tickSize);
        require('no order is worth too much', value <= rules.maxValue * (1 + 1e-9), {
          ...known,
          value,
        });
      }
    }
    const growth = Math.max(0, allowed - counted);
    if (growth === 0) return;
    one.pendingSince ??= now;
    if (isBuy) Object.assign(one, { otherBuy: other + growth, openBuy: one.openBuy + growth });
    else Object.assign(one, { otherSell: other + growth, openSell: one.openSell + growth });
  }

  #requireBudget(
    buckets: readonly (Bucket | null | undefined)[],
    now: bigint,
    facts: object,
  ): void {
    for (const bucket of buckets) {
      const has = bucket?.draw(now) ?? true;
      require('no message beyond the budget', has, { ...facts, burst: bucket?.burst });
    }
  }
}
