/** What may be accepted and what may be refused, as far as that follows from the bytes alone. */
import { LastIds } from './ids.js';
import type { Ledger } from './ledger.js';
import type { Row, Value } from './reader.js';
import { require } from './violation.js';

/** Codes of the protocol page. */
const TYPE = 7;
const SEQUENCE = 9;
const TIME = 10;
const TIME_AHEAD = 24;
const UNKNOWN_INSTRUMENT = 11;
const CROSSED = 14;
const DUPLICATE = 15;

const MAX_TICKS = 2 ** 40;
const MAX_LOTS = 2 ** 50;
const CLOCK = 27;
const TRADING_STATE = 28;
const SET_MAX_AHEAD = 29;
/** Opcodes whose first field is an instrument that must be defined. */
const NAMES_INSTRUMENT = new Set([3, 4, 5, 6, 7, 8, 9, 10, 16, 17, 18, 20, 21, 22, 24, 25, 26, 53]);

function between(value: Value | undefined, low: number, high: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high;
}

function isTimed({ opcode, sequence, timeNs }: Row): boolean {
  const isHeader = opcode >= 0 && opcode < 2 ** 63 && sequence >= 0n && sequence < 1n << 63n;
  return isHeader && timeNs >= 0n && timeNs <= 1n << 62n;
}

export class Admission {
  lastSequence = 0n;
  lastTime = 0n;
  /** Null: a frame may be any time ahead. */
  maxAhead: bigint | null = null;
  readonly fills: LastIds;

  constructor(
    readonly ledger: Ledger,
    fillIds: number,
  ) {
    this.fills = new LastIds(fillIds);
  }

  accepted(row: Row): void {
    const { opcode, sequence, timeNs, fields } = row;
    const facts = { opcode, sequence, timeNs, fields };
    const follows = sequence === 0n || sequence > this.lastSequence;
    require('accepted sequences rise', follows, { ...facts, last: this.lastSequence });
    require('time does not go back', timeNs >= this.lastTime, { ...facts, last: this.lastTime });
    require('time does not leap', !this.#isAhead(row), { ...facts, last: this.lastTime });
    if (opcode === SET_MAX_AHEAD) {
      const ns = Number(fields[0]) * 1e9;
      this.maxAhead = fields[0] === null || ns >= 2 ** 62 ? null : BigInt(Math.floor(ns));
    }
    if (NAMES_INSTRUMENT.has(opcode)) {
      const known = this.ledger.instrument(Number(fields[0])) !== undefined;
      require('an accepted frame names a defined instrument', known, facts);
    }
    if (opcode === 16) require('no crossed touch is accepted', this.#isApart(row), facts);
    if (opcode === 20) {
      const id = BigInt(fields[1] as number | bigint);
      require('a fill applies once', !this.fills.has(id), facts);
      this.fills.add(id);
    }
    if (sequence !== 0n) this.lastSequence = sequence;
    this.lastTime = timeNs;
  }

  /** @param answer what the producer is told */
  refused(row: Row, code: number, answer: Row): void {
    const { opcode, sequence, timeNs, fields } = row;
    const facts = { opcode, code, sequence, timeNs, fields };
    // A header of floats is not read: the wrong type is the reason then.
    if (isTimed(row) && code !== TYPE) {
      const isNamed = answer.sequence === sequence && answer.timeNs === timeNs;
      require('a refusal names its cause', isNamed, { ...facts, answer: answer.sequence });
    }
    const isLate = sequence !== 0n && sequence <= this.lastSequence;
    const isBehind = timeNs < this.lastTime;
    const expected = isLate ? SEQUENCE : isBehind ? TIME : this.#isAhead(row) ? TIME_AHEAD : null;
    if (code === SEQUENCE || code === TIME || code === TIME_AHEAD)
      require('a refusal has its reason', code === expected, facts);
    if (code === UNKNOWN_INSTRUMENT) {
      const known = this.ledger.instrument(Number(fields[0])) !== undefined;
      require('only undefined instruments are unknown', !known, facts);
    }
    if (code === CROSSED) require('only crossed touches are', !this.#isApart(row), facts);
    if (code === DUPLICATE) {
      const known = this.fills.has(BigInt(fields[1] as number | bigint));
      require('no fill is lost as a duplicate that is none', known, facts);
    }
    if (expected === null) require('a sound frame is accepted', !this.#isSound(row), facts);
  }

  #isAhead({ opcode, timeNs }: Row): boolean {
    const mayLeap = opcode === CLOCK || opcode === TRADING_STATE;
    if (mayLeap || this.lastTime === 0n || this.maxAhead === null) return false;
    return timeNs - this.lastTime > this.maxAhead;
  }

  #isApart({ fields }: Row): boolean {
    return Number(fields[1]) < Number(fields[2]);
  }

  /** Whether nothing can be wrong with a frame but sequence and time. */
  #isSound(row: Row): boolean {
    if (!isTimed(row)) return false;
    const { opcode, fields } = row;
    if (opcode === CLOCK) return fields.length === 0;
    const known = this.ledger.instrument(Number(fields[0]));
    if (known === undefined || !Number.isInteger(fields[0])) return false;
    if (opcode === 16) {
      const prices = [1, 2].every((index) => between(fields[index], 1, MAX_TICKS));
      const sizes = [3, 4].every((index) => between(fields[index], 0, MAX_LOTS));
      return fields.length === 5 && prices && sizes && this.#isApart(row);
    }
    if (opcode === 20) return fields.length === 9 && this.#isSoundFill(known.position, fields);
    return false;
  }

  #isSoundFill(position: number, fields: readonly Value[]): boolean {
    const [, id, side, ticks, lots, liquidity, purpose, fee, feeAsset] = fields;
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) return false;
    // Far from any overflow.
    const isSmall = between(lots, 1, 1e6) && between(ticks, 1, 1e9) && Math.abs(position) < 1e12;
    const isFlagged = [side, liquidity, purpose].every((flag) => between(flag, 0, 1));
    const isFee = fee === null || (typeof fee === 'number' && Math.abs(fee) <= 1e15);
    const isAsset =
      feeAsset === null || (between(feeAsset, 0, 1e6) && this.ledger.assets.has(Number(feeAsset)));
    return isSmall && isFlagged && isFee && isAsset && !this.fills.has(BigInt(id));
  }
}
